"""Why an offer may not be given to a segment."""

from __future__ import annotations

import numpy as np

from compensator.economics import Array
from compensator.language import money, visible
from compensator.plan.ledger import Ledger
from compensator.problem import entitled


def why_not(ledger: Ledger) -> list[str | None]:
    """Return why each pair is not eligible, None where it is; in the order of the ledger."""
    eligible = ledger.economics.eligible
    told: list[str | None] = [None] * eligible.size
    for s, j in np.argwhere(~eligible):
        told[s * eligible.shape[1] + j] = reason(ledger, int(s), int(j))
    return told


def reason(ledger: Ledger, s: int, j: int) -> str:
    """Return why a pair that is not eligible is not, by the positions of its segment and its offer."""
    if (own := _own_reason(ledger, s, j)) is not None:
        return own
    group = ledger.economics.group
    mates = np.flatnonzero(group == group[s])
    other = next(int(m) for m in mates if _own_reason(ledger, int(m), j) is not None)
    tag = ledger.settings.same_offer_within
    return f"not eligible for {visible(ledger.segments[other])}, which has the same {tag}"


def _own_reason(ledger: Ledger, s: int, j: int) -> str | None:
    """Return what the offer's filter or the segment's entitlement says against a pair."""
    if not ledger.economics.allowed[s, j]:
        return f"only for {visible(ledger.offers[j - 1].eligible or '')}"
    face: Array = ledger.whole(ledger.economics.columns.face_value)[s : s + 1, j : j + 1]
    needed = ledger.economics.columns.segments["entitlement"][s : s + 1]
    if entitled(needed, face).all():
        return None
    amounts = (money(float(x), ledger.settings.currency) for x in (face[0, 0], needed[0]))
    return "worth {} to a user, less than the entitlement of {}".format(*amounts)
