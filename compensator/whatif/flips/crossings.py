"""Where along one figure something changes: by a line, or by asking again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

RELATIVE = 1e-6
"""How exactly a change is found by asking."""
PARTS = 8
"""Steps in which a range of at most 1 is searched; wider ones in steps of which each is twice as far."""
Span = tuple[float, float]


def zero_of(line: Callable[[float], float], now: float, span: Span, scale: float) -> float | None:
    """Return where a piecewise linear function is zero, following its slope at ``now``; None where nowhere.

    Args:
        line: The function.
        now: Where to start.
        span: Least and most that its argument may be.
        scale: Values of the function up to 1e-9 of it count as zero.

    >>> round(zero_of(lambda x: 3 - 2 * x, 0.0, (0.0, 9.0), 1.0), 9)
    1.5
    """
    here = line(now)
    if abs(here) <= 1e-9 * scale:
        return now
    for way in (1, -1):
        other = float(np.clip(now + way * 1e-3 * max(abs(now), 1.0), *span))
        found = _secant(line, (now, here), other, span, scale)
        if found is not None:
            return found
    return None


def _secant(
    line: Callable[[float], float],
    first: tuple[float, float],
    second: float,
    span: Span,
    scale: float,
) -> float | None:
    (a, at_a), b = first, second
    for _ in range(20):
        at_b = line(b) if a != b else at_a
        if abs(at_b) <= 1e-12 * scale:
            return b
        if not np.isfinite(at_b) or at_b == at_a:
            return b if abs(at_b) <= 1e-9 * scale else None
        step = b - at_b * (b - a) / (at_b - at_a)
        a, at_a, b = b, at_b, step
        if not span[0] <= b <= span[1]:
            return None
    return b if abs(line(b)) <= 1e-9 * scale else None


def room(x: float, now: float) -> float:
    """Return how exactly a figure near ``x`` is told."""
    return RELATIVE * max(abs(x), abs(now), 1e-6)


@dataclass(frozen=True, slots=True)
class Change:
    """Where an answer changes along one figure, or ends."""

    short: float
    """The last value asked without the change."""
    past: float
    """The first value asked with it, within ``room`` of the other."""
    ends: bool = False
    """Whether past it there is no answer at all."""


def change_of(
    changed: Callable[[float], bool | None], now: float, span: Span, way: int
) -> Change | None:
    """Return the nearest change of an answer, found by asking; None where it never changes.

    Args:
        changed: Whether the answer differs from that at ``now``; None where there is no answer.
        now: Where to start.
        span: Least and most that the figure may be.
        way: 1 up, −1 down.
    """
    last = now
    for x in _steps(now, span, way):
        if changed(x) is not False:
            return _bisected(changed, last, x, now)
        last = x
    return None


def _steps(now: float, span: Span, way: int) -> Iterator[float]:
    end = span[1] if way > 0 else span[0]
    width = abs(end - now)
    if width <= 1:
        yield from (now + way * width * part / PARTS for part in range(1, PARTS) if width)
    else:
        step = max(abs(now), RELATIVE * width) / PARTS
        while step < width:
            yield now + way * step
            step *= 2
    if width:
        yield end


def _bisected(
    changed: Callable[[float], bool | None], without: float, having: float, now: float
) -> Change:
    """Return the change between two values, one without it and one with it or without any answer."""
    found = changed(having)
    while abs(having - without) > room(having, now):
        middle = (without + having) / 2
        answer = changed(middle)
        if answer is False:
            without = middle
        else:
            having, found = middle, answer
    return Change(without, having, ends=found is None)
