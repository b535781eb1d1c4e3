r"""The best plan that gives each class one offer, by depth-first search at the relaxation's prices.

A plan's objective is the relaxation's bound less its margins and what its unused room would be worth,

.. math:: \sum_g c_{g j_g} = bound(\pi) - \sum_g m_{g j_g} - \sum_k \pi_k \cdot slack_k

so that few classes can get another offer than their best, and most are decided at once.

======  ===========  =====================================================
symbol  name         meaning
======  ===========  =====================================================
m       ``margins``  by how much an offer falls short of the class's best at the prices
π       ``prices``   of rows, ≥ 0
======  ===========  =====================================================
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np

from compensator.economics import Array, Program, Vector
from compensator.model import Outcome, Solver
from compensator.optimizer.faces import class_scales, margins
from compensator.optimizer.linear import Optimum, optimize_linear
from compensator.optimizer.presolve import row_size
from compensator.optimizer.ranking import Ranking
from compensator.prices import Prices, upper_bound
from compensator.tolerances import ROUNDING

NODES = 50_000
"""Classes tried with an offer: a count and not seconds, so that a file gives the same plan everywhere."""
LOOK = 500
"""Classes tried between two looks at the clock, of which the first is at once."""
DEEPEST = 400
"""Most classes that are still open."""


def best_whole(
    program: Program,
    solver: Solver,
    known: Array | None = None,
    above: float = -np.inf,
    nodes: int = NODES,
) -> Optimum | None:
    """Return the best plan that splits no class, proven; None where the search is too long.

    Args:
        program: Without linked offers; no class may be split.
        solver: When to stop.
        known: A plan that keeps all limits: only better ones are looked for, and no ties.
        above: An objective from which on plans matter.
        nodes: Most classes tried with an offer.
    """
    relaxed = optimize_linear(replace(program, whole=False), replace(solver, gap=0.0))
    if relaxed.outcome is not Outcome.OPTIMAL:
        return relaxed if relaxed.outcome is Outcome.INFEASIBLE else None
    search = _Search(_undominated(program), relaxed.prices, known, above)
    if not search.run(solver, nodes):
        return None
    found = search.ranking.shares
    if found is None:
        nobody = np.zeros(program.eligible.shape)
        return Optimum(Outcome.INFEASIBLE, nobody, relaxed.prices, above, proven=True)
    bound = max(program.value(found), above)
    return Optimum(Outcome.OPTIMAL, found, relaxed.prices, bound, proven=True)


def _undominated(program: Program) -> Program:
    """Return the program without cells that another of the class replaces: as good, using no more of any row.

    Of equals the first listed stays. Else a class where nothing is at stake would multiply the plans.
    """
    forms = [-1.0 * program.objective.shares, program.cost.shares]
    forms += [row.sign * row.form.shares for row in program.rows]
    eligible = program.eligible.copy()
    offers = range(eligible.shape[1])
    for i, j in product(offers, offers):
        if i != j:
            no_more = np.all([form[:, i] <= form[:, j] for form in forms], axis=0)
            less = np.any([form[:, i] < form[:, j] for form in forms], axis=0) | (i < j)
            eligible[:, j] &= ~(no_more & less & eligible[:, i])
    return replace(program, eligible=eligible)


class _Search:
    """Classes decided one after the other, each with its offers in the order of their margins."""

    def __init__(self, program: Program, prices: Prices, known: Array | None, above: float) -> None:
        self.ranking = Ranking(program)
        if known is not None:
            self.ranking.add(known)
        self._program, self._above = program, above
        self._ties = 1.0 if known is None else -1.0
        self._bound = upper_bound(program, prices)
        self._slip = ROUNDING * float(class_scales(program, prices).sum())
        short = margins(program, prices)
        self._sorted = np.argsort(short, axis=1, kind="stable")
        cells = np.take_along_axis(short, self._sorted, axis=1)
        decisive = cells[:, 1] if cells.shape[1] > 1 else np.full(len(cells), np.inf)
        self._order = np.argsort(-np.where(np.isfinite(decisive), decisive, np.inf), kind="stable")
        self._short = [row[np.isfinite(row)].tolist() for row in cells]
        signs = np.array([row.sign for row in program.rows])
        uses = [
            np.take_along_axis(r.sign * r.form.shares, self._sorted, axis=1) for r in program.rows
        ]
        self._use = np.stack(uses, axis=2) if uses else np.zeros((*short.shape, 0))
        self._prices, self._nodes = prices.rows, 0
        self._room = signs * program.rhs + self._digits()
        self._least, self._most = self._ends(np.inf), self._ends(-np.inf)
        self._chosen = np.zeros(len(cells), dtype=int)

    def run(self, solver: Solver, nodes: int) -> bool:
        """Search; return whether the search came to its end."""
        self._solver, self._most_nodes = solver, nodes
        settled = sum(len(cells) == 1 for cells in self._short)
        if len(self._order) - settled > DEEPEST:
            return False
        first = self._order[:settled]  # of one offer: the most decisive
        self._chosen[first] = self._sorted[first, 0]
        lost = sum(self._short[g][0] for g in first.tolist())
        return self._from(settled, self._use[first, 0].sum(axis=0), lost)

    def _digits(self) -> Vector:
        """Return what adding floats leaves of each row."""
        return ROUNDING * np.array([row_size(self._program, row) for row in self._program.rows])

    def _ends(self, blank: float) -> Array:
        """Return the least (of blanks of ∞) or the most that the classes from each place on use of each row."""
        eligible, pick = self._program.eligible, np.min if blank > 0 else np.max
        ends = [
            pick(np.where(eligible, r.sign * r.form.shares, blank), axis=1)[self._order]
            for r in self._program.rows
        ]
        later = np.array(ends).reshape(len(ends), len(self._order)).T
        sums = np.vstack([later, np.zeros(len(ends))])[::-1].cumsum(axis=0)[::-1]
        return np.ascontiguousarray(sums)

    def _from(self, depth: int, used: Vector, lost: float) -> bool:
        """Decide the classes from a place on; return whether nodes were enough."""
        if depth == len(self._order):
            self.ranking.add(self._plan())
            return True
        g = int(self._order[depth])
        for k, short in enumerate(self._short[g]):
            self._nodes += 1
            if self._nodes > self._most_nodes or (self._nodes % LOOK == 1 and self._solver.late):
                return False
            if self._bound - lost - short < self._bar():
                break  # later offers lose more
            now = used + self._use[g, k]
            if not self._leads_on(now, lost + short, depth + 1):
                continue
            self._chosen[g] = self._sorted[g, k]
            if not self._from(depth + 1, now, lost + short):
                return False
        return True

    def _bar(self) -> float:
        """Return what a plan must bring to matter."""
        return max(self.ranking.top, self._above) - self._ties * (self.ranking.room + self._slip)

    def _leads_on(self, used: Vector, lost: float, depth: int) -> bool:
        """Return whether some plan from here may keep the rows and matter."""
        left = self._room - used
        if (left < self._least[depth]).any():
            return False
        waste = float(self._prices @ np.maximum(0.0, left - self._most[depth]))
        return self._bound - lost - waste >= self._bar()

    def _plan(self) -> Array:
        shares = np.zeros(self._program.eligible.shape)
        shares[np.arange(len(shares)), self._chosen] = 1.0
        return shares
