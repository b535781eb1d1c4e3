r"""The program as PuLP writes it, and the one door to solvers.

==================  =================================  =========================================
in the paper        in the program                     meaning
==================  =================================  =========================================
x_gj                ``x_3_1``                          share of class 3 that gets offer 1 (0 = none)
u_j                 ``used_1``                         1 where anybody gets offer 1
Σ_j x_gj = 1        ``segment_3``                      every user gets exactly one offer
a·x ≤ b, ≥ b        ``budget``, ``limit_2_max``, …     enforced limits, in the order of the sheet
x_gj ≤ u_j          ``link_3_1``                       an offer that somebody gets is used
Σ_g n_g x_gj ≥ u_j  ``given_1``                        an offer in use has at least one user
Σ_j u_j ≤ M         ``max_offers``                     most distinct offers
==================  =================================  =========================================

Classes are segments, counted from 1, unless ``same_offer_within`` folds several into one. The objective
is written as *min −objective*: the sign of duals then agrees between solvers and versions. Names are
positions, never user text: PuLP rewrites characters, so "VIP new" and "VIP_new" would become one.
"""

from __future__ import annotations

import math
import tempfile
import time
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import pulp
from numpy.typing import NDArray
from pulp.apis.core import PulpSolverError

from compensator.economics import Form, Program, Row
from compensator.economics.measures import Vector
from compensator.errors import SolverError, UsageError
from compensator.prices import Prices
from compensator.response import Array

IPM_FROM = 2_000
"""Classes from which HiGHS's interior point beats its simplex on these programs."""
OPTIMAL, INFEASIBLE, GAP_REACHED = 1, -1, -7
"""PuLP's status numbers, the same in both majors."""
_expression: Any = getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)


class Outcome(Enum):
    """How a solver ended."""

    OPTIMAL = "optimal"
    STOPPED = "stopped with a plan"
    INFEASIBLE = "infeasible"
    NOTHING = "stopped without a plan"


@dataclass(frozen=True, slots=True)
class Solver:
    """Which solver, and when it may stop."""

    name: str = "highs"
    time_limit: float | None = None
    """Seconds for one program."""
    gap: float = 0.0
    """Relative gap at which an integer program may stop."""
    deadline: float | None = None
    """By ``time.perf_counter``: when all programs together should be done."""

    def seconds(self) -> float | None:
        """Return the time for the next program: what is left, and never less than a breath."""
        if self.deadline is None:
            return self.time_limit
        breath = min(1.0, self.time_limit or 1.0)
        left = max(breath, self.deadline - time.perf_counter())
        return left if self.time_limit is None else min(left, self.time_limit)


@dataclass(frozen=True)
class Model:
    """The program in PuLP, with a handle on every part that is read back."""

    lp: pulp.LpProblem
    program: Program
    cells: tuple[tuple[int, int], ...]
    """Class and offer of each share variable."""
    shares: tuple[pulp.LpVariable, ...]
    used: dict[int, pulp.LpVariable]
    links: tuple[tuple[int, int], ...]
    cell_scales: Vector
    """Share that one unit of each variable stands for."""
    row_scales: Vector
    """What each row was multiplied by."""
    objective_scale: float
    relaxed: bool


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


