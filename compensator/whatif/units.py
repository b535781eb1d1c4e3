"""In which unit an input of the problem is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from compensator.problem import SHEETS, Assignment, kind

FRACTION: Final = "0–1"
"""Unit of fractions."""
UNITS: Final = ("money", "users", "days", FRACTION)
"""Units of columns that are worded; other figures are plain numbers."""
MULTIPLE: Final = "×"
"""Unit of a factor."""


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
