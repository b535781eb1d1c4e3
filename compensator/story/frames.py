"""Records as tables of pandas, which is imported when the first one is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def framed(
    cells: Iterable[Sequence[Any]] | Mapping[str, Sequence[Any]] | None,
    columns: list[str] | None = None,
) -> pd.DataFrame:
    """Return rows, or columns by their names, as a table."""
    import pandas as pd  # noqa: PLC0415 - heavy, and only needed here

    return pd.DataFrame(cells, columns=columns)


def frame_of(records: Sequence[Any], kind: type) -> pd.DataFrame:
    """Return records as a table, a column for each field; several names in one cell stand after each other.

    Args:
        records: All of one kind.
        kind: Theirs, for a table without rows too.
    """
    names = [field.name for field in fields(kind)]
    cells = {name: [_cell(getattr(one, name)) for one in records] for name in names}
    return framed(cells if records else None, names)


def _cell(held: Any) -> Any:
    return ", ".join(held) if isinstance(held, tuple) else held
