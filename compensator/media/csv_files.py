"""Answers as CSV: plain numbers, and text that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from compensator.story import Cell, Story, Table, content_of

RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet run a cell."""


def write_story(told: Story, path: Path) -> None:
    """Write a story's first table as UTF-8 CSV: every row, and every column that people read."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)  # ends lines with \r\n, and so quotes text that holds either
        for table in told.tables[:1]:
            writer.writerow(harmless(column.name) for _, column in table.readable())
            writer.writerows(_rows(table))


def harmless(text: str) -> str:
    """Return text with an apostrophe before what a spreadsheet would run.

    >>> harmless("=1+1"), harmless("EU")
    ("'=1+1", 'EU')
    """
    return f"'{text}" if text.startswith(RISKY) else text


def _rows(table: Table) -> Iterator[list[object]]:
    places = [place for place, _ in table.readable()]
    for row in table.rows:
        yield [_plain(row[place]) for place in places]


def _plain(cell: Cell) -> object:
    """Return a cell as other programs read it: harmless text, yes or no as in JSON."""
    content = content_of(cell)
    if isinstance(content, str):
        return harmless(content)
    return str(content).lower() if isinstance(content, bool) else content
