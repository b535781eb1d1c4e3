r"""Which offers to use: every set of them has its exact answer, and a bound that spares solving most.

For any prices π ≥ 0 of the rows, no plan that uses just the offers of a set U brings more than

.. math:: L(U, \pi) = \sum_g \max_{j \in U \cup \bar{L}} r_{gj} + \sum_{j \in U} s_j + \sum_k \pi_k b_k

======  ==========  =====================================================
symbol  name        meaning
======  ==========  =====================================================
r, s    reduced     reduced value of a class with an offer; of an offer's being used
L̄                   offers whose use costs nothing and is not counted
======  ==========  =====================================================

The set with the greatest bound is settled next; its prices lower the bounds of all others. Once none is
above the best plan, that plan is proven, and nobody's word but the linear optimizer's is needed. A set that
clashes gives the prices of its clash, which rule out the sets that clash alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb

import numpy as np

from compensator.economics import Array, Form, Program, Row, Vector
from compensator.model import Outcome, Solver
from compensator.optimizer.elastic_program import elastic
from compensator.optimizer.linear import Optimum, optimize_linear
from compensator.optimizer.ranking import Ranking
from compensator.prices import Prices, priced, upper_bound
from compensator.tolerances import MET

SETS = 4_096
"""Most sets that are looked at."""
SETTLED = 120
"""Most sets that are settled; the solver is asked where that is not enough."""
ROOTS = 24
"""Sets that are settled whatever the nodes allowed."""
CELLS = 2_000_000
"""Figures held at once while bounds are made."""

Settle = Callable[[Program, float], Optimum | None]
"""Solves the program of one set, whose plans matter above a value; None where that is too much."""


def count_of_uses(program: Program) -> int:
    """Return how many sets of linked offers may be used."""
    linked = int(program.linked.sum())
    most = linked if program.max_offers is None else min(linked, program.max_offers)
    return sum(comb(linked, k) for k in range(most + 1))


def best_use(program: Program, solver: Solver, settle: Settle, guess: Prices) -> Optimum | None:
    """Return the best plan over all sets of used offers, proven; None where there are too many.

    Args:
        program: With linked offers.
        solver: When to stop: by its gap, or its deadline.
        settle: Solves the program of one set.
        guess: Prices to begin with.
    """
    if count_of_uses(program) > SETS:
        return None
    return _Search(program, solver, settle).run(guess)


@dataclass(frozen=True)
class _Sets:
    """Sets of offers, each one of an earlier one and one offer more."""

    offers: tuple[tuple[int, ...], ...]
    parent: tuple[int, ...]

    @classmethod
    def of(cls, program: Program) -> _Sets:
        linked = np.flatnonzero(program.linked).tolist()
        most = len(linked) if program.max_offers is None else min(len(linked), program.max_offers)
        offers = [chosen for k in range(most + 1) for chosen in combinations(linked, k)]
        place = {chosen: i for i, chosen in enumerate(offers)}
        return cls(tuple(offers), tuple(place[chosen[:-1]] for chosen in offers))

    def bounds(self, program: Program, prices: Prices) -> Vector:
        """Return the Lagrangian bound of each set at prices of the rows."""
        reduced = priced(program.objective, program.rows, prices)
        reduced[~program.eligible] = -np.inf
        ground = ~program.linked | (program.users == 0)[:, None]
        base = np.where(ground, reduced, -np.inf).max(axis=1)
        total = np.zeros(len(self.offers))
        step = max(1, CELLS // len(self.offers))
        for first in range(0, len(base), step):
            total += self._best(base[first : first + step], reduced[first : first + step])
        used = self._used(program, prices)
        edge = sum(
            r.sign * p * r.rhs for r, p in zip(program.rows, prices.rows.tolist(), strict=True)
        )
        found: Vector = total + used + edge + program.objective.constant
        return found

    def _best(self, base: Vector, reduced: Array) -> Vector:
        """Return the sum of some classes' best reduced values, for each set."""
        best = np.empty((len(self.offers), len(base)))
        best[0] = base
        for i, (chosen, parent) in enumerate(zip(self.offers, self.parent, strict=True)):
            if chosen:
                np.maximum(best[parent], reduced[:, chosen[-1]], out=best[i])
        total: Vector = best.sum(axis=1)
        return total

    def _used(self, program: Program, prices: Prices) -> Vector:
        own = program.objective.used.copy()
        for row, price in zip(program.rows, prices.rows.tolist(), strict=True):
            own -= row.sign * price * row.form.used
        return np.array([own[list(chosen)].sum() for chosen in self.offers])


