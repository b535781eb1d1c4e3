"""A large linear program made exact from nearly right prices: only what is nearly tied is solved."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from compensator.economics import Array, Program, Vector
from compensator.model import Columns, Live, Outcome
from compensator.optimizer.faces import Mask, restrict
from compensator.prices import Prices
from compensator.tolerances import ROUNDING, SOLVED

LARGE = 1_000
"""Classes from which columns and sifting beat one program."""
ROUNDS = 12
OPEN = 12
"""Classes left open for each row at first; more where that is too few to be feasible."""


class Sifted:
    """One large program, solved again under other right-hand sides, or with a price on cost.

    Its interface is that of ``Live``, and as there nothing is believed: who asks must certify.
    """

    def __init__(self, program: Program) -> None:
        """Keep the program and its columns."""
        self._program = program
        self._columns = Columns(program)
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
        nothing = np.zeros(self._program.eligible.shape)
        prices = self._columns.prices(price, edges)
        if prices is not None:
            found = self._exact(price, edges, prices)
            if found is not None:
                return Outcome.OPTIMAL, *found
        return Outcome.NOTHING, nothing, Prices(np.zeros(len(edges)))

    def _exact(self, price: float, rhs: Vector, prices: Vector) -> tuple[Array, Prices] | None:
        asked = self._program.under(dict(zip(self._codes, rhs.tolist(), strict=True)))
        reduced = self._columns.reduced(price, prices)
        choice = reduced.argmax(axis=1)
        width = OPEN * (len(rhs) + 1)
        cells = self._nearly_tied(price, reduced, width)
        for _ in range(ROUNDS):
            left = restrict(asked, cells | _chosen(choice, cells.shape))
            outcome, shares, found = Live(left.program).solve(price=price)
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
