"""An input: a place in the problem, how a value changes it, and the values that it is asked at.

Sweeps, tornados and break-evens vary inputs; each is changed into a problem by ``problem.changed``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np

from compensator.problem import (
    Assignment,
    Cells,
    Problem,
    Record,
    Rows,
    changed,
    fold,
    mask,
    parse,
)
from compensator.whatif.units import MULTIPLE, unit_of

BOUNDS: Final = frozenset(
    {("settings", "budget"), ("limits", "min"), ("limits", "max"), ("offers", "max_users")}
)
"""Tables and columns that move limits only."""
NAMED: Final = {"segments": ("segment",), "offers": ("offer",), "responses": ("segment", "offer")}
"""What names a row of each table."""
Figure = str | float | int | bool | None
"""A cell as JSON holds it; None is a blank one."""


@dataclass(frozen=True)
class Input:
    """One place in the problem, and the values that are tried there."""

    path: str
    """As the analyst writes it, a ``*=`` or ``+=`` included."""
    values: tuple[float, ...]
    """Each that is asked; of a range its two ends, the lower first."""
    now: float
    """Its present value; NaN where the cells that it names differ or are blank."""
    cells: tuple[tuple[int, tuple[float, ...]], ...] = ()
    """Of a column that moves as one, row by row: what each cell is at each of the values."""

    @property
    def assignment(self) -> str:
        """What stands before the value of an assignment."""
        return self.path if self.path.endswith("=") else f"{self.path}="

    @cached_property
    def place(self) -> Assignment:
        """The table, the cells and the column, and whether a value replaces, adds or multiplies."""
        return parse(f"{self.assignment}0")

    @cached_property
    def unit(self) -> str | None:
        """``money``, ``users``, ``days``, ``0–1`` or, for multiples, ``×``; None for plain numbers."""
        return MULTIPLE if self.cells else unit_of(self.place)

    @property
    def only_bounds(self) -> bool:
        """Whether it moves a budget or a limit and no figure of users or offers."""
        return (self.place.table, self.place.column) in BOUNDS

    @property
    def span(self) -> tuple[float, float]:
        """The least and the greatest of its values."""
        return min(self.values), max(self.values)

    def at(self, value: float) -> str | Cells:
        """Return the change that makes it one of its values, or any other but of a column."""
        if not self.cells:
            return f"{self.assignment}{value!r}"
        k = self.values.index(value)
        figures = {row: figures[k] for row, figures in self.cells}
        return Cells(self.place.table, self.place.column, figures)

    def changes(self, value: float) -> list[str | Cells]:
        """Return all that makes it one of its values, what moves with it included."""
        return [self.at(value)]


def tried(problem: Problem, one: Input, value: float) -> Problem:
    """Return the problem with an input at a value, without policies and scenarios: no optimum needs them.

    Raises:
        InputError: If that is no problem, as where a filter on the column matches nothing any more.
    """
    return changed(problem.having(policies=(), scenarios=()), one.changes(value))


def path_of(problem: Problem, table: str, column: str, *names: str) -> str:
    """Return the path of one cell: a setting, or a column of what is named."""
    if table == "settings":
        return column
    rows = {"segment": problem.segment_rows, "offer": problem.offer_rows}
    kinds = zip(NAMED[table], names, strict=True)
    return f"{table}[{','.join(_alone(name, kind, rows[kind]) for kind, name in kinds)}].{column}"


def _alone(name: str, kind: str, rows: Rows) -> str:
    """Return the filter that matches a name alone: itself, unless it reads as another filter (``*``)."""
    chosen = np.flatnonzero(mask(name, rows) if name == name.strip() else [])
    alone = len(chosen) == 1 and rows.names[chosen[0]] == name
    return name if alone else f"{kind}={name}"


def held(
    place: Assignment, records: Mapping[str, Sequence[Any]], cells: Sequence[Any]
) -> list[Figure]:
    """Return the different figures that the cells of a place hold; a response may be absent, so blank.

    Args:
        place: Its table and column.
        records: By table.
        cells: As ``targets`` finds them.
    """
    rows: Any = records[place.table]
    if place.table == "responses":
        rows = {(row.segment, row.offer): row for row in rows}
        return list(dict.fromkeys(_held(rows.get(cell), place.column) for cell in cells))
    return list(dict.fromkeys(_held(rows[cell], place.column) for cell in cells))


def _held(row: Record | None, column: str) -> Figure:
    if row is None:
        return None
    if column in type(row).model_fields:
        return _plain(getattr(row, column))
    own = {**getattr(row, "tags", {}), **getattr(row, "measures", {})}
    return _plain(next((value for name, value in own.items() if fold(name) == column), None))


def _plain(value: Any) -> Figure:
    return value.isoformat() if isinstance(value, date) else value
