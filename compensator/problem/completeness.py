"""Is every eligible pair known: its lift from a response or a curve, or its value outright?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from compensator.errors import Issue
from compensator.language import OUTCOMES, shortened
from compensator.problem.cells import segments_of, show
from compensator.problem.columns import is_told
from compensator.problem.figures import places
from compensator.problem.filters import Rows, fold
from compensator.problem.hints import number_hint
from compensator.problem.parsing import Parsed
from compensator.problem.records import NONE
from compensator.problem.scope import (
    allowed,
    classes,
    entitled,
    entitlements,
    face_values,
    per_unit,
    segment_rows,
    within_classes,
)

MOST = 1000
"""Most pairs listed; a sheet that lacks a column lacks it in every pair."""


def check_pairs(sheets: Mapping[str, Parsed]) -> Iterator[Issue]:
    """Return the eligible pairs of which something needed is not known."""
    segments, offers = sheets["Segments"].rows, sheets["Offers"].rows
    rows = segment_rows(segments)
    may = allowed(offers, rows)
    face = face_values(offers, rows)
    wrong = [*_wrong_per(sheets, rows, may)]
    yield from wrong
    if wrong:
        return
    group = classes(segments, sheets["Settings"].records[0].same_offer_within)
    eligible = within_classes(may & entitled(entitlements(segments), face), group)
    yield from islice(_unknown(sheets, eligible), MOST)


def _wrong_per(sheets: Mapping[str, Parsed], rows: Rows, may: NDArray[np.bool_]) -> Iterator[Issue]:
    """Return the cells that offers are per, and that hold no number of at least 0; each once."""
    parsed, offers = sheets["Segments"], sheets["Offers"].records
    names = {fold(c): c for c in parsed.rows.bag}
    asked: dict[tuple[int, str], list[str]] = {}
    for j, offer in enumerate(offers, 1):
        for s in np.flatnonzero(may[:, j] & ~(per_unit(offer, rows) >= 0)).tolist():
            asked.setdefault((s, fold(offer.per)), []).append(offer.offer)
    for (s, column), per in asked.items():
        cell = rows.columns[column][s]
        told = (
            f"offer {per[0]!r} is"
            if len(per) == 1
            else f"offers {shortened([*map(repr, per)])} are"
        )
        hint = number_hint(cell, whole=False)
        expected = f"a number of at least 0{hint}; {told} per {names.get(column, column)}"
        yield Issue(parsed.at(s, names.get(column, column)), show(cell), expected)


def _unknown(sheets: Mapping[str, Parsed], eligible: NDArray[np.bool_]) -> Iterator[Issue]:
    """Return what is not known, by the cell where it may be told; all of an outcome once."""
    segments, offers = sheets["Segments"].rows, sheets["Offers"].rows
    responses = sheets["Responses"]
    untold = _untold(sheets, eligible)
    if not untold.any():
        return
    pairs = zip(responses.rows.column("segment"), responses.rows.column("offer"), strict=True)
    row = {pair: i for i, pair in enumerate(pairs)}
    needs = _needed_outcomes(sheets)
    nowhere = [*_told_nowhere(sheets)]
    for outcome in nowhere:
        yield _no_column(sheets, outcome, untold)
    for s in np.flatnonzero(untold.any(axis=1)).tolist():
        segment = segments[s]
        has = [o for o in OUTCOMES if getattr(segment, o) is not None and o not in nowhere]
        blind = [o for o in has if getattr(segment, f"{o}_ceiling") is None]
        rowless: dict[str, list[str]] = {}
        for j in np.flatnonzero(untold[s, 1:]).tolist():
            i = row.get((segment.segment, offers[j].offer))
            response = None if i is None else responses.records[i]
            unknown = [o for o in blind if getattr(response, o, None) is None]
            if i is None and unknown:
                rowless.setdefault(unknown[0], []).append(offers[j].offer)
            elif unknown:
                yield from _in_row(responses, i or 0, unknown, needs)
        for outcome, without in rowless.items():
            where = sheets["Segments"].at(s, f"{outcome}_ceiling")
            yield Issue(where, "nothing", _remedy(outcome, segment.segment, without))


def _told_nowhere(sheets: Mapping[str, Parsed]) -> Iterator[str]:
    """Yield the outcomes for which no column tells what offers do."""
    for outcome in OUTCOMES:
        responses = sheets["Responses"].rows
        known = any(is_told(responses.column(name)).any() for name in (outcome, "value"))
        asked = is_told(sheets["Segments"].rows.column(outcome)).any()
        if asked and not known and sheets["Segments"].lacks(f"{outcome}_ceiling"):
            yield outcome


def _no_column(sheets: Mapping[str, Parsed], outcome: str, untold: NDArray[np.bool_]) -> Issue:
    """Return the one line for an outcome of which nothing is known with any offer."""
    has = is_told(sheets["Segments"].rows.column(outcome))
    who = segments_of(int((has & untold.any(axis=1)).sum()))
    found = f"no column {outcome}_ceiling, and no {outcome} in Responses"
    remedy = f"{outcome} in Responses, or {outcome}_ceiling and half_value in Segments"
    expected = f"{outcome} of {who} with their offers: {remedy}"
    return Issue(sheets["Segments"].at(-1, None), found, expected)


def _remedy(outcome: str, segment: str, offers: Sequence[str]) -> str:
    """Return what is to be told of a segment with some offers, and how."""
    several = len(offers) > 1
    listed = shortened([*map(repr, offers)])
    pairs = f"{outcome} of segment {segment!r} with offer{'s' if several else ''} {listed}"
    rows = "rows" if several else "a row"
    return f"{pairs}: {rows} in Responses, or {outcome}_ceiling and half_value in Segments"


def _in_row(
    responses: Parsed, i: int, unknown: Sequence[str], needs: Mapping[str, str]
) -> Iterator[Issue]:
    """Yield what a row of Responses leaves open."""
    response, where = responses.records[i], responses.at(i, unknown[0])
    if response.value is None:
        yield Issue(where, "nothing", _remedy(unknown[0], response.segment, [response.offer]))
    elif needed := [needs[o] for o in unknown if o in needs]:
        pair = f"{unknown[0]} of segment {response.segment!r} with offer {response.offer!r}"
        yield Issue(where, "nothing", f"{pair}, known by value only: {needed[0]}")


def _untold(sheets: Mapping[str, Parsed], eligible: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the eligible pairs with an outcome that neither a response nor a curve tells."""
    segments, responses = sheets["Segments"].rows, sheets["Responses"].rows
    curved = {o: is_told(segments.column(f"{o}_ceiling")) for o in OUTCOMES}
    blind = {o: is_told(segments.column(o)) & ~curved[o] for o in OUTCOMES}
    pairs = np.zeros(eligible.shape, dtype=bool)
    if not any(one.any() for one in blind.values()):
        return pairs
    at = tuple(
        places(responses.column(kind), (*first, *rows.column(kind)))
        for kind, rows, first in (
            ("segment", segments, ()),
            ("offer", sheets["Offers"].rows, (NONE,)),
        )
    )
    for outcome, untold in blind.items():
        known = np.zeros(eligible.shape, dtype=bool)
        known[at] = is_told(responses.column(outcome))
        pairs |= eligible & untold[:, None] & ~known
    pairs[:, 0] = False
    return pairs


def _needed_outcomes(sheets: Mapping[str, Parsed]) -> dict[str, str]:
    """Return for each outcome that is maximized or limited, who asks for it."""
    needs: dict[str, str] = {}
    for outcome, measure in OUTCOMES.items():
        for limit in sheets["Limits"].records:
            if fold(limit.measure or "") in (measure, f"incremental_{measure}"):
                needs[outcome] = f"limit {limit.limit!r} needs it"
        if sheets["Settings"].records[0].maximize == measure:
            needs[outcome] = f"maximize {measure} needs it"
    return needs
