"""Money as people write it: the currency's sign and its cents as CLDR has them.

Source: Unicode CLDR, English, by babel (``get_currency_symbol``, ``get_currency_precision``); it is
imported when the first amount is worded.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType
from unicodedata import category, normalize

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


@cache
def signs(currency: str) -> frozenset[str]:
    """Return what people write for a currency: its code, its sign in English and at home, in small letters.

    >>> sorted(signs("CAD")), sorted(signs("SEK"))
    (['$', 'ca$', 'cad'], ['kr', 'sek'])
    """
    english = _cldr().get_currency_symbol(currency, "en")
    written: set[str] = {currency, english, _sign_at_home(currency)}
    if category(english[-1]) == "Sc":
        written |= {english[-1], currency[:2] + english[-1]}
    return frozenset(map(_plain, written))


def denotes(text: str, currency: str) -> bool:
    """Return whether a text is the code or a sign of a currency.

    >>> denotes("usd", "USD"), denotes("€", "USD"), denotes("¥", "CNY")
    (True, False, True)
    """
    return _plain(text) == currency.casefold() or _plain(text) in signs(currency)


def is_money(text: str) -> bool:
    """Return whether a text is the code or the sign of some currency.

    >>> is_money("EUR"), is_money("€"), is_money("CA$"), is_money("pcs")
    (True, True, True, False)
    """
    codes = _cldr().list_currencies()
    return text.upper() in codes or any(category(letter) == "Sc" for letter in text)


def _sign_at_home(currency: str) -> str:
    """Return the sign in the language of the land whose code a currency's begins with."""
    land = _cldr().get_global("likely_subtags").get(f"und_{currency[:2]}")
    return str(_cldr().get_currency_symbol(currency, land)) if land else currency


def _plain(text: str) -> str:
    return normalize("NFKC", text).strip(" .").casefold()
