"""The values that a varied input takes: a range as text, or numbers as they come."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from numbers import Real
from typing import Final

import numpy as np

from compensator.problem import number

MOST_CELLS: Final = 100_000
"""Most cells that one sweep solves."""
DIGITS: Final = 12
"""Significant digits of a value between the ends of a range: 0.8:1.2:9 holds 0.85, not 0.8500000000000001."""
EXPECTED: Final = (
    "a range such as 0:5e6:51 (start, stop, how many, ends included) or 1e6,2e6 (a list)"
)


class RangeError(ValueError):
    """Values that cannot be understood: what was expected, and what was found."""

    def __init__(self, expected: str, found: str) -> None:
        """Keep both sides of the message."""
        super().__init__(expected)
        self.found = found


def values_of(given: str | Iterable[object]) -> tuple[float, ...]:
    """Return the values that a range text or a row of numbers stands for, in its order.

    >>> values_of("0:60:5"), values_of("1e6,2e6"), values_of(range(3)), values_of("0.8:1.2:3")
    ((0, 15, 30, 45, 60), (1000000, 2000000), (0, 1, 2), (0.8, 1.0, 1.2))

    Raises:
        RangeError: If it is neither, or a value comes twice.
    """
    values = _from_text(given.strip()) if isinstance(given, str) else _from_numbers(given)
    twice, most = Counter(values).most_common(1)[0]
    if most > 1:
        raise RangeError("each value once", f"{twice:g} more than once")
    return _whole_where_all_are(values)


def _from_text(text: str) -> list[float]:
    if ":" not in text:
        return [_number(part, text) for part in text.split(",")]
    parts = [_number(part, text) for part in text.split(":")]
    if len(parts) != 3:
        raise RangeError(EXPECTED, repr(text))
    start, stop, count = parts
    if not count.is_integer() or count < 1 or (count < 2 and start != stop):
        raise RangeError("at least 2 as how many values, a whole number", repr(text))
    if count > MOST_CELLS:
        raise RangeError(f"at most {MOST_CELLS:,} values", f"{count:,.0f} of them in {text!r}")
    between = np.linspace(start, stop, int(count))[1:-1].tolist()
    return [start, *(float(f"{value:.{DIGITS}g}") for value in between), stop][: int(count)]


def _number(part: str, text: str) -> float:
    value = number(part.strip())
    if value is None:
        raise RangeError(EXPECTED, repr(text) if text else "nothing")
    return value


def _from_numbers(given: object) -> list[float]:
    if not isinstance(given, Iterable):
        raise RangeError("numbers, or a range such as '0:60:61'", repr(given))
    values = list(islice(given, MOST_CELLS + 1))
    for value in values:
        if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
            raise RangeError("finite numbers", repr(value))
    if not values:
        raise RangeError("at least one value", "none")
    if len(values) > MOST_CELLS:
        raise RangeError(f"at most {MOST_CELLS:,} values", "more")
    return [float(value) for value in values]


def _whole_where_all_are(values: list[float]) -> tuple[float, ...]:
    """Return whole numbers as such: a day is 5, not 5.0."""
    whole = all(value.is_integer() and abs(value) < 2**53 for value in values)
    return tuple(int(value) for value in values) if whole else tuple(values)
