"""Axes that people can read: round ticks, and words for them that are short and yet differ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from compensator.language import MINUS, scale_of, sign
from compensator.story.model import Kind
from compensator.tolerances import ROUNDING, SAME, TRIFLE

SHADES: Final = 5
"""Colors of a shaded figure, from the lowest to the highest."""
_ROUND: Final = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """One axis: its ends, and its ticks between them."""

    low: float
    high: float
    ticks: tuple[float, ...]
    step: float

    def part(self, value: float) -> float:
        """Return how far along the axis a value is: 0 at the low end, 1 at the high one."""
        return (value - self.low) / (self.high - self.low)


def around(values: Sequence[float], most: int = 6) -> Scale:
    """Return an axis whose ends are its first and last tick, about all values.

    >>> around([120, 980]).ticks
    (0.0, 200.0, 400.0, 600.0, 800.0, 1000.0)
    """
    low, high = _ends(values)
    if 0 < low < 0.4 * high:
        low = 0.0
    step = _step(low, high, most - 1)
    first, last = math.floor(low / step + ROUNDING), math.ceil(high / step - ROUNDING)
    return _scale(first * step, last * step, step)


def between(values: Sequence[float], most: int = 6) -> Scale:
    """Return an axis that ends where the values do, with round ticks between.

    >>> between([3, 17]).ticks
    (5.0, 7.5, 10.0, 12.5, 15.0)
    """
    low, high = _ends(values)
    return _scale(low, high, _step(low, high, most))


def shade_of(value: float | None, ends: tuple[float, float]) -> int | None:
    """Return in which fifth from the lowest to the highest a value is, the middle one where all are alike.

    >>> [shade_of(value, (0, 10)) for value in (0, 3, 10, None)], shade_of(4, (4, 4))
    ([0, 1, 4, None], 2)
    """
    low, high = ends
    if value is None:
        return None
    return (
        min(SHADES - 1, int(SHADES * (value - low) / (high - low))) if high > low else SHADES // 2
    )


def tick_words(scale: Scale, kind: Kind, currency: str) -> tuple[str, ...]:
    """Return the words of an axis's ticks, all in one unit.

    >>> tick_words(around([0, 1.9e6]), "money", "USD")[:3]
    ('$0', '$0.5M', '$1.0M')
    """
    if kind == "rate":
        places = places_of(100 * scale.step)
        return tuple(f"{_minus(tick)}{abs(100 * tick):,.{places}f}%" for tick in scale.ticks)
    unit, letter = unit_of(scale.ticks)
    places = places_of(scale.step / unit)
    before = sign(currency) if kind == "money" else ""
    return tuple(
        f"{_minus(tick)}{before}{_digits(abs(tick) / unit, places, letter)}" for tick in scale.ticks
    )


def _digits(size: float, places: int, letter: str) -> str:
    return f"{size:,.{places}f}{letter}" if size else "0"


def _minus(tick: float) -> str:
    return MINUS if tick < 0 else ""


def _ends(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    if high - low > ROUNDING * max(abs(low), abs(high)):
        return low, high
    room = abs(low) / 2 or 1.0  # one value only: it stands in the middle
    return low - room, high + room


def _step(low: float, high: float, most: int) -> float:
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * each for each in _ROUND if power * each >= rough * (1 - ROUNDING))


def _scale(low: float, high: float, step: float) -> Scale:
    first, last = math.ceil(low / step - SAME), math.floor(high / step + SAME)
    ticks = tuple(place * step for place in range(first, last + 1))
    return Scale(low, high, ticks, step)


def unit_of(ticks: Sequence[float]) -> tuple[float, str]:
    """Return what an axis's words are divided by, and its letter."""
    return scale_of(max((abs(tick) for tick in ticks), default=0.0))


def places_of(step: float) -> int:
    """Return the decimals that a step needs."""
    for places in range(12):
        if math.isclose(round(step, places), step, rel_tol=TRIFLE):
            return places
    return 12
