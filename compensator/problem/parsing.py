"""Rows of a table to frozen records, with every cell that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import NoneType
from typing import Any, Final, get_type_hints

import numpy as np
from pydantic import TypeAdapter, ValidationError

from compensator.errors import Issue
from compensator.problem.cells import (
    CellError,
    Converter,
    converter,
    is_blank,
    kind,
    refusal,
    show,
    to_number,
    to_tag,
)
from compensator.problem.columns import Records
from compensator.problem.headers import Headers, read_headers
from compensator.problem.records import Record, Response
from compensator.spreadsheet import BadCell, Table

TWICE: Final = "everything would count twice"
NO_TOTALS: Final = f"no totals row: {TWICE}; delete it"
"""What is expected where a row adds up the others."""

NO_NOTE: Final = "a whole row of the table, or nothing: a note belongs on a sheet of its own"
"""What is expected where a row holds one text."""


@dataclass(frozen=True)
class Parsed:
    """The records of one sheet, and where each of their cells stands."""

    records: Sequence[Any]
    """One a row; a bad row keeps what could be read, so that references to it still resolve."""
    bad: frozenset[int] = frozenset()
    """Positions of records with an issue of their own."""
    issues: tuple[Issue, ...] = ()
    at: Callable[[int, str | None], str] = field(default=lambda i, f: f"[{i}].{f}")
    """Address of a record's field, by position; None for the whole row."""
    columns: frozenset[str] | None = None
    """Fields and own columns that the sheet has; None where records were made without one."""

    def lacks(self, column: str) -> bool:
        """Return whether there is a sheet, and it has no such column."""
        return self.columns is not None and column not in self.columns

    @cached_property
    def rows(self) -> Records:
        """The same records by column."""
        return self.records if isinstance(self.records, Records) else _by_column(self.records)


def _by_column(made: Sequence[Any]) -> Records:
    return Records.of(type(made[0]) if made else Record, made)


def parse_rows(table: Table, record: type[Record], currency: str = "") -> Parsed:
    """Read every row of a table; rows whose cells are all empty are skipped.

    Args:
        table: As its reader found it.
        record: The kind of its rows.
        currency: The workbook's, which headers may state.
    """
    headers = read_headers(table, record, currency)
    if not headers.known:
        return Parsed((), issues=headers.issues)
    columns = {name: c for c, name in [*headers.known.items(), *headers.extra.items()]}
    clean = not headers.issues and not table.around.totals
    if clean and (sound := _sound(table, record, headers)):
        places = _places(table, columns, range(len(sound)))
        return Parsed(sound, at=places, columns=frozenset(columns))
    return _parsed_one_by_one(table, record, headers, columns)


def _parsed_one_by_one(
    table: Table, record: type[Record], headers: Headers, columns: Mapping[str, int]
) -> Parsed:
    """Read a table in which something is wrong, or may be: each row with what is wrong in it."""
    reader, totals = _Reader(table, record, headers), table.around.totals
    records: list[Record] = []
    bad: set[int] = set()
    issues = [*headers.issues, *reader.blank.values()]
    rows: list[int] = []
    several = sum(info.is_required() for info in record.model_fields.values()) > 1
    for i, row in enumerate(table.rows):
        if all(map(is_blank, row)):
            continue
        one, wrong = reader.read(i, row)
        if i in totals:
            column, found = totals[i]
            wrong = [Issue(table.where(i, column), found, NO_TOTALS)]
        elif wrong and several and (note := _only_cell(row)) is not None:
            wrong = [Issue(table.where(i, note), show(row[note]), NO_NOTE)]
        if wrong:
            bad.add(len(records))
            issues += wrong
        records.append(one)
        rows.append(i)
    if not headers.whole:
        bad.update(range(len(records)))
    at = _places(table, columns, rows)
    made = Records.of(record, records)
    return Parsed(made, frozenset(bad), tuple(issues), at, frozenset(columns))


def _only_cell(row: Sequence[object]) -> int | None:
    """Return the one cell of a row that holds something; None where others do too."""
    used = [column for column, cell in enumerate(row) if not is_blank(cell)]
    return used[0] if len(used) == 1 else None


def _places(
    table: Table, columns: Mapping[str, int], rows: Sequence[int]
) -> Callable[[int, str | None], str]:
    """Return how a record's field is addressed in its table."""

    def at(position: int, name: str | None) -> str:
        row = rows[position] if 0 <= position < len(rows) else -1
        return table.where(row, columns.get(name) if name else None)

    return at


def _sound(table: Table, record: type[Record], headers: Headers) -> Records | None:
    """Return the rows of a table by column; None where some row wants a closer look.

    Each column is held against its field's own declaration, as a record's value is.
    """
    cells = table.cells
    reader = _Reader(table, record, headers)
    try:
        known = {
            name: _converted(cells[c], to, number=kind(record, name).get("type") == "number")
            for c, name, to in reader.known
        }
        extra = {name: _converted(cells[c], convert) for c, name, convert in reader.extra}
        for name, column in known.items():
            told = column if record.model_fields[name].is_required() else _told(column)
            _declared(record, name).validate_python(told)
    except (CellError, ValidationError):
        return None
    if record is Response and any(None in column for column in extra.values()):
        return None
    blank = not any(info.is_required() for info in record.model_fields.values())
    used = {name: column for name, column in extra.items() if any(c is not None for c in column)}
    return None if blank else Records(record, len(table.rows), known, used)


