"""Assignments: one change to a problem, such as ``offers[card-30].unit_cost*=1.2``.

======================================  ===========================================
``budget=2e6``, ``delay_days=14``       a setting
``offers[card-30].unit_cost*=1.2``      a column of the offers that a filter matches
``segments[region=EU].retention+=-.02`` … of the segments
``responses[dormant,card-30].cost=1``   … of a segment × offer; a missing row is made
``limits[eu].max=1e5``                  … of a limit; ``*`` is every limit
======================================  ===========================================

A response's figure that is set outside its ``_low`` and ``_high`` has none any more: they were those of
the old one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from compensator.errors import InputError, Issue, did_you_mean
from compensator.language import composed
from compensator.problem.cells import (
    CellError,
    converter,
    is_blank,
    refusal,
    show,
    to_number,
    to_tag,
)
from compensator.problem.filters import FilterError, fold, mask
from compensator.problem.records import Limit, Offer, Record, Response, Segment, Settings
from compensator.problem.scope import offer_rows, segment_rows
from compensator.tolerances import SAME

_FORM = re.compile(
    r"\s*(?:(?P<setting>\w+)|(?P<table>\w+)\s*\[(?P<scope>.*)\]\s*\.\s*(?P<column>[^=+*\[\]]+?))"
    r"\s*(?P<sign>\+=|\*=|=)\s*(?P<value>[^=].*|)",
    re.DOTALL,
)
_TABLES: dict[str, type[Record]] = {
    "segments": Segment,
    "offers": Offer,
    "responses": Response,
    "limits": Limit,
}
_NAMES = {"segments": "segment", "offers": "offer", "limits": "limit"}


class AssignmentError(ValueError):
    """An assignment that cannot be understood or applied: what was expected, and what was found."""

    def __init__(
        self, expected: str, found: str = "", unknown: tuple[str, str] | None = None
    ) -> None:
        """Keep both sides of the message; what is found is the assignment itself where nothing is given.

        Args:
            expected: In words.
            found: Likewise.
            unknown: Which sort of thing is not there under which name, where that is what is wrong.
        """
        super().__init__(expected)
        self.found = found
        self.unknown = unknown


@dataclass(frozen=True, slots=True)
class Assignment:
    """One change, parsed."""

    table: str
    """``settings``, ``segments``, ``offers``, ``responses`` or ``limits``."""
    scope: str
    """Filter, names, or ``segment,offer``; empty for settings."""
    column: str
    sign: str
    """``=``, ``+=`` or ``*=``."""
    value: str


def parse(text: str) -> Assignment:
    """Return an assignment's parts.

    >>> parse("offers[card-30].unit_cost*=1.2")
    Assignment(table='offers', scope='card-30', column='unit_cost', sign='*=', value='1.2')

    Raises:
        AssignmentError: If it has another form, or names no known table or column.
    """
    found = _FORM.fullmatch(composed(text))
    if found is None:
        msg = "an assignment such as budget=2e6 or offers[card-30].unit_cost*=1.2"
        raise AssignmentError(msg)
    table = (found["table"] or "settings").casefold()
    column = fold(found["setting"] or found["column"])
    if table != "settings" and table not in _TABLES:
        msg = f"one of the tables {', '.join(_TABLES)}{did_you_mean(table, list(_TABLES))}"
        raise AssignmentError(msg)
    record = _record(table)
    fields = [f for f in record.model_fields if f not in ("tags", "measures", _NAMES.get(table))]
    if column not in fields and table not in ("segments", "offers", "responses"):
        word = "settings" if table == "settings" else "columns"
        msg = f"one of the {word} {', '.join(fields)}{did_you_mean(column, fields)}"
        raise AssignmentError(msg)
    return Assignment(table, found["scope"] or "", column, found["sign"], found["value"].strip())


def _record(table: str) -> type[Record]:
    return Settings if table == "settings" else _TABLES[table]


def targets(assignment: Assignment, records: Mapping[str, Sequence[Any]]) -> list[Any]:
    """Return what an assignment changes: positions, or (segment, offer) pairs for responses.

    Raises:
        AssignmentError: If the scope matches nothing.
    """
    try:
        match assignment.table:
            case "settings":
                return [0]
            case "limits":
                names = [limit.limit for limit in records["limits"]]
                if assignment.scope.strip() == "*" and names:
                    return [*range(len(names))]
                if assignment.scope.strip() not in names:
                    msg = f"the name of a limit{did_you_mean(assignment.scope, names)}"
                    raise AssignmentError(msg, unknown=("limit", assignment.scope.strip()))
                return [names.index(assignment.scope.strip())]
            case "responses":
                return _pairs(assignment.scope, records)
            case "segments":
                return [*mask(assignment.scope, segment_rows(records["segments"])).nonzero()[0]]
        rows = mask(assignment.scope, offer_rows(records["offers"]))[1:].nonzero()[0]
        if not len(rows):
            msg = "an offer other than none"
            raise AssignmentError(msg)
        return [*rows]
    except FilterError as error:
        raise AssignmentError(str(error), unknown=error.unknown) from error


def _pairs(scope: str, records: Mapping[str, Sequence[Any]]) -> list[tuple[str, str]]:
    segment, comma, offer = scope.rpartition(",")
    if not comma:
        msg = "responses[segment,offer], with a comma between"
        raise AssignmentError(msg)
    rows, offers = segment_rows(records["segments"]), offer_rows(records["offers"])
    chosen = [j for j in mask(offer, offers).nonzero()[0] if j > 0]
    return [
        (rows.names[s], offers.names[j]) for s in mask(segment, rows).nonzero()[0] for j in chosen
    ]


def apply(
    records: dict[str, tuple[Any, ...]], assignment: Assignment
) -> dict[str, tuple[Any, ...]]:
    """Return the records with one assignment made.

    Args:
        records: Records by table name in lower case; ``settings`` holds one.
        assignment: The change.

    Raises:
        AssignmentError: If it matches nothing, or a result is outside its column's range.
    """
    chosen = targets(assignment, records)
    table = list(records[assignment.table])
    if assignment.table == "responses":
        row = {(r.segment, r.offer): i for i, r in enumerate(table)}
        for segment, offer in (pair for pair in chosen if pair not in row):
            row[segment, offer] = len(table)
            table.append(Response(segment=segment, offer=offer))
        chosen = [row[pair] for pair in chosen]
    own = _own_columns(table)
    for i in chosen:
        table[i] = _changed(table[i], assignment, own)
    return {**records, assignment.table: tuple(table)}


def _changed(record: Record, assignment: Assignment, own: Mapping[str, str]) -> Record:
    column = assignment.column
    if column not in type(record).model_fields:
        return _changed_bag(record, assignment, own)
    value = _result(
        getattr(record, column), assignment, converter(type(record), column, typed=False)
    )
    values = {name: getattr(record, name) for name in record.model_fields_set}
    values[column] = value
    if value is None:
        if type(record).model_fields[column].is_required():
            msg = f"a value for {column}"
            raise AssignmentError(msg)
        del values[column]
    _drop_percentiles(values, column, value)
    try:
        return type(record)(**values)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        expected = (
            str(detail["ctx"]["error"])
            if detail["type"] == "value_error"
            else refusal(type(record), column, value)
        )
        raise AssignmentError(f"{expected} as {column}", show(value)) from error


def _drop_percentiles(values: dict[str, Any], column: str, value: Any) -> None:
    """Drop the percentiles of a figure that is set outside of them: they were those of the old one."""
    ends = [values.get(f"{column}_{end}") for end in ("low", "high")]
    low, high = (end if isinstance(end, float | int) else None for end in ends)
    outside = value is None or (low is not None and value < low)
    if outside or (high is not None and value > high):
        for end in ("low", "high"):
            values.pop(f"{column}_{end}", None)


def _changed_bag(record: Record, assignment: Assignment, own: Mapping[str, str]) -> Record:
    """Change a tag or a custom measure, one of the table's ``own`` columns (folded name to name)."""
    bag = "measures" if isinstance(record, Response) else "tags"
    held: dict[str, Any] = dict(getattr(record, bag, {}))
    if assignment.column not in own:
        known = [*own, *type(record).model_fields]
        msg = f"a column of this table{did_you_mean(assignment.column, known)}"
        raise AssignmentError(msg)
    name = own[assignment.column]
    value = _result(held.pop(name, None), assignment, to_number if bag == "measures" else to_tag)
    if value is None and bag == "measures":
        msg = f"a number for {name}: it is a custom measure"
        raise AssignmentError(msg)
    return record.model_copy(update={bag: held if value is None else {**held, name: value}})


