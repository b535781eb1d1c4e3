"""Thousands, millions, billions: the letters that make long figures short."""

from __future__ import annotations

import math
from typing import Final

from compensator.language.currencies import money, sign
from compensator.language.numbers import MINUS

SCALES: Final = ((1e9, 1e9, "B"), (1e6, 1e6, "M"), (1e4, 1e3, "k"))
"""From which size on, divided by what, shown with which letter."""


def scale_of(size: float) -> tuple[float, str]:
    """Return what a figure of a size is divided by, and the letter that says so.

    >>> scale_of(9_999), scale_of(265_170), scale_of(2e9)
    ((1.0, ''), (1000.0, 'k'), (1000000000.0, 'B'))
    """
    return next(((unit, letter) for start, unit, letter in SCALES if size >= start), (1.0, ""))


def scaled(amount: float, currency: str, unit: float, letter: str, places: int) -> str:
    """Return an amount of money in a unit.

    >>> scaled(-52_300, "USD", 1e3, "k", 2)
    '−$52.30k'
    """
    return f"{MINUS if amount < 0 else ''}{sign(currency)}{abs(amount) / unit:,.{places}f}{letter}"


def three_digits(amount: float, currency: str) -> str:
    """Return an amount of money in three digits, for charts whose figures are seen rather than read.

    >>> three_digits(265_170, "USD"), three_digits(1_500_000, "USD"), three_digits(9_999, "USD")
    ('$265k', '$1.5M', '$9,999')
    """
    unit, letter = scale_of(abs(amount))
    if not letter:
        return money(amount, currency)
    places = max(0, 2 - math.floor(math.log10(abs(amount) / unit)))
    told = scaled(amount, currency, unit, "", places)
    return f"{told.rstrip('0').rstrip('.') if places else told}{letter}"
