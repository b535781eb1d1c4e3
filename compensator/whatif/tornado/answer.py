"""What moving each uncertain input does: the ``compensator/tornado/1`` document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Final

from compensator.language import MINUS, in_words, measure, percent, quantity, visible
from compensator.plan import Status
from compensator.problem import Maximize, parse
from compensator.story import (
    GIVEN,
    NO_ROWS,
    NULL,
    PLANLESS,
    Answer,
    Hidden,
    Manifest,
    Schema,
    frame_of,
    when,
)
from compensator.whatif.units import MULTIPLE, unit_of

if TYPE_CHECKING:
    import pandas as pd

DIGITS: Final = 3
"""Digits of an input's ends that are told."""
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
    RULES: ClassVar[tuple[Schema, ...]] = (
        when(PLANLESS, {"rows": NO_ROWS, "value": NULL}, {"value": GIVEN}),
    )

    title: str
    currency: str
    status: Status
    """Of today's problem; without a plan there are no rows."""
    maximize: Maximize
    by: float
    """How far inputs without ends of their own move, as a fraction."""
    value: float | None
    """Today's best value of the measure named by ``maximize``."""
    rows: tuple[Swing, ...]
    """The most telling input first."""
    notes: tuple[str, ...]
    manifest: Manifest
    stopped: Annotated[bool, Hidden] = False
    """Whether the time limit ended today's solve."""

    def to_frame(self) -> pd.DataFrame:
        """Return one row per input, the most telling first."""
        return frame_of(self.rows, Swing)

    def summary(self) -> str:
        """Return the answer in a few lines of text."""
        lines = [visible(self.title), *headline(self)]
        lines += [f"  {visible(row.path)}: {reach(self, row)}" for row in self.rows[:5]]
        if len(self.rows) > 5:
            rest = len(self.rows) - 5
            lines.append(f"  … and {rest:,} more {'input' if rest == 1 else 'inputs'}")
        return "\n".join(lines)


def headline(tornado: Tornado) -> tuple[str, ...]:
    """Return the answer in sentences: the input that matters most, and whether the plan changes."""
    return tuple(_sentences(tornado))


def _sentences(tornado: Tornado) -> Iterator[str]:
    if tornado.value is None:
        clash = tornado.status == "infeasible"
        why = "meets every limit today" if clash else "was found before the time limit"
        yield f"No plan {why}, so no input was moved."
        return
    if not tornado.rows:
        yield "No input that can be moved matters to the plan."
        return
    first = tornado.rows[0]
    today = measure(tornado.value, tornado.maximize, tornado.currency)
    yield f"Today's best {quantity(tornado.maximize)} is {today}."
    yield f"What matters most is {visible(first.path)}: {reach(tornado, first)}."
    yield _changes(tornado)
    yield from _worth(tornado)


def reach(tornado: Tornado, row: Swing) -> str:
    """Return between which values an input moves the best value."""
    low, high = (figure(row.path, at, tornado.currency) for at in (row.low, row.high))
    return f"{_end(tornado, low, row.value_low)}, {_end(tornado, high, row.value_high)}"


def _end(tornado: Tornado, at: str, value: float | None) -> str:
    if value is None:
        return f"no plan at {at}"
    change = value - (tornado.value or 0.0)
    size = measure(abs(change), tornado.maximize, tornado.currency)
    return f"{'+' if change >= 0 else MINUS}{size} at {at}"


def figure(path: str, at: float, currency: str) -> str:
    """Return the value of an input in its unit, with three digits that count; of a whole column the factor.

    >>> figure("budget", 1234.5, "USD"), figure("offers[card].unit_cost", 0.0144, "USD")
    ('$1,234', '$0.0144')
    >>> figure("segments[eu].retention", 0.831, "USD"), figure("segments[*].retention", 0.8, "USD")
    ('83.1%', '0.8×')
    """
    assignment = parse(f"{path}=0")
    whole = assignment.scope in ("*", "*,*", f"{assignment.column}>=0")
    return in_words(at, MULTIPLE if whole else unit_of(assignment), currency, DIGITS)


def ends(row: Swing, currency: str) -> str:
    """Return both ends of an input, a unit in words only once."""
    low, high = (figure(row.path, at, currency) for at in (row.low, row.high))
    return f"{low.removesuffix(' days')} … {high}"


def _changes(tornado: Tornado) -> str:
    changing, total = sum(row.plan_changes for row in tornado.rows), len(tornado.rows)
    if not changing:
        return "Whichever input moves, today's plan stays the best."
    if changing == total:
        return "Each input that matters changes the plan."
    kept, verb = total - changing, "changes" if changing == 1 else "change"
    return f"Of {total:,} inputs that matter, {changing:,} {verb} the plan; for {kept:,} today's plan stays the best."


def _worth(tornado: Tornado) -> Iterator[str]:
    best = max(tornado.rows, key=lambda row: row.replanning or 0.0)
    if best.replanning:
        worth = measure(best.replanning, tornado.maximize, tornado.currency)
        yield f"Where today's plan may stay, planning anew brings up to {worth} (for {visible(best.path)})."
    broken = sum(bool(row.breaks_low or row.breaks_high) for row in tornado.rows)
    if broken:
        inputs = "1 input" if broken == 1 else f"{broken:,} inputs"
        yield f"For {inputs} today's plan would break a limit."


def how_far(by: float) -> str:
    """Return the sentence that says how inputs were moved."""
    return (
        f"Each input moves {percent(by)} down and up, alone; a fraction by its odds, p ÷ (1 − p),"
        " so that it stays between 0 and 1."
    )
