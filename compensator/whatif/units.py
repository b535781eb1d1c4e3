"""In which unit an input of the problem is, and how its values read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from compensator.language import MINUS, count, money, sign
from compensator.problem import SHEETS, Assignment, kind

FRACTION: Final = "0–1"
"""Unit of fractions."""
UNITS: Final = ("money", "users", "days", FRACTION)
"""Units of columns that are worded; other figures are plain numbers."""
MULTIPLE: Final = "×"
"""Unit of a factor."""
DIGITS: Final = 6
"""Most significant digits of a figure that somebody typed."""


@cache
def schema_in(table: str, column: str) -> Mapping[str, Any]:
    """Return what a built-in column holds; nothing for tags and custom measures."""
    record = next(one for name, one in SHEETS.items() if name.lower() == table)
    if column not in record.model_fields or column in ("tags", "measures"):
        return {}
    return kind(record, column)


def unit_in(table: str, column: str) -> str | None:
    """Return the unit of a column's cells, None for a plain number."""
    unit = schema_in(table, column).get("unit")
    return unit if unit in UNITS else None


def unit_of(assignment: Assignment) -> str | None:
    """Return the unit of what stands behind an assignment's sign, None for a plain number."""
    if assignment.sign == "*=":
        return MULTIPLE
    unit = unit_in(assignment.table, assignment.column)
    return None if unit == FRACTION and assignment.sign == "+=" else unit


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


def plain(value: float, digits: int = DIGITS) -> str:
    """Return a plain number.

    >>> plain(-0.05), plain(1234.5678, 3), plain(1e-5), plain(2000000)
    ('−0.05', '1,235', '0.00001', '2,000,000')
    """
    size = abs(value)
    if size >= 10.0 ** (digits - 1):
        text = f"{size:,.0f}"
    else:
        text = f"{float(f'{size:.{digits}g}'):,.12f}".rstrip("0").rstrip(".")
    return f"{MINUS if value < 0 and text != '0' else ''}{text}"


def _money(value: float, currency: str, digits: int) -> str:
    rounded = float(f"{value:.{digits}g}")
    if abs(value) >= 100 or round(rounded, 2) == rounded:
        return money(value, currency)
    return f"{MINUS if value < 0 else ''}{sign(currency)}{plain(abs(value), digits)}"
