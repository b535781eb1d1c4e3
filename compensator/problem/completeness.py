"""Is every eligible pair known: its lift from a response or a curve, or its value outright?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from compensator.errors import Issue
from compensator.language import OUTCOMES
from compensator.problem.cells import show
from compensator.problem.filters import Rows, fold
from compensator.problem.parsing import Parsed
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
    segments, offers = sheets["Segments"].records, sheets["Offers"].records
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
    """Return the cells that an offer is per, and that hold no number of at least 0."""
    names = {fold(c): c for r in sheets["Segments"].records for c in r.tags}
    for j, offer in enumerate(sheets["Offers"].records, 1):
        units = per_unit(offer, rows)
        for s in np.flatnonzero(may[:, j] & ~(units >= 0)):
            where = sheets["Segments"].at(int(s), names.get(fold(offer.per), fold(offer.per)))
            found = "no number" if np.isnan(units[s]) else show(float(units[s]))
            expected = f"a number of at least 0: offer {offer.offer!r} is per {offer.per}"
            yield Issue(where, found, expected)


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
