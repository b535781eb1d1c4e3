"""Filters on segments and offers: names, or conditions on columns. Parsed, never evaluated.

==============================  =====================================================
``*`` or blank                  everything
``eu-free,eu-paid``             these names
``region=EU|UK``                a column equals one of the values
``plan!=free``                  … equals none of them
``tenure>=12 and region=EU``    conditions, all of which must hold
==============================  =====================================================

Numbers and ISO dates compare as such, text exactly. A blank cell meets no condition.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, overload

import numpy as np
from numpy.typing import NDArray

from compensator.errors import did_you_mean
from compensator.language import composed, shortened

Cell = str | float | date | None
Mask = NDArray[np.bool_]

_CONDITION = re.compile(r"\s*([^=<>!|,\[\]]+?)\s*(!=|<=|>=|=|<|>)\s*(.+?)\s*$", re.DOTALL)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_COLUMN = re.compile(r"\s*([^=<>!|,\[\]]+?)\s*(?:!=|<=|>=|=|<|>)")
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


FILTERS: Final[Mapping[str, Mapping[str, str]]] = {
    "Offers": {"eligible": "segment"},
    "Limits": {"segments": "segment", "offers": "offer", "relative_to": "segment"},
    "Policies": {"segments": "segment"},
}
"""The columns that hold filters, by sheet, and the kind of rows that each chooses from."""


NUMBER: Final = "a number"
A_DATE: Final = "a date such as 2007-08-31"
"""What each cell of a column holds that is compared with a number, or with a date."""


class FilterError(ValueError):
    """A filter that cannot be understood, or matches nothing: what was expected."""

    def __init__(self, expected: str, unknown: tuple[str, str] | None = None) -> None:
        """Keep what was expected, and which sort of thing is not there under which name."""
        super().__init__(expected)
        self.unknown = unknown


class ComparisonError(FilterError):
    """A column that is compared holds cells of another kind than what it is compared with."""

    def __init__(self, rows: Rows, column: str, value: float | date) -> None:
        """Find the cells.

        Args:
            rows: What the filter looks at.
            column: The folded column.
            value: What it is compared with.
        """
        cells = rows.columns[column]
        self.kind, self.column = rows.kind, column
        self.wanted = A_DATE if isinstance(value, date) else NUMBER
        self.right = any(isinstance(cell, type(value)) for cell in cells)
        self.wrong = [
            (i, cell)
            for i, cell in enumerate(cells)
            if cell is not None and not isinstance(cell, type(value))
        ]
        told = shortened([f"{rows.names[i]!r} has {cell!s}" for i, cell in self.wrong])
        super().__init__(f"{self.wanted} in each cell of {column}, which is compared: {told}")


class Coded(Sequence[Cell]):
    """Cells of a column with each distinct one numbered: a condition is asked once of each."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        """Keep the cells; number them."""
        number: dict[Cell, int] = {cell: i for i, cell in enumerate(dict.fromkeys(cells))}
        self._cells = cells
        self._distinct = number
        self._codes = np.fromiter(map(number.__getitem__, cells), np.intp, len(cells))

    def meets(self, test: Callable[[Cell], bool]) -> Mask:
        """Return which cells meet a condition; a blank one meets none."""
        met = np.array([cell is not None and test(cell) for cell in self._distinct], dtype=bool)
        found: Mask = met[self._codes] if len(met) else np.zeros(0, dtype=bool)
        return found

    @property
    def texts(self) -> frozenset[str]:
        """The texts among the cells."""
        return frozenset(cell for cell in self._distinct if isinstance(cell, str))

    def __len__(self) -> int:
        """Return how many cells there are."""
        return len(self._cells)

    @overload
    def __getitem__(self, i: int) -> Cell: ...
    @overload
    def __getitem__(self, i: slice) -> Sequence[Cell]: ...
    def __getitem__(self, i: int | slice) -> Cell | Sequence[Cell]:
        """Return one cell, or some."""
        return self._cells[i]


def coded(cells: Sequence[Cell]) -> Coded:
    """Return cells that are numbered, or number them."""
    return cells if isinstance(cells, Coded) else Coded(cells)


@dataclass(frozen=True, slots=True)
class Rows:
    """What a filter looks at: rows of one kind, by name and by column."""

    kind: str
    """``segment`` or ``offer``."""
    names: tuple[str, ...]
    columns: Mapping[str, Sequence[Cell]]
    """Column name (folded with ``fold``) to one cell per row; blank is None."""


def fold(name: str) -> str:
    """Return a header as it is compared: case and surrounding space ignored, ``_`` for space."""
    return "_".join(composed(name).strip().casefold().replace("_", " ").split())


def mask(text: str | None, rows: Rows) -> Mask:
    """Return which rows a filter matches.

    Args:
        text: The filter as written; None or blank for all.
        rows: The rows to choose from.

    Raises:
        FilterError: If it cannot be understood, names what is not there, or matches nothing.
    """
    text = composed((text or "").strip())
    if text in ("", "*"):
        return np.ones(len(rows.names), dtype=bool)
    if _is_of_names(text, rows):
        return _named([name.strip() for name in text.split(",")], rows)
    found = np.ones(len(rows.names), dtype=bool)
    for condition in _conditions(text, rows):
        found &= _met(condition, rows)
    if not found.any():
        hint = next((hint for *_, hint in unmatched(text, rows) if hint), "")
        msg = f"a filter that matches at least one {rows.kind}{hint}"
        raise FilterError(msg)
    return found


def compared(
    text: str | None, rows: Rows
) -> Iterator[tuple[str, str, tuple[float | date | str, ...]]]:
    """Yield each condition of a filter that is understood: folded column, sign, and the values that follow."""
    if _is_of_names(text := composed((text or "").strip()), rows):
        return
    for condition in _conditions(text, rows):
        if parts := _CONDITION.fullmatch(condition):
            column, sign, values = parts.groups()
            yield fold(column), sign, tuple(literal(value.strip()) for value in values.split("|"))


def texts_of(rows: Rows, column: str) -> frozenset[str]:
    """Return the texts that a column holds; none where there is no such column."""
    return coded(rows.columns.get(column, ())).texts


def unmatched(text: str | None, rows: Rows) -> Iterator[tuple[str, str, str]]:
    """Yield each text after ``=`` that no cell of its column holds: the column, the text, and what may be meant."""
    for column, sign, values in compared(text, rows):
        held = texts_of(rows, column)
        for value in values if sign == "=" else ():
            if isinstance(value, str) and value not in held:
                hint = did_you_mean(value, sorted(held))
                yield column, value, hint


def _is_of_names(text: str, rows: Rows) -> bool:
    """Return whether a filter is made of names, or chooses all."""
    if not any(sign in text for sign in "=<>"):
        return True
    return {name.strip() for name in text.split(",")} <= set(rows.names)


def _named(listed: Sequence[str], rows: Rows) -> Mask:
    known = {name: i for i, name in enumerate(rows.names)}
    found = np.zeros(len(rows.names), dtype=bool)
    for name in listed:
        if name not in known:
            hint = did_you_mean(name, rows.names)
            msg = f"names of {rows.kind}s or conditions such as region=EU; no {rows.kind} is called {name!r}{hint}"
            raise FilterError(msg, (rows.kind, name))
        found[known[name]] = True
    return found


def _conditions(text: str, rows: Rows) -> list[str]:
    """Split a filter at each ``and`` that a column follows, not at those within a name or value."""
    joints = [(0, 0), *(found.span() for found in _AND.finditer(text))]
    chosen: dict[int, tuple[int, int]] = {}
    known: set[int] = set()
    for joint in joints:
        column = _COLUMN.match(text, joint[1])
        if column is None or column.end() in known:
            continue
        chosen[column.end()] = joint
        if fold(column[1]) in rows.columns:
            known.add(column.end())
    starts = sorted({(0, 0), *chosen.values()})
    ends = [*(start for start, _ in starts[1:]), len(text)]
    return [text[start:end] for (_, start), end in zip(starts, ends, strict=True)]


def _met(condition: str, rows: Rows) -> Mask:
    parts = _CONDITION.fullmatch(condition)
    if parts is None:
        msg = f"conditions such as region=EU|UK joined by 'and', not {condition!r}"
        raise FilterError(msg)
    column, sign, text = parts.groups()
    cells = rows.columns.get(fold(column))
    if cells is None:
        hint = did_you_mean(fold(column), list(rows.columns))
        msg = f"a column of the {rows.kind}s; none is called {column!r}{hint}"
        raise FilterError(msg, (f"column of the {rows.kind}s", fold(column)))
    column_cells = coded(cells)
    if sign in ("=", "!="):
        return column_cells.meets(_equals(text, sign))
    value, compare = _ordered(text, sign)
    if column_cells.meets(lambda cell: not isinstance(cell, type(value))).any():
        raise ComparisonError(rows, fold(column), value)
    return column_cells.meets(lambda cell: compare(cell, value))


def _equals(text: str, sign: str) -> Callable[[Cell], bool]:
    values = [part.strip() for part in text.split("|")]
    if "" in values:
        msg = f"a value between each |, not {text!r}"
        raise FilterError(msg)
    wanted: set[object] = set(values)
    wanted.update(typed for value in values if not isinstance(typed := literal(value), str))
    return lambda cell: (cell in wanted) == (sign == "=")


def _ordered(text: str, sign: str) -> tuple[float | date, Callable[[Any, Any], bool]]:
    """Return what a condition compares with, and how."""
    value = literal(text)
    if isinstance(value, str):
        msg = f"a number or an ISO date after {sign}, not {text!r}"
        raise FilterError(msg)
    return value, _ORDER[sign]


_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


def number(text: str) -> float | None:
    """Return the plain decimal number that a text is, else None: no spaces, signs of money, or %."""
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if np.isfinite(value) else None


def literal(text: str) -> float | date | str:
    """Return a text as the number or ISO date it is, else itself."""
    if (value := number(text)) is not None:
        return value
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
