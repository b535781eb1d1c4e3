"""A break-even in sentences: where each figure flips the answer, and which cannot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from compensator.language import OUTCOMES, in_words, percent, standing_of, visible
from compensator.plan import Status
from compensator.problem import parse
from compensator.whatif.break_even.answer import BreakEven, Flip, Turn
from compensator.whatif.units import unit_of

DIGITS: Final = 4
"""Digits of a flip that are told."""


def standing(result: BreakEven) -> str:
    """Return in a few words how far it is proven."""
    if result.status is Status.OPTIMAL:
        return "each flip confirmed by solving on both sides"
    return standing_of(result.status)


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
    if result.share and any(flip.flip == "enters" for flip in result.flips):
        given = "goes to less than one user"
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
    return in_words(figure, unit_of(parse(f"{flip.path}=0")), currency, DIGITS)
