"""Which cells add up all the others of their column: what only the formula tells."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from compensator.spreadsheet.sheet import Sheet, Sum
from compensator.spreadsheet.values import ROWS, column_number

LOOKED_AT: Final = 100
"""Most sums that are looked at, from below: a column of sums along its rows has no totals."""
_CALL = re.compile(r"[^(]*\((.*)\)\s*", re.DOTALL)
_CELLS = re.compile(
    r"(?:(?P<sheet>[^!]+)!)?(?P<first>\$?[A-Z]{1,3}\$?[0-9]{0,7})(?::(?P<last>\$?[A-Z]{1,3}\$?[0-9]{0,7}))?",
    re.IGNORECASE,
)
_CORNER = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]{0,7})", re.IGNORECASE)
_PART = re.compile(r"\[#(?:Data|All)\]\s*,\s*", re.IGNORECASE)
"""Which part of a table's column is added up; its data in both cases."""
_OF_TABLE = re.compile(r"[^\[\]]*\[+(?P<column>[^\[\]@#]+)\]+")

Span = tuple[int, int]
"""First and last row number."""


def sums_of_all(sheet: Sheet, title: str, column: int) -> Iterator[tuple[int, str]]:
    """Yield the rows where a column holds the sum of all its cells above, or of all others.

    Args:
        sheet: Its first row is the header.
        title: What formulas call it.
        column: Number of the column, from 1.
    """
    here = (title.strip().casefold(), str(sheet.rows[0][column - 1]).strip().casefold())
    filled = [
        number
        for number, row in zip(sheet.numbers[1:], sheet.rows[1:], strict=True)
        if len(row) >= column and row[column - 1] is not None
    ]
    rows = sorted((row for row, own in sheet.sums if own == column), reverse=True)
    for row in rows[:LOOKED_AT]:
        own = sheet.sums[row, column]
        spans = [*_added(own, row, column, here)]
        others = [number for number in filled if number != row]
        above = others[: bisect_left(others, row)]
        if any(len(rest) > 1 and _holds(spans, rest) for rest in (above, others)):
            yield row, f"={own.text}" if (own.row, own.column) == (row, column) else "a formula"


def _added(own: Sum, row: int, column: int, here: tuple[str, str]) -> Iterator[Span]:
    """Yield the rows of a column that its cell adds up; a copied formula has moved with its cell."""
    title, head = here
    down, right = row - own.row, column - own.column
    call = _CALL.fullmatch(_PART.sub("", own.text))
    for argument in call[1].split(",") if call and "#" not in call[1] else ():
        cells, table = _CELLS.fullmatch(argument.strip()), _OF_TABLE.fullmatch(argument.strip())
        if table and table["column"].strip().casefold() == head:
            yield 1, row - 1
            yield row + 1, ROWS
        elif cells and (cells["sheet"] or title).strip("'").strip().casefold() == title:
            first, low = _moved(cells["first"], down, right, 1)
            last, high = _moved(cells["last"] or cells["first"], down, right, ROWS)
            if min(first, last) <= column <= max(first, last):
                yield min(low, high), max(low, high)


def _moved(corner: str, down: int, right: int, row: int) -> tuple[int, int]:
    """Return the column and row of a corner; of a whole column, the row that is given."""
    parts = _CORNER.fullmatch(corner)
    if parts is None:
        return 0, row
    column = column_number(parts[2].upper()) + (0 if parts[1] else right)
    return column, int(parts[4]) + (0 if parts[3] else down) if parts[4] else row


def _holds(spans: Sequence[Span], rows: Sequence[int]) -> bool:
    """Return whether spans of rows hold all of some rows, which are in order."""
    held = end = 0
    for low, high in sorted(spans):
        if high > end:
            held += bisect_right(rows, high) - bisect_left(rows, max(low, end + 1))
            end = high
    return held == len(rows)
