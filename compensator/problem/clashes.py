"""Changes that meet in one cell: they would hide each other, unless both add or both multiply."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from compensator.problem.assignments import Assignment, AssignmentError, parse, targets
from compensator.problem.parsing import Parsed
from compensator.problem.unknown_names import Thing

Sheets = Mapping[str, Parsed]
Touched = dict[tuple[str, Any, str], tuple[Any, str]]
"""Cells that changes touch, each with the first change and its sign."""


def met(touched: Touched, change: Assignment, name: Hashable, cells: Sequence[Any]) -> Any:
    """Return which earlier change another one meets in a cell, None where both add, or both multiply.

    Args:
        touched: What changes have touched so far; the change is added.
        change: Made after those.
        name: What tells it from the others; None is none.
        cells: As ``targets`` finds them.
    """
    for cell in cells:
        place = (change.table, cell, change.column)
        earlier, sign = touched.setdefault(place, (name, change.sign))
        if earlier != name and (sign != change.sign or sign == "="):
            return earlier
    return None


def clashes(
    rows: Sequence[tuple[int, str]], sheets: Sheets
) -> Iterator[tuple[int, str, str, Thing | None]]:
    """Yield a scenario's changes that are wrong or meet in one cell: row, found, expected, and an unknown name."""
    records = {name.lower(): parsed.records for name, parsed in sheets.items()}
    touched: Touched = {}
    for i, text in rows:
        try:
            change = parse(text)
            cells = targets(change, records)
        except AssignmentError as error:
            yield i, repr(text), str(error), error.unknown
            continue
        if met(touched, change, i, cells) is not None:
            yield (
                i,
                repr(text),
                "a cell that no other change of the scenario sets (adding or multiplying twice is fine)",
                None,
            )
