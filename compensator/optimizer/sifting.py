"""A large linear program made exact from nearly right prices: only what is nearly tied is solved."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from compensator.economics import Array, Program, Vector
from compensator.model import Columns, Live, Outcome, Solver
from compensator.optimizer.faces import Mask, restrict
from compensator.prices import Prices
from compensator.tolerances import ROUNDING, SOLVED

LARGE = 1_000
"""Classes from which columns and sifting beat one program."""
ROUNDS = 12
NEAR_ROUNDS = 4
"""Rounds that prices between those of two answers are worth before columns are asked for better ones."""
OPEN = 12
"""Classes left open for each row at first; more where that is too few to be feasible."""


class Sifted:
    """One large program, solved again under other right-hand sides, or with a price on cost.

    Its interface is that of ``Live``, and as there nothing is believed: who asks must certify.
    """

    def __init__(self, program: Program, solver: Solver | None = None) -> None:
        """Keep the program and its columns.

        Args:
            program: A linear one.
            solver: Tells when to stop.
        """
        self._limits = solver or Solver()
        self._program = program
        self._seen: list[tuple[float, Vector, Vector]] = []
        """Price on cost, right-hand sides, and the prices of the rows, of every answer."""
        self._columns = Columns(program, solver)
        self._codes = [row.code for row in program.rows]

    def solve(
        self, *, price: float = 0.0, rhs: Vector | None = None
    ) -> tuple[Outcome, Array, Prices]:
        """Return how it ends, the shares and the prices of the rows.

        Args:
            price: On cost: the objective less price × cost is maximized.
            rhs: Right-hand sides of the rows instead.

        Returns:
            ``Outcome.NOTHING`` where it is not made exact, or seems infeasible.
        """
        edges = self._program.rhs if rhs is None else rhs
        near = self._near(price, edges)
        found = None if near is None else self._exact(price, edges, near, NEAR_ROUNDS)
        if found is None:
            prices = self._columns.prices(price, edges)
            found = None if prices is None else self._exact(price, edges, prices, ROUNDS)
        if found is not None:
            self._seen.append((price, edges, found[1].rows))
            return Outcome.OPTIMAL, *found
        nothing = np.zeros(self._program.eligible.shape)
        return Outcome.NOTHING, nothing, Prices(np.zeros(len(edges)))

    def _near(self, price: float, rhs: Vector) -> Vector | None:
        """Return what rows are priced at between the answers at a smaller and a greater price, None without both."""
        alike = [(p, rows) for p, edges, rows in self._seen if np.array_equal(edges, rhs)]
        below = max((one for one in alike if one[0] <= price), key=lambda one: one[0], default=None)
        above = min((one for one in alike if one[0] >= price), key=lambda one: one[0], default=None)
        if below is None or above is None:
            return None
        along = (price - below[0]) / (above[0] - below[0]) if above[0] > below[0] else 0.0
        between: Vector = below[1] + along * (above[1] - below[1])
        return between

    def _exact(
        self, price: float, rhs: Vector, prices: Vector, rounds: int
    ) -> tuple[Array, Prices] | None:
        asked = self._program.under(dict(zip(self._codes, rhs.tolist(), strict=True)))
        reduced = self._columns.reduced(price, prices)
        choice = reduced.argmax(axis=1)
        width = OPEN * (len(rhs) + 1)
        cells = self._nearly_tied(price, reduced, width)
        for _ in range(rounds):
            if self._limits.late:
                break
            left = restrict(asked, cells | _chosen(choice, cells.shape))
            outcome, shares, found = Live(left.program, self._limits).solve(price=price)
            if outcome is Outcome.UNSURE:
                break  # next to infeasible: more open classes only take longer
            if outcome is not Outcome.OPTIMAL:
                width *= 3
                cells |= self._nearly_tied(price, reduced, width)
                continue
            whole = left.whole(shares)
            bound, best = self._columns.response(price, found.rows, rhs)
            value = self._value(price, whole)
            if bound - value <= SOLVED * max(abs(bound), abs(value)):
                self._columns.center(found.rows)
                return whole, found
            cells |= self._gaining(price, found.rows, choice, best)
        return None

    def _value(self, price: float, shares: Array) -> float:
        program = self._program
        return float((program.objective.shares * shares).sum()) - price * float(
            (program.cost.shares * shares).sum()
        )

    def _nearly_tied(self, price: float, reduced: Array, width: int) -> Mask:
        """Return the cells that small moves of the prices could make best, in so many classes."""
        program = self._program
        own = program.objective.shares - price * program.cost.shares
        sway = np.where(program.eligible, np.abs(own - reduced), 0.0).max(axis=1)
        sway += ROUNDING * np.abs(own).max(axis=1) + 1e-300
        short = (reduced.max(axis=1)[:, None] - reduced) / sway[:, None]
        second = np.partition(short, 1, axis=1)[:, 1] if short.shape[1] > 1 else short[:, 0]
        most = np.partition(second, min(width, len(second)) - 1)[min(width, len(second)) - 1]
        tied: Mask = (short <= most) & program.eligible
        return tied

    def _gaining(
        self, price: float, prices: Vector, choice: NDArray[np.intp], best: NDArray[np.intp]
    ) -> Mask:
        """Return the cells that are now better than the ones decided on, with those."""
        reduced = self._columns.reduced(price, prices)
        classes = np.arange(len(choice))
        gains = reduced[classes, best] > reduced[classes, choice]
        cells = np.zeros(reduced.shape, dtype=bool)
        cells[classes[gains], best[gains]] = True
        return cells


def _chosen(choice: NDArray[np.intp], shape: tuple[int, ...]) -> Mask:
    cells = np.zeros(shape, dtype=bool)
    cells[np.arange(len(choice)), choice] = True
    return cells
