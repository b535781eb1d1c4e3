"""What an earlier plan gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from compensator.problem import Given


@dataclass(frozen=True, slots=True)
class Kept:
    """Users of a segment who had an offer before."""

    segment: str
    offer: str
    users: int


def kept(given: Sequence[Given]) -> tuple[Kept, ...]:
    """Return what earlier plans gave, one row for each segment × offer."""
    users = Counter[tuple[str, str]]()
    for one in given:
        users[one.segment, one.offer] += one.users
    return tuple(Kept(*pair, count) for pair, count in users.items() if count)
