"""Notes on the data themselves: what was left aside, and what counts as nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from compensator.economics import Economics, own_pairs
from compensator.language import OUTCOMES, SHOWN, visible
from compensator.plan.case import Case
from compensator.plan.findings import names
from compensator.plan.ledger import Ledger
from compensator.plan.near_misses import near_misses
from compensator.plan.own_columns import counted_as_nothing
from compensator.plan.reasons import reason
from compensator.problem import Problem


def data_notes(case: Case) -> Iterator[str]:
    """Yield what a reader of the data should know."""
    economics, problem = case.economics, case.problem
    yield from problem.notes
    yield from near_misses(case)
    yield from counted_as_nothing(problem, economics)
    yield from _ignored(problem, economics)
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


def _ignored(problem: Problem, economics: Economics) -> Iterator[str]:
    """Yield which rows of Responses change nothing, with the cell and the reason of the first."""
    rows = economics.known.ignored
    if not rows.size:
        return
    figures, ledger = problem.figures, Ledger.of(problem, economics)
    told = []
    for row in rows[:SHOWN].tolist():
        s, j = int(figures.segment[row]), int(figures.offer[row])
        pair = f"{visible(ledger.segments[s])} with {visible(ledger.names[j])}"
        told.append(f"{pair} ({problem.at('Responses', row, 'offer')}: {reason(ledger, s, j)})")
    one = rows.size == 1
    what = (
        "row of Responses is for a pair that is"
        if one
        else "rows of Responses are for pairs that are"
    )
    more = f" and {rows.size - SHOWN:,} more" if rows.size > SHOWN else ""
    yield f"{rows.size:,} {what} not eligible, and ignored: {', '.join(told)}{more}."


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
