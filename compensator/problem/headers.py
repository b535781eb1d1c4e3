"""Which column of a table is which field: found by name, never by position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from compensator.errors import Issue
from compensator.language import MEASURES
from compensator.problem.cells import is_blank, show
from compensator.problem.filters import fold
from compensator.problem.records import Offer, Record, Response, Segment
from compensator.problem.units import expected_unit, split_header
from compensator.spreadsheet import BadCell, Table

RESERVED_ENDINGS = ("_low", "_high", "_count")
BUILT_IN = frozenset(
    {*MEASURES, "roi", "deadweight", "breakage", "objective", "tags", "measures"}
    | {*Segment.model_fields, *Offer.model_fields, *Response.model_fields}
)
"""Names that no tag and no custom measure may bear."""


@dataclass(frozen=True, slots=True)
class Headers:
    """The columns of one table, by position."""

    known: Mapping[int, str]
    """Position to field name."""
    extra: Mapping[int, str]
    """Position to tag or custom measure, named as written."""
    issues: tuple[Issue, ...]
    whole: bool
    """Whether no known column is missing or misspelled."""


def read_headers(table: Table, record: type[Record], currency: str = "") -> Headers:
    """Match the header cells with the record's fields; say what is wrong with the others.

    Args:
        table: Its header, and its cells where they tell what a header means.
        record: The kind of its rows.
        currency: The workbook's, whose sign may stand in a header; none may where it is empty.
    """
    fields = [f for f in record.model_fields if f not in ("tags", "measures")]
    open_ended = len(fields) < len(record.model_fields)
    known: dict[int, str] = {}
    extra: dict[int, str] = {}
    issues: list[Issue] = []
    misspelled: set[str] = set()
    end = _end(table)
    for column, header in enumerate(table.columns):
        if is_blank(header):
            issues += _unnamed(table, column, end)
            continue
        name, problem = _read_one(header, fields, open_ended=open_ended)
        folded = fold(name)
        if column > end and folded not in fields:
            continue  # what stands beside the table is told once, at its first cell
        misspelled |= {f for f in fields if problem and is_near(folded, f)}
        if not problem and folded in [*known.values(), *map(fold, extra.values())]:
            problem = "each column once"
        elif not problem and folded in fields:
            known[column] = folded
            problem = _unit_problem(table, column, record, currency)
        elif not problem:
            extra[column] = name
        if problem:
            issues.append(Issue(table.where(-1, column), show(header), problem))
    if not known:
        return Headers({}, {}, (_no_header(table, fields),), whole=False)
    missing = _missing(table, record, {*known.values(), *misspelled})
    return Headers(known, extra, (*issues, *missing), whole=not (missing or misspelled))


def _end(table: Table) -> int:
    """Return the first column that is empty although others stand right of it; beyond all where none is."""
    named = [c for c, header in enumerate(table.columns) if not is_blank(header)]
    blank = (c for c, header in enumerate(table.columns) if is_blank(header))
    gaps = (c for c in blank if c > min(named, default=c) and _used(table, c) is None)
    return next(gaps, len(table.columns))


def _used(table: Table, column: int) -> int | None:
    """Return the first row of a column that holds something, −1 for its header; None where none does."""
    if not is_blank(table.columns[column]):
        return -1
    return next((i for i, row in enumerate(table.rows) if not is_blank(row[column])), None)


def _unnamed(table: Table, column: int, end: int) -> Iterator[Issue]:
    """Yield what is wrong with a column without a header, at its first cell that is used."""
    if column < end and (row := _used(table, column)) is not None:
        above = f"a column name above it, in {table.where(-1, column)}"
        yield Issue(table.where(row, column), show(table.rows[row][column]), above)
    elif column == end:
        beyond = ((c, _used(table, c)) for c in range(end + 1, len(table.columns)))
        for beside, row in ((c, row) for c, row in beyond if row is not None):
            cell = table.columns[beside] if row < 0 else table.rows[row][beside]
            expected = "nothing right of the empty column: a note or another table belongs on a sheet of its own"
            yield Issue(table.where(row, beside), show(cell), expected)
            return


def _unit_problem(table: Table, column: int, record: type[Record], currency: str) -> str:
    """Return what is wrong with the unit that a known column's header states; nothing where it may."""
    field, unit = split_header(str(table.columns[column]))
    if not unit:
        return ""
    percent = column in table.around.percents
    cells = [row[column] for row in table.rows[:100]]
    return expected_unit(record, fold(field), unit, currency=currency, percent=percent, cells=cells)


def _read_one(header: object, fields: list[str], *, open_ended: bool) -> tuple[str, str]:
    """Return the column's name, and what was expected instead (empty where it is fine)."""
    if isinstance(header, BadCell):
        return "", header.expected
    if not isinstance(header, str):
        return "", "a column name above every cell that is used"
    written = header.strip()
    bare, _ = split_header(written)
    if fold(bare) in fields:
        return bare, ""
    name = fold(written)
    if near := [f for f in fields if is_near(name, f) or is_near(fold(bare), f)]:
        return fold(bare), f"a column of this sheet; did you mean {near[0]!r}?"
    if not open_ended:
        return name, "one of the columns " + ", ".join(fields)
    if name in BUILT_IN:
        return name, f"a tag or measure whose name is not built in, as {name!r} is"
    if name.endswith(RESERVED_ENDINGS):
        return name, f"a name that does not end in {', '.join(RESERVED_ENDINGS)} (reserved)"
    return written, ""


def _no_header(table: Table, fields: list[str]) -> Issue:
    """Return the issue of a table whose first used row names none of its columns."""
    found = ", ".join(show(c) for c in table.columns if c is not None) or "no header"
    return Issue(
        table.where(-1, None),
        found,
        f"a header in the first row that is used, with columns such as {', '.join(fields[:4])}",
    )


def _missing(table: Table, record: type[Record], named: set[str]) -> list[Issue]:
    required = [f for f, info in record.model_fields.items() if info.is_required()]
    absent = [f for f in required if f not in named]
    if not absent:
        return []
    found = ", ".join(str(c) for c in table.columns if c is not None) or "no header"
    word = "column" if len(absent) == 1 else "columns"
    return [Issue(table.where(-1, None), found, f"{word} {', '.join(absent)}")]


def is_near(word: str, known: str) -> bool:
    """Return whether a word is one or two letters away from a known one (one, under six letters)."""
    allowed = 1 if min(len(word), len(known)) < 6 else 2
    return (
        word != known
        and abs(len(word) - len(known)) <= allowed
        and distance(word, known) <= allowed
    )


def distance(a: str, b: str) -> int:
    """Return the letters to insert, drop, change or swap with a neighbor to turn one word into the other.

    Source: optimal string alignment, the restricted form of Damerau (1964), Communications of the ACM 7(3).
    """
    older: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        older, last = last, row
    return last[-1]
