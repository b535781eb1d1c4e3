"""What an earlier plan has given stays given: where does the next money go?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Final, NoReturn

from compensator.errors import InputError, Issue, UsageError
from compensator.language import composed, visible
from compensator.plan import Plan, insist_solvable
from compensator.problem import NONE, Given, Problem, given_issues

FILE_LIMIT: Final = 100 << 20
"""Bytes of the largest plan that is read: about half a million allocations."""
LONGEST: Final = 60
"""Characters of what was found that a message shows."""


def freeze(problem: Problem, plan: Plan | str | PathLike[str]) -> Problem:
    """Return the problem in which users keep what a plan gave them.

    Its whole users of real offers stay with their offer and get no other. What they cost and bring counts
    in totals and limits, and a set-up cost once; only the other users of each segment are decided on. So
    ``whole_segments`` asks for one offer for the rest of a segment, ``same_offer_within`` for equal shares
    of the rests, and ``max_offers`` counts the offers given already. Whether a pair is still eligible
    does not matter to who has the offer. A plan frozen on top of another adds to it.

    Args:
        problem: The next one: it may have another budget, other offers, more users.
        plan: The earlier one, or the file that ``solve -o plan.json`` wrote.

    Raises:
        InputError: If the file is no plan, or names segments, offers or users that are no longer there;
            all at once.
        UsageError: If it is neither a plan nor a path, or the problem is none.
    """
    insist_solvable(problem, time_limit=None, gap=0.0)
    if not isinstance(plan, Plan | str | PathLike):
        msg = f"expected a plan or the path of its .json file, found {type(plan).__name__}"  # type: ignore[unreachable]
        raise UsageError(msg)
    source = "the plan" if isinstance(plan, Plan) else visible(Path(plan).name or str(plan))
    document = plan.to_dict() if isinstance(plan, Plan) else _read(Path(plan), source)
    issues: list[Issue] = []
    given: list[Given] = []
    for part in _parts(document, source):
        (issues if isinstance(part, Issue) else given).append(part)  # type: ignore[arg-type]
    everything = [*problem.given, *given]
    issues += given_issues(everything, problem.segments, problem.offers)
    if issues:
        raise InputError(source, issues)
    return problem.with_given(everything)


def _read(path: Path, source: str) -> Any:
    """Return what a file of JSON holds."""
    try:
        if path.is_dir():
            _refuse(source, "a folder")
        if path.exists() and not path.is_file():
            _refuse(source, "no regular file")
        if path.is_file() and (size := path.stat().st_size) > FILE_LIMIT:
            _refuse(source, f"{size:,} bytes", f"a plan of at most {FILE_LIMIT:,} bytes")
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        _refuse(source, error.strerror or str(error))
    except (ValueError, RecursionError) as error:
        _refuse(source, f"text that is no JSON ({error})")


def _refuse(source: str, found: str, expected: str = "a plan as .json") -> NoReturn:
    raise InputError(source, [Issue(source, found, expected)]) from None


def _parts(document: Any, source: str) -> Iterator[Given | Issue]:
    """Yield who has been given what, and what keeps a document from saying so."""
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema != Plan.SCHEMA:
        yield Issue(f"{source} schema", _shown(schema), repr(Plan.SCHEMA))
        return
    cells = document.get("allocations")
    if not isinstance(cells, list | tuple) or not cells:
        status = document.get("status")
        found = f"none (its status is {_shown(status)})" if cells in ([], ()) else _shown(cells)
        yield Issue(f"{source} allocations", found, "a list with at least one")
        return
    for i, cell in enumerate(cells):
        place = f"{source} allocations[{i}]"
        wrong = list(_wrong(cell, place))
        yield from wrong
        if not wrong and cell["offer"] != NONE and cell["users"]:
            names = (composed(cell["segment"]), composed(cell["offer"]))
            yield Given(*names, cell["users"], place)


def _wrong(cell: Any, place: str) -> Iterator[Issue]:
    """Yield what an allocation lacks."""
    if not isinstance(cell, Mapping):
        yield Issue(place, _shown(cell), "a segment, an offer and its users")
        return
    for key in ("segment", "offer"):
        if not isinstance(cell.get(key), str):
            yield Issue(f"{place}.{key}", _shown(cell.get(key)), f"the name of a known {key}")
    users = cell.get("users")
    if isinstance(users, bool) or not isinstance(users, int) or users < 0:
        yield Issue(f"{place}.users", _shown(users), "a whole number of users, at least 0")


def _shown(found: Any) -> str:
    """Return what was found as JSON, shortened."""
    if found is None:
        return "nothing"
    text = json.dumps(found, ensure_ascii=False, default=str)
    return visible(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
