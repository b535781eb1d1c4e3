"""What to type instead of a text that people take for a number."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from compensator.language import is_money
from compensator.problem.filters import number

SCALES: Final = {"": 0, "%": -2, "k": 3, "tsd": 3, "m": 6, "mn": 6, "mio": 6, "bn": 9}
"""Powers of ten that signs and letters behind a figure stand for."""
_TEXT = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<before>[^\d\s+.,-]*)\s*(?P<figure>\d[\d.,' ]*|[.,]\d+)\s*(?P<after>[^\d\s.,]*)\.?",
    re.ASCII,
)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,' ])\d{3})(?:\1\d{3})*", re.ASCII)
"""Digits parted in thousands, by one mark."""


def number_hint(cell: object, *, whole: bool) -> str:
    """Return what to type for a text that states a number in its own way, a colon before it.

    Args:
        cell: What stands there.
        whole: Whether a whole number is expected: a mark between thousands is then no decimal one.

    >>> number_hint("0,915", whole=False), number_hint("€140", whole=False)
    (': type 0.915 (decimal comma)', ': type 140, in the currency of Settings')
    >>> number_hint("93 %", whole=False), number_hint("120,000", whole=True)
    (': type 0.93 (93 % is 0.93)', ': type 120000')
    >>> number_hint("1.234,5", whole=False), number_hint("5 GB", whole=False)
    (': type 1234.5 (decimal comma)', '')
    """
    text = unicodedata.normalize("NFKC", cell).strip() if isinstance(cell, str) else ""
    parts = _TEXT.fullmatch(text.replace("−", "-").replace("’", "'"))
    if (
        parts is None
        or number(text) is not None
        or not (figures := _figures(parts["figure"].strip(), whole=whole))
    ):
        return ""
    before, after = parts["before"], parts["after"].casefold()
    if (before and not is_money(before)) or (after not in SCALES and not is_money(after)):
        return ""
    figure, shift = figures[0], SCALES.get(after, 0)
    told = f": type {'-' * (parts['sign'] == '-')}{_written(figure.scaleb(shift))}"
    if after == "%":
        return f"{told} ({_written(figure)} % is {_written(figure.scaleb(shift))})"
    if len(figures) > 1:
        return f"{told}, or {_written(figures[1])} where the mark is a decimal one"
    if before or after not in SCALES:
        return f"{told}, in the currency of Settings"
    return f"{told} (decimal comma)" if _is_decimal(parts["figure"], ",", figure) else told


def rate_hint(value: object) -> str:
    """Return how to write a percentage that was typed where a fraction belongs, in parentheses.

    >>> rate_hint(90), rate_hint(91.5), rate_hint(1.4)
    (' (90 % is 0.9)', ' (91.5 % is 0.915)', '')
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not 2 < value <= 100:
        return ""
    return f" ({value:.12g} % is {value / 100:.12g})"


def _figures(text: str, *, whole: bool) -> list[Decimal]:
    """Return the numbers that digits and marks may stand for, the likelier first; none where they stand for none."""
    head, tail = re.fullmatch(r"(.*?)(?:[.,](\d*))?", text).groups(default="")  # type: ignore[union-attr]
    readings = []
    if grouped := _GROUPED.fullmatch(text):
        readings.append(Decimal(re.sub(r"\D", "", text)))
        decimal = grouped[1] in ",." and text.count(grouped[1]) == 1 and not whole
        return [*readings, Decimal(f"{head}.{tail}")] if decimal else readings
    if head.isdecimal() or not head or _GROUPED.fullmatch(head):
        return [Decimal(f"{re.sub(r'[^0-9]', '', head) or 0}.{tail or 0}")]
    return []


def _is_decimal(text: str, mark: str, figure: Decimal) -> bool:
    return (
        mark in text and figure != figure.to_integral_value() and text.rfind(mark) > text.rfind(".")
    )


def _written(figure: Decimal) -> str:
    """Return a number as it is typed: no zeros at its end, no exponent."""
    text = f"{figure:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
