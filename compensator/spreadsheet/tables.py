"""Raw tables, as read from a workbook, a folder or a DataFrame, before anything is believed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that its reader could not read rightly (an error value, a formula without value)."""

    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, file or frame."""

    name: str
    """As in the workbook contract: ``Segments``, ``Offers``, …"""
    columns: tuple[object, ...]
    """The header cells as found; None where blank."""
    rows: Sequence[Sequence[object]]
    """Cells (None, str, bool, int, float, date, datetime, BadCell), as many in a row as columns."""
    where: Callable[[int, int | None], str]
    """Address of (row, column), counted from 0; row −1 is the header, column None the whole row."""
    typed: bool = True
    """False where every cell is text (CSV) and numbers are still to be read from it."""
