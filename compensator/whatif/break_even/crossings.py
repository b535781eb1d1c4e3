"""Where along one figure something changes: by a line, or by asking again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from compensator.tolerances import TRIFLE

PARTS = 8
"""Steps in which a range of at most 1 is searched; wider ones in steps of which each is twice as far."""
HALVINGS = 3
"""How often each step of a linear program is parted where no proof says that nothing changes in it."""


def room(x: float, now: float, fine: float = TRIFLE) -> float:
    """Return how exactly a figure near ``x`` is told."""
    return fine * max(abs(x), abs(now), TRIFLE)


@dataclass(frozen=True, slots=True)
class Change:
    """Where an answer changes along one figure, or ends."""

    short: float
    """The last value asked without the change."""
    past: float
    """The first value asked with it, within ``room`` of the other."""
    ends: bool = False
    """Whether past it there is no answer at all."""


class Asking(Protocol):
    """What is known of an answer along one figure."""

    @property
    def halvings(self) -> int:
        """How often to part what lies between two values where no proof says that nothing changes in it."""

    @property
    def fine(self) -> float:
        """How exactly a change is told, as a part of the figure."""

    def changed(self, x: float) -> bool | None:
        """Return whether the answer differs from today's; None where there is no answer."""

    def lasts(self, change: Change) -> bool:
        """Return whether an answer stays changed past a change, and is not so at one value alone."""

    def is_sure(self, a: float, b: float) -> bool:
        """Return whether it is proven that the answer, today's at two values, is the same all between."""

    def parting(self, a: float, b: float) -> float:
        """Return the value between two at which to ask next."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a search for the nearest change found."""

    change: Change | None
    sure: bool
    """Whether it is proven that nothing changes before it, or anywhere where nothing was found."""


def nearest_change(asking: Asking, now: float, end: float) -> Search:
    """Return the nearest change of an answer that is found between its value now and an end.

    Where no proof says that nothing changes between two values, those between are asked.
    """
    if asking.changed(end) is False and asking.is_sure(now, end):
        return Search(None, sure=True)
    last, sure = now, True
    for x in _steps(now, end):
        found = _first(asking, last, x)
        sure = sure and found.sure
        if found.change is not None:
            return Search(found.change, sure)
        last = x
    return Search(None, sure)


def _first(asking: Asking, a: float, b: float, halvings: int | None = None) -> Search:
    """Return the nearest change found past ``a``, where nothing has changed, up to ``b``."""
    halvings = asking.halvings if halvings is None else halvings
    if asking.changed(b) is not False:
        change = _bisected(asking, a, b)
        before = between(asking, a, change.short, halvings)
        if before.change is not None:
            return before
        if change.ends or asking.lasts(change):
            return Search(change, before.sure)
        return Search(None, before.sure)  # at one value alone
    return between(asking, a, b, halvings)


def between(asking: Asking, a: float, b: float, halvings: int) -> Search:
    """Return the nearest change found between two values at which nothing has changed.

    Args:
        asking: The answer.
        a: The nearer value.
        b: The farther one.
        halvings: How often to part what is between before it is given up.
    """
    if asking.is_sure(a, b):
        return Search(None, sure=True)
    if not halvings or abs(b - a) <= room(b, a):
        return Search(None, sure=False)
    middle = asking.parting(a, b)
    near = _first(asking, a, middle, halvings - 1)
    if near.change is not None:
        return near
    far = _first(asking, middle, b, halvings - 1)
    return Search(far.change, near.sure and far.sure)


def _steps(now: float, end: float) -> Iterator[float]:
    width, way = abs(end - now), 1 if end > now else -1
    if width <= 1:
        yield from (now + way * width * part / PARTS for part in range(1, PARTS) if width)
    else:
        step = max(abs(now), TRIFLE * width) / PARTS
        while step < width:
            yield now + way * step
            step *= 2
    if width:
        yield end


def _bisected(asking: Asking, without: float, having: float) -> Change:
    """Return the change between two values, one without it and one with it or without any answer."""
    found = asking.changed(having)
    while abs(having - without) > room(having, without, asking.fine):
        middle = (without + having) / 2
        answer = asking.changed(middle)
        if answer is False:
            without = middle
        else:
            having, found = middle, answer
    return Change(without, having, ends=found is None)