def _converted(
    cells: Sequence[object], convert: Converter, *, number: bool = True
) -> Sequence[Any]:
    """Return a column's values, None where blank; each distinct text is converted once.

    Args:
        cells: As found.
        convert: What turns one into a value.
        number: Whether a finite float is a value as it is.
    """
    kinds = set(map(type, cells)) - {NoneType}
    if kinds == {str}:
        values = {c: None if is_blank(c) else convert(c) for c in set(cells)}
        return [values[c] for c in cells]
    if kinds == {float} and number and np.isfinite(_told(cells)).all():
        return cells
    return [None if is_blank(c) else convert(_believed(c)) for c in cells]


def _told(column: Sequence[Any]) -> Sequence[Any]:
    return [cell for cell in column if cell is not None] if None in column else column


@cache
def _declared(record: type[Record], name: str) -> TypeAdapter[Any]:
    """Return what holds a whole column against a field's declaration."""
    declared: Any = get_type_hints(record, include_extras=True)[name]
    return TypeAdapter(list[declared], config=record.model_config)


class _Reader:
    """Reads rows of one table; converters are chosen once for each column."""

    def __init__(self, table: Table, record: type[Record], headers: Headers) -> None:
        self._table = table
        self._record = record
        self.known: list[tuple[int, str, Converter]] = [
            (c, name, converter(record, name, typed=table.typed))
            for c, name in headers.known.items()
        ]
        self.extra: list[tuple[int, str, Converter]] = [
            (c, name, self._extra_converter()) for c, name in headers.extra.items()
        ]
        self._bag = "measures" if record is Response else "tags"
        self.blank = self._blank_columns()
        self._column = {name: c for c, name in headers.known.items()}

    def _extra_converter(self) -> Converter:
        typed, to_value = self._table.typed, to_number if self._record is Response else to_tag
        return lambda cell: to_value(cell, typed=typed)

    def read(self, i: int, row: Sequence[object]) -> tuple[Record, list[Issue]]:
        """Return the row's record and what is wrong with it."""
        issues: list[Issue] = []
        values = self._cells(i, row, self.known, issues)
        bag = self._cells(i, row, self.extra, issues)
        if self._record is Response:
            issues += self._blank_measures(i, row)
        if bag:
            values[self._bag] = bag
        try:
            return self._record(**values), issues
        except ValidationError as error:
            return self._partial(i, values, error, issues)

    def _cells(
        self,
        i: int,
        row: Sequence[object],
        columns: list[tuple[int, str, Converter]],
        issues: list[Issue],
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for column, name, convert in columns:
            cell = row[column]
            if cell is None:
                continue
            try:
                if not is_blank(cell):
                    values[name] = convert(_believed(cell))
            except CellError as error:
                issues.append(Issue(self._table.where(i, column), error.found, error.expected))
        return values

    def _blank_columns(self) -> dict[int, Issue]:
        """Return the custom measures of which no row knows anything, each with its one line."""
        if self._record is not Response or not self._table.rows:
            return {}
        rows = self._table.rows
        empty = [(c, name) for c, name, _ in self.extra if all(is_blank(row[c]) for row in rows)]
        return {
            c: Issue(
                self._table.where(-1, c), "no number below", f"numbers: {name} is a custom measure"
            )
            for c, name in empty
        }

    def _blank_measures(self, i: int, row: Sequence[object]) -> list[Issue]:
        return [
            Issue(self._table.where(i, column), "nothing", f"a number: {name} is a custom measure")
            for column, name, _ in self.extra
            if column not in self.blank and is_blank(row[column])
        ]

    def _partial(
        self, i: int, values: dict[str, Any], error: ValidationError, issues: list[Issue]
    ) -> tuple[Record, list[Issue]]:
        """Return what could be read of a bad row, and its issues by cell."""
        said = {issue.where for issue in issues}
        for detail in error.errors(include_url=False):
            name = str(detail["loc"][0])
            where = self._table.where(i, self._column.get(name))
            if name in self._column and where not in said:
                issues.append(
                    Issue(
                        where,
                        show(values.get(name)),
                        self._expected(name, detail, values.get(name)),
                    )
                )
            values.pop(name, None)
        blank = dict.fromkeys(self._record.model_fields)
        return self._record.model_construct(
            **{**blank, **_defaults(self._record), **values}
        ), issues

    def _expected(self, name: str, detail: Mapping[str, Any], value: object) -> str:
        if detail["type"] == "value_error":
            return str(detail["ctx"]["error"])
        return refusal(self._record, name, value)


def _believed(cell: object) -> object:
    """Return a cell that its reader could read."""
    if isinstance(cell, BadCell):
        raise CellError(cell.expected, cell.found)
    return cell


def _defaults(record: type[Record]) -> dict[str, Any]:
    return {
        name: info.get_default(call_default_factory=True)
        for name, info in record.model_fields.items()
        if not info.is_required()
    }
