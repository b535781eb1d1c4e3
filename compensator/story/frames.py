"""Records as tables: a column for each name, a row for each record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def names_of(kind: type) -> tuple[str, ...]:
    """Return the names of a record's fields."""
    return tuple(field.name for field in fields(kind))


def cells_of(
    record: Any, names: Sequence[str], own: Mapping[str, Any] = MappingProxyType({})
) -> list[Any]:
    """Return what a record holds under some names; several names in one cell stand after each other.

    Args:
        record: Its inputs come before its own fields, and these before its measures or totals.
        names: Of inputs, fields or totals; a total is None where there are none.
        own: What stands in place of what it holds.
    """
    return [own[name] if name in own else _cell(record, name) for name in names]


def frame_of(records: Sequence[Any], names: Sequence[str]) -> pd.DataFrame:
    """Return records as a table.

    Args:
        records: All of one kind.
        names: The columns, as ``cells_of`` takes them.
    """
    cells = {name: [_cell(one, name) for one in records] for name in names}
    return frame(cells if records else None, names)


def frame(cells: Any, names: Sequence[str] | None = None) -> pd.DataFrame:
    """Return cells as a table: columns by name, or rows beside the names of their columns."""
    import pandas as pd  # noqa: PLC0415 - heavy, and only needed here

    return pd.DataFrame(cells, columns=None if names is None else list(names))


def _cell(record: Any, name: str) -> Any:
    held = _held(record, name)
    if isinstance(held, tuple):
        return ", ".join(held)
    return held.value if isinstance(held, Enum) else held


def _held(record: Any, name: str) -> Any:
    inputs: Mapping[str, Any] = getattr(record, "inputs", {})
    if name in inputs:
        return inputs[name]
    if hasattr(record, name):
        return getattr(record, name)
    measures: Mapping[str, Any] = getattr(record, "measures", {})
    if name in measures:
        return measures[name]
    return getattr(record.totals, name, None)
