"""Where the answer for one segment × offer flips: the ``compensator/break-even/1`` document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from compensator.language import MINUS, OUTCOMES, money, percent, sign, visible
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
from compensator.whatif.units import FRACTION, unit_of

if TYPE_CHECKING:
    import pandas as pd

Turn = Literal["enters", "leaves", "takes all"]
"""Somebody gets the offer where nobody did; not all (or, of a part, nobody) where it was given; all where a part did."""


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
    RULES: ClassVar[tuple[Schema, ...]] = (
        when(PLANLESS, {"flips": NO_ROWS, "share": NULL}, {"share": GIVEN}),
    )

    title: str
    currency: str
    status: Status
    """Of today's problem; without a plan nothing flips."""
    maximize: Maximize
    segment: str
    offer: str
    share: float | None
    """Share that gets the offer today, of the segment's users who keep none from before."""
    flips: tuple[Flip, ...]
    notes: tuple[str, ...]
    manifest: Manifest
    stopped: Annotated[bool, Hidden] = False
    """Whether the time limit ended today's solve."""

    def to_frame(self) -> pd.DataFrame:
        """Return one row per figure and flip."""
        return frame_of(self.flips, Flip)

    def summary(self) -> str:
        """Return the answer in a few lines of text."""
        return "\n".join([visible(self.title), *headline(self)])


def headline(result: BreakEven) -> tuple[str, ...]:
    """Return the answer in sentences, one for each figure that flips it."""
    return tuple(_sentences(result))


def _sentences(result: BreakEven) -> Iterator[str]:
    who = f"{visible(result.offer)} for {visible(result.segment)}"
    if result.share is None:
        unknown = "No plan was found before the time limit, so no flip is told."
        clash = "No plan meets every limit today, so nothing can flip."
        yield clash if result.status == "infeasible" else unknown
        return
    given = f"goes to {percent(result.share)} of its users" if result.share else "is not given"
    yield f"Today {who} {given}."
    for flip in result.flips:
        if flip.confirmed is not None:
            yield _sentence(result, flip)
    yield from _ends(result)
    for turn in dict.fromkeys(flip.flip for flip in result.flips):
        yield from _never(result, turn)


def _ends(result: BreakEven) -> Iterator[str]:
    """Tell once of each figure that leaves no plan where the answer would flip."""
    ends = {flip.input: flip for flip in result.flips if flip.no_plan_at is not None}
    for name, flip in ends.items():
        at = amount(flip, flip.no_plan_at or 0.0, result.currency)
        yield f"From a {spoken(name)} of {at} on, no plan meets every limit."


def _never(result: BreakEven, turn: Turn) -> Iterator[str]:
    found = [f for f in result.flips if f.flip == turn]
    none = [f for f in found if f.confirmed is None and f.no_plan_at is None]
    verb = {"enters": "enter", "leaves": "leave", "takes all": "go to all of the segment"}[turn]
    if names := " or the ".join(spoken(f.input) for f in none if f.sure):
        yield f"Whatever the {names}, it would not {verb}."
    if names := " or ".join(spoken(f.input) for f in none if not f.sure):
        yield f"No {names} was found at which it would {verb}."


def _sentence(result: BreakEven, flip: Flip) -> str:
    at = amount(flip, flip.confirmed or 0.0, result.currency)
    now = amount(flip, flip.now, result.currency)
    turn = {
        "enters": "It enters the plan",
        "leaves": "It leaves the plan" if not flip.share else "It begins to leave the plan",
        "takes all": "All of the segment gets it",
    }[flip.flip]
    verb = {"enters": "in place of", "leaves": "for", "takes all": "in place of"}[flip.flip]
    other = "" if flip.other is None else f", {verb} {visible(flip.other)}"
    return f"{turn} at a {spoken(flip.input)} of {at} (now {now}){other}."


def spoken(name: str) -> str:
    """Return a figure's name in words."""
    return f"{name} with the offer" if name in OUTCOMES else name.replace("_", " ")


def amount(flip: Flip, figure: float, currency: str) -> str:
    """Return a value of the flip's figure with its unit."""
    size, fraction = abs(figure), unit_of(parse(f"{flip.path}=0")) == FRACTION
    digits = f"{100 * size if fraction else size:.4g}"
    minus = MINUS if figure < 0 else ""
    if fraction:
        return f"{digits}%"
    return (
        money(figure, currency) if size >= 100 or not size else f"{minus}{sign(currency)}{digits}"
    )
