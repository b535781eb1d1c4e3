"""Numbers as people read them: money with its sign, users, percentages, multiples.

Notes, the summary and every report word their figures here, so that one figure reads the
same wherever it stands. Nothing heavy is imported.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from typing import Final

from compensator.language.measures import MONEY_MEASURES, USER_MEASURES

MINUS: Final = "−"
SHOWN: Final = 5
"""Most names listed in a sentence."""
ABSENT: Final = "–"
"""Stands where a figure does not exist."""

_SIGNS: Final = {
    "AUD": "A$",
    "BRL": "R$",
    "CAD": "CA$",
    "CNY": "CN¥",
    "EUR": "€",
    "GBP": "£",
    "HKD": "HK$",
    "ILS": "₪",
    "INR": "₹",
    "JPY": "¥",
    "KRW": "₩",
    "MXN": "MX$",
    "NZD": "NZ$",
    "PHP": "₱",
    "TWD": "NT$",
    "USD": "$",
    "VND": "₫",
}
_WITHOUT_CENTS: Final = frozenset({"CLP", "HUF", "IDR", "ISK", "JPY", "KRW", "PYG", "TWD", "VND"})
_DIRECTIONS: Final = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Marks that show text in another order than it is stored."""
_NOISE: Final = 1e-9
"""Relative to 1: what the last digits of a float may add to a share."""


def sign(currency: str) -> str:
    """Return what stands before an amount: a sign such as ``$``, or the code and a space.

    >>> sign("USD"), sign("SEK")
    ('$', 'SEK ')
    """
    return _SIGNS.get(currency, f"{currency} ")


def whole_currency(currency: str) -> bool:
    """Return whether a currency is written without cents."""
    return currency in _WITHOUT_CENTS


def money(amount: float, currency: str) -> str:
    """Return an amount as people write it: cents below 100, none above, minus before the sign.

    >>> money(3420, "USD"), money(0.63, "USD"), money(-1000, "GBP"), money(1200, "SEK")
    ('$3,420', '$0.63', '−£1,000', 'SEK 1,200')
    """
    size = abs(amount)
    if size < 1:
        digits = _below_one(size)
    elif size < 100 and not whole_currency(currency):
        digits = f"{size:,.2f}"
    else:
        digits = f"{size:,.0f}"
    digits = digits.removesuffix(".00")
    return f"{MINUS if amount < 0 and digits != '0' else ''}{sign(currency)}{digits}"


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
        digits = _below_one(size).rstrip("0").rstrip(".") or "0"
    return f"{MINUS if amount < 0 and digits != '0' else ''}{digits}"


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
    exact = any(abs(fraction - end) <= _NOISE for end in (0, 1))
    digits = ""
    for places in range(1, 8):
        digits = f"{100 * abs(fraction):,.{places}f}"
        if exact or float(digits.replace(",", "")) not in {0, 100}:
            break
    trimmed = digits.rstrip("0").rstrip(".")
    negative = fraction < 0 and trimmed != "0"
    return f"{MINUS if negative else ''}{trimmed}%"


def on_safe_side(amount: float, *, up: bool) -> float:
    """Return the nearest figure that is shown as it is, not below (``up``) or not above the amount.

    A bound that is typed as it was read then still works.

    >>> (
    ...     on_safe_side(595_980.2, up=True),
    ...     on_safe_side(0.00149, up=False),
    ...     on_safe_side(0.9, up=True),
    ... )
    (595981.0, 0.0014, 0.9)
    """
    size = abs(amount)
    places = 0 if size >= 100 else 2
    if 0 < size < 0.01:
        places = 1 - math.floor(math.log10(size))
    unit = 10.0**-places
    steps = amount / unit
    whole = (
        math.ceil(steps - _NOISE * abs(steps)) if up else math.floor(steps + _NOISE * abs(steps))
    )
    return round(whole * unit, places)


def times(factor: float) -> str:
    """Return a multiple.

    >>> times(2.5), times(3), times(-0.25)
    ('2.5×', '3×', '−0.25×')
    """
    return f"{number(factor)}×"


def measure(amount: float, name: str, currency: str) -> str:
    """Return an amount of a measure in the unit that the measure has.

    >>> (
    ...     measure(1200, "net_value", "USD"),
    ...     measure(1200, "retained", "USD"),
    ...     measure(30, "calls", "USD"),
    ... )
    ('$1,200', '1,200 users', '30')
    """
    if name in MONEY_MEASURES:
        return money(amount, currency)
    if name in USER_MEASURES:
        return count(amount)
    return number(amount)


def shortened(listed: Sequence[str], joint: str = ", ") -> str:
    """Return the first of many and how many more there are.

    >>> shortened(["a", "b"]), shortened(list("abcdefg"))
    ('a, b', 'a, b, c, d, e and 2 more')
    """
    if len(listed) <= SHOWN:
        return joint.join(listed)
    return f"{joint.join(listed[:SHOWN])} and {len(listed) - SHOWN:,} more"


def visible(text: str) -> str:
    r"""Return text of the user's in one line, control characters as harmless signs.

    Terminal escapes, line breaks and marks that reverse the writing direction become visible.

    >>> visible("a\x1b[31m\n")
    'a␛[31m␊'
    """
    if text.isprintable():
        return text
    return "".join(map(_harmless, text))


def _below_one(size: float) -> str:
    """Two decimals, or two significant digits where two decimals would say zero."""
    if size == 0:
        return "0"
    return f"{size:.2f}" if size >= 0.01 else f"{float(f'{size:.2g}'):.12f}".rstrip("0").rstrip(".")


def _harmless(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    category = unicodedata.category(character)
    hidden = category in {"Cc", "Cs", "Zl", "Zp"} or character in _DIRECTIONS
    return f"\\u{code:04x}" if hidden else character
