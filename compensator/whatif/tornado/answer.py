"""What moving each uncertain input does: the ``compensator/tornado/1`` document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

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

INVALID: Final = "invalid"
"""Status of an end that is no problem at all."""


@dataclass(frozen=True, slots=True)
class Swing:
    """One input at both of its ends."""

    path: str
    """The input as an assignment has it."""
    now: float
    """Value of the input; of a whole column the factor 1."""
    low: float
    """The input's lower end; of a whole column a factor."""
    high: float
    value_low: float | None
    """Best value at the low end, re-planned; null where no plan exists."""
    value_high: float | None
    held_low: float | None
    """Value of today's plan at the low end, whether or not it keeps the limits there."""
    held_high: float | None
    plan_changes: bool
    """Whether at an end today's plan is no longer the best, or breaks a limit."""
    effect: float | None
    """The larger distance of the two best values from today's; null where no end has a plan."""
    status_low: str
    """How the re-plan ended: optimal, feasible, infeasible, or invalid where it is no problem at all."""
    status_high: str
    breaks_low: tuple[str, ...]
    """Limits that today's plan would break at the low end, by name or path."""
    breaks_high: tuple[str, ...]
    users_moved: float
    """Users who get another offer than today after re-planning, at the end where they are more."""
    replanning: float | None
    """What planning anew brings beyond today's plan, at most; null where today's plan may stay at no end."""


@dataclass(frozen=True, slots=True)
class Tornado(Answer):
    """Every uncertain input moved down and up."""

    SCHEMA: ClassVar[str] = "compensator/tornado/1"
    ROWS: ClassVar[str] = "rows"
    COLUMNS: ClassVar[tuple[str, ...]] = names_of(Swing)
    RULES: ClassVar[tuple[Schema, ...]] = (
        when(PLANLESS, {"rows": NO_ROWS, "value": NULL}, {"value": GIVEN}),
    )

    status: Status
    """Of today's problem; without a plan there are no rows."""
    maximize: Maximize
    by: float
    """How far inputs without ends of their own move, as a fraction."""
    value: float | None
    """Today's best value of the measure named by ``maximize``."""
    rows: tuple[Swing, ...]
    """The most telling input first."""
    stopped: Annotated[bool, Hidden] = False
    """Whether the time limit ended today's solve."""
