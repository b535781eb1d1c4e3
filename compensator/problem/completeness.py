"""Is every eligible pair known: its lift from a response or a curve, or its value outright?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from compensator.errors import Issue
from compensator.problem.filters import fold
from compensator.problem.parsing import Parsed
from compensator.problem.scope import (
    allowed,
    classes,
    entitled,
    entitlements,
    face_values,
    segment_rows,
)

MOST = 1000
"""Most pairs listed; a sheet that lacks a column lacks it in every pair."""
OUTCOMES = {"retention": "retained", "reconversion": "reconverted"}


def check_pairs(sheets: Mapping[str, Parsed]) -> Iterator[Issue]:
    """Return the eligible pairs of which something needed is not known."""
    segments, offers = sheets["Segments"].records, sheets["Offers"].records
    rows = segment_rows(segments)
    may = allowed(offers, rows)
    face = face_values(offers, rows)
    blanks = [*_blank_per(sheets, may, face)]
    yield from blanks
    if blanks:
        return
    eligible = _within_classes(may & entitled(entitlements(segments), face), sheets)
    yield from islice(_unknown(sheets, eligible), MOST)


def _blank_per(
    sheets: Mapping[str, Parsed], may: NDArray[np.bool_], face: NDArray[np.float64]
) -> Iterator[Issue]:
    for s, j in np.argwhere(may & np.isnan(face)):
        offer = sheets["Offers"].records[j - 1]
        column = next(
            (c for r in sheets["Segments"].records for c in r.tags if fold(c) == fold(offer.per)),
            fold(offer.per),
        )
        where = sheets["Segments"].at(s, column)
        yield Issue(where, "no number", f"a number: offer {offer.offer!r} is per {offer.per}")


def _within_classes(eligible: NDArray[np.bool_], sheets: Mapping[str, Parsed]) -> NDArray[np.bool_]:
    group = classes(sheets["Segments"].records, sheets["Settings"].records[0].same_offer_within)
    common = np.ones((group.max() + 1, eligible.shape[1]), dtype=bool)
    np.logical_and.at(common, group, eligible)
    together: NDArray[np.bool_] = common[group]
    return together


def _unknown(sheets: Mapping[str, Parsed], eligible: NDArray[np.bool_]) -> Iterator[Issue]:
    segments, offers = sheets["Segments"].records, sheets["Offers"].records
    responses, at = sheets["Responses"], sheets["Segments"].at
    row = {(r.segment, r.offer): i for i, r in enumerate(responses.records)}
    needs = _needed_outcomes(sheets)
    for s, segment in enumerate(segments):
        curved = {o: getattr(segment, f"{o}_ceiling") is not None for o in OUTCOMES}
        has = [o for o in OUTCOMES if getattr(segment, o) is not None]
        for j in np.flatnonzero(eligible[s, 1:]):
            i = row.get((segment.segment, offers[j].offer))
            response = None if i is None else responses.records[i]
            unknown = [o for o in has if not curved[o] and getattr(response, o, None) is None]
            if not unknown:
                continue
            pair = f"{unknown[0]} of segment {segment.segment!r} with offer {offers[j].offer!r}"
            ceiling = f"{unknown[0]}_ceiling"
            where = at(s, ceiling) if i is None else responses.at(i, unknown[0])
            if response is None or response.value is None:
                remedy = f"a row in Responses, or {ceiling} and half_value in Segments"
                yield Issue(where, "nothing", f"{pair}: {remedy}")
            elif needed := [needs[o] for o in unknown if o in needs]:
                yield Issue(where, "nothing", f"{pair}, known by value only: {needed[0]}")


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
