r"""Prices of the rows of a large linear program, by columns that are kept from one question to the next.

.. math::

   \max \sum_{b,p} (v_{bp} - \pi c_{bp}) \lambda_{bp} \quad \text{s.t.} \quad
   \sum_{b,p} a^k_{bp} \lambda_{bp} \le b_k, \quad \sum_p \lambda_{bp} = 1, \quad \lambda \ge 0

======  ==============  =====================================================
symbol  name            meaning
======  ==============  =====================================================
λ       weights         of plans p of block b: one offer for each of its classes
v, c    value, cost     of such a plan
a, b    rows            limits
π       ``price``       on cost
======  ==============  =====================================================

The classes' best offers at the master's prices make the next columns. Asked prices are half-way to those
of the best bound so far, which keeps them from swinging.

Source: Dantzig and Wolfe (1960), Operations Research 8(1); smoothing by Wentges (1997), International
Transactions in Operational Research 4(2).
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from compensator.economics import Array, Program, Vector
from compensator.model.solvers import Solver, highs
from compensator.tolerances import NOISE, PROVEN, ROUNDING, SOLVED

SMOOTHING = 0.5
"""Weight of the best prices so far in the prices that are asked."""
PASSES = 200
BLOCKS = 64
"""Most blocks: classes that the same rows look at."""
KEPT = 3_000
"""Columns after which those that have long not been used are dropped."""
PENALTY = 1e4
"""Price, in scaled units, at which a row may be missed while plans that keep it are still looked for."""


@dataclass(frozen=True)
class _Part:
    """A row's coefficients where they are not all zero."""

    classes: NDArray[np.intp] | slice
    offers: NDArray[np.intp] | slice
    block: Array

    @classmethod
    def of(cls, shares: Array) -> _Part:
        held = shares != 0
        classes, offers = held.any(axis=1), held.any(axis=0)
        rows: NDArray[np.intp] | slice = slice(None) if classes.all() else np.flatnonzero(classes)
        cells = shares if classes.all() else shares[rows]
        if offers.mean() > 0.5:
            return cls(rows, slice(None), cells)
        columns = np.flatnonzero(offers)
        return cls(rows, columns, cells[:, columns])

    def use(self, choice: NDArray[np.intp], group: NDArray[np.intp], count: int) -> Vector:
        """Return the row's use by each block, where every class has one offer."""
        chosen = choice[self.classes]
        classes = np.arange(len(chosen))
        if isinstance(self.offers, slice):
            figures = self.block[classes, chosen]
        else:
            place = np.full(int(chosen.max()) + 1 + int(self.offers.max()), -1)
            place[self.offers] = np.arange(len(self.offers))
            column = place[chosen]
            figures = np.where(column >= 0, self.block[classes, column], 0.0)
        use: Vector = np.bincount(group[self.classes], figures, count).astype(float)
        return use

    def subtract(self, price: float, reduced: Array) -> None:
        """Take the priced use off reduced values, in place."""
        if isinstance(self.offers, slice):
            reduced[self.classes] -= price * self.block
        elif isinstance(self.classes, slice):
            reduced[:, self.offers] -= price * self.block
        else:
            reduced[np.ix_(self.classes, self.offers)] -= price * self.block


