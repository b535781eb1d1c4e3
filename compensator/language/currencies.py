"""Money as people write it: the currency's sign and its cents as CLDR has them.

Source: Unicode CLDR, English, by babel (``get_currency_symbol``, ``get_currency_precision``); it is
imported when the first amount is worded.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType

from compensator.language.numbers import MINUS, below_one


def _cldr() -> ModuleType:
    from babel import numbers  # noqa: PLC0415 - only where money is worded

    return numbers


@cache
def sign(currency: str) -> str:
    """Return what stands before an amount: a sign such as ``$``, or letters and a space.

    >>> sign("USD"), sign("CNY"), sign("SEK")
    ('$', 'CN¥', 'SEK ')
    """
    symbol = " ".join(_cldr().get_currency_symbol(currency, "en").split())
    return f"{symbol} " if symbol[-1:].isalpha() or symbol.endswith(".") else symbol


@cache
def places_of_currency(currency: str) -> int:
    """Return the decimals of an amount: 2 where there are cents, 0 where there are none.

    >>> places_of_currency("USD"), places_of_currency("JPY"), places_of_currency("KWD")
    (2, 0, 3)
    """
    places: int = _cldr().get_currency_precision(currency)
    return places


def money(amount: float, currency: str) -> str:
    """Return an amount as people write it: cents below 100, none above, minus before the sign.

    >>> money(3420, "USD"), money(0.63, "USD"), money(-1000, "GBP"), money(1200, "SEK")
    ('$3,420', '$0.63', '−£1,000', 'SEK 1,200')
    """
    size = abs(amount)
    places = places_of_currency(currency)
    digits = below_one(size) if size < 1 else f"{size:,.{places if size < 100 else 0}f}"
    digits = digits.removesuffix(f".{'0' * places}")
    return f"{MINUS if amount < 0 and digits != '0' else ''}{sign(currency)}{digits}"
