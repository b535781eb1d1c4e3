"""One cause, one line: a name that is nowhere is told once, wherever it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from compensator.errors import Issue
from compensator.language import shortened
from compensator.problem.parsing import Parsed

Thing = tuple[str, str]
"""What sort of thing a name is of, such as ``segment``, and the name."""
HOLDERS: Final[Mapping[str, str]] = {"segment": "Segments", "offer": "Offers", "limit": "Limits"}
"""Where things get their names."""


@dataclass(frozen=True, slots=True)
class UnknownName(Issue):
    """A cell that uses a name of something that is not there."""

    thing: Thing = ("", "")


def issue_of(where: str, found: str, expected: str, unknown: Thing | None) -> Issue:
    """Return an issue, of an unknown name where one is what is wrong."""
    if unknown is None:
        return Issue(where, found, expected)
    return UnknownName(where, found, expected, unknown)


def once(issues: Iterable[Issue], sheets: Mapping[str, Parsed]) -> list[Issue]:
    """Return issues with each unknown name once, at its first cell, which tells of the others.

    None is told where a name of its sort could not be read: it may be that one, and is known once it is mended.
    """
    hidden = {sort for sort, sheet in HOLDERS.items() if _some_unread(sheets[sheet], sort)}
    used: dict[object, list[Issue]] = {}
    for i, one in enumerate(issues):
        if not isinstance(one, UnknownName):
            used[i] = [one]
        elif one.thing[0] not in hidden:
            used.setdefault(one.thing, []).append(one)
    return [_with_others(*cells) for cells in used.values()]


def _some_unread(parsed: Parsed, sort: str) -> bool:
    return None in parsed.rows.column(sort) if len(parsed.records) else bool(parsed.issues)


def _with_others(first: Issue, *others: Issue) -> Issue:
    places = list(dict.fromkeys(one.where for one in others if one.where != first.where))
    also = f" (also in {shortened(places)})" if places else ""
    return Issue(first.where, f"{first.found}{also}", first.expected)
