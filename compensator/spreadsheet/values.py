"""What stands in a cell as it is stored, or in an attribute, as the value it means."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import accumulate

from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.datetime import from_excel, from_ISO8601

from compensator.spreadsheet.tables import BadCell

ROWS, COLUMNS = 1_048_576, 16_384
"""Size of a sheet in Excel."""


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Return whether a row or some columns are not shown."""
    return attributes.get("hidden") in ("1", "true")


def index(text: str) -> int:
    """Return a count as written in an attribute or a reference; −1 where it is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1


@cache
def column_number(letters: str) -> int:
    """Return the number of a column, from 1; 0 where there is none of that name."""
    try:
        number = column_index_from_string(letters)
    except ValueError:
        return 0
    return number if number <= COLUMNS else 0


def within(spans: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Yield the numbers of a sheet's columns that some span holds."""
    steps = [0] * (COLUMNS + 2)
    for first, last in spans:
        if 1 <= first <= last:
            steps[min(first, COLUMNS + 1)] += 1
            steps[min(last, COLUMNS) + 1] -= 1
    return (column for column, inside in enumerate(accumulate(steps)) if inside > 0)


def letters(column: int) -> str:
    """Return what a column is called, counted from 1."""
    return str(get_column_letter(column))


def corners(written: str) -> tuple[int, int, int, int]:
    """Return the first column, first row, last column and last row of a range; all where unreadable."""
    try:
        left, top, right, bottom = range_boundaries(written)
    except (ValueError, TypeError):
        left = top = right = bottom = None
    return left or 1, top or 1, right or COLUMNS, bottom or ROWS


def boolean(text: str) -> object:
    """Return true or false."""
    return {"1": True, "true": True, "0": False, "false": False}.get(
        text.strip(), BadCell(repr(text), "TRUE or FALSE")
    )


@lru_cache(maxsize=64)
def error(text: str) -> BadCell:
    """Return an error value such as ``#N/A`` as what it is."""
    return BadCell(text, "a value")


def iso_date(text: str) -> object:
    """Return a date that is stored as text."""
    try:
        return _storable(from_ISO8601(text.strip()))  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, OverflowError):
        return BadCell(repr(text), "a date")


def on_day(number: float, epoch: datetime, *, duration: bool) -> object:
    """Return a number of days since the workbook's first as the date that is shown."""
    if duration:
        return BadCell(f"a duration of {number:g} days", "a number, a date or text")
    try:
        return _storable(from_excel(number if number >= 0 else math.inf, epoch))
    except (OverflowError, ValueError):
        return BadCell(f"{number:g} formatted as a date", "a date from 1900 to 9999, or a number")


def _storable(moment: object) -> object:
    """Return a date or datetime; a time of day has no place in any table."""
    if isinstance(moment, date):
        return moment
    return BadCell(f"the time {moment}", "a number, a date or text")
