"""Results as CSV: plain numbers, and text that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Final

from compensator.plan import Allocation, Plan
from compensator.story import Story

RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet run a cell."""


def write_csv(plan: Plan, path: Path) -> None:
    """Write the allocations as UTF-8 CSV, one row for each segment × offer with somebody in it."""
    _write([field.name for field in fields(Allocation)], map(astuple, plan.allocations), path)


def write_view_csv(view: Story, path: Path) -> None:
    """Write a view's first table as UTF-8 CSV, every row and column of it."""
    for table in view.tables[:1]:
        _write([column.name for column in table.columns], table.rows, path)


def harmless(text: str) -> str:
    """Return text with an apostrophe before what a spreadsheet would run.

    >>> harmless("=1+1"), harmless("EU")
    ("'=1+1", 'EU')
    """
    return f"'{text}" if text.startswith(RISKY) else text


def _write(heads: Sequence[str], rows: Iterable[Sequence[object]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)  # ends lines with \r\n, and so quotes text that holds either
        writer.writerow(map(harmless, heads))
        writer.writerows(map(_safe, rows))


def _safe(cells: Sequence[object]) -> list[object]:
    return [_plain(cell) for cell in cells]


def _plain(cell: object) -> object:
    """Return a cell as other programs read it: harmless text, yes or no as in JSON."""
    if isinstance(cell, str):
        return harmless(cell)
    return str(cell).lower() if isinstance(cell, bool) else cell
