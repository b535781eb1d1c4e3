"""What must hold for limits, policies and scenarios: one function a check, each returning all that it finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from compensator.errors import Issue, did_you_mean
from compensator.language import MEASURES
from compensator.problem.cells import show
from compensator.problem.clashes import clashes
from compensator.problem.filters import FilterError, fold, mask
from compensator.problem.parsing import Parsed
from compensator.problem.records import NONE
from compensator.problem.scope import segment_rows
from compensator.problem.unknown_names import UnknownName, issue_of
from compensator.tolerances import MET

Sheets = Mapping[str, Parsed]
DO_NOTHING = "do nothing"
"""The policy that every plan is compared with."""


def good_rows(parsed: Parsed) -> Iterator[tuple[int, Any]]:
    """Return the records without an issue of their own, with their positions."""
    return ((i, r) for i, r in enumerate(parsed.records) if i not in parsed.bad)


def check_limits(sheets: Sheets) -> Iterator[Issue]:
    """A limit has a bound, a known measure, and a basis that goes with both."""
    at = sheets["Limits"].at
    custom = set(sheets["Responses"].rows.bag)
    known = {fold(name): name for name in (*MEASURES, "roi", *custom)}
    for i, limit in good_rows(sheets["Limits"]):
        if limit.min is None and limit.max is None:
            yield Issue(at(i, "min"), "nothing", f"min, max or both for limit {limit.limit!r}")
        if limit.min is not None and limit.max is not None and limit.min > limit.max:
            yield Issue(at(i, "min"), show(limit.min), f"at most max, {show(limit.max)}")
        if fold(limit.measure) not in known:
            hint = did_you_mean(limit.measure, list(known.values()))
            yield Issue(
                at(i, "measure"),
                repr(limit.measure),
                f"one of the measures {', '.join(known.values())}{hint}",
            )
        if limit.relative_to is not None and limit.basis is not None:
            yield Issue(
                at(i, "basis"), repr(limit.basis), "nothing: relative_to has a basis of its own"
            )
        if fold(limit.measure) == "roi":
            if limit.max is not None:
                yield Issue(
                    at(i, "max"), show(limit.max), "nothing: roi can be limited from below only"
                )
            if limit.basis not in (None, "total") or limit.relative_to is not None:
                column = "relative_to" if limit.relative_to is not None else "basis"
                yield Issue(
                    at(i, column), repr(getattr(limit, column)), "nothing: roi is a ratio already"
                )


def check_scopes(sheets: Sheets) -> Iterator[Issue]:
    """An average over users needs users to average over."""
    parsed = sheets["Segments"]
    if parsed.bad or parsed.issues or not parsed.records:
        return
    rows, at = segment_rows(parsed.rows), sheets["Limits"].at
    users = np.array(parsed.rows.column("users"), dtype=float)
    for i, limit in good_rows(sheets["Limits"]):
        columns = ["segments", "relative_to"] if limit.relative_to is not None else []
        columns = ["segments"] if limit.basis == "per_user" else columns
        for column in columns:
            try:
                empty = users[mask(getattr(limit, column), rows)].sum() == 0
            except FilterError:
                continue  # told by check_filters
            if empty:
                yield Issue(
                    at(i, column), repr(getattr(limit, column)), "segments with at least one user"
                )


def check_policy_names(sheets: Sheets) -> Iterator[Issue]:
    """A policy gives offers that exist, and has a name of its own."""
    at = sheets["Policies"].at
    offers = [o.offer for o in sheets["Offers"].records if o.offer]
    for i, p in good_rows(sheets["Policies"]):
        if p.policy.casefold() == DO_NOTHING:
            expected = f"a name other than {DO_NOTHING!r}, which is always compared"
            yield Issue(at(i, "policy"), repr(p.policy), expected)
        if p.offer not in offers and p.offer != NONE:
            expected = f"the name of an offer{did_you_mean(p.offer, offers)}"
            yield UnknownName(at(i, "offer"), repr(p.offer), expected, ("offer", p.offer))


def check_policy_shares(sheets: Sheets) -> Iterator[Issue]:
    """A policy gives nobody more than one offer."""
    segments = sheets["Segments"].rows.having("segment")
    rows = segment_rows(segments)
    given: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(len(rows.names)))
    for i, p in good_rows(sheets["Policies"]):
        try:
            chosen = mask(p.segments, rows)
        except FilterError:
            continue  # told by check_filters
        given[p.policy][chosen] += p.share
        over = np.flatnonzero(chosen & (given[p.policy] > 1 + MET))
        if over.size:
            found = f"{given[p.policy][over[0]]:g} of segment {rows.names[over[0]]!r}"
            expected = f"shares of policy {p.policy!r} that add up to at most 1 for a segment"
            yield Issue(sheets["Policies"].at(i, "share"), found, expected)


def check_scenarios(sheets: Sheets) -> Iterator[Issue]:
    """A scenario's changes are understood, name what exists, and do not meet in one cell."""
    changes: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for i, row in good_rows(sheets["Scenarios"]):
        changes[row.scenario].append((i, row.change))
    at = sheets["Scenarios"].at
    for rows in changes.values():
        for i, found, expected, unknown in clashes(rows, sheets):
            where = at(i, "change")
            yield issue_of(where, found, expected, unknown)


LIMIT_CHECKS: tuple[Callable[[Sheets], Iterator[Issue]], ...] = (
    check_limits,
    check_scopes,
    check_policy_names,
    check_policy_shares,
    check_scenarios,
)
