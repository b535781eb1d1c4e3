"""A problem with assignments made: what ``--set``, scenarios and sweeps change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from compensator.errors import InputError, Issue
from compensator.problem.assignments import AssignmentError, apply, parse
from compensator.problem.parsing import Parsed
from compensator.problem.problem import Problem, from_parsed
from compensator.problem.records import SHEETS


def changed(problem: Problem, assignments: str | Iterable[str]) -> Problem:
    """Return the problem with assignments made in order.

    Args:
        problem: Left as it is.
        assignments: One or several, such as ``budget=2e6`` or ``offers[card-30].unit_cost*=1.2``.

    Raises:
        InputError: If one cannot be made, or the result is not a problem; all issues at once.
    """
    records: dict[str, tuple[Any, ...]] = {
        name.lower(): getattr(problem, name.lower()) for name in SHEETS if name != "Settings"
    }
    records["settings"] = (problem.settings,)
    issues = []
    for text in [assignments] if isinstance(assignments, str) else assignments:
        try:
            records = apply(records, parse(text))
        except AssignmentError as error:
            issues.append(Issue(text, error.found or repr(text), str(error)))
    if issues:
        raise InputError("the list of assignments", issues)
    parsed = {
        name: Parsed(records[name.lower()], at=lambda i, f, name=name: problem.at(name, i, f))  # type: ignore[misc]
        for name in SHEETS
    }
    made = from_parsed(parsed, source=problem.source, input_sha256=problem.input_sha256)
    return made.with_given(problem.given) if problem.given else made
