"""How one plan differs from another: which inputs changed, who gets another offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from compensator.economics import Array
from compensator.plan import Whole
from compensator.problem import Assignment, Problem, parse, records_of, targets
from compensator.story import named
from compensator.whatif.inputs import Figure, held

SOMEBODY = 0.5
"""Fewer users than this are rounding, not a move."""


@dataclass(frozen=True, slots=True)
class InputChange:
    """What the changes on one path did to the inputs."""

    path: str
    """As an assignment names it, such as ``offers[card-30].unit_cost``."""
    before: Annotated[Figure, named("from")]
    """What stood there; None where it was blank, or where the cells held different figures."""
    after: Annotated[Figure, named("to")]
    varies: bool
    """Whether the cells held different figures, before or after."""
    cells: int
    """How many cells the path names."""
    change: str
    """The assignments as written."""


@dataclass(frozen=True, slots=True)
class Move:
    """Users of a segment who get another offer than in the base."""

    segment: str
    before: Annotated[str, named("from")]
    """Offer in the base."""
    after: Annotated[str, named("to")]
    users: int


def input_changes(problem: Problem, other: Problem, changes: Sequence[str]) -> list[InputChange]:
    """Return what assignments changed, one record for each path.

    Args:
        problem: Before the changes.
        other: After them.
        changes: Assignments that ``parse`` understands.
    """
    paths: dict[str, list[tuple[str, Assignment]]] = {}
    for text in changes:
        change = parse(text)
        paths.setdefault(_path(change), []).append((text.strip(), change))
    records, then = records_of(problem), records_of(other)
    found = []
    for path, parts in paths.items():
        first = parts[0][1]
        cells = targets(first, records)
        before, after = (held(first, tables, cells) for tables in (records, then))
        varies = max(len(before), len(after)) > 1
        words = ", ".join(text for text, _ in parts)
        found.append(InputChange(path, _only(before), _only(after), varies, len(cells), words))
    return found


def _path(change: Assignment) -> str:
    if change.table == "settings":
        return change.column
    return f"{change.table}[{change.scope.strip()}].{change.column}"


def _only(figures: Sequence[Figure]) -> Figure:
    """Return the one figure of all cells, None where there are several."""
    return figures[0] if len(figures) == 1 else None


def moves(
    segments: Sequence[str], offers: Sequence[str], before: Whole, after: Whole
) -> tuple[Move, ...]:
    """Return who gets another offer, the largest moves first.

    Where a segment's users are not as many as before, its shares before are those of its users now.

    Args:
        segments: Names, in the order of the rows.
        offers: Names, in the order of the columns.
        before: Users, segments × (none, offers…).
        after: The same in the other plan.
    """
    then, now = after.sum(axis=1), before.sum(axis=1)
    scale = np.divide(then, now, out=np.ones(len(now)), where=now > 0)
    lost = before * scale[:, None] - after
    found = []
    for s in np.flatnonzero((np.abs(lost) >= SOMEBODY).any(axis=1)):
        for j, k, users in _pairs(lost[s]):
            found.append(Move(segments[int(s)], offers[j], offers[k], users))
    return tuple(sorted(found, key=lambda move: -move.users))


def _pairs(lost: Array) -> list[tuple[int, int, int]]:
    """Return (from, to, users) that explain what each offer of a segment lost, in the offers' order."""
    left = lost.copy()
    found = []
    for j in np.flatnonzero(lost > 0):
        for k in np.flatnonzero(lost < 0):
            users = min(left[j], -left[k])
            left[j] -= users
            left[k] += users
            if users >= SOMEBODY:
                found.append((int(j), int(k), round(users)))
    return found
