"""A problem with changes made: what ``--set``, scenarios, sweeps, tornados and break-evens ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from compensator.errors import InputError, Issue
from compensator.problem.assignments import AssignmentError, apply, parse
from compensator.problem.parsing import Parsed
from compensator.problem.problem import Problem, from_parsed
from compensator.problem.records import SHEETS, Limit, Settings

CHECKED: Final = ("same_offer_within", "maximize")
"""Settings that are checked against other sheets."""
BOUNDS: Final = ("min", "max", "enforce")
"""Columns of a limit that change neither what it counts nor for whom."""
Records = dict[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of one column, each with a value of its own that the column may hold."""

    table: str
    column: str
    values: Mapping[int, float]
    """By row."""

    def made(self, records: Records) -> Records:
        """Return the records with the cells set."""
        rows = list(records[self.table])
        for row, value in self.values.items():
            rows[row] = rows[row].model_copy(update={self.column: value})
        return {**records, self.table: tuple(rows)}


def changed(problem: Problem, changes: str | Iterable[str | Cells]) -> Problem:
    """Return the problem with changes made in order; what they leave as it is is not checked again.

    Args:
        problem: Left as it is.
        changes: One or several assignments, such as ``budget=2e6`` or ``offers[card-30].unit_cost*=1.2``.

    Raises:
        InputError: If one cannot be made, or the result is not a problem; all issues at once.
    """
    records, issues = records_of(problem), []
    for one in [changes] if isinstance(changes, str) else changes:
        try:
            records = one.made(records) if isinstance(one, Cells) else apply(records, parse(one))
        except AssignmentError as error:
            issues.append(Issue(str(one), error.found or repr(one), str(error)))
    if issues:
        raise InputError("the list of assignments", issues)
    if _moves_bounds_only(problem, records):
        return problem.having(settings=records["settings"][0], limits=records["limits"])
    return checked(problem, records)


def records_of(problem: Problem) -> Records:
    """Return a problem's records by table name in lower case; ``settings`` holds one."""
    tables = {name.lower(): getattr(problem, name.lower()) for name in SHEETS}
    return {**tables, "settings": (problem.settings,)}


def _moves_bounds_only(problem: Problem, records: Records) -> bool:
    """Return whether nothing differs but settings and bounds that no check between cells reads."""
    others = (name.lower() for name in SHEETS if name not in ("Settings", "Limits"))
    return (
        all(records[name] is getattr(problem, name) for name in others)
        and _are_apart(problem.settings, records["settings"][0])
        and all(map(_is_moved_only, problem.limits, records["limits"]))
    )


def _are_apart(before: Settings, after: Settings) -> bool:
    """Return whether settings that are checked against other sheets stay, or are given up."""
    return all(getattr(after, name) in (None, getattr(before, name)) for name in CHECKED)


def _is_moved_only(before: Limit, after: Limit) -> bool:
    """Return whether a limit has bounds where it had them, the lower one below."""
    if before is after:
        return True
    bounds = {name: getattr(after, name) for name in BOUNDS}
    if before.model_copy(update=bounds) != after:
        return False
    if (before.min is None, before.max is None) != (after.min is None, after.max is None):
        return False
    return after.min is None or after.max is None or after.min <= after.max


def checked(problem: Problem, records: Records) -> Problem:
    """Return the problem that records make, every check asked again.

    Raises:
        InputError: If they make none.
    """
    parsed = {
        name: Parsed(records[name.lower()], at=lambda i, f, name=name: problem.at(name, i, f))  # type: ignore[misc]
        for name in SHEETS
    }
    made = from_parsed(
        parsed, source=problem.source, input_sha256=problem.input_sha256, notes=problem.notes
    )
    return made.with_given(problem.given) if problem.given else made
