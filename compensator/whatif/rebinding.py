"""Changes that move only settings and bounds: what no check between cells reads is not checked again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from compensator.problem import Assignment, AssignmentError, Limit, Problem, apply, changed, parse

CHECKED: Final = frozenset({"same_offer_within", "maximize"})
"""Settings that are checked against other sheets."""
BOUNDS: Final = frozenset({"min", "max", "enforce"})
"""Columns of a limit that change neither what it counts nor for whom."""


def rebound(problem: Problem, assignments: Iterable[str]) -> Problem:
    """Return the problem with assignments made in order, as ``changed`` does, and quickly where it can.

    Args:
        problem: Left as it is.
        assignments: Such as ``budget=2e6``.

    Raises:
        InputError: If one cannot be made, or the result is not a problem.
    """
    texts = list(assignments)
    records: dict[str, tuple[Any, ...]] = {
        "settings": (problem.settings,),
        "limits": problem.limits,
    }
    try:
        made = [parse(text) for text in texts]
        if not all(map(_is_apart, made)):
            return changed(problem, texts)
        for one in made:
            records = apply(records, one)
    except AssignmentError:
        return changed(problem, texts)  # which tells all that is wrong
    if not all(map(_moved_only, problem.limits, records["limits"])):
        return changed(problem, texts)
    return problem.with_bounds(records["settings"][0], records["limits"])


def _is_apart(one: Assignment) -> bool:
    """Return whether an assignment changes a cell that no check of other cells reads."""
    if one.table == "settings":
        return one.column not in CHECKED or not one.value
    return one.table == "limits" and one.column in BOUNDS


def _moved_only(before: Limit, after: Limit) -> bool:
    """Return whether a limit has bounds where it had them, the lower one below."""
    if (before.min is None, before.max is None) != (after.min is None, after.max is None):
        return False
    return after.min is None or after.max is None or after.min <= after.max
