"""Notes on the data themselves: what was left aside, and what counts as nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from compensator.economics import Economics, own_pairs
from compensator.language import OUTCOMES
from compensator.plan.case import Case
from compensator.plan.findings import names
from compensator.plan.near_misses import near_misses
from compensator.plan.own_columns import counted_as_nothing


def data_notes(case: Case) -> Iterator[str]:
    """Yield what a reader of the data should know."""
    economics, problem = case.economics, case.problem
    yield from problem.notes
    yield from near_misses(case)
    yield from counted_as_nothing(problem, economics)
    if economics.known.ignored:
        rows = (
            "row of Responses is for a pair that is"
            if economics.known.ignored == 1
            else "rows of Responses are for pairs that are"
        )
        yield f"{economics.known.ignored:,} {rows} not eligible, and ignored."
    by_value = economics.unknown & economics.eligible & ~np.isnan(economics.known.columns["value"])
    if by_value.any():
        pairs = int(by_value.sum())
        yield f"{pairs:,} {'pairs are' if pairs > 1 else 'pair is'} known by value only: {'they count' if pairs > 1 else 'it counts'} no lift in retained and reconverted."
    if moot := _moot_responses(economics):
        yield f"Responses give {moot:,} {'probabilities' if moot > 1 else 'probability'} of an outcome that the segment does not have: left aside."
    if blind := _ineligible_unknown(case):
        yield f"Policies give offers to segments that may not get them and for which no lift is known ({names(blind)}): that lift counts as 0."
    if (
        problem.settings.same_offer_within is not None
        and (own_pairs(problem) != economics.eligible).any()
    ):
        yield "An offer that is not eligible for one segment of a class is not eligible for the class."


def _moot_responses(economics: Economics) -> int:
    """Return how many responses are of an outcome without a base probability in Segments."""
    given = {outcome: ~np.isnan(economics.known.columns[outcome]) for outcome in OUTCOMES}
    bases = economics.columns.segments
    return sum(int((cells & np.isnan(bases[o])[:, None]).sum()) for o, cells in given.items())


def _ineligible_unknown(case: Case) -> list[str]:
    pairs = {(p.segments, p.offer) for p in case.problem.policies}
    offers = {offer for _, offer in pairs}
    blind = case.economics.unknown & ~case.economics.eligible
    listed = case.problem.offer_rows.names
    return [name for j, name in enumerate(listed) if name in offers and blind[:, j].any()]
