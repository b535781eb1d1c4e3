"""A model to a solver, and back: its answer in the units of the program, not yet believed."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

import highspy
import numpy as np
import pulp
from pulp.apis.core import PulpSolverError

from compensator.economics import Array, Vector
from compensator.errors import SolverError
from compensator.model.solvers import IPM_FROM, Outcome, Solver, ask, engine_for, outcome_of
from compensator.model.writing import Model
from compensator.prices import Prices


@dataclass(frozen=True)
class Answer:
    """What a solver said, unscaled and not yet believed."""

    outcome: Outcome
    shares: Array
    """Classes × offers."""
    prices: Prices
    """Zero where the program is an integer one."""
    used: Vector
    """1 for each offer that the solver counts as used."""
    bound: float | None
    """The solver's own upper bound, of an integer program."""
    seconds: float = field(compare=False)
    nodes: int = 0
    """Of an integer program, as far as the solver tells."""


def run(model: Model, solver: Solver, *, presolve: bool = True) -> Answer:
    """Solve a model.

    Args:
        model: What to solve.
        solver: Which, and when it may stop.
        presolve: Whether HiGHS may make it smaller first.

    Raises:
        UsageError: If the solver is not known or not installed.
        SolverError: If it failed.
    """
    if solver.late:
        return _nothing(model, Outcome.NOTHING, 0.0)
    started = time.perf_counter()
    integer = model.program.integer and not model.relaxed
    engine = engine_for(
        solver, integer=integer, large=len(model.program.users) >= IPM_FROM, presolve=presolve
    )
    try:
        said = ask(model.lp, engine)
    except PulpSolverError as error:
        msg = f"solver {solver.name} failed: {error}"
        raise SolverError(msg) from error
    outcome = outcome_of(model.lp, said, solver)
    seconds = time.perf_counter() - started
    if outcome in (Outcome.INFEASIBLE, Outcome.NOTHING):
        return _nothing(model, outcome, seconds)
    shares = _shares(model)
    prices = Prices(np.zeros(len(model.program.rows))) if integer else _prices(model)
    if not (np.isfinite(shares).all() and np.isfinite(prices.rows).all()):
        msg = f"solver {solver.name} answered with figures that are not finite"
        raise SolverError(msg)
    bound = _bound(model) if integer else None
    if integer and bound is None and outcome is Outcome.OPTIMAL and solver.gap == 0:
        bound = model.program.value(shares)
    return Answer(outcome, shares, prices, _used(model), bound, seconds, _nodes(model))


def _nothing(model: Model, outcome: Outcome, seconds: float) -> Answer:
    """Return the answer without a plan."""
    program = model.program
    prices, used = Prices(np.zeros(len(program.rows))), np.zeros_like(program.cost.used)
    return Answer(outcome, np.zeros(program.eligible.shape), prices, used, None, seconds)


def _shares(model: Model) -> Array:
    shares = np.zeros(model.program.eligible.shape)
    shares[model.program.eligible] = [float(x.varValue or 0.0) for x in model.shares]
    shares[model.program.eligible] *= model.cell_scales
    return shares


def _used(model: Model) -> Vector:
    used = np.zeros(model.program.eligible.shape[1])
    for j, variable in model.used.items():
        used[j] = float((variable.varValue or 0.0) > 0.5)
    return used


def _prices(model: Model) -> Prices:
    """Return the duals as prices ≥ 0 in the units of the unscaled program."""
    lp, scale = model.lp, model.objective_scale
    rows = np.zeros(len(model.program.rows))
    for k, row in enumerate(model.program.rows):
        rows[k] = max(0.0, -row.sign * _dual(lp, row.code)) * model.row_scales[k] / scale
    links = None
    if model.links:
        links = np.zeros(model.program.eligible.shape)
        for g, j in model.links:
            links[g, j] = max(0.0, -_dual(lp, f"link_{g + 1}_{j}")) / scale
    most = (
        max(0.0, -_dual(lp, "max_offers")) / scale if model.program.max_offers is not None else 0.0
    )
    given = np.zeros(model.program.eligible.shape[1])
    for j in model.used:
        given[j] = max(0.0, _dual(lp, f"given_{j}")) * model.given_scales[j] / scale
    return Prices(rows, links, most, given if model.used else None)


def _dual(lp: pulp.LpProblem, name: str) -> float:
    dual = (
        lp.get_constraint_by_name(name).pi
        if hasattr(lp, "get_constraint_by_name")
        else lp.constraints[name].pi
    )
    return float(dual or 0.0)


def _nodes(model: Model) -> int:
    engine = getattr(model.lp, "solverModel", None)
    return int(engine.getInfo().mip_node_count) if isinstance(engine, highspy.Highs) else 0


def _bound(model: Model) -> float | None:
    engine = getattr(model.lp, "solverModel", None)
    if not isinstance(engine, highspy.Highs):
        return None
    bound = -engine.getInfo().mip_dual_bound / model.objective_scale
    return bound + model.program.objective.constant if math.isfinite(bound) else None
