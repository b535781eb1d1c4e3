"""The measures of a plan: their names, what they count, and amounts of them in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from compensator.language.currencies import money, sign
from compensator.language.numbers import DIGITS, MINUS, MOST_PLACES, count, number, plain

Unit = Literal["money", "users", "rate", "number"]
"""What a figure counts: money in the workbook's currency, users, or a plain number."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is known of a measure beside its name; its formula stands in ``economics.formulas``."""

    unit: Unit = "number"
    words: str = ""
    """Its name in words, where that says which users it counts."""
    setup: float = 0.0
    """How often an offer's set-up cost counts in it."""


FACTS: Final[Mapping[str, Measure]] = {
    "cost": Measure("money", setup=1.0),
    "liability": Measure("money", setup=1.0),
    "value": Measure("money"),
    "net_value": Measure("money", setup=-1.0),
    "retained": Measure("users", "users retained"),
    "reconverted": Measure("users", "users won back"),
    "incremental_retained": Measure("users"),
    "incremental_reconverted": Measure("users"),
    "recipients": Measure("users"),
    "face_value": Measure("money"),
    "quantity": Measure(),
    "redemptions": Measure(),
}
"""Every built-in measure, declared once; limits and targets can name each."""
CUSTOM: Final = Measure()
"""What is known of a column of one's own."""
MEASURES: Final = tuple(FACTS)
"""Built-in measures that limits can name; ``roi`` is added for limits from below."""
MONEY_MEASURES: Final = frozenset(name for name, one in FACTS.items() if one.unit == "money")
"""Measures counted in money."""
USER_MEASURES: Final = frozenset(name for name, one in FACTS.items() if one.unit == "users")
"""Measures counted in users."""
OUTCOMES = {"retention": "retained", "reconversion": "reconverted"}
"""Each outcome's probability and the measure that counts its users."""


def unit_of(measure: str) -> Unit:
    """Return what a measure counts; custom ones are plain numbers.

    >>> unit_of("net_value"), unit_of("retained"), unit_of("calls")
    ('money', 'users', 'number')
    """
    return FACTS.get(measure, CUSTOM).unit


def setup_in(measure: str) -> float:
    """Return how often an offer's set-up cost counts in a measure.

    >>> setup_in("cost"), setup_in("net_value"), setup_in("calls")
    (1.0, -1.0, 0.0)
    """
    return FACTS.get(measure, CUSTOM).setup


def in_unit(amount: float, unit: Unit, currency: str) -> str:
    """Return an amount as its unit is written.

    >>> in_unit(1200, "money", "USD"), in_unit(1, "users", "USD"), in_unit(0.3, "number", "USD")
    ('$1,200', '1 user', '0.3')
    >>> in_unit(0.92375, "rate", "USD")
    '92.375%'
    """
    match unit:
        case "money":
            return money(amount, currency)
        case "users":
            return count(amount)
        case "rate":
            return f"{plain(100 * amount, MOST_PLACES)}%"
    return number(amount)


def measure(amount: float, name: str, currency: str) -> str:
    """Return an amount of a measure in the unit that the measure has.

    >>> measure(1200, "net_value", "USD"), measure(30, "calls", "USD")
    ('$1,200', '30')
    """
    return in_unit(amount, unit_of(name), currency)


def in_words(value: float, unit: str | None, currency: str, digits: int = DIGITS) -> str:
    """Return an input's value with its unit, small ones with as many digits as they have.

    Args:
        value: In the workbook's unit.
        unit: As ``unit_of`` returns it.
        currency: ISO 4217 code of money.
        digits: Most significant digits of figures that are not whole.

    >>> [in_words(x, "money", "USD") for x in (7250000, 2.5, 0.018, -3)]
    ['$7,250,000', '$2.50', '$0.018', '−$3']
    >>> in_words(0.0155, "0–1", "USD"), in_words(1, "days", ""), in_words(0.875, "×", "")
    ('1.55%', '1 day', '0.875×')
    """
    match unit:
        case "money":
            return _money(value, currency, digits)
        case "users":
            return count(value)
        case "days":
            return f"{plain(value, digits)} {'day' if value == 1 else 'days'}"
        case "0–1":
            return f"{plain(100 * value, digits)}%"
        case "×":
            return f"{plain(value, digits)}×"
    return plain(value, digits)


def _money(value: float, currency: str, digits: int) -> str:
    rounded = float(f"{value:.{digits}g}")
    if abs(value) >= 100 or round(rounded, 2) == rounded:
        return money(value, currency)
    return f"{MINUS if value < 0 else ''}{sign(currency)}{plain(abs(value), digits)}"


def named(measure: str) -> str:
    """Return a measure's name in words; of users it is told which.

    >>> named("net_value"), named("reconverted"), named("calls")
    ('net value', 'users won back', 'calls')
    """
    return FACTS.get(measure, CUSTOM).words or measure.replace("_", " ")


def amount_of(amount: float, name: str, currency: str) -> str:
    """Return an amount of what is maximized, with its unit and its name.

    >>> amount_of(1200, "net_value", "USD"), amount_of(1200, "retained", "USD")
    ('$1,200 of net value', '1,200 users retained')
    """
    told, words = measure(amount, name, currency), named(name)
    return f"{told} {words.removeprefix('users ')}" if _of_users(name) else f"{told} of {words}"


def quantity(measure: str) -> str:
    """Return a measure's name as something that rises and falls.

    >>> quantity("net_value"), quantity("retained")
    ('net value', 'number of users retained')
    """
    return f"number of {named(measure)}" if _of_users(measure) else named(measure)


def _of_users(measure: str) -> bool:
    """Return whether a measure's words say which users it counts."""
    return bool(FACTS.get(measure, CUSTOM).words)
