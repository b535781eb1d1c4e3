"""What must hold between cells: one function a check, each returning all that it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from compensator.errors import Issue, did_you_mean
from compensator.language import OUTCOMES
from compensator.problem.cells import segments_of, show
from compensator.problem.columns import is_told
from compensator.problem.completeness import check_pairs
from compensator.problem.filter_checks import check_filters
from compensator.problem.filters import (
    fold,
)
from compensator.problem.headers import BUILT_IN, RESERVED_ENDINGS
from compensator.problem.limit_checks import LIMIT_CHECKS, Sheets, good_rows
from compensator.problem.parsing import Parsed
from compensator.problem.records import NONE, Response
from compensator.problem.scope import segment_rows
from compensator.problem.unknown_names import UnknownName, once

EITHER = "retention, reconversion or both for"
PARTS = (
    *(f"{rate}_ceiling" for rate in OUTCOMES),
    *(f"{m}_value" for m in OUTCOMES.values()),
    "half_value",
)
"""What goes with an outcome."""
PERCENTILES = ("_low", "_high")


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
    return once([*data, *pairs, *limits], sheets)


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
        for i, text in enumerate(sheets[sheet].rows.column(name)):
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
    expected = "a name that is neither built in nor ends in " + ", ".join(RESERVED_ENDINGS)
    for sheet in ("Segments", "Offers", "Responses"):
        rows, at = sheets[sheet].rows, sheets[sheet].at
        wrong = [n for n in rows.bag if fold(n) in BUILT_IN or fold(n).endswith(RESERVED_ENDINGS)]
        for i, cells in enumerate(zip(*(rows.bag[name] for name in wrong), strict=True)):
            for name, cell in zip(wrong, cells, strict=True):
                if cell is not None:
                    yield Issue(at(i, name), repr(name), expected)


def check_outcomes(sheets: Sheets) -> Iterator[Issue]:
    """A segment has retention, reconversion or both, each with its money and its curve whole."""
    parsed = sheets["Segments"]
    has = {name: is_told(parsed.rows.column(name)) for name in (*PARTS, *OUTCOMES)}
    wrong = [(~has["retention"] & ~has["reconversion"], "retention", EITHER)]
    for rate, measure in OUTCOMES.items():
        wrong += _missing_parts(has, rate, f"{measure}_value")
    names = parsed.rows.column("segment")
    good = np.array([i not in parsed.bad for i in range(len(names))], dtype=bool)
    for column, count, expected in _missing_columns(parsed, wrong, good):
        yield Issue(parsed.at(-1, None), f"no column {column}", f"{expected} {count}")
    for i in np.flatnonzero(good & np.any([where for where, _, _ in wrong], axis=0)).tolist():
        for where, column, expected in wrong:
            if where[i] and not parsed.lacks(column):
                yield Issue(parsed.at(i, column), "nothing", f"{expected} segment {names[i]!r}")


def _missing_columns(
    parsed: Parsed, wrong: Sequence[tuple[NDArray[np.bool_], str, str]], good: NDArray[np.bool_]
) -> Iterator[tuple[str, str, str]]:
    """Yield each column that the sheet lacks, of which segments it is asked, and what belongs there."""
    for where, column, expected in wrong:
        count = int((where & good).sum())
        if count and parsed.lacks(column):
            yield column, segments_of(count), expected


def _missing_parts(
    has: Mapping[str, NDArray[np.bool_]], rate: str, money: str
) -> list[tuple[NDArray[np.bool_], str, str]]:
    """Return where columns of an outcome are blank beside others, and what belongs there."""
    ceiling = f"{rate}_ceiling"
    bare = has[ceiling] & ~has[rate] & ~has[money]
    half = f"the perceived value half way to {ceiling} of"
    return [
        (has[rate] & ~has[money], money, f"the money that goes with {rate} of"),
        (has[money] & ~has[rate], rate, f"the probability that goes with {money} of"),
        (bare, rate, f"the probability that goes with {ceiling} of"),
        (has[ceiling] & ~has["half_value"], "half_value", half),
    ]


def check_users_fit(sheets: Sheets) -> Iterator[Issue]:
    """Counts stay below 2**53, where floating point still counts every user."""
    parsed = sheets["Segments"]
    for i, users in enumerate(parsed.rows.column("users")):
        if users is not None and users >= 2**53 and i not in parsed.bad:
            yield Issue(parsed.at(i, "users"), str(users), "fewer than 9,007,199,254,740,992 users")


def check_percentiles(sheets: Sheets) -> Iterator[Issue]:
    """A 5th percentile is at most the figure, a 95th at least."""
    at, rows = sheets["Responses"].at, sheets["Responses"].rows
    if not any(rows.told(name) for name in Response.model_fields if name.endswith(PERCENTILES)):
        return
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
    segments = set(sheets["Segments"].rows.column("segment"))
    offers = set(sheets["Offers"].rows.column("offer"))
    rows = sheets["Responses"].rows
    seen: dict[tuple[str, str], int] = {}
    for i, (segment, offer) in enumerate(
        zip(rows.column("segment"), rows.column("offer"), strict=True)
    ):
        if segment is not None and segment not in segments:
            hint = did_you_mean(segment, [s for s in segments if s])
            expected = f"the name of a segment{hint}"
            yield UnknownName(at(i, "segment"), repr(segment), expected, ("segment", segment))
        if offer == NONE:
            yield Issue(
                at(i, "offer"),
                repr(offer),
                "an offer other than none, which costs and does nothing",
            )
        elif offer is not None and offer not in offers:
            hint = did_you_mean(offer, [o for o in offers if o])
            expected = f"the name of an offer{hint}"
            yield UnknownName(at(i, "offer"), repr(offer), expected, ("offer", offer))
        earlier = seen.setdefault((segment, offer), i)
        if earlier != i and segment and offer:
            found = f"{segment}, {offer}"
            yield Issue(
                at(i, "segment"),
                found,
                f"each segment × offer once; {at(earlier, 'segment')} has it",
            )


def check_per(sheets: Sheets) -> Iterator[Issue]:
    """``per`` names a numeric column of Segments."""
    if not any(offer.per for offer in sheets["Offers"].records):
        return
    columns = segment_rows(sheets["Segments"].rows).columns
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
    tags = dict.fromkeys(map(fold, segments.rows.bag))
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
    if outcome and not any(is_told(segments.rows.column(outcome))):
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
