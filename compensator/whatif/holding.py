"""What an assignment of one's own holds: rates that were given outright do not follow what else moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from compensator.language import OUTCOMES
from compensator.problem import Assignment, Problem, records_of, targets

TOLD: Final = (*OUTCOMES, "value")
"""What a response may say of users outright."""
Place = tuple[str, str, object]
"""A table, a column, and a row or a pair."""


def holding_notes(problem: Problem, places: Iterable[Assignment]) -> Iterator[str]:
    """Yield what is held where assignments move a redemption or a base rate.

    Args:
        problem: As it stands.
        places: The assignments, made together.
    """
    touched = {place for one in places for place in _touched(problem, one)}
    yield from _by_redemption(problem, touched)
    yield from _by_base(problem, touched)


def _touched(problem: Problem, one: Assignment) -> Iterator[Place]:
    for row in targets(one, records_of(problem)):
        yield one.table, one.column, row


def _by_redemption(problem: Problem, touched: set[Place]) -> Iterator[str]:
    """A response says what an offer does to users, however many redeem it."""
    place = {one.offer: row for row, one in enumerate(problem.offers)}
    held = sum(
        any(getattr(r, name) is not None for name in TOLD)
        for r in problem.responses
        if ("offers", "redemption", place[r.offer]) in touched
        or ("responses", "redemption", (r.segment, r.offer)) in touched
    )
    if held:
        who = "a response gives" if held == 1 else f"{held:,} responses give"
        yield f"Redemption is varied while {who} the outcome itself: those lifts were held, only costs move."


def _by_base(problem: Problem, touched: set[Place]) -> Iterator[str]:
    """A rate with an offer, or a ceiling, stays where an analyst put it; a tornado would move it too."""
    place = {one.segment: row for row, one in enumerate(problem.segments)}
    for outcome in OUTCOMES:
        moved = [row for row in place.values() if ("segments", outcome, row) in touched]
        ceiling = f"{outcome}_ceiling"
        held: set[Place] = {
            ("segments", ceiling, row)
            for row in moved
            if getattr(problem.segments[row], ceiling) is not None
        }
        held |= {
            ("responses", outcome, (r.segment, r.offer))
            for r in problem.responses
            if place[r.segment] in moved and getattr(r, outcome) is not None
        }
        if held - touched:
            yield f"A segment's {outcome} moves alone: its ceiling and the rates with an offer were held, so lifts move the other way (tornado moves them by the same odds)."
