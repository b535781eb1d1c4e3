"""Numbers as people read them: counts of users, percentages, multiples, figures that somebody typed."""

from __future__ import annotations

import math
from typing import Final

from compensator.tolerances import ROUNDING, SAME

MINUS: Final = "−"
ABSENT: Final = "–"
"""Stands where a figure does not exist."""
DIGITS: Final = 6
"""Most significant digits of a figure that somebody typed."""
MOST_PLACES: Final = 12
"""Most decimals of any figure that is told."""


def number(amount: float) -> str:
    """Return a plain number: whole from 100 up, at most two decimals below.

    >>> number(1234.5), number(12.5), number(-3), number(0.0021)
    ('1,234', '12.5', '−3', '0.0021')
    """
    size = abs(amount)
    if size >= 100:
        digits = f"{size:,.0f}"
    elif size >= 1:
        digits = f"{size:.2f}".rstrip("0").rstrip(".")
    else:
        digits = below_one(size).rstrip("0").rstrip(".") or "0"
    return f"{MINUS if amount < 0 and digits != '0' else ''}{digits}"


def plain(value: float, digits: int = DIGITS) -> str:
    """Return a plain number.

    >>> plain(-0.05), plain(1234.5678, 3), plain(1e-5), plain(2000000)
    ('−0.05', '1,235', '0.00001', '2,000,000')
    """
    size = abs(value)
    if size >= 10.0 ** (digits - 1):
        text = f"{size:,.0f}"
    else:
        text = f"{float(f'{size:.{digits}g}'):,.{MOST_PLACES}f}".rstrip("0").rstrip(".")
    return f"{MINUS if value < 0 and text != '0' else ''}{text}"


def count(users: float) -> str:
    """Return a number of users, whole from 10 up.

    >>> count(1234), count(1), count(0.4), count(1234567.8)
    ('1,234 users', '1 user', '0.4 users', '1,234,568 users')
    """
    digits = f"{users:,.0f}".replace("-", MINUS) if abs(users) >= 10 else number(users)
    return f"{digits} {'user' if digits == '1' else 'users'}"


def percent(fraction: float) -> str:
    """Return a fraction as a percentage that reads 0% or 100% only where it is one.

    >>> percent(0.123), percent(0.5), percent(1), percent(0.99996), percent(0.0001)
    ('12.3%', '50%', '100%', '99.996%', '0.01%')
    """
    exact = any(abs(fraction - end) <= SAME for end in (0, 1))
    digits = ""
    for places in range(1, 8):
        digits = f"{100 * abs(fraction):,.{places}f}"
        if exact or float(digits.replace(",", "")) not in {0, 100}:
            break
    trimmed = digits.rstrip("0").rstrip(".")
    negative = fraction < 0 and trimmed != "0"
    return f"{MINUS if negative else ''}{trimmed}%"


def on_safe_side(amount: float, *, up: bool, room: float = math.inf) -> float:
    """Return the nearest figure that is shown as it is, not below (``up``) or not above the amount.

    A bound that is typed as it was read then still works.

    Args:
        amount: Of any size.
        up: To which side.
        room: How far off it may be, where that asks for more digits than its size does.

    >>> (
    ...     on_safe_side(595_980.2, up=True),
    ...     on_safe_side(0.00149, up=False),
    ...     on_safe_side(0.9, up=True),
    ...     on_safe_side(0.0999997222, up=False, room=1e-8),
    ... )
    (595981.0, 0.0014, 0.9, 0.09999972)
    """
    size = abs(amount)
    places = 0 if size >= 100 else 2
    if 0 < size < 0.01:
        places = 1 - math.floor(math.log10(size))
    if 0 < room < 10.0**-places:
        places = min(MOST_PLACES, math.ceil(-math.log10(room)))
    unit = 10.0**-places
    steps = amount / unit
    noise = (SAME if room == math.inf else ROUNDING) * abs(steps)
    whole = math.ceil(steps - noise) if up else math.floor(steps + noise)
    return round(whole * unit, places)


def times(factor: float) -> str:
    """Return a multiple.

    >>> times(2.5), times(3), times(-0.25)
    ('2.5×', '3×', '−0.25×')
    """
    return f"{number(factor)}×"


def below_one(size: float) -> str:
    """Two decimals, or two significant digits where two decimals would say zero."""
    if size == 0:
        return "0"
    return f"{size:.2f}" if size >= 0.01 else f"{float(f'{size:.2g}'):.12f}".rstrip("0").rstrip(".")
