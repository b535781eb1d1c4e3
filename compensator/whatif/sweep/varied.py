"""What a sweep varies, understood before anything is solved: all that is wrong is told at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from compensator.errors import InputError, Issue, UsageError
from compensator.problem import (
    Assignment,
    AssignmentError,
    Problem,
    Touched,
    apply,
    met,
    parse,
    records_of,
    targets,
)
from compensator.whatif.inputs import Input, held
from compensator.whatif.ranges import MOST_CELLS, RangeError, values_of
from compensator.whatif.units import schema_in

Vary = Mapping[str, str | Iterable[float]]
"""Assignment path to its values: any row of numbers, or a range as text."""
Records = dict[str, tuple[Any, ...]]

NEUTRAL: Final = {"*=": 1.0, "+=": 0.0}
"""The operand that changes nothing, by sign."""


def varied(problem: Problem, vary: Vary) -> tuple[Input, ...]:
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
    records: Records = records_of(problem)
    issues: list[Issue] = []
    found = [_input(path, given, records, issues) for path, given in vary.items()]
    inputs = tuple(one for one in found if one is not None)
    issues += _meetings(inputs, records)
    if issues:
        raise InputError("the sweep", issues)
    if (cells := size(inputs)) > MOST_CELLS:
        msg = f"{cells:,} cells are asked for; expected at most {MOST_CELLS:,}: fewer inputs, or fewer values"
        raise UsageError(msg)
    return inputs


def steps(problem: Problem, vary: Vary) -> int:
    """Return how many cells a sweep solves (see ``varied``)."""
    return size(varied(problem, vary))


def size(inputs: Iterable[Input]) -> int:
    """Return the number of cells of the full grid."""
    return math.prod(len(one.values) for one in inputs)


def _input(
    path: str, given: str | Iterable[float], records: Records, issues: list[Issue]
) -> Input | None:
    """Return one input, or None where something is wrong, which is then told."""
    values: tuple[float, ...] = (0,)
    one = Input(path.strip(), values, math.nan)
    try:
        values = values_of(given)
    except RangeError as error:
        issues.append(Issue(one.path, error.found, str(error)))
    try:
        place = parse(str(one.at(values[0])))
        now = _present(place, records)
        _insist_it_can_be_made(one, place, records)
    except AssignmentError as error:
        issues.append(Issue(one.path, error.found or repr(one.path), str(error)))
        return None
    return Input(one.path, values, now)


def _insist_it_can_be_made(one: Input, place: Assignment, records: Records) -> None:
    """Refuse a path that no value would fit; a value outside its column's range is a matter of its cell.

    Raises:
        AssignmentError: If the column is not there, not one of numbers, or blank under ``*=`` or ``+=``.
    """
    schema = schema_in(place.table, place.column)
    if schema and schema.get("type") not in ("number", "integer"):
        raise AssignmentError("a column of numbers", repr(place.column))
    neutral = NEUTRAL.get(place.sign)
    probe = place if neutral is None else parse(str(one.at(neutral)))
    try:
        apply(records, probe)
    except AssignmentError as error:
        if neutral is not None or not error.found:
            raise


def _present(place: Assignment, records: Records) -> float:
    """Return the input's present value where the cells that it names share one."""
    chosen = targets(place, records)
    if place.sign in NEUTRAL:
        return NEUTRAL[place.sign]
    figures = held(place, records, chosen)
    value = figures[0] if len(figures) == 1 else None
    return float(value) if isinstance(value, int | float) else math.nan


def _meetings(inputs: Sequence[Input], records: Records) -> Iterator[Issue]:
    """Two inputs in one cell would hide each other, unless both add or both multiply."""
    touched: Touched = {}
    for one in inputs:
        first = met(touched, one.place, one.path, targets(one.place, records))
        if first is not None:
            expected = "cells that no other input sets (adding or multiplying twice is fine)"
            yield Issue(one.path, f"a cell that {first} changes too", expected)
