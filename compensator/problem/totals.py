"""Rows that add up the others: refused where the sheet says so, noted where they look so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from compensator.errors import Issue
from compensator.problem.parsing import NO_TOTALS, TWICE, Parsed

NAMES: Final = frozenset(
    [
        "total",
        "totals",
        "grand total",
        "subtotal",
        "sum",
        "gesamt",
        "summe",
        "zwischensumme",
        "合计",
        "总计",
        "小计",
        "合計",
        "総計",
        "小計",
    ]
)
"""Names of a segment that are wholly those of a totals row, in small letters."""
OTHERS: Final = 3
"""Least rows above a last one whose users are their sum, so that it looks like their total."""


def is_named_so(name: object) -> bool:
    """Return whether a segment is called as totals rows are.

    >>> is_named_so("TOTAL:"), is_named_so("Total Energies")
    (True, False)
    """
    return isinstance(name, str) and name.strip(" :").casefold() in NAMES


def lookalikes(segments: Parsed) -> Iterator[tuple[int, str]]:
    """Yield the rows that look like totals of the others, and why."""
    names, users = segments.rows.column("segment"), segments.rows.column("users")
    for i, name in enumerate(names):
        if is_named_so(name):
            yield i, f"is called {name!r}"
        elif i == len(names) - 1 > OTHERS - 1 and users[i] and _is_sum(users):
            yield i, f"has exactly the {users[i]:,} users of all rows above it"


def _is_sum(users: Sequence[int | None]) -> bool:
    above = [count for count in users[:-1] if count is not None]
    return users[-1] == sum(above)


def totals_notes(segments: Parsed) -> Iterator[str]:
    """Yield a note for each segment that looks like a totals row, and was read as a segment."""
    for i, why in lookalikes(segments):
        where = segments.at(i, "segment")
        yield f"{where} {why} and is read as a segment: if it is a totals row, {TWICE}; delete it."


def as_totals(issues: Sequence[Issue], segments: Parsed) -> list[Issue]:
    """Return the issues with all that is wrong in a row that looks like totals told as that."""
    told = list(issues)
    for i, why in lookalikes(segments) if issues else ():
        names = (None, *segments.rows.record.model_fields, *segments.rows.bag)
        places = {segments.at(i, name) for name in names}
        own = [n for n, issue in enumerate(told) if issue.where in places]
        if own and told[own[0]].expected != NO_TOTALS:
            one = Issue(segments.at(i, "segment"), f"a row that {why}", NO_TOTALS)
            told = [
                one if n == own[0] else issue for n, issue in enumerate(told) if n not in own[1:]
            ]
    return told
