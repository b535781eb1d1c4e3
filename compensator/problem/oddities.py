"""What is right as it stands, and perhaps not meant so: noted, never refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compensator.language import visible
from compensator.problem.filters import FILTERS, Rows, compared, texts_of, unmatched
from compensator.problem.parsing import Parsed
from compensator.problem.scope import offer_rows, segment_rows
from compensator.problem.totals import totals_notes


def oddities(sheets: Mapping[str, Parsed]) -> Iterator[str]:
    """Yield a sentence for each, the data being without issues."""
    yield from totals_notes(sheets["Segments"])
    yield from _texts_in_filters(sheets)


def _texts_in_filters(sheets: Mapping[str, Parsed]) -> Iterator[str]:
    """Yield what filters compare with texts that the column nearly holds."""
    rows = {
        "segment": segment_rows(sheets["Segments"].rows),
        "offer": offer_rows(sheets["Offers"].rows),
    }
    for sheet, columns in FILTERS.items():
        for i, record in enumerate(sheets[sheet].records):
            for column, kind in columns.items():
                text, where = getattr(record, column), sheets[sheet].at(i, column)
                for name, value, hint in unmatched(text, rows[kind]):
                    if hint:
                        yield f"{where}: no {kind} has {visible(value)!r} as {name}{visible(hint)}"
                for name, value, other in _in_another_case(text, rows[kind]):
                    yield f"{where}: {name} {visible(value)!r} is not {visible(other)!r}, which some {kind}s have: texts are compared with their case."


def _in_another_case(text: str | None, rows: Rows) -> Iterator[tuple[str, str, str]]:
    """Yield each column, text of a filter, and text of a cell that differ in nothing but case."""
    for column, _, values in compared(text, rows):
        held = texts_of(rows, column)
        for value in (v for v in values if v in held):
            for other in sorted(held.difference(v for v in values if isinstance(v, str))):
                if other.casefold() == str(value).casefold():
                    yield column, str(value), other
