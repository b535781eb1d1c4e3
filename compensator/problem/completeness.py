"""Is every eligible pair known: its lift from a response or a curve, or its value outright?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from compensator.errors import Issue
from compensator.language import OUTCOMES
from compensator.problem.cells import show
from compensator.problem.columns import is_told
from compensator.problem.figures import places
from compensator.problem.filters import Rows, fold
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
    """Return the cells that an offer is per, and that hold no number of at least 0."""
    names = {fold(c): c for c in sheets["Segments"].rows.bag}
    for j, offer in enumerate(sheets["Offers"].records, 1):
        units = per_unit(offer, rows)
        for s in np.flatnonzero(may[:, j] & ~(units >= 0)):
            where = sheets["Segments"].at(int(s), names.get(fold(offer.per), fold(offer.per)))
            found = "no number" if np.isnan(units[s]) else show(float(units[s]))
            expected = f"a number of at least 0: offer {offer.offer!r} is per {offer.per}"
            yield Issue(where, found, expected)


def _unknown(sheets: Mapping[str, Parsed], eligible: NDArray[np.bool_]) -> Iterator[Issue]:
    segments, offers = sheets["Segments"].rows, sheets["Offers"].rows
    responses, at = sheets["Responses"], sheets["Segments"].at
    untold = _untold(sheets, eligible)
    if not untold.any():
        return
    pairs = zip(responses.rows.column("segment"), responses.rows.column("offer"), strict=True)
    row = {pair: i for i, pair in enumerate(pairs)}
    needs = _needed_outcomes(sheets)
    for s in np.flatnonzero(untold.any(axis=1)).tolist():
        segment = segments[s]
        curved = {o: getattr(segment, f"{o}_ceiling") is not None for o in OUTCOMES}
        has = [o for o in OUTCOMES if getattr(segment, o) is not None]
        for j in np.flatnonzero(untold[s, 1:]).tolist():
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
