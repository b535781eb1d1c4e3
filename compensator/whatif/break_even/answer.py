"""Where the answer for one segment × offer flips: the ``compensator/break-even/1`` document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from compensator.plan import Status
from compensator.problem import Maximize
from compensator.story import (
    GIVEN,
    NO_ROWS,
    NULL,
    PLANLESS,
    Answer,
    Hidden,
    Schema,
    names_of,
    when,
)

Turn = Literal["enters", "leaves", "takes all"]
"""At least one user gets the offer where nobody did; not all (or, of a part, nobody) where it was given; all where a part did."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One figure of the pair, and the value of it at which the answer flips."""

    input: str
    """``redemption``, ``unit_cost``, ``retention``, ``reconversion``, ``value`` or ``cost``."""
    path: str
    """The same as an assignment has it."""
    now: float
    flip: Turn
    by_prices: float | None = None
    """Where today's prices put the flip; null where they put none in range."""
    confirmed: float | None = None
    """The nearest flip found, by solving again just below and just above; null where none was found in range."""
    exact: bool = False
    """Whether the two are the same: the flip does not move the prices."""
    other: str | None = None
    """The offer on the other side: it gives way where the offer enters, and takes over where it leaves."""
    share: float | None = None
    """Share of the segment that gets the offer just past the flip."""
    no_plan_at: float | None = None
    """Where, without a flip before it, no plan meets every limit any more."""
    sure: bool = False
    """Whether prices prove that no flip is nearer, or none in range; else some values between were asked."""


@dataclass(frozen=True, slots=True)
class BreakEven(Answer):
    """Where the answer for one segment and one offer flips."""

    SCHEMA: ClassVar[str] = "compensator/break-even/1"
    ROWS: ClassVar[str] = "flips"
    COLUMNS: ClassVar[tuple[str, ...]] = names_of(Flip)
    RULES: ClassVar[tuple[Schema, ...]] = (
        when(PLANLESS, {"flips": NO_ROWS, "share": NULL}, {"share": GIVEN}),
    )

    status: Status
    """Of today's problem; without a plan nothing flips."""
    maximize: Maximize
    segment: str
    offer: str
    share: float | None
    """Share that gets the offer today, of the segment's users who keep none from before."""
    flips: tuple[Flip, ...]
    stopped: Annotated[bool, Hidden] = False
    """Whether the time limit ended today's solve."""
