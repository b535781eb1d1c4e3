"""Sheets as a workbook reader hands them over, with the addresses that messages show."""

from __future__ import annotations

from typing import Any

import pytest

from compensator.errors import InputError
from compensator.problem import Problem, build
from compensator.spreadsheet.tables import Table

SEGMENTS = [
    ["segment", "users", "retention", "retained_value", "region"],
    ["new", 10, 0.5, 40, "EU"],
    ["old", 20, 0.9, 80, "US"],
]
OFFERS = [["offer", "face_value"], ["card", 5], ["sorry", 0]]
RESPONSES = [
    ["segment", "offer", "retention"],
    ["new", "card", 0.6],
    ["new", "sorry", 0.55],
    ["old", "card", 0.95],
    ["old", "sorry", 0.9],
]


def sheet(name: str, rows: list[list[Any]], *, typed: bool = True) -> Table:
    """Return a table whose first row is the header, with spreadsheet addresses."""

    def where(row: int, column: int | None) -> str:
        return f"{name}!{row + 2}" if column is None else f"{name}!{chr(65 + column)}{row + 2}"

    return Table(name, tuple(rows[0]), rows[1:], where, typed)


def read(*, typed: bool = True, **sheets: list[list[Any]]) -> Problem:
    """Return the problem of the small right workbook, some of its sheets replaced."""
    tables = {"Segments": SEGMENTS, "Offers": OFFERS, "Responses": RESPONSES, **sheets}
    return build(
        {name: sheet(name, rows, typed=typed) for name, rows in tables.items()},
        source="plan.xlsx",
        title="plan",
    )


def refused(**sheets: list[list[Any]]) -> list[str]:
    """Return every line of the refusal of the small right workbook with sheets replaced."""
    with pytest.raises(InputError) as caught:
        read(**sheets)
    return [str(issue) for issue in caught.value.issues]


def with_cell(rows: list[list[Any]], row: int, column: int, cell: object) -> list[list[Any]]:
    """Return a sheet with one cell replaced, both counted from 0, the header included."""
    copy = [list(r) for r in rows]
    copy[row][column] = cell
    return copy


LIMIT = ["limit", "measure", "segments", "offers", "min", "max", "basis", "relative_to"]


def limit_sheet(**cells: object) -> list[list[object]]:
    """Return a Limits sheet of one limit."""
    given = {"limit": "l", "measure": "cost", **cells}
    return [LIMIT, [given.get(column) for column in LIMIT]]
