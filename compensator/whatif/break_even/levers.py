"""The figures of one segment × offer that may turn out otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from compensator.economics import column, lift, unknown
from compensator.language import OUTCOMES
from compensator.plan import Case
from compensator.whatif.inputs import Input, path_of

FARTHEST: Final = 1_000.0
"""Money figures are looked at up to this × the largest that any offer costs or brings per user today."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One segment × offer, by position (``none`` is offer 0) and by name."""

    s: int
    j: int
    segment: str
    offer: str


def levers(case: Case, pair: Pair) -> Iterator[Input]:
    """Return the figures of a pair, each with the least and the most it may be.

    They are its redemption, unit cost, responses, and cost.
    """
    problem, economics, s, j = case.problem, case.economics, pair.s, pair.j
    names, fraction, most = (pair.segment, pair.offer), (0.0, 1.0), FARTHEST * _largest(case)

    def response(name: str, span: tuple[float, float], now: float) -> Input:
        return Input(path_of(problem, "responses", name, *names), span, float(now))

    yield response("redemption", fraction, economics.measures["redemptions"][s, j])
    unit_cost = path_of(problem, "offers", "unit_cost", pair.offer)
    yield Input(unit_cost, (0.0, most), problem.offers[j - 1].unit_cost)
    for outcome in OUTCOMES:
        with_offer = _with_offer(case, outcome, pair)
        if np.isfinite(with_offer):
            yield response(outcome, fraction, with_offer)
    value = economics.known.columns["value"][s, j]
    if np.isfinite(value):
        yield response("value", (-most, most), value)
    yield response("cost", (0.0, most), economics.measures["cost"][s, j])


def _largest(case: Case) -> float:
    """Return the largest money figure per user of any offer, at least 1."""
    costs = [offer.unit_cost for offer in case.problem.offers]
    figures = (case.economics.measures[name] for name in ("value", "cost"))
    return float(max(1.0, *costs, *(np.abs(one).max(initial=0) for one in figures)))


def _with_offer(case: Case, outcome: str, pair: Pair) -> float:
    """Return the probability with the offer at no delay; NaN where there is none or nothing tells."""
    problem, known = case.problem, case.economics.known
    given = float(known.columns[outcome][pair.s, pair.j])
    base = float(column(problem, outcome)[pair.s])
    if np.isfinite(given) or np.isnan(base):
        return given if np.isfinite(base) else np.nan
    columns, at = case.economics.columns, (pair.s, pair.j)
    return np.nan if unknown(columns, outcome)[at] else base + float(lift(columns, outcome)[at])
