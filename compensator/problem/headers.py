"""Which column of a table is which field: found by name, never by position."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from compensator.errors import Issue
from compensator.language import MEASURES
from compensator.problem.cells import show
from compensator.problem.filters import fold
from compensator.problem.records import Offer, Record, Response, Segment
from compensator.spreadsheet import BadCell, Table

RESERVED_ENDINGS = ("_low", "_high", "_count")
BUILT_IN = frozenset(
    {*MEASURES, "roi", "deadweight", "breakage", "objective", "tags", "measures"}
    | {*Segment.model_fields, *Offer.model_fields, *Response.model_fields}
)
"""Names that no tag and no custom measure may bear."""
_UNIT = re.compile(r"\s*\([^()]*\)\s*$")


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


def read_headers(table: Table, record: type[Record]) -> Headers:
    """Match the header cells with the record's fields; say what is wrong with the others."""
    fields = [f for f in record.model_fields if f not in ("tags", "measures")]
    open_ended = len(fields) < len(record.model_fields)
    known: dict[int, str] = {}
    extra: dict[int, str] = {}
    issues: list[Issue] = []
    misspelled: set[str] = set()
    for column, header in enumerate(table.columns):
        name, problem = _read_one(header, fields, open_ended=open_ended)
        folded = fold(name)
        misspelled |= {f for f in fields if problem and is_near(folded, f)}
        if not problem and folded in [*known.values(), *map(fold, extra.values())]:
            problem = "each column once"
        if problem:
            issues.append(Issue(table.where(-1, column), show(header), problem))
        elif folded in fields:
            known[column] = folded
        else:
            extra[column] = name
    if not known:
        return Headers({}, {}, (_no_header(table, fields),), whole=False)
    missing = _missing(table, record, {*known.values(), *misspelled})
    return Headers(known, extra, (*issues, *missing), whole=not (missing or misspelled))


def _read_one(header: object, fields: list[str], *, open_ended: bool) -> tuple[str, str]:
    """Return the column's name, and what was expected instead (empty where it is fine)."""
    if isinstance(header, BadCell):
        return "", header.expected
    if not isinstance(header, str) or not header.strip():
        return "", "a column name above every cell that is used"
    written = header.strip()
    bare = _UNIT.sub("", written)
    if fold(bare) in fields:
        return bare, ""
    name = fold(written)
    if near := [f for f in fields if is_near(name, f)]:
        return name, f"a column of this sheet; did you mean {near[0]!r}?"
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