class _Search:
    """Sets settled one by one, greatest bound first."""

    def __init__(self, program: Program, solver: Solver, settle: Settle) -> None:
        self._program, self._solver, self._settle = program, solver, settle
        self._sets = _Sets.of(program)
        self._bounds = np.full(len(self._sets.offers), np.inf)
        self._open = np.ones(len(self._sets.offers), dtype=bool)
        self._ranking = Ranking(program)
        self._reached, self._count = -np.inf, 0

    def run(self, guess: Prices) -> Optimum | None:
        self._lower(guess)
        nodes = self._solver.nodes
        for _ in range(SETTLED if nodes is None else min(SETTLED, ROOTS + nodes)):
            at = self._next()
            if at is None:
                return self._found(Outcome.OPTIMAL)
            if self._solver.late:
                return self._found(Outcome.STOPPED)
            if not self._try(at):
                return self._found(Outcome.STOPPED) if self._solver.is_late() else None
        over = float(np.where(self._open, self._bounds, -np.inf).max())
        if over <= self._ranking.top + self._ranking.room:
            return self._found(Outcome.OPTIMAL)
        return None if nodes is None else self._found(Outcome.STOPPED)

    def _next(self) -> int | None:
        """Return the open set of greatest bound; None where the best plan is as good as asked."""
        at = int(np.where(self._open, self._bounds, -np.inf).argmax())
        best, over = self._ranking.top, self._bounds[at]
        done = not self._open[at] or over < best - self._ranking.room
        if self._ranking.shares is not None and self._solver.gap > 0:
            gain = abs(best - self._program.objective.constant)
            done = done or over - best <= self._solver.gap * gain
        return None if done else at

    def _try(self, at: int) -> bool:
        """Settle a set; return whether that was not too much."""
        self._count += 1
        settled = with_offers(self._program, self._flags(at))
        found = None if settled.stranded else self._settle(settled, self._ranking.top)
        ended = found is not None and found.outcome in (Outcome.OPTIMAL, Outcome.INFEASIBLE)
        self._open[at] = not (settled.stranded or ended)
        if found is None or not ended:
            return settled.stranded
        if found.outcome is Outcome.INFEASIBLE:
            self._clash(settled)
        if found.outcome is Outcome.OPTIMAL:
            self._ranking.add(found.shares)
            own = found.solver_bound if settled.whole else upper_bound(settled, found.prices)
            self._reached = max(self._reached, own if own is not None else -np.inf)
            self._lower(found.prices)
        return True

    def _lower(self, prices: Prices) -> None:
        """Lower all bounds by prices of the rows."""
        own = Prices(prices.rows[: len(self._program.rows)])
        self._bounds = np.minimum(self._bounds, self._sets.bounds(self._program, own))

    def _clash(self, settled: Program) -> None:
        """Close the sets that the prices of a clash rule out."""
        if settled.whole or not settled.rows:
            return
        found = optimize_linear(elastic(settled), self._solver)
        if found.outcome is not Outcome.OPTIMAL:
            return
        own = Prices(found.prices.rows[: len(self._program.rows)])
        quiet = Form(
            np.zeros_like(self._program.objective.shares),
            np.zeros_like(self._program.objective.used),
        )
        weight = sum(
            p * (r.bounded or r.form.size)
            for r, p in zip(self._program.rows, own.rows.tolist(), strict=True)
        )
        self._open &= self._sets.bounds(self._program.aiming(quiet), own) >= -MET * weight

    def _flags(self, at: int) -> Vector:
        used = np.zeros(self._program.eligible.shape[1])
        used[list(self._sets.offers[at])] = 1.0
        return used

    def _found(self, outcome: Outcome) -> Optimum:
        none = Prices(np.zeros(len(self._program.rows)))
        shares = self._ranking.shares
        if shares is None:
            ended = Outcome.INFEASIBLE if outcome is Outcome.OPTIMAL else Outcome.NOTHING
            return Optimum(ended, np.zeros(self._program.eligible.shape), none)
        left = float(np.where(self._open, self._bounds, -np.inf).max())
        bound = max(self._ranking.top, self._reached, left)
        own = self._program.value(shares)
        bound = own if bound <= self._ranking.top + self._ranking.room else bound
        return Optimum(outcome, shares, none, bound, proven=True, nodes=self._count)


def with_offers(program: Program, used: Vector) -> Program:
    """Return the program that is left when it is settled which offers are used.

    An offer in use has at least one user.
    """
    open_offers = (used > 0) | ~program.linked
    nothing = np.zeros(len(used))
    rows = tuple(
        replace(
            r,
            form=Form(r.form.shares, nothing, parts=r.form.parts),
            rhs=r.rhs - float(r.form.used @ used),
        )
        for r in program.rows
    )
    objective, cost = (
        Form(form.shares, nothing, form.constant + float(form.used @ used))
        for form in (program.objective, program.cost)
    )
    return replace(
        program,
        objective=objective,
        cost=cost,
        rows=(*rows, *_given(program, used)),
        eligible=program.eligible & (open_offers | (program.users == 0)[:, None]),
        linked=np.zeros(len(used), dtype=bool),
        max_offers=None,
    )


def _given(program: Program, used: Vector) -> Iterator[Row]:
    """Yield for each linked offer in use the row that it has a user."""
    for j in np.flatnonzero((used > 0) & program.linked).tolist():
        shares = np.zeros(program.eligible.shape)
        shares[:, j] = program.users
        form = Form(shares, np.zeros_like(program.cost.used))
        yield Row(f"offer {j}", f"given_{j}", "min", form, 1.0)
