"""What an earlier plan has given stays given: where does the next money go?"""

from __future__ import annotations

import json
from os import PathLike
from pathlib import Path
from typing import Any

from compensator.errors import InputError, Issue
from compensator.plan.document import Plan
from compensator.problem import Problem
from compensator.problem.given import Given
from compensator.problem.records import NONE


def freeze(problem: Problem, plan: Plan | str | PathLike[str]) -> Problem:
    """Return the problem in which users keep what a plan gave them.

    Its whole users of real offers stay with their offer and get no other; their cost is part of the budget.

    Args:
        problem: The next one: it may have another budget, other offers, more users.
        plan: The earlier one, or the file that ``solve -o plan.json`` wrote.

    Raises:
        InputError: If the file is no plan, or names segments, offers or users that are no longer there.
    """
    source = "the plan" if isinstance(plan, Plan) else Path(plan).name
    document = plan.to_dict() if isinstance(plan, Plan) else _read(Path(plan))
    issues = list(_wrong(document, source))
    if issues:
        raise InputError(source, issues)
    given = [
        Given(cell["segment"], cell["offer"], cell["users"], f"{source} allocations[{i}]")
        for i, cell in enumerate(document["allocations"])
        if cell["offer"] != NONE and cell["users"] > 0
    ]
    return problem.with_given([*problem.given, *given])


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        found = error.strerror or str(error)
        raise InputError(path.name, [Issue(path.name, found, "a plan as .json")]) from error
    except (ValueError, RecursionError) as error:
        raise InputError(path.name, [Issue(path.name, str(error), "a plan as .json")]) from error


def _wrong(document: Any, source: str) -> list[Issue]:
    """Return what keeps a document from being a plan with allocations."""
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema != Plan.SCHEMA:
        return [Issue(f"{source} schema", repr(schema), repr(Plan.SCHEMA))]
    cells = document.get("allocations")
    if not isinstance(cells, list | tuple):
        return [Issue(f"{source} allocations", repr(cells), "a list")]
    if not cells:
        return [Issue(f"{source} allocations", "an empty list", "the allocations of a plan")]
    return [
        Issue(f"{source} allocations[{i}]", repr(cell), "a segment, an offer and whole users")
        for i, cell in enumerate(cells)
        if not _is_allocation(cell)
    ]


def _is_allocation(cell: Any) -> bool:
    if not isinstance(cell, dict):
        return False
    users = cell.get("users")
    whole = isinstance(users, int) and not isinstance(users, bool) and users >= 0
    return whole and all(isinstance(cell.get(key), str) for key in ("segment", "offer"))
