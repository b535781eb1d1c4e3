"""DataFrames and sequences in memory as raw tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from compensator.spreadsheet import ByColumn, Table

if TYPE_CHECKING:
    import pandas as pd

TableLike = "pd.DataFrame | Iterable[Record | Mapping[str, Any]]"


def from_frame(name: str, frame: pd.DataFrame) -> Table:
    """Return a DataFrame as a table; NaN, NaT and NA are blank cells."""
    columns = tuple(str(c) for c in frame.columns)
    cells = [_cells(frame.iloc[:, j]) for j in range(len(columns))]
    index = frame.index

    def where(row: int, column: int | None) -> str:
        label = "columns" if row < 0 else repr(_plain(index[row]))
        at = label if column is None else f"{label}, {columns[column]!r}"
        return f"{name.lower()}.loc[{at}]"

    return Table(name, columns, ByColumn(cells, len(frame)), where)


def _cells(column: pd.Series[Any]) -> list[object]:
    """Return a column's cells as plain values, None where blank."""
    cells, blank = column.tolist(), column.isna().to_numpy()
    if not set(map(type, cells)) <= {str, int, float}:
        cells = [*map(_plain, cells)]
    for i in np.flatnonzero(blank):
        cells[i] = None
    return cells


def from_mappings(name: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    """Return a sequence of dicts as a table; a key that is absent is a blank cell."""
    columns = tuple(dict.fromkeys(str(key) for row in rows for key in row))

    def where(row: int, column: int | None) -> str:
        at = "" if row < 0 else f"[{row}]"
        return f"{name.lower()}{at}" + ("" if column is None else f"[{columns[column]!r}]")

    return Table(name, columns, [[_plain(row.get(c)) for c in columns] for row in rows], where)


def _plain(value: Any) -> Any:
    """Return a NumPy or pandas scalar as the Python value it is."""
    if isinstance(value, np.generic):
        return value.item()
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime()
    return None if isinstance(value, float) and math.isnan(value) else value
