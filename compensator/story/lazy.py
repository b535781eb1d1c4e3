"""Rows and lines that are made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar, overload

T = TypeVar("T")


class Lazy(Sequence[T]):
    """Rows, or lines, made of records when they are asked for: a table may have a hundred thousand."""

    def __init__(
        self, records: Sequence[Any] | Callable[[], Sequence[Any]], row: Callable[[Any], T]
    ) -> None:
        """Keep the records, or what finds them once, and what makes a row of one."""
        self._given, self._row = records, row

    @cached_property
    def _records(self) -> Sequence[Any]:
        return self._given() if callable(self._given) else self._given

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._records)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> Any:
        """Return one row, or those of a slice."""
        if isinstance(place, slice):
            return [self._row(record) for record in self._records[place]]
        return self._row(self._records[place])
