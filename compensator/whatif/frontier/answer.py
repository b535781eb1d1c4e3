"""The frontier: best value for every budget, as its readers get it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, ClassVar, NotRequired

import numpy as np
from pydantic import Field, PlainSerializer
from typing_extensions import TypedDict

from compensator.economics import Vector
from compensator.plan import Status
from compensator.problem import Maximize
from compensator.story import (
    NO_ROWS,
    NULL,
    SOME_ROWS,
    Answer,
    Hidden,
    Schema,
    frame,
    when,
)
from compensator.tolerances import ROUNDING
from compensator.whatif.frontier.ladder import Ladder, Step

if TYPE_CHECKING:
    import pandas as pd


class Point(TypedDict):
    """One point of the curve."""

    budget: float
    """Money."""
    value: float
    """Best value there, of what is maximized."""
    price: float
    """What the next unit of budget brings."""
    bound: NotRequired[float]
    """No plan at this budget brings more; integer problems only."""
    gap: NotRequired[float]
    """Part by which the value may fall short of it."""


def _nothing() -> Vector:
    return np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """The points of a curve as columns, by rising budget; see ``Point``."""

    budget: Vector = field(default_factory=_nothing)
    value: Vector = field(default_factory=_nothing)
    price: Vector = field(default_factory=_nothing)
    bound: Vector | None = None
    gap: Vector | None = None

    def columns(self) -> dict[str, Vector]:
        """Return the columns that are there, by name."""
        named = ((name, getattr(self, name)) for name in Point.__annotations__)
        return {name: column for name, column in named if column is not None}

    def rows(self) -> list[dict[str, float]]:
        """Return the points as plain Python data."""
        columns = self.columns()
        lists = (column.tolist() for column in columns.values())
        return [dict(zip(columns, row, strict=True)) for row in zip(*lists, strict=True)]


BOTH: Schema = {"dependentRequired": {"bound": ["gap"], "gap": ["bound"]}}
"""A bound comes with its gap."""
Rows = PlainSerializer(
    Points.rows, return_type=list[Annotated[Point, Field(json_schema_extra=BOTH)]]
)
Steps = PlainSerializer(
    lambda ladder: None if ladder is None else ladder.rows(), return_type=list[Step] | None
)


@dataclass(frozen=True, slots=True, eq=False)
class Frontier(Answer):
    """The best value for every budget."""

    SCHEMA: ClassVar[str] = "compensator/frontier/1"
    RULES: ClassVar[tuple[Schema, ...]] = (
        when(("infeasible",), {"conflict": SOME_ROWS}, {"conflict": NO_ROWS}),
        when(("infeasible", "unknown"), {"points": NO_ROWS, "ladder": NULL}, {"points": SOME_ROWS}),
    )

    maximize: Maximize
    status: Status = Status.OPTIMAL
    """``optimal``, ``infeasible`` where no budget is enough, ``feasible`` where an integer plan has a gap,
    or ``unknown`` where the time limit left none.
    """
    budget: float | None = None
    """The budget of the problem itself; the curve does not depend on it."""
    points: Annotated[Points, Rows] = field(default_factory=Points)
    """By rising budget: the breakpoints, or the budgets asked for."""
    complete: bool = True
    """Whether the curve is straight between its points: then it is exact everywhere."""
    asked: bool = False
    """Whether the budgets were asked for: before the first and after the last nothing is known."""
    stopped: bool = False
    """Whether the time limit ended the solve at one of them."""
    max_gap: float = 0.0
    """Largest value that the curve may have above the straight lines between its points; of integer
    problems, above the plan at the next smaller budget.
    """
    ladder: Annotated[Ladder | None, Steps] = None
    """The steps that draw the curve; None under further limits."""
    pays_to: float | None = None
    """Budget up to which each further unit returns at least itself; where value is maximized.

    None beside integers, chosen budgets, and a curve cut short at its two ends.
    """
    roi_floor: float | None = None
    """Net value ÷ cost that was asked for."""
    roi_from: float | None = None
    """Least budget whose plan has at least that; None where none has, of integer plans none of them."""
    roi_to: float | None = None
    """Greatest such budget; between the two every plan has it, but for integer plans."""
    starts: str = ""
    """Why the curve starts where it does."""
    ends: str = ""
    """Why the curve ends where it does."""
    conflict: tuple[str, ...] = ()
    """The limits that clash where no budget is enough."""
    chosen: Annotated[bool, Hidden] = False
    """Whether the budgets were chosen, by whomever, and are no breakpoints."""
    limited: Annotated[bool, Hidden] = False
    """Whether further limits couple the segments."""

    @property
    def budgets(self) -> Vector:
        """Breakpoints, rising; or the budgets asked for."""
        return self.points.budget

    @property
    def values(self) -> Vector:
        """Best value at each."""
        return self.points.value

    @property
    def prices(self) -> Vector:
        """What the next unit of budget brings at each; 0 at the last breakpoint."""
        return self.points.price

    @property
    def bounds(self) -> Vector | None:
        """Upper bound at each, of an integer problem."""
        return self.points.bound

    @property
    def gaps(self) -> Vector | None:
        """Part of the value by which each may fall short of its bound, of an integer problem."""
        return self.points.gap

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

    def to_frame(self) -> pd.DataFrame:
        """Return the points, one row per budget."""
        return frame(self.points.columns())


def _room(figure: float) -> float:
    return ROUNDING * max(1.0, abs(float(figure)))
