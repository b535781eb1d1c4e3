"""Filters as cells of the sheets: each is understood and matches something, and compares one kind of cells."""

from __future__ import annotations

from collections.abc import Iterator

from compensator.errors import Issue
from compensator.problem.cells import show
from compensator.problem.filters import (
    FILTERS,
    NUMBER,
    ComparisonError,
    FilterError,
    fold,
    mask,
)
from compensator.problem.hints import number_hint
from compensator.problem.limit_checks import Sheets
from compensator.problem.scope import offer_rows, segment_rows
from compensator.problem.unknown_names import issue_of


def check_filters(sheets: Sheets) -> Iterator[Issue]:
    """Every filter is understood and matches something; what it compares is of one kind."""
    segments, offers = (sheets[n].rows for n in ("Segments", "Offers"))
    rows = {"segment": segment_rows(segments), "offer": offer_rows(offers)}
    if not len(segments.having("segment")):
        return
    compared: dict[str, Issue] = {}
    for sheet, columns in FILTERS.items():
        for i, record in enumerate(sheets[sheet].records):
            for column, kind in columns.items():
                text, where = getattr(record, column), sheets[sheet].at(i, column)
                try:
                    mask(text, rows[kind])
                except ComparisonError as error:
                    for issue in _compared_cells(error, where, text, sheets):
                        compared.setdefault(issue.where, issue)
                except FilterError as error:
                    yield issue_of(where, repr(text), str(error), error.unknown)
    yield from compared.values()


def _compared_cells(
    error: ComparisonError, where: str, text: str, sheets: Sheets
) -> Iterator[Issue]:
    """Yield the cells of a compared column that are of another kind; one line where none is of the right one."""
    name, first = ("Segments", 0) if error.kind == "segment" else ("Offers", 1)
    parsed = sheets[name]
    tag = next((t for t in parsed.rows.bag if fold(t) == error.column), error.column)
    if not error.right:
        yield Issue(where, repr(text), f"{error.wanted} in column {tag}, which is compared")
        return
    for i, cell in error.wrong:
        place = parsed.at(i - first, tag)
        hint = number_hint(cell, whole=False) if error.wanted == NUMBER else ""
        yield Issue(place, show(cell), f"{error.wanted}{hint}; {where} compares the column")
