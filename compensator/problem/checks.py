"""What must hold between cells: one function a check, each returning all that it finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from compensator.errors import Issue, did_you_mean
from compensator.problem.assignments import clashes
from compensator.problem.cells import show
from compensator.problem.completeness import check_pairs
from compensator.problem.filters import FilterError, fold, mask
from compensator.problem.parsing import Parsed
from compensator.problem.records import MEASURES, NONE
from compensator.problem.scope import offer_rows, segment_rows

Sheets = Mapping[str, Parsed]
DO_NOTHING = "do nothing"
"""The policy that every plan is compared with."""


def check(sheets: Sheets) -> list[Issue]:
    """Return everything wrong between the cells of a problem."""
    issues = [issue for one in CHECKS for issue in one(sheets)]
    if not issues and not any(parsed.issues for parsed in sheets.values()):
        issues = list(check_pairs(sheets))
    return issues


def _good(parsed: Parsed) -> Iterator[tuple[int, Any]]:
    """Return the records without an issue of their own, with their positions."""
    return ((i, r) for i, r in enumerate(parsed.records) if i not in parsed.bad)


def check_rows_exist(sheets: Sheets) -> Iterator[Issue]:
    """At least one segment and one offer."""
    for name in ("Segments", "Offers"):
        if not sheets[name].records and not sheets[name].issues:
            yield Issue(
                sheets[name].at(-1, None), "no rows", f"at least one row below the header of {name}"
            )


def check_names(sheets: Sheets) -> Iterator[Issue]:
    """Each segment, offer and limit has a name of its own, also when case is ignored."""
    for sheet, name in (("Segments", "segment"), ("Offers", "offer"), ("Limits", "limit")):
        first: dict[str, int] = {}
        for i, record in enumerate(sheets[sheet].records):
            text = getattr(record, name)
            if not isinstance(text, str):
                continue
            earlier = first.setdefault(text.casefold(), i)
            if earlier != i:
                where = sheets[sheet].at(earlier, name)
                yield Issue(
                    sheets[sheet].at(i, name), repr(text), f"a name not used before; {where} has it"
                )


def check_outcomes(sheets: Sheets) -> Iterator[Issue]:
    """A segment has retention, reconversion or both, each with its money and its curve whole."""
    at = sheets["Segments"].at
    for i, s in _good(sheets["Segments"]):
        if s.retention is None and s.reconversion is None:
            yield Issue(
                at(i, "retention"),
                "nothing",
                f"retention, reconversion or both for segment {s.segment!r}",
            )
        for rate, money in (("retention", "retained_value"), ("reconversion", "reconverted_value")):
            have_rate, have_money = getattr(s, rate) is not None, getattr(s, money) is not None
            if have_rate and not have_money:
                yield Issue(
                    at(i, money),
                    "nothing",
                    f"the money that goes with {rate} of segment {s.segment!r}",
                )
            if have_money and not have_rate:
                yield Issue(
                    at(i, rate),
                    "nothing",
                    f"the probability that goes with {money} of segment {s.segment!r}",
                )
            ceiling = f"{rate}_ceiling"
            if getattr(s, ceiling) is None:
                continue
            if not have_rate:
                yield Issue(
                    at(i, rate),
                    "nothing",
                    f"the probability that goes with {ceiling} of segment {s.segment!r}",
                )
            if s.half_value is None:
                yield Issue(
                    at(i, "half_value"),
                    "nothing",
                    f"the perceived value half way to {ceiling} of segment {s.segment!r}",
                )


def check_users_fit(sheets: Sheets) -> Iterator[Issue]:
    """Counts stay below 2**53, where floating point still counts every user."""
    at = sheets["Segments"].at
    for i, s in _good(sheets["Segments"]):
        if s.users >= 2**53:
            yield Issue(at(i, "users"), str(s.users), "fewer than 9,007,199,254,740,992 users")


def check_percentiles(sheets: Sheets) -> Iterator[Issue]:
    """A 5th percentile is at most the figure, a 95th at least."""
    at = sheets["Responses"].at
    for i, r in _good(sheets["Responses"]):
        if r.model_fields_set <= {
            "segment",
            "offer",
            "retention",
            "reconversion",
            "redemption",
            "cost",
            "value",
            "measures",
        }:
            continue
        for name in ("retention", "reconversion", "redemption", "cost", "value"):
            low, middle, high = (getattr(r, name + end) for end in ("_low", "", "_high"))
            if low is not None and low > (
                high
                if middle is None and high is not None
                else middle
                if middle is not None
                else low
            ):
                yield Issue(at(i, f"{name}_low"), show(low), f"at most {name}")
            if high is not None and middle is not None and high < middle:
                yield Issue(at(i, f"{name}_high"), show(high), f"at least {name}, {show(middle)}")
            if middle is None and (low is not None or high is not None):
                yield Issue(at(i, name), "nothing", f"{name} itself beside its percentiles")


def check_responses(sheets: Sheets) -> Iterator[Issue]:
    """A response is for a segment and an offer that exist, once."""
    at = sheets["Responses"].at
    segments = {s.segment for s in sheets["Segments"].records}
    offers = {o.offer for o in sheets["Offers"].records}
    seen: dict[tuple[str, str], int] = {}
    for i, r in enumerate(sheets["Responses"].records):
        if r.segment is not None and r.segment not in segments:
            hint = did_you_mean(r.segment, [s for s in segments if s])
            yield Issue(at(i, "segment"), repr(r.segment), f"the name of a segment{hint}")
        if r.offer == NONE:
            yield Issue(
                at(i, "offer"),
                repr(r.offer),
                "an offer other than none, which costs and does nothing",
            )
        elif r.offer is not None and r.offer not in offers:
            hint = did_you_mean(r.offer, [o for o in offers if o])
            yield Issue(at(i, "offer"), repr(r.offer), f"the name of an offer{hint}")
        earlier = seen.setdefault((r.segment, r.offer), i)
        if earlier != i and r.segment and r.offer:
            found = f"{r.segment}, {r.offer}"
            yield Issue(
                at(i, "segment"),
                found,
                f"each segment × offer once; {at(earlier, 'segment')} has it",
            )


def check_filters(sheets: Sheets) -> Iterator[Issue]:
    """Every filter is understood and matches something."""
    segments, offers = (sheets[n].records for n in ("Segments", "Offers"))
    named = (
        [s for s in segments if s.segment is not None],
        [o for o in offers if o.offer is not None],
    )
    rows = {"segments": segment_rows(named[0]), "offers": offer_rows(named[1])}
    rows |= {"eligible": rows["segments"], "relative_to": rows["segments"]}
    if not named[0]:
        return
    places = {
        "Offers": ["eligible"],
        "Limits": ["segments", "offers", "relative_to"],
        "Policies": ["segments"],
    }
    for sheet, columns in places.items():
        for i, record in enumerate(sheets[sheet].records):
            for column in columns:
                try:
                    mask(getattr(record, column), rows[column])
                except FilterError as error:
                    yield Issue(
                        sheets[sheet].at(i, column), repr(getattr(record, column)), str(error)
                    )


def check_limits(sheets: Sheets) -> Iterator[Issue]:
    """A limit has a bound, a known measure, and a basis that goes with both."""
    at = sheets["Limits"].at
    custom = {name for r in sheets["Responses"].records for name in r.measures}
    known = {fold(name): name for name in (*MEASURES, "roi", *custom)}
    for i, limit in _good(sheets["Limits"]):
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
    rows, at = segment_rows(parsed.records), sheets["Limits"].at
    users = np.array([s.users for s in parsed.records], dtype=float)
    for i, limit in _good(sheets["Limits"]):
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


def check_policies(sheets: Sheets) -> Iterator[Issue]:
    """A policy gives offers that exist, to nobody more than once."""
    at = sheets["Policies"].at
    offers = [o.offer for o in sheets["Offers"].records if o.offer]
    segments = [s for s in sheets["Segments"].records if s.segment is not None]
    if not segments:
        return
    rows = segment_rows(segments)
    given: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(len(rows.names)))
    for i, p in _good(sheets["Policies"]):
        if p.policy.casefold() == DO_NOTHING:
            yield Issue(
                at(i, "policy"),
                repr(p.policy),
                f"a name other than {DO_NOTHING!r}, which is always compared",
            )
        if p.offer not in offers and p.offer != NONE:
            yield Issue(
                at(i, "offer"),
                repr(p.offer),
                f"the name of an offer{did_you_mean(p.offer, offers)}",
            )
        try:
            chosen = mask(p.segments, rows)
        except FilterError:
            continue  # told by check_filters
        given[p.policy][chosen] += p.share
        over = np.flatnonzero(chosen & (given[p.policy] > 1 + 1e-9))
        if over.size:
            s = over[0]
            found = f"{given[p.policy][s]:g} of segment {rows.names[s]!r}"
            yield Issue(
                at(i, "share"),
                found,
                f"shares of policy {p.policy!r} that add up to at most 1 for a segment",
            )


def check_per(sheets: Sheets) -> Iterator[Issue]:
    """``per`` names a numeric column of Segments."""
    records = [s for s in sheets["Segments"].records if s.segment is not None]
    columns = segment_rows(records).columns
    numeric = [name for name, cells in columns.items() if any(isinstance(c, float) for c in cells)]
    for i, offer in _good(sheets["Offers"]):
        if offer.per is not None and fold(offer.per) not in numeric:
            hint = did_you_mean(offer.per, numeric)
            yield Issue(
                sheets["Offers"].at(i, "per"),
                repr(offer.per),
                f"a numeric column of Segments{hint}",
            )


def check_settings(sheets: Sheets) -> Iterator[Issue]:
    """``same_offer_within`` names a tag that every segment has; ``maximize`` an outcome that some have."""
    settings, at = sheets["Settings"].records[0], sheets["Settings"].at
    segments = sheets["Segments"]
    tag = settings.same_offer_within
    tags = dict.fromkeys(fold(name) for s in segments.records for name in s.tags)
    if tag is not None and fold(tag) not in tags:
        found, hint = repr(tag), did_you_mean(tag, list(tags))
        yield Issue(
            at(0, "same_offer_within"), found, f"a tag (a further column) of Segments{hint}"
        )
    elif tag is not None:
        for i, s in enumerate(segments.records):
            written = {fold(name): name for name in s.tags}
            if fold(tag) not in written:
                name = next(n for r in segments.records for n in r.tags if fold(n) == fold(tag))
                yield Issue(
                    segments.at(i, name),
                    "nothing",
                    f"a value: same_offer_within needs {name} of every segment",
                )
    outcome = {"retained": "retention", "reconverted": "reconversion"}.get(settings.maximize)
    if outcome and not any(getattr(s, outcome) is not None for s in segments.records):
        yield Issue(
            at(0, "maximize"),
            repr(settings.maximize),
            f"an outcome that some segment has: none has {outcome}",
        )


def check_scenarios(sheets: Sheets) -> Iterator[Issue]:
    """A scenario's changes are understood, name what exists, and do not meet in one cell."""
    changes: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for i, row in _good(sheets["Scenarios"]):
        changes[row.scenario].append((i, row.change))
    at = sheets["Scenarios"].at
    for rows in changes.values():
        for i, found, expected in clashes(rows, sheets):
            yield Issue(at(i, "change"), found, expected)


CHECKS: tuple[Callable[[Sheets], Iterator[Issue]], ...] = (
    check_rows_exist,
    check_names,
    check_outcomes,
    check_users_fit,
    check_percentiles,
    check_responses,
    check_filters,
    check_limits,
    check_scopes,
    check_policies,
    check_per,
    check_settings,
    check_scenarios,
)
