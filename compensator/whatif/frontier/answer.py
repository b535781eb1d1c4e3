"""The frontier: best value for every budget, as its readers get it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from compensator.economics import Vector
from compensator.plan import Status
from compensator.story import Answer, Manifest

if TYPE_CHECKING:
    import pandas as pd

    from compensator.whatif.frontier.ladder import Ladder

ROOM = 1e-12
"""Relative rounding of a budget or value that is meant to be an end of the curve."""


@dataclass(frozen=True, slots=True, eq=False)
class Frontier(Answer):
    """Best value for every budget. Money in ``currency``; values in the measure named by ``maximize``."""

    SCHEMA: ClassVar[str] = "compensator/frontier/1"

    title: str
    currency: str
    maximize: str
    status: Status
    """``optimal``, ``infeasible`` where no budget is enough, ``feasible`` where an integer plan has a gap,
    or ``unknown`` where the time limit left none.
    """
    budget: float | None
    """The budget of the problem itself; the curve does not depend on it."""
    budgets: Vector
    """Breakpoints, rising; or the budgets asked for."""
    values: Vector
    """Best value at each."""
    prices: Vector
    """What the next unit of budget brings at each; 0 at the last breakpoint."""
    bounds: Vector | None
    """Upper bound at each, of an integer problem."""
    gaps: Vector | None
    """Part of the value by which each may fall short of its bound, of an integer problem."""
    complete: bool
    """Whether the curve is straight between its points: then it is exact everywhere."""
    asked: bool
    """Whether the budgets were asked for: before the first and after the last nothing is known."""
    stopped: bool
    """Whether the time limit ended the solve at one of them."""
    max_gap: float
    """Largest value that the curve may have above the straight lines between its points; of integer
    problems, above the plan at the next smaller budget.
    """
    ladder: Ladder | None
    """The steps that draw the curve; None under further limits."""
    pays_to: float | None
    """Budget up to which each further unit returns at least itself; where value is maximized.

    None beside integers, chosen budgets, and a curve cut short at its two ends.
    """
    roi_floor: float | None
    """Net value ÷ cost that was asked for."""
    roi_from: float | None
    """Least budget whose plan has at least that; None where none has, of integer plans none of them."""
    roi_to: float | None
    """Greatest such budget; between the two every plan has it, but for integer plans."""
    starts: str
    """Why the curve starts where it does."""
    ends: str
    """Why the curve ends where it does."""
    conflict: tuple[str, ...]
    """The limits that clash where no budget is enough."""
    notes: tuple[str, ...]
    manifest: Manifest

    @property
    def integer(self) -> bool:
        """Whether the values are those of integer plans, each at its own budget."""
        return self.bounds is not None

    def value_at(self, budget: float) -> float:
        """Return the best value at a budget, NaN where it is less than any plan costs.

        NaN too where the budgets were asked for, and it is less than the first or more than the last. Between the points of an incomplete curve it is what mixing them brings, at most ``max_gap`` too low;
        between integer plans, that of the next smaller budget.
        """
        if not self._knows(budget):
            return float("nan")
        if self.integer:
            return float(self.values[self._last(budget)])
        return float(np.interp(budget, self.budgets, self.values))

    def price_at(self, budget: float) -> float:
        """Return what the next unit of budget brings, NaN where ``value_at`` is.

        Between the points of an incomplete curve, what it brings at the point before: at most so much.
        """
        if not self._knows(budget):
            return float("nan")
        return float(self.prices[self._last(budget)])

    def budget_for(self, value: float) -> float:
        """Return the least budget that reaches a value, NaN where none does.

        Of integer plans, the least among the budgets asked for. Between the points of an incomplete curve
        it is what mixing them costs, possibly a little more than the least. NaN too where the budgets were
        asked for and the first of them brings more: a smaller one might do.
        """
        if not len(self.values) or value > self.values[-1] + _room(self.values[-1]):
            return float("nan")
        if self.asked and value < self.values[0] - _room(self.values[0]):
            return float("nan")
        k = int(np.searchsorted(self.values, value - _room(value), side="left"))
        if self.integer or k == 0:
            return float(self.budgets[k])
        low, high = self.values[k - 1], self.values[k]
        along = min(1.0, max(0.0, (value - low) / (high - low)))
        return float(self.budgets[k - 1] + along * (self.budgets[k] - self.budgets[k - 1]))

    def _knows(self, budget: float) -> bool:
        """Return whether there is a plan at a budget, as far as the curve was looked at."""
        if not len(self.budgets) or budget < self.budgets[0] - _room(self.budgets[0]):
            return False
        return not self.asked or budget <= self.budgets[-1] + _room(self.budgets[-1])

    def _last(self, budget: float) -> int:
        """Return the last point that a budget pays."""
        return int(np.searchsorted(self.budgets, budget + _room(budget), side="right")) - 1

    def points(self) -> list[dict[str, float]]:
        """Return the points as plain Python data, by rising budget."""
        columns = {"budget": self.budgets, "value": self.values, "price": self.prices}
        if self.bounds is not None and self.gaps is not None:
            columns |= {"bound": self.bounds, "gap": self.gaps}
        lists = [column.tolist() for column in columns.values()]
        return [dict(zip(columns, row, strict=True)) for row in zip(*lists, strict=True)]

    def to_frame(self) -> pd.DataFrame:
        """Return the points, one row per budget."""
        import pandas as pd  # noqa: PLC0415 - heavy, and only needed here

        columns = ["budget", "value", "price", *(("bound", "gap") if self.integer else ())]
        return pd.DataFrame(self.points(), columns=columns)

    def to_dict(self) -> dict[str, Any]:
        """Return the ``compensator/frontier/1`` document as plain Python data."""
        return {
            "schema": self.SCHEMA,
            "title": self.title,
            "currency": self.currency,
            "maximize": self.maximize,
            "status": self.status.value,
            "budget": self.budget,
            "points": self.points(),
            "complete": self.complete,
            "asked": self.asked,
            "stopped": self.stopped,
            "max_gap": self.max_gap,
            "ladder": None if self.ladder is None else self.ladder.rows(),
            "pays_to": self.pays_to,
            "roi_floor": self.roi_floor,
            "roi_from": self.roi_from,
            "roi_to": self.roi_to,
            "starts": self.starts,
            "ends": self.ends,
            "conflict": list(self.conflict),
            "notes": list(self.notes),
            "manifest": asdict(self.manifest),
        }

    def summary(self) -> str:
        """Return the frontier in a few lines of text, units included."""
        from compensator.whatif.frontier.sentences import lines  # noqa: PLC0415 - it imports Frontier

        return "\n".join([self.title, *lines(self), *(f"Note: {note}" for note in self.notes)])


def _room(figure: float) -> float:
    return ROOM * max(1.0, abs(float(figure)))
