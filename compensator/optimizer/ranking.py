"""Of the integer plans that were found the best: of equals the cheapest, then that of the offers listed first."""

from __future__ import annotations

import numpy as np

from compensator.economics import Array, Program
from compensator.optimizer.ties import by_order
from compensator.tolerances import ROUNDING, SAME


class Ranking:
    """The best plan so far; objectives are equal within 1e-9 of what a plan gains."""

    def __init__(self, program: Program) -> None:
        """Begin without a plan."""
        self._program = program
        self._order = by_order(program)
        cells = np.where(program.eligible, np.abs(program.objective.shares), 0.0)
        self._digits = ROUNDING * float(cells.max(axis=1).sum())
        self._digits += ROUNDING * 1e-3 * abs(program.objective.constant)
        self._cents = ROUNDING * float(
            np.where(program.eligible, np.abs(program.cost.shares), 0.0).max(axis=1).sum()
        )
        self.shares: Array | None = None
        self.top = -np.inf
        """The greatest objective so far; the plan that is kept may be a tie's width below."""
        self._cost = np.inf

    @property
    def room(self) -> float:
        """What two plans of equal objective may differ by."""
        if self.shares is None:
            return self._digits
        return SAME * abs(self.top - self._program.objective.constant) + self._digits

    def add(self, shares: Array) -> None:
        """Look at a plan that keeps all limits."""
        value, cost = self._program.value(shares), self._program.spent(shares)
        if value > self.top + self.room or (
            value >= self.top - self.room and self._goes_first(cost, shares)
        ):
            self.shares, self._cost = shares, cost
        self.top = max(self.top, value)

    def _goes_first(self, cost: float, shares: Array) -> bool:
        """Return whether an equally good plan is cheaper, or gives offers that are listed first."""
        if abs(cost - self._cost) > self._cents:
            return cost < self._cost
        before = 0.0 if self.shares is None else self.shares
        return bool((self._order.shares * (shares - before)).sum() < 0)
