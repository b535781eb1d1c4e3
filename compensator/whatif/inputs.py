"""What a sweep varies, understood before anything is solved: all that is wrong is told at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from compensator.errors import InputError, Issue, UsageError
from compensator.problem import SHEETS, Assignment, AssignmentError, Problem, apply, parse, targets
from compensator.whatif.ranges import MOST_CELLS, RangeError, values_of
from compensator.whatif.units import schema_of, unit_of

Vary = Mapping[str, str | Iterable[float]]
"""Assignment path to its values: any row of numbers, or a range as text."""
Records = dict[str, tuple[Any, ...]]

NEUTRAL: Final = {"*=": 1.0, "+=": 0.0}
"""The operand that changes nothing, by sign."""
BOUNDS: Final = frozenset(
    {("settings", "budget"), ("limits", "min"), ("limits", "max"), ("offers", "max_users")}
)
"""Tables and columns that move limits only."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input that a sweep varies."""

    path: str
    """As the analyst wrote it, a ``*=`` or ``+=`` included."""
    assignment: str
    """What stands before the value of an assignment."""
    values: tuple[float, ...]
    unit: str | None
    """``money``, ``users``, ``days``, ``0–1`` or, for multiples, ``×``; None for plain numbers."""
    now: float | None
    """Its present value; None where the cells that it names differ or are blank."""
    only_bounds: bool
    """Whether it moves a budget or a limit and no figure of users or offers."""


def inputs_of(problem: Problem, vary: Vary) -> tuple[Input, ...]:
    """Return the inputs that a sweep varies.

    Args:
        problem: Holds what the paths name.
        vary: Assignment path, such as ``budget`` or ``offers[card-30].unit_cost*=``, to its values.

    Raises:
        InputError: If a path or its values cannot be understood; all issues at once.
        UsageError: If there is no input, or there are too many cells.
    """
    if not vary:
        msg = "expected at least one input to vary, such as budget=0:5e6:51, found none"
        raise UsageError(msg)
    records: Records = {
        name.lower(): getattr(problem, name.lower()) for name in SHEETS if name != "Settings"
    }
    records["settings"] = (problem.settings,)
    issues: list[Issue] = []
    inputs = [_input(path, given, records, issues) for path, given in vary.items()]
    issues += _meetings([one for one in inputs if one is not None], records)
    if issues:
        raise InputError("the sweep", issues)
    made = tuple(one for one in inputs if one is not None)
    if (cells := size(made)) > MOST_CELLS:
        msg = f"{cells:,} cells are asked for; expected at most {MOST_CELLS:,}: fewer inputs, or fewer values"
        raise UsageError(msg)
    return made


def size(inputs: Iterable[Input]) -> int:
    """Return the number of cells of the full grid."""
    return math.prod(len(one.values) for one in inputs)


def text_of(value: float) -> str:
    """Return a value as an assignment holds it, every digit kept."""
    return repr(value)


def _input(
    path: str, given: str | Iterable[float], records: Records, issues: list[Issue]
) -> Input | None:
    """Return one input, or None where something is wrong, which is then told."""
    path = path.strip()
    stem = path if path.endswith(("=", "*", "+")) else f"{path}="
    stem = stem if stem.endswith("=") else f"{stem}="
    values: tuple[float, ...] = ()
    try:
        values = values_of(given)
    except RangeError as error:
        issues.append(Issue(path, error.found, str(error)))
    try:
        assignment = parse(f"{stem}{text_of(values[0] if values else 0)}")
        now = _present(assignment, records)
        _insist_it_can_be_made(stem, assignment, records)
    except AssignmentError as error:
        issues.append(Issue(path, error.found or repr(path), str(error)))
        return None
    only_bounds = (assignment.table, assignment.column) in BOUNDS
    return Input(path, stem, values, unit_of(assignment), now, only_bounds)


def _insist_it_can_be_made(stem: str, assignment: Assignment, records: Records) -> None:
    """Refuse a path that no value would fit; a value outside its column's range is a matter of its cell.

    Raises:
        AssignmentError: If the column is not there, not one of numbers, or blank under ``*=`` or ``+=``.
    """
    schema = schema_of(assignment)
    if schema and schema.get("type") not in ("number", "integer"):
        raise AssignmentError("a column of numbers", repr(assignment.column))
    neutral = NEUTRAL.get(assignment.sign)
    probe = assignment if neutral is None else parse(f"{stem}{text_of(neutral)}")
    try:
        apply(records, probe)
    except AssignmentError as error:
        if neutral is not None or not error.found:
            raise


def _present(assignment: Assignment, records: Records) -> float | None:
    """Return the input's present value where the cells that it names share one."""
    chosen = targets(assignment, records)
    if assignment.sign in NEUTRAL:
        return NEUTRAL[assignment.sign]
    found = {_held(assignment, records, at) for at in chosen}
    value = found.pop() if len(found) == 1 else None
    return float(value) if isinstance(value, int | float) else None


def _held(assignment: Assignment, records: Records, at: Any) -> Any:
    """Return what one cell holds now; None where it or its row is blank."""
    table = records[assignment.table]
    if assignment.table == "responses":
        rows = (r for r in table if (r.segment, r.offer) == at)
        row = next(rows, None)
    else:
        row = table[at]
    return getattr(row, assignment.column, None)


def _meetings(inputs: list[Input], records: Records) -> Iterator[Issue]:
    """Two inputs in one cell would hide each other, unless both add or both multiply."""
    taken: dict[tuple[str, Any, str], tuple[Input, str]] = {}
    for one in inputs:
        assignment = parse(f"{one.assignment}0")
        for at in targets(assignment, records):
            place = (assignment.table, at, assignment.column)
            first, sign = taken.setdefault(place, (one, assignment.sign))
            if first is not one and (sign != assignment.sign or sign == "="):
                expected = "cells that no other input sets (adding or multiplying twice is fine)"
                yield Issue(one.path, f"a cell that {first.path} changes too", expected)
                break