def build(program: Program, *, relaxed: bool = False, scaled: bool = True) -> Model:
    """Write the program down; do not solve it.

    Args:
        program: What to write.
        relaxed: Drop integrality.
        scaled: Multiply the objective and each row by a power of two, so that the largest
            coefficient is between 1 and 2, and count shares that can only be tiny in smaller units:
            budgets of 1e9, or of cents, over 2e8 users then stay within a solver's tolerance. A
            program for people to read is not scaled.
    """
    lp = pulp.LpProblem("compensation", pulp.LpMinimize)
    binary = np.full(len(program.users), program.whole and not relaxed) & ~program.may_split
    kinds = [pulp.LpInteger if one else pulp.LpContinuous for one in binary.tolist()]
    tops = [1 if one else None for one in binary.tolist()]
    cells = tuple((int(g), int(j)) for g, j in np.argwhere(program.eligible).tolist())
    shares = tuple(lp.add_variable(f"x_{g + 1}_{j}", 0, tops[g], kinds[g]) for g, j in cells)
    kind = pulp.LpContinuous if relaxed else pulp.LpInteger
    used = {
        int(j): lp.add_variable(f"used_{j}", 0, 1, kind) for j in np.flatnonzero(program.linked)
    }
    units = _units(program, ~binary)[program.eligible] if scaled else np.ones(len(cells))
    scale = _power(program, program.objective, units) if scaled else 1.0
    row_scales = np.array([_power(program, r.form, units) if scaled else 1.0 for r in program.rows])
    links = _links(program, cells)
    model = Model(lp, program, cells, shares, used, links, units, row_scales, scale, relaxed)
    lp.setObjective(_linear(model, program.objective, -scale))
    _add_segments(model)
    for row, by in zip(program.rows, row_scales.tolist(), strict=True):
        _add_row(model, row, by)
    _add_links(model)
    return model


def _units(program: Program, divisible: NDArray[np.bool_]) -> Array:
    """Return the power of two of a share that each variable counts: 1 unless only far less can be given."""
    reach = program.reach()
    small = (reach < 2.0**-10) & divisible[:, None]
    return np.where(small, 2.0 ** np.floor(np.log2(reach)), 1.0)


def _power(program: Program, form: Form, units: Vector) -> float:
    """Return the power of two that brings a form's largest coefficient to between 1 and 2."""
    own = np.abs(form.shares[program.eligible] * units).max(initial=0)
    largest = max(own, np.abs(form.used).max(initial=0))
    return 2.0 ** -math.floor(math.log2(largest)) if largest > 0 else 1.0


