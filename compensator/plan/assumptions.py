"""What a plan assumes where nothing was typed: that users who never redeem an offer stay for it all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from compensator.language import OUTCOMES, percent, shortened, visible
from compensator.plan.findings import Findings

FELT: Final = "lift_if_unredeemed"


def felt_unredeemed(found: Findings) -> Iterator[str]:
    """Name the pairs that a plan gives and whose lift rests on the default of ``lift_if_unredeemed``."""
    segments, offers = found.problem.segment_rows.names, found.problem.offer_rows.names
    redemption = np.broadcast_to(found.economics.columns.redemption, found.shares.shape)
    pairs = [
        f"{visible(offers[j])} for {visible(segments[s])} ({percent(redemption[s, j])} redeem)"
        for s, j in np.argwhere(_resting(found))
    ]
    if pairs:
        yield f"Rests on an assumption: {FELT} is blank, so 1: who does not redeem stays or comes back like who does: {shortened(pairs)}. A form that 2% redeem then keeps as many users as automatic credit; type less, 0 where only redeemers feel it."


def _resting(found: Findings) -> NDArray[np.bool_]:
    """Return the pairs given to somebody with a lift from a curve, not all redeemed, nothing typed."""
    economics = found.economics
    columns, shape = economics.columns, found.shares.shape
    blank = np.array([False, *(FELT not in one.model_fields_set for one in found.problem.offers)])
    given = (found.shares > 0) & (economics.users > 0)[:, None]
    curved = np.zeros(shape, dtype=bool)
    for outcome, measure in OUTCOMES.items():
        told = columns.responses.get(outcome)
        by_curve = economics.measures[f"incremental_{measure}"] != 0
        curved |= by_curve if told is None else by_curve & np.isnan(told)
    unvalued = np.isnan(economics.known.columns["value"])
    resting: NDArray[np.bool_] = given & blank & (columns.redemption < 1) & curved & unvalued
    return resting
