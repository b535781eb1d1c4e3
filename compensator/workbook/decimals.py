"""The decimal mark of a CSV file whose columns no comma parts: found where it is certain, else asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from compensator.errors import InputError, Issue
from compensator.problem import SHEETS, fold, kind
from compensator.spreadsheet import Table

_MARKED: Final = re.compile(r"[+-]?(\d*)([.,])(\d*)((?:[eE][+-]?\d+)?)")
GROUP: Final = 3
"""Digits between thousands marks."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with one comma or one point in it, and its place."""

    written: str
    row: int
    column: int
    mark: str
    certain: bool
    """Whether the mark cannot part thousands."""


def with_points(table: Table) -> tuple[Table, str | None]:
    """Return a table whose decimal commas are points, and its decimal mark, None where it has none.

    Raises:
        InputError: If a number could be read in two ways, is parted in thousands, or both marks are decimal.
    """
    figures = sorted(_figures(table), key=lambda one: (one.column, one.row))
    marks = {one.mark: one for one in reversed(figures) if one.certain}
    if len(marks) > 1:
        raise InputError(table.name, [_both(table, sorted(marks.values(), key=_place))])
    mark = next(iter(marks), None)
    wrong = [one for one in figures if one.mark != mark]
    columns = [[*of] for _, of in groupby(wrong, key=lambda one: one.column)]
    if columns:
        raise InputError(table.name, [_asked(table, column, mark) for column in columns])
    if mark != ",":
        return table, mark
    rows = [[*row] for row in table.rows]
    for one in figures:
        rows[one.row][one.column] = one.written.replace(",", ".")
    return replace(table, rows=[tuple(row) for row in rows]), mark


def _figures(table: Table) -> Iterator[Figure]:
    """Yield the numbers with a mark, of columns that are not names, filters or words."""
    record = SHEETS[table.name]
    for column, header in enumerate(table.columns):
        name = fold(str(header).partition("(")[0])
        if name in record.model_fields and kind(record, name).get("type") not in (
            "number",
            "integer",
        ):
            continue
        for i, row in enumerate(table.rows):
            cell = row[column]
            text = cell.strip() if isinstance(cell, str) else ""
            found = _MARKED.fullmatch(text)
            if found and (found[1] or found[3]):
                yield Figure(text, i, column, found[2], _is_certain(*found.group(1, 3, 4)))


def _is_certain(whole: str, fraction: str, exponent: str) -> bool:
    """Return whether a mark is decimal: one to three digits, no 0 first, come before three of thousands."""
    grouped = len(fraction) == GROUP and 1 <= len(whole) <= GROUP and not whole.startswith("0")
    return bool(exponent) or not grouped


def _place(one: Figure) -> tuple[int, int]:
    return one.row, one.column


def _both(table: Table, figures: Sequence[Figure]) -> Issue:
    where = [table.where(one.row, one.column) for one in figures]
    found = " and ".join(f"{one.written!r}" for one in figures)
    expected = f"one decimal mark in the whole file, not another in {where[1]}"
    return Issue(where[0], found, expected)


def _asked(table: Table, figures: Sequence[Figure], mark: str | None) -> Issue:
    """Return what is asked of the first number of a column that can be read in two ways."""
    whole, fraction = re.split("[.,]", figures[0].written)
    rest = fraction.rstrip("0") or "0"
    rest = f"{rest}0" if len(rest) == GROUP else rest
    either = f"{whole}{fraction}" if mark else f"{whole}{fraction} or {whole},{rest}"
    without = "without a thousands mark" if mark else "that can be read in one way only"
    more = f" (and {len(figures) - 1:,} more below)" if len(figures) > 1 else ""
    where = table.where(figures[0].row, figures[0].column)
    return Issue(where, f"{figures[0].written!r}{more}", f"a number {without}: type {either}")
