"""What a solver leaves open is settled in fractions: how a linear program ends, and its vertex.

A row may be missed by ``ROUNDING`` of what it adds up to, since the figures of a plan that are asked for are
sums of floats. The plan is the vertex of the same basis where the rows are met as they stand.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from compensator import model
from compensator.economics import Array, Program
from compensator.errors import UnsureError
from compensator.model import Outcome, Solver
from compensator.optimizer.certificate import violation
from compensator.optimizer.elastic_program import elastic
from compensator.optimizer.rational import Exact
from compensator.prices import Prices, upper_bound
from compensator.tolerances import PROVEN, ROUNDING

LARGE = 1_000
"""Classes from which floats are asked first whether limits clash."""
PATIENCE = 3.0
"""Seconds that fractions are worth; then what floats say stands."""


def settle(program: Program, guess: Array, solver: Solver) -> tuple[Outcome, Array, Prices]:
    """Return how a linear program ends, its best vertex, and prices that prove it.

    Args:
        program: Every class has an eligible offer.
        guess: Shares to start from; where a class has none, from its best offer.
        solver: Tells when to stop.

    Raises:
        UnfinishedError: If time, or ``PATIENCE``, was up before.
    """
    solver = solver.within(PATIENCE)
    if len(program.users) >= LARGE:
        guess, clashes = _least_missed(program, guess, solver)
        if clashes:
            return _infeasible(program)
    met = _Met(program, guess, solver)
    if met.clashes:
        return _infeasible(program)
    prices = met.exact.maximize(met.looser, met.misses)
    return Outcome.OPTIMAL, met.exact.shares(met.rhs), Prices(prices)


def clash_prices(program: Program, solver: Solver) -> Prices | None:
    """Return prices of the rows that prove in fractions that they clash, None where some plan keeps them.

    Raises:
        UnfinishedError: If time, or ``PATIENCE``, was up before.
    """
    met = _Met(program, np.zeros(program.eligible.shape), solver.within(PATIENCE))
    return Prices(met.exact.prices) if met.clashes else None


def _infeasible(program: Program) -> tuple[Outcome, Array, Prices]:
    nothing = np.zeros(program.eligible.shape)
    return Outcome.INFEASIBLE, nothing, Prices(np.zeros(len(program.rows)))


class _Met:
    """The vertex of a program where the rows are missed least."""

    def __init__(self, program: Program, guess: Array, solver: Solver) -> None:
        start = _start(program, guess)
        self.rhs = [Fraction(row.sign * row.rhs) for row in program.rows]
        rooms = _rooms(program, start)
        self.looser = [b + room for b, room in zip(self.rhs, rooms, strict=True)]
        self.exact = Exact(program, start.argmax(axis=1).tolist(), self.looser, solver.is_late)
        self.misses = self.exact.missed()
        self.clashes = False
        if any(self.misses):
            missed = [b + t for b, t in zip(self.looser, self.misses, strict=True)]
            self.clashes = violation(program, self.exact.shares(missed)) > ROUNDING


def _start(program: Program, guess: Array) -> Array:
    """Return a guess with each class's best offer where it says nothing that may be given."""
    shares = np.where(program.eligible, np.maximum(guess, 0.0), 0.0)
    blank = shares.max(axis=1) <= 0
    best = np.where(program.eligible, program.objective.shares, -np.inf).argmax(axis=1)
    shares[blank, best[blank]] = 1.0
    return shares


def _rooms(program: Program, shares: Array) -> list[Fraction]:
    """Return by how much each row may be missed: the last digits of what it adds up to."""
    used = program.used(shares)
    terms = [max(row.bounded, row.form.activity(shares, used)) for row in program.rows]
    return [Fraction(ROUNDING * one / 2) for one in terms]


def _least_missed(program: Program, guess: Array, solver: Solver) -> tuple[Array, bool]:
    """Return shares that miss a large program's limits least, and whether prices prove that they clash."""
    stretched = elastic(program)
    try:
        answer = model.run(model.build(stretched), Solver(deadline=solver.deadline))
    except UnsureError:
        return guess, False  # no word from a solver: fractions start from the guess
    if answer.outcome is not Outcome.OPTIMAL:
        return guess, False
    clashes = upper_bound(stretched, answer.prices) < -PROVEN
    return answer.shares[: len(program.users)], clashes