def _own_columns(table: Sequence[Any]) -> dict[str, str]:
    """Return the tags or custom measures of a table, by folded name."""
    return {
        fold(name): name
        for record in table
        for name in (*getattr(record, "tags", ()), *getattr(record, "measures", ()))
    }


def _result(now: Any, assignment: Assignment, to_value: Any) -> Any:
    text = assignment.value
    if assignment.sign == "=" and (is_blank(text) or text.casefold() == "none"):
        return None
    try:
        if assignment.sign == "=":
            return (
                to_value(text, typed=False) if to_value in (to_number, to_tag) else to_value(text)
            )
        by = to_number(text, typed=False)
    except CellError as error:
        raise AssignmentError(f"{error.expected} after {assignment.sign}", repr(text)) from error
    if isinstance(now, bool) or not isinstance(now, int | float):
        raise AssignmentError(
            f"a number in {assignment.column} for {assignment.sign} to change", show(now)
        )
    result = now + by if assignment.sign == "+=" else now * by
    whole = isinstance(now, int) and abs(result - round(result)) <= SAME * max(1.0, abs(result))
    return round(result) if whole else result


def refuse(source: str, text: str, error: AssignmentError) -> InputError:
    """Return the error that tells of an assignment in the analyst's words."""
    return InputError(source, [Issue(text, "an assignment that cannot be made", str(error))])