class Columns:
    """The master of one program: it is asked for prices under other right-hand sides, or a price on cost."""

    def __init__(self, program: Program, solver: Solver | None = None) -> None:
        """Keep the program as arrays; nothing is solved yet.

        Args:
            program: A linear one.
            solver: Tells when to stop.
        """
        self._limits = solver or Solver()
        self._program = program
        self._classes = np.arange(len(program.users))
        self._objective = np.where(program.eligible, program.objective.shares, -np.inf)
        self._cost = program.cost.shares
        self._signs = np.array([row.sign for row in program.rows])
        self._parts = [_Part.of(row.form.shares) for row in program.rows]
        self._group, self._blocks = _blocks(program)
        largest = np.where(program.eligible, np.abs(program.objective.shares), 0.0).max(axis=1)
        self._unit = 1.0 / (largest.sum() or 1.0)
        sizes = [np.abs(row.form.shares).max(axis=1).sum() for row in program.rows]
        self._scales = np.array([1.0 / (size or 1.0) for size in sizes])
        self._center: Vector | None = None
        self._values: list[float] = []
        self._costs: list[float] = []
        self._engine = self._master()
        self._price = 0.0
        self.add(self._cost_least())

    def prices(self, price: float, rhs: Vector) -> Vector | None:
        """Return nearly best prices of the rows, ≥ 0; None where the rows seem to clash.

        Args:
            price: On cost: value less price × cost is maximized.
            rhs: Right-hand sides of the rows.
        """
        self._aim(price, rhs)
        bound, reached, missed, best = np.inf, -np.inf, False, self._center
        if best is not None:
            bound, choice = self.response(price, best, rhs)
            self.add(choice)
        for _ in range(PASSES):
            if self._limits.late:
                return None
            reached, missed, master = self._solve()
            if np.isfinite(bound) and bound - reached <= PROVEN * max(
                abs(bound), 1e-3 / self._unit
            ):
                break
            asked = master if best is None else SMOOTHING * best + (1 - SMOOTHING) * master
            lagrangian, choice = self.response(price, asked, rhs)
            if lagrangian < bound:
                bound, best = lagrangian, asked
            self.add(choice)
        else:
            missed = missed or bound - reached > 1e-3 * abs(bound)
        self._center = best
        return None if missed else best

    def clash(self, rhs: Vector) -> tuple[Vector | None, bool]:
        """Return prices at which even the best plans use more than there is, of a program without objective.

        Args:
            rhs: Right-hand sides of the rows.

        Returns:
            The prices, None where none were found; and whether it is settled: they were, or a mixture of plans keeps every row.
        """
        self._engine.setOptionValue("primal_feasibility_tolerance", SOLVED)
        self._aim(0.0, rhs)
        for _ in range(PASSES):
            if self._limits.late:
                break
            _, missed, prices = self._solve(SOLVED)
            if not missed:
                return None, True
            bound, choice = self.response(0.0, prices, rhs)
            if bound < -ROUNDING * PENALTY:
                return prices, True
            self.add(choice)
        return None, False

    def response(self, price: float, prices: Vector, rhs: Vector) -> tuple[float, NDArray[np.intp]]:
        """Return the Lagrangian bound at prices, and every class's best offer."""
        reduced = self.reduced(price, prices)
        choice = reduced.argmax(axis=1)
        best = float(reduced[self._classes, choice].sum())
        return best + float((self._signs * prices) @ rhs), choice

    def reduced(self, price: float, prices: Vector) -> Array:
        """Return the reduced value of each class × offer; −∞ where not eligible."""
        reduced = self._objective - price * self._cost if price else self._objective.copy()
        for part, sign, one in zip(self._parts, self._signs, prices.tolist(), strict=True):
            if one:
                part.subtract(sign * one, reduced)
        return reduced

    def center(self, prices: Vector) -> None:
        """Start the next question from these prices."""
        self._center = prices

    def add(self, choice: NDArray[np.intp]) -> None:
        """Add the plans of all blocks that a choice of offers makes."""
        program, count = self._program, self._blocks
        value = np.bincount(self._group, program.objective.shares[self._classes, choice], count)
        cost = np.bincount(self._group, self._cost[self._classes, choice], count)
        use = np.array([part.use(choice, self._group, count) for part in self._parts])
        use *= (self._signs * self._scales)[:, None]
        rows = len(program.rows)
        held = np.vstack([use, np.ones(count)]).T
        numbers = np.hstack(
            [np.tile(np.arange(rows), (count, 1)), rows + np.arange(count)[:, None]]
        )
        there = held != 0
        starts = np.concatenate([[0], np.cumsum(there.sum(axis=1))[:-1]]).astype(np.int32)
        self._engine.addCols(
            count,
            -(value - self._price * cost) * self._unit,
            np.zeros(count),
            np.full(count, highspy.kHighsInf),
            int(there.sum()),
            starts,
            numbers[there].astype(np.int32),
            held[there],
        )
        self._values.extend(value.tolist())
        self._costs.extend(cost.tolist())

    def _cost_least(self) -> NDArray[np.intp]:
        least: NDArray[np.intp] = np.where(self._program.eligible, self._cost, np.inf).argmin(
            axis=1
        )
        return least

    def _master(self) -> highspy.Highs:
        """Return the master without columns but those that miss a row at a penalty."""
        engine = highs()
        nothing, figures = np.array([], np.int32), np.array([])
        for _ in self._program.rows:
            engine.addRow(-highspy.kHighsInf, 0.0, 0, nothing, figures)
        for _ in range(self._blocks):
            engine.addRow(1.0, 1.0, 0, nothing, figures)
        for k in range(len(self._program.rows)):
            engine.addCol(
                PENALTY, 0.0, highspy.kHighsInf, 1, np.array([k], np.int32), np.array([-1.0])
            )
        return engine

    def _aim(self, price: float, rhs: Vector) -> None:
        """Set the right-hand sides, and what every column brings at a price on cost."""
        self._trim()
        for k, edge in enumerate((self._signs * rhs * self._scales).tolist()):
            self._engine.changeRowBounds(k, -highspy.kHighsInf, edge)
        if price != self._price:
            self._price = price
            rows, count = len(self._signs), len(self._values)
            aims = -(np.array(self._values) - price * np.array(self._costs)) * self._unit
            self._engine.changeColsCost(count, np.arange(rows, rows + count, dtype=np.int32), aims)

    def _solve(self, room: float = NOISE) -> tuple[float, bool, Vector]:
        """Return the master's objective, whether a row is missed by more than some room, and its prices."""
        self._engine.run()
        found, rows = self._engine.getSolution(), len(self._signs)
        missed = bool(np.array(found.col_value[:rows]).max(initial=0) > room)
        duals = np.maximum(0.0, -np.array(found.row_dual[:rows]))
        objective = -self._engine.getInfo().objective_function_value / self._unit
        return objective, missed, duals * self._scales / self._unit

    def _trim(self) -> None:
        """Drop the older half of the columns that are not in use, when there are many."""
        if len(self._values) <= KEPT:
            return
        rows, count = len(self._signs), len(self._values)
        weights = np.array(self._engine.getSolution().col_value)[rows:]
        old = np.flatnonzero((weights <= 0) & (np.arange(count) < count // 2))
        self._engine.deleteCols(len(old), (old + rows).astype(np.int32))
        kept = np.setdiff1d(np.arange(count), old)
        self._values = np.array(self._values)[kept].tolist()
        self._costs = np.array(self._costs)[kept].tolist()


def _blocks(program: Program) -> tuple[NDArray[np.intp], int]:
    """Return each class's block, and how many there are: classes that the same rows look at."""
    seen = np.array([(row.form.shares != 0).any(axis=1) for row in program.rows])
    _, group = np.unique(seen.T, axis=0, return_inverse=True)
    count = int(group.max()) + 1
    return (group.ravel(), count) if count <= BLOCKS else (np.zeros(len(group), dtype=np.intp), 1)
