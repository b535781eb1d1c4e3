"""Rows of one sheet, held by column: what checks, filters and figures look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from compensator.problem.records import Record, Response


class Records(Sequence[Any]):
    """Records of one kind, by column; each is made where somebody asks for it."""

    def __init__(
        self,
        record: type[Record],
        count: int,
        cells: Mapping[str, Sequence[Any]],
        bag: Mapping[str, Sequence[Any]],
    ) -> None:
        """Keep the columns; make no record.

        Args:
            record: The kind of each row.
            count: How many rows.
            cells: Fields that are written, by name; None where a cell is blank.
            bag: Tags or custom measures, by name as written; None where blank.
        """
        self.record = record
        self.bag = bag
        self._count = count
        self._cells = cells

    @classmethod
    def of(cls, record: type[Record], made: Sequence[Any]) -> Records:
        """Return records that are made already; columns are made where somebody asks for one."""
        if isinstance(made, Records):
            return made
        bag = _bag(record)
        own = dict.fromkeys(name for one in made for name in getattr(one, bag, ()))
        columns = {name: [getattr(one, bag).get(name) for one in made] for name in own}
        records = cls(record, len(made), {}, columns)
        records.__dict__["made"] = tuple(made)
        return records

    @cached_property
    def made(self) -> tuple[Any, ...]:
        """Every record."""
        return tuple(self._make(i) for i in range(self._count))

    def column(self, name: str) -> Sequence[Any]:
        """Return a field's values, its default where a cell is blank."""
        if not self._cells:
            return [getattr(one, name) for one in self.made]
        info = self.record.model_fields[name]
        default = None if info.is_required() else info.default
        if name not in self._cells:
            return [default] * self._count
        cells = self._cells[name]
        return cells if default is None else [default if c is None else c for c in cells]

    def told(self, name: str) -> bool:
        """Return whether some row may tell of a field."""
        return not self._cells or name in self._cells

    def having(self, name: str) -> Sequence[Any]:
        """Return those whose field is told; themselves where all are."""
        cells = self.column(name)
        if None not in cells:
            return self
        return [one for one, cell in zip(self, cells, strict=True) if cell is not None]

    def _make(self, i: int) -> Any:
        values = {name: c[i] for name, c in self._cells.items() if c[i] is not None}
        if own := {name: c[i] for name, c in self.bag.items() if c[i] is not None}:
            values[_bag(self.record)] = own
        return self.record(**values)

    def __iter__(self) -> Iterator[Any]:
        """Go through every record."""
        return iter(self.made)

    def __len__(self) -> int:
        """Return how many there are."""
        return self._count

    @overload
    def __getitem__(self, i: int) -> Any: ...
    @overload
    def __getitem__(self, i: slice) -> Sequence[Any]: ...
    def __getitem__(self, i: int | slice) -> Any:
        """Return one record, or some."""
        if "made" in self.__dict__ or isinstance(i, slice):
            return self.made[i]
        return self._make(range(self._count)[i])


def is_told(cells: Sequence[object]) -> NDArray[np.bool_]:
    """Return which cells are not blank."""
    return np.array([cell is not None for cell in cells], dtype=bool)


def _bag(record: type[Record]) -> str:
    return "measures" if record is Response else "tags"
