"""Raw tables, as read from a workbook, a folder or a DataFrame, before anything is believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that its reader could not read rightly (an error value, a formula without value)."""

    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class Around:
    """What a file says of a table beside its cells; columns and rows counted from 0."""

    totals: Mapping[int, tuple[int | None, str]] = field(default_factory=dict)
    """Rows that are totals of the others: the column that says so, None for the whole row, and how."""
    percents: frozenset[int] = frozenset()
    """Columns whose every number is shown as a percentage."""
    signs: tuple[tuple[int, int, str], ...] = ()
    """(row, column, sign): the first number of a column that is shown with a sign of money."""


class ByColumn(Sequence[Sequence[object]]):
    """Rows of a table that is held by column; each is made where somebody asks for it."""

    def __init__(self, columns: Sequence[Sequence[object]], count: int) -> None:
        """Keep the columns, each with ``count`` cells."""
        self.columns = columns
        self._count = count

    def __len__(self) -> int:
        """Return how many rows there are."""
        return self._count

    @overload
    def __getitem__(self, i: int) -> Sequence[object]: ...
    @overload
    def __getitem__(self, i: slice) -> Sequence[Sequence[object]]: ...
    def __getitem__(self, i: int | slice) -> Sequence[object]:
        """Return one row, or some."""
        if isinstance(i, slice):
            return [self[one] for one in range(self._count)[i]]
        return [column[range(self._count)[i]] for column in self.columns]


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
    notes: tuple[str, ...] = ()
    """Sentences on how it was read that its reader should know: nothing wrong, nothing silent."""
    around: Around = Around()
    """What the file says beside the cells."""

    @property
    def cells(self) -> Sequence[Sequence[object]]:
        """Cells by column."""
        if isinstance(self.rows, ByColumn):
            return self.rows.columns
        return [*zip(*self.rows, strict=True)] or [()] * len(self.columns)
