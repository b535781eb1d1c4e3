"""What must hold between cells: one function a check, each returning all that it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from compensator.errors import Issue, did_you_mean
from compensator.language import OUTCOMES
from compensator.problem.cells import show
from compensator.problem.completeness import check_pairs
from compensator.problem.filters import FilterError, fold, mask
from compensator.problem.headers import BUILT_IN, RESERVED_ENDINGS
from compensator.problem.limit_checks import LIMIT_CHECKS, Sheets, good_rows
from compensator.problem.records import NONE, Segment
from compensator.problem.scope import offer_rows, segment_rows


def check(sheets: Sheets) -> list[Issue]:
    """Return everything wrong between the cells of a problem.

    Whether every pair is known is asked where segments, offers and responses are right themselves.
    """
    if any(not sheets[name].records and sheets[name].issues for name in ("Segments", "Offers")):
        return []
    data = [issue for one in DATA_CHECKS for issue in one(sheets)]
    limits = [issue for one in LIMIT_CHECKS for issue in one(sheets)]
    sound = not any(sheets[name].issues for name in ("Settings", "Segments", "Offers", "Responses"))
    pairs = list(check_pairs(sheets)) if sound and not data else []
    return [*data, *pairs, *limits]


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


def check_own_names(sheets: Sheets) -> Iterator[Issue]:
    """No tag and no custom measure bears a built-in or reserved name, records made in Python included."""
    for sheet, bag in (("Segments", "tags"), ("Offers", "tags"), ("Responses", "measures")):
        for i, record in enumerate(sheets[sheet].records):
            for name in getattr(record, bag):
                if fold(name) in BUILT_IN or fold(name).endswith(RESERVED_ENDINGS):
                    expected = "a name that is neither built in nor ends in " + ", ".join(
                        RESERVED_ENDINGS
                    )
                    yield Issue(sheets[sheet].at(i, name), repr(name), expected)


def check_outcomes(sheets: Sheets) -> Iterator[Issue]:
    """A segment has retention, reconversion or both, each with its money and its curve whole."""
    at = sheets["Segments"].at
    for i, s in good_rows(sheets["Segments"]):
        if s.retention is None and s.reconversion is None:
            expected = f"retention, reconversion or both for segment {s.segment!r}"
            yield Issue(at(i, "retention"), "nothing", expected)
        for rate, measure in OUTCOMES.items():
            for column, expected in _missing_parts(s, rate, f"{measure}_value"):
                yield Issue(at(i, column), "nothing", f"{expected} of segment {s.segment!r}")


def _missing_parts(segment: Segment, rate: str, money: str) -> Iterator[tuple[str, str]]:
    """Return which columns of an outcome are blank beside others, and what belongs there."""
    ceiling = f"{rate}_ceiling"
    has = {name: getattr(segment, name) is not None for name in (rate, money, ceiling)}
    if has[rate] and not has[money]:
        yield money, f"the money that goes with {rate}"
    if has[money] and not has[rate]:
        yield rate, f"the probability that goes with {money}"
    if has[ceiling] and not has[rate] and not has[money]:
        yield rate, f"the probability that goes with {ceiling}"
    if has[ceiling] and segment.half_value is None:
        yield "half_value", f"the perceived value half way to {ceiling}"


def check_users_fit(sheets: Sheets) -> Iterator[Issue]:
    """Counts stay below 2**53, where floating point still counts every user."""
    at = sheets["Segments"].at
    for i, s in good_rows(sheets["Segments"]):
        if s.users >= 2**53:
            yield Issue(at(i, "users"), str(s.users), "fewer than 9,007,199,254,740,992 users")


def check_percentiles(sheets: Sheets) -> Iterator[Issue]:
    """A 5th percentile is at most the figure, a 95th at least."""
    at = sheets["Responses"].at
    for i, r in good_rows(sheets["Responses"]):
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


def check_per(sheets: Sheets) -> Iterator[Issue]:
    """``per`` names a numeric column of Segments."""
    records = [s for s in sheets["Segments"].records if s.segment is not None]
    columns = segment_rows(records).columns
    numeric = [name for name, cells in columns.items() if any(isinstance(c, float) for c in cells)]
    for i, offer in good_rows(sheets["Offers"]):
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


DATA_CHECKS: tuple[Callable[[Sheets], Iterator[Issue]], ...] = (
    check_rows_exist,
    check_names,
    check_own_names,
    check_outcomes,
    check_users_fit,
    check_percentiles,
    check_responses,
    check_filters,
    check_per,
    check_settings,
)
