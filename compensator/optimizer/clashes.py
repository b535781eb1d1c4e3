r"""Whether a program's rows clash: prices prove it, or a mixture of plans keeps them all.

.. math:: \max_x \sum_k \pi_k (b_k - a^k x) < 0 \quad \Rightarrow \quad \text{no } x \text{ has } a^k x \le b_k \; \forall k

The left-hand side is the bound of ``prices`` for an objective of nothing: a sum over classes, that anybody can
add up. By Farkas' lemma a linear program without a plan always has such prices.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from compensator import model
from compensator.economics import Form, Program
from compensator.errors import SolverError
from compensator.model import Columns, Outcome, Solver
from compensator.optimizer.elastic_program import elastic
from compensator.optimizer.rational import UnfinishedError
from compensator.optimizer.settling import clash_prices
from compensator.prices import Prices, best_response, reduced_values, upper_bound
from compensator.tolerances import MET, ROUNDING

SMALL = 5_000
"""Cells times rows up to which fractions tell."""


@dataclass(frozen=True)
class Clash:
    """What is known of whether some plan keeps a program's rows."""

    prices: Prices | None
    """They prove that none does; None where that is not proven."""
    settled: bool
    """Whether it is: by the prices, or by a plan of the linear relaxation."""


def clash(program: Program, solver: Solver) -> Clash:
    """Return whether a program's rows clash, integrality set aside.

    Args:
        program: Every class has an eligible offer.
        solver: For programs with set-up costs or a number of offers; tells when to stop.
    """
    idle = program.aiming(nothing(program))
    single = (unit for k in range(len(idle.rows)) if proves(idle, unit := _unit(idle, k)))
    found = next(single, None)
    if found is not None or (not idle.rows and program.max_offers is None):
        return Clash(found, settled=True)
    if program.linked.any():
        return _stretched(program, solver)
    return _by_columns(idle, solver)


def _by_columns(idle: Program, solver: Solver) -> Clash:
    """Ask for prices by columns; a row that no share enters is never missed here, else it is one by itself."""
    entered = np.array([row.form.shares.any() for row in idle.rows], dtype=bool)
    if not entered.any():
        return Clash(None, settled=True)
    rows = tuple(row for row, held in zip(idle.rows, entered, strict=True) if held)
    asked, prices = replace(idle, rows=rows), Prices(np.zeros(len(idle.rows)))
    if idle.eligible.sum() * len(rows) <= SMALL:
        try:
            exact = clash_prices(asked, solver)
        except UnfinishedError:
            return Clash(None, settled=False)
        if exact is not None:
            prices.rows[entered] = exact.rows
        return Clash(None if exact is None else prices, settled=True)
    found, settled = Columns(asked, solver).clash(idle.rhs[entered])
    if found is None:
        return Clash(None, settled)
    prices.rows[entered] = found
    proven = proves(idle, prices)
    return Clash(prices if proven else None, settled=proven)


def surplus(program: Program, prices: Prices) -> float:
    """Return by how much the priced rows are missed at least, less what adding up may leave; above 0 it is proof."""
    size = np.abs(best_response(reduced_values(program, prices))).sum()
    size += float(np.abs(prices.rows * program.rhs).sum())
    return -upper_bound(program, prices) - ROUNDING * float(size)


def proves(program: Program, prices: Prices) -> bool:
    """Return whether prices prove that no plan keeps the rows of a program without an objective."""
    return surplus(program, prices) > 0


def is_wide(program: Program, prices: Prices) -> bool:
    """Return whether prices prove that rows are missed by more than ``MET`` of all that they may add up to."""
    most = [
        max(row.bounded, float(np.where(program.eligible, row.form.weights, 0.0).max(axis=1).sum()))
        for row in program.rows
    ]
    idle = program.aiming(nothing(program))
    return surplus(idle, prices) > MET * float(prices.rows @ np.array(most))


def nothing(program: Program) -> Form:
    """Return the form that is 0 in every plan."""
    return Form(np.zeros(program.eligible.shape), np.zeros(program.eligible.shape[1]))


def _unit(program: Program, k: int) -> Prices:
    return Prices(np.eye(len(program.rows))[k])


def _stretched(program: Program, solver: Solver) -> Clash:
    """Ask for the least total miss of the linear relaxation: what its rows are priced at is the proof."""
    longer = elastic(replace(program, whole=False))
    try:
        answer = model.run(model.build(longer, relaxed=True), solver)
    except SolverError:
        return Clash(None, settled=False)
    if answer.outcome is not Outcome.OPTIMAL:
        return Clash(None, settled=False)
    found = answer.prices
    links = None if found.links is None else found.links[: len(program.users)]
    prices = replace(found, links=links)
    if proves(program.aiming(nothing(program)), prices):
        return Clash(prices, settled=True)
    missed = answer.shares[len(program.users) :, 1].max(initial=0)
    return Clash(None, settled=bool(missed <= ROUNDING))