def _links(program: Program, cells: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    return tuple((g, j) for g, j in cells if program.linked[j] and program.users[g] > 0)


def _linear(model: Model, form: Form, by: float) -> Any:
    """Return a form as an expression, without its zeros."""
    coefficients = (form.shares[model.program.eligible] * model.cell_scales * by).tolist()
    terms = [(x, a) for x, a in zip(model.shares, coefficients, strict=True) if a]
    terms += [(u, float(form.used[j] * by)) for j, u in model.used.items() if form.used[j]]
    return _expression(terms)


def _add_segments(model: Model) -> None:
    by_class: dict[int, list[tuple[pulp.LpVariable, float]]] = {}
    for (g, _), x, unit in zip(model.cells, model.shares, model.cell_scales.tolist(), strict=True):
        by_class.setdefault(g, []).append((x, unit))
    for g, terms in by_class.items():
        model.lp.addConstraint(_expression(terms) == 1, f"segment_{g + 1}")


def _add_row(model: Model, row: Row, by: float) -> None:
    left, right = _linear(model, row.form, by), float(row.rhs * by)
    model.lp.addConstraint(left <= right if row.bound == "max" else left >= right, row.code)


def _add_links(model: Model) -> None:
    share = dict(
        zip(model.cells, zip(model.shares, model.cell_scales.tolist(), strict=True), strict=True)
    )
    for g, j in model.links:
        terms = [share[g, j], (model.used[j], -1.0)]
        model.lp.addConstraint(_expression(terms) <= 0, f"link_{g + 1}_{j}")
    users = model.program.users.tolist()
    for j, used in model.used.items():
        mine = [(*share[g, j], users[g]) for g, i in model.links if i == j]
        given = [(x, unit * n) for x, unit, n in mine]
        model.lp.addConstraint(_expression([*given, (used, -1.0)]) >= 0, f"given_{j}")
    if model.program.max_offers is not None:
        terms = [(u, 1.0) for u in model.used.values()]
        model.lp.addConstraint(_expression(terms) <= model.program.max_offers, "max_offers")


def write(model: Model, path: Path) -> None:
    """Write the program as ``.lp`` or ``.mps``."""
    if path.suffix == ".lp":
        model.lp.writeLP(str(path))
    else:
        model.lp.writeMPS(str(path))


def run(model: Model, solver: Solver) -> Answer:
    """Solve a model.

    Raises:
        UsageError: If the solver is not known or not installed.
        SolverError: If it failed.
    """
    started = time.perf_counter()
    integer = model.program.integer and not model.relaxed
    engine = _engine(solver, integer=integer, large=len(model.program.users) >= IPM_FROM)
    try:
        said = _solved(model.lp, engine)
    except PulpSolverError as error:
        msg = f"solver {solver.name} failed: {error}"
        raise SolverError(msg) from error
    outcome = _outcome(model.lp, said, solver)
    seconds = time.perf_counter() - started
    if outcome in (Outcome.INFEASIBLE, Outcome.NOTHING):
        empty = Prices(np.zeros(len(model.program.rows)))
        nothing = np.zeros(model.program.eligible.shape)
        return Answer(
            outcome, nothing, empty, np.zeros_like(model.program.cost.used), None, seconds
        )
    shares = _shares(model)
    prices = Prices(np.zeros(len(model.program.rows))) if integer else _prices(model)
    if not (np.isfinite(shares).all() and np.isfinite(prices.rows).all()):
        msg = f"solver {solver.name} answered with figures that are not finite"
        raise SolverError(msg)
    bound = _bound(model) if integer else None
    if integer and bound is None and outcome is Outcome.OPTIMAL and solver.gap == 0:
        bound = model.program.value(shares)
    return Answer(outcome, shares, prices, _used(model), bound, seconds)


def _solved(lp: pulp.LpProblem, engine: Any) -> Any:
    """Run an engine; the files of one that runs as a command go to a folder that is removed."""
    if not isinstance(engine, pulp.apis.LpSolver_CMD):
        return lp.solve(engine)
    with tempfile.TemporaryDirectory() as folder:
        engine.tmpDir = folder
        return lp.solve(engine)


def _engine(solver: Solver, *, integer: bool, large: bool) -> Any:
    options: dict[str, Any] = {"msg": False, "timeLimit": solver.seconds()}
    if integer:
        options["gapRel"] = solver.gap
    if solver.name.casefold() != "highs":
        return _named(solver.name, options)
    options |= {"threads": 1, "random_seed": 0, "small_matrix_value": 1e-12}
    if integer:
        options |= {
            "gapAbs": 0.0,
            "mip_feasibility_tolerance": 1e-9,
            "primal_feasibility_tolerance": 1e-9,
        }
    elif large:
        options["solver"] = "ipm"
    return pulp.HiGHS(**options)


def insist_available(name: str) -> None:
    """Refuse a solver that is not there, before any work is done.

    Raises:
        UsageError: If the solver is not known or not installed.
    """
    if name.casefold() != "highs":
        _named(name, {"msg": False})


_ALIASES = {
    "cbc": ("COIN_CMD", "PULP_CBC_CMD"),
    "glpk": ("GLPK_CMD",),
    "scip": ("SCIP_CMD", "SCIP_PY"),
}


def _named(name: str, options: dict[str, Any]) -> Any:
    known = pulp.listSolvers()
    wanted = _ALIASES.get(name.casefold(), [k for k in known if k.casefold() == name.casefold()])
    for candidate in wanted:
        engine = pulp.getSolver(candidate, **options)
        if engine.available():
            return engine
    usable = ", ".join(["highs", *pulp.listSolvers(onlyAvailable=True)])
    what = "is not installed" if wanted else "is not known"
    msg = f"solver {name!r} {what}; available here: {usable}"
    raise UsageError(msg)


def _outcome(lp: pulp.LpProblem, said: Any, solver: Solver) -> Outcome:
    if solver.name.casefold() == "highs":
        return _highs_outcome(lp.solverModel)
    code, has_plan = int(getattr(said, "status", said)), getattr(said, "has_solution", None)
    if code in (OPTIMAL, GAP_REACHED):
        in_time = has_plan is not None or lp.sol_status == OPTIMAL
        return Outcome.OPTIMAL if in_time else Outcome.STOPPED
    if code == INFEASIBLE:
        return Outcome.INFEASIBLE
    return Outcome.STOPPED if has_plan else Outcome.NOTHING


def _highs_outcome(highs: highspy.Highs) -> Outcome:
    status, names = highs.getModelStatus(), highspy.HighsModelStatus
    if status == names.kOptimal:
        return Outcome.OPTIMAL
    if status in (names.kInfeasible, names.kUnboundedOrInfeasible):
        return Outcome.INFEASIBLE
    found = highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    stopped = status in (
        names.kTimeLimit,
        names.kIterationLimit,
        names.kInterrupt,
        names.kSolutionLimit,
    )
    if not stopped:
        msg = f"solver highs stopped with status {highs.modelStatusToString(status)!r}"
        raise SolverError(msg)
    return Outcome.STOPPED if found else Outcome.NOTHING


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
    return Prices(rows, links, most)


def _dual(lp: pulp.LpProblem, name: str) -> float:
    dual = (
        lp.get_constraint_by_name(name).pi
        if hasattr(lp, "get_constraint_by_name")
        else lp.constraints[name].pi
    )
    return float(dual or 0.0)


def _bound(model: Model) -> float | None:
    engine = getattr(model.lp, "solverModel", None)
    if not isinstance(engine, highspy.Highs):
        return None
    bound = -engine.getInfo().mip_dual_bound / model.objective_scale
    return bound if math.isfinite(bound) else None


@dataclass(frozen=True)
class SmallRow:
    """One row of a small program: ``low ≤ coefficients · y ≤ high``."""

    coefficients: Vector
    low: float
    high: float


def minimize(
    costs: Vector, rows: list[SmallRow], bounds: list[tuple[float, float]], *, integer: int = 0
) -> Vector | None:
    """Solve a small dense program with HiGHS; None where it is infeasible.

    Args:
        costs: What each variable costs.
        rows: The restrictions.
        bounds: Least and most of each variable.
        integer: How many of the first variables are whole numbers.

    Raises:
        SolverError: If it is neither solved nor infeasible.
    """
    lp = pulp.LpProblem("small", pulp.LpMinimize)
    ys = [
        lp.add_variable(
            f"y_{i}", *map(_finite, b), pulp.LpInteger if i < integer else pulp.LpContinuous
        )
        for i, b in enumerate(bounds)
    ]
    lp.setObjective(_expression([(y, float(c)) for y, c in zip(ys, costs, strict=True)]))
    for k, row in enumerate(rows):
        terms = [(y, float(a)) for y, a in zip(ys, row.coefficients, strict=True) if a]
        if math.isfinite(row.high):
            lp.addConstraint(_expression(terms) <= float(row.high), f"high_{k}")
        if math.isfinite(row.low):
            lp.addConstraint(_expression(terms) >= float(row.low), f"low_{k}")
    tolerance = {"primal_feasibility_tolerance": 1e-9, "mip_feasibility_tolerance": 1e-9}
    lp.solve(pulp.HiGHS(msg=False, threads=1, small_matrix_value=1e-12, **tolerance))
    if _highs_outcome(lp.solverModel) is not Outcome.OPTIMAL:
        return None
    return np.array([float(y.varValue or 0.0) for y in ys])


def _finite(bound: float) -> float | None:
    return bound if math.isfinite(bound) else None


def version() -> str:
    """Return PuLP's version."""
    return str(pulp.__version__)


def solver_version(name: str) -> str:
    """Return a solver's name and, for HiGHS, its version."""
    if name.casefold() != "highs":
        return name
    highs = highspy.Highs()
    return f"highs {highs.version()}"
