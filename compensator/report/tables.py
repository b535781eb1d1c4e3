"""Allocations as CSV: plain numbers, and text that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
from dataclasses import astuple, fields
from pathlib import Path
from typing import Final

from compensator.plan.document import Allocation, Plan

RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet run a cell."""


def write_csv(plan: Plan, path: Path) -> None:
    """Write the allocations as UTF-8 CSV, one row for each segment × offer with somebody in it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)  # ends lines with \r\n, and so quotes text that holds either
        writer.writerow(field.name for field in fields(Allocation))
        writer.writerows(_safe(astuple(cell)) for cell in plan.allocations)


def harmless(text: str) -> str:
    """Return text with an apostrophe before what a spreadsheet would run.

    >>> harmless("=1+1"), harmless("EU")
    ("'=1+1", 'EU')
    """
    return f"'{text}" if text.startswith(RISKY) else text


def _safe(cells: tuple[object, ...]) -> list[object]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in cells]
