"""Offers that harm, by name and cell: an offer can, and so can a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from compensator.language import OUTCOMES, visible
from compensator.plan.case import Case
from compensator.plan.near_misses import typed


def harm(case: Case) -> Iterator[str]:
    """Yield what makes eligible pairs worse than doing nothing, every cell of it."""
    responses = [*_responses(case)]
    if responses:
        yield f"Offers that harm, by your figures: {'; '.join(responses)}."
    ceilings = [*_ceilings(case)]
    if ceilings:
        yield f"Ceilings below the base, where the more an offer is worth the more it harms: {'; '.join(ceilings)}."


def _responses(case: Case) -> Iterator[str]:
    """Yield the responses of eligible pairs that are below the base, or below no value at all."""
    figures, eligible = case.problem.figures, case.economics.eligible
    may = eligible[figures.segment, figures.offer]
    for column in (*OUTCOMES, "value"):
        own = figures.responses[column]
        bases = figures.segments[column] if column in OUTCOMES else np.zeros(len(eligible))
        base = bases[figures.segment]
        for i in np.flatnonzero(may & (own < base)).tolist():
            s, j = figures.segment[i], figures.offer[i]
            pair = f"{_offer(case, j)} for {_segment(case, s)}"
            at = case.problem.at("Responses", i, column)
            without = f", {typed(base[i])} without it" if column in OUTCOMES else ""
            yield f"{pair} ({column} {typed(own[i])}{without}, {at})"


def _ceilings(case: Case) -> Iterator[str]:
    """Yield the ceilings below the base of segments that may get a real offer."""
    segments, may = case.problem.figures.segments, case.economics.eligible[:, 1:].any(axis=1)
    for outcome in OUTCOMES:
        column = f"{outcome}_ceiling"
        ceiling, base = segments[column], segments[outcome]
        for s in np.flatnonzero(may & (ceiling < base)).tolist():
            at = case.problem.at("Segments", s, column)
            yield f"{_segment(case, s)} ({column} {typed(ceiling[s])}, {outcome} {typed(base[s])}, {at})"


def _segment(case: Case, s: int) -> str:
    return visible(case.problem.segment_rows.names[s])


def _offer(case: Case, j: int) -> str:
    return repr(visible(case.problem.offer_rows.names[j]))
