"""What a sheet says of its table beside the cells: what is out of sight, totals, the look of numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from compensator.language import shortened
from compensator.problem import fold
from compensator.spreadsheet import (
    Around,
    Book,
    Sheet,
    is_percentage,
    letters,
    money_sign,
    sums_of_all,
    totals_rows,
)

COUNTED: Final = "users"
"""The column whose totals are looked for: each user would count twice."""
_UNIT = re.compile(r"_*[(\[（].*")


def around(book: Book, part: str, name: str, sheet: Sheet, first: int) -> Around:
    """Return what a sheet says beside its cells.

    Args:
        book: Its workbook.
        part: Where it stands there.
        name: What messages call it.
        sheet: Its cells.
        first: Number of the table's first column, from 1.
    """
    return Around(
        dict(_totals(book, part, name, sheet, first)),
        frozenset(_percents(book, sheet, first)),
        tuple(_signs(book, sheet, first)),
    )


def out_of_sight(name: str, sheet: Sheet, first: int, *, hidden: bool) -> Iterator[str]:
    """Say which rows and columns are read although they are not shown."""
    if hidden:
        yield f"The sheet {name} is hidden, and read."
    if rows := [n for n in sheet.numbers if n in sheet.hidden_rows]:
        yield _read(name, "row", len(rows), _spans(rows, sheet.numbers, str))
    columns = range(first, max(map(len, sheet.rows)) + 1)
    if unseen := [c for c in columns if c in sheet.hidden_columns and _is_used(sheet, c)]:
        yield _read(name, "column", len(unseen), _spans(unseen, columns, letters))


def _read(name: str, kind: str, count: int, spans: Sequence[str]) -> str:
    how = "hidden or filtered out" if kind == "row" else "hidden"
    if count == 1:
        return f"{name}: {kind} {spans[0]} is {how}, and read."
    return f"{name}: {count:,} {kind}s are {how}, and read ({shortened(spans)})."


def _spans(chosen: Sequence[int], used: Sequence[int], told: Callable[[int], str]) -> list[str]:
    """Return runs of numbers, none that is used left out between: 3, 5–9."""
    place = {number: i for i, number in enumerate(used)}
    runs: list[list[int]] = []
    for number in chosen:
        if runs and place[number] == place[runs[-1][-1]] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [told(r[0]) if len(r) == 1 else f"{told(r[0])}–{told(r[-1])}" for r in runs]


def _is_used(sheet: Sheet, column: int) -> bool:
    return any(len(row) >= column and row[column - 1] is not None for row in sheet.rows)


def _totals(
    book: Book, part: str, name: str, sheet: Sheet, first: int
) -> Iterator[tuple[int, tuple[int | None, str]]]:
    """Yield the rows that the sheet itself makes totals of, counted from 0, and how it does."""
    place = {number: i - 1 for i, number in enumerate(sheet.numbers)}
    if name == "Segments":
        for column, head in enumerate(sheet.rows[0], 1):
            if isinstance(head, str) and _UNIT.sub("", fold(head)) == COUNTED:
                for number, text in sums_of_all(sheet, name, column):
                    yield place[number], (column - first, f"{text}, a sum over all other rows")
    for left, top, right, bottom in totals_rows(book, part):
        if left <= max(map(len, sheet.rows)) and right >= first:
            for number in sheet.numbers[1:]:
                if top <= number <= bottom:
                    yield place[number], (None, "the totals row of an Excel table")


def _percents(book: Book, sheet: Sheet, first: int) -> Iterator[int]:
    """Yield the columns, counted from 0, whose numbers are all shown as percentages."""
    shown: dict[int, bool] = {}
    for (column, style), row in sheet.styles.items():
        if row > sheet.numbers[0]:
            percent = is_percentage(book.format(style))
            shown[column - first] = percent and shown.get(column - first, True)
    return (column for column, percent in shown.items() if percent)


def _signs(book: Book, sheet: Sheet, first: int) -> Iterator[tuple[int, int, str]]:
    """Yield where a column's numbers are shown with a sign of money, and which."""
    place = {number: i - 1 for i, number in enumerate(sheet.numbers)}
    for (column, style), row in sheet.styles.items():
        if row > sheet.numbers[0] and (sign := money_sign(book.format(style))):
            yield place[row], column - first, sign
