"""The columns a sheet is written with, told by the records: header, unit, note, need and look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from compensator.problem import Limit, Record, Segment, expectation, kind
from compensator.spreadsheet.writing import DATE, wrapped_height

MONEY = "#,##0.00####"
PERCENT = "0.0##%"
WHOLE = "#,##0"
DECIMAL = "General"
TEXT = "@"

BAGS = {"tags", "measures"}
"""Fields that hold further columns."""
EITHER: Mapping[type[Record], tuple[str, ...]] = {
    Segment: ("retention", "retained_value", "reconversion", "reconverted_value"),
    Limit: ("min", "max"),
}
"""Columns of which one group at least must be filled, though none alone is required."""


class Need(StrEnum):
    """Whether a column must be filled."""

    REQUIRED = "required"
    EITHER = "one of these"
    OPTIONAL = "optional"
    OWN = "your own"


FILLS: Mapping[Need, str] = {
    Need.REQUIRED: "#1F4E79",
    Need.EITHER: "#2E8B77",
    Need.OPTIONAL: "#8497B0",
    Need.OWN: "#A68A64",
}
"""Header colors by need; the legend on READ ME shows them."""


@dataclass(frozen=True)
class Column:
    """One column of one sheet, as it is written."""

    name: str
    """Field, tag or custom measure."""
    header: str
    """Name with its unit in parentheses where a unit says something."""
    note: str
    """What it means, what it accepts, what a blank cell counts as."""
    need: Need
    look: str
    """Excel number format."""
    cells: tuple[object, ...]
    """One a record; None where blank."""

    @cached_property
    def width(self) -> float:
        """Width in characters: the name and the cells fit, long text is wrapped."""
        longest = max((len(shown(cell)) for cell in self.cells), default=0)
        # a line would break at the dash of 0–1, so that such a header stays on one line
        head = len(self.header) + 2 if "–" in self.header else len(self.name) + 4
        return min(max(head, longest + 4, 12), 56)

    def height(self, row: int) -> float:
        """Points that a cell needs when its text is wrapped."""
        return wrapped_height(shown(self.cells[row]), self.width - 2)


def columns_of(
    record: type[Record], records: Sequence[Record], currency: str, *, every: bool
) -> tuple[Column, ...]:
    """Return the columns of one sheet.

    Args:
        record: What a row of the sheet is.
        records: Its rows.
        currency: Shown as the unit of money: a code, or the word "money".
        every: Also the optional columns in which every cell holds its default.
    """
    fields = [name for name in record.model_fields if name not in BAGS]
    known = [_known(record, name, records, currency) for name in fields]
    used = [c for c in known if every or not records or not _idle(record, c)]
    return (*used, *_own(record, records))


def _known(record: type[Record], name: str, records: Sequence[Record], currency: str) -> Column:
    return Column(
        name,
        header(record, name, currency),
        note(record, name),
        need(record, name),
        look(record, name),
        tuple(cell(getattr(r, name)) for r in records),
    )


def _own(record: type[Record], records: Sequence[Any]) -> Iterator[Column]:
    """Yield a column for each tag or custom measure, in the order of first appearance."""
    for bag in BAGS & set(record.model_fields):
        word = "tag, for use in filters" if bag == "tags" else "custom measure per recipient"
        bags = [getattr(r, bag) for r in records]
        for name in dict.fromkeys(name for one in bags for name in one):
            cells = tuple(one.get(name) for one in bags)
            yield Column(
                name, name, f"Your own column: a {word}.", Need.OWN, _own_look(cells), cells
            )


def _own_look(cells: Sequence[object]) -> str:
    present = [c for c in cells if c is not None]
    if present and all(isinstance(c, date) for c in present):
        return DATE
    return DECIMAL if all(isinstance(c, int | float) for c in present) else TEXT


def _idle(record: type[Record], column: Column) -> bool:
    if column.need is not Need.OPTIONAL:
        return False
    default = cell(record.model_fields[column.name].default)
    return all(c is None or c == default for c in column.cells)


def need(record: type[Record], name: str) -> Need:
    """Return whether a field must be filled."""
    if record.model_fields[name].is_required():
        return Need.REQUIRED
    return Need.EITHER if name in EITHER.get(record, ()) else Need.OPTIONAL


def unit(record: type[Record], name: str, currency: str) -> str:
    """Return the unit of a field, empty where it has none."""
    named = str(kind(record, name).get("unit", ""))
    return currency if named == "money" else named


def header(record: type[Record], name: str, currency: str) -> str:
    """Return the field's name with its unit, unless the name says it already.

    >>> header(Segment, "retained_value", "USD"), header(Segment, "users", "USD")
    ('retained_value (USD)', 'users')
    """
    shown_unit = unit(record, name, currency)
    return name if not shown_unit or shown_unit in name else f"{name} ({shown_unit})"


def note(record: type[Record], name: str) -> str:
    """Return a field's meaning, what it accepts, and what a blank cell counts as."""
    info = record.model_fields[name]
    said = [str(info.description)]
    if (expected := expectation(record, name)) != "some text":
        said.append(f"Expected: {expected}.")
    if not info.is_required() and info.default is not None and "blank" not in said[0]:
        said.append(f"Blank = {shown(cell(info.default))}.")
    return " ".join(said)


def look(record: type[Record], name: str) -> str:
    """Return the number format of a field's cells."""
    schema = kind(record, name)
    match schema.get("type"), schema.get("unit"):
        case "integer", _:
            return WHOLE
        case "number", "money":
            return MONEY
        case "number", "0–1":
            return PERCENT
        case "number", _:
            return DECIMAL
    return TEXT


def cell(value: object) -> object:
    """Return a field's value as a cell holds it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def shown(value: object) -> str:
    """Return a cell as text, as far as its width goes."""
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
