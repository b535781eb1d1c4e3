"""The figures of one segment × offer that may turn out otherwise, and the problem with each of them changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from compensator.economics import column, lift
from compensator.language import OUTCOMES
from compensator.plan import Case
from compensator.problem import Problem, Response, face_values
from compensator.whatif.uncertain import pair_scope, rebuilt, scope

FARTHEST: Final = 1_000.0
"""Money figures are looked at up to this × the largest that any offer costs or brings per user today."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One segment × offer, by position (``none`` is offer 0) and by name."""

    s: int
    j: int
    segment: str
    offer: str


@dataclass(frozen=True, slots=True)
class Lever:
    """One figure of a pair."""

    name: str
    path: str
    now: float
    span: tuple[float, float]
    """Least and most it may be."""
    pair: Pair

    def at(self, problem: Problem, value: float) -> Problem:
        """Return the problem with the figure set to a value."""
        if self.name == "unit_cost":
            offers = list(problem.offers)
            own = offers[self.pair.j - 1]
            offers[self.pair.j - 1] = own.model_copy(update={"unit_cost": value})
            return rebuilt(problem, {"offers": offers})
        return rebuilt(problem, {"responses": _responses(problem, self.pair, self.name, value)})


def _responses(problem: Problem, pair: Pair, name: str, value: float) -> list[Response]:
    """Return the responses with one figure of a pair set; its percentiles would no longer fit."""
    responses = list(problem.responses)
    cells = {name: value, f"{name}_low": None, f"{name}_high": None}
    for i, response in enumerate(responses):
        if (response.segment, response.offer) == (pair.segment, pair.offer):
            responses[i] = response.model_copy(update=cells)
            return responses
    made = Response(segment=pair.segment, offer=pair.offer)
    return [*responses, made.model_copy(update={name: value})]


def levers(case: Case, pair: Pair) -> Iterator[Lever]:
    """Return the figures of a pair: redemption, unit cost, its responses, its cost."""
    problem, economics, s, j = case.problem, case.economics, pair.s, pair.j
    at = pair_scope(problem, pair.segment, pair.offer)
    fraction = (0.0, 1.0)
    most = FARTHEST * _largest(case)
    money = (0.0, most)
    redemption = float(economics.redemption[s, j])
    yield Lever("redemption", f"{at}.redemption", redemption, fraction, pair)
    own = scope(pair.offer, "offer", problem.offer_rows)
    unit_cost = problem.offers[j - 1].unit_cost
    yield Lever("unit_cost", f"offers[{own}].unit_cost", unit_cost, money, pair)
    for outcome in OUTCOMES:
        with_offer = _with_offer(case, outcome, pair)
        if np.isfinite(with_offer):
            yield Lever(outcome, f"{at}.{outcome}", with_offer, fraction, pair)
    value = float(economics.known.columns["value"][s, j])
    if np.isfinite(value):
        yield Lever("value", f"{at}.value", value, (-most, most), pair)
    yield Lever("cost", f"{at}.cost", float(economics.measures["cost"][s, j]), money, pair)


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
    face = np.nan_to_num(face_values(problem.offers, problem.segment_rows))
    lifts = lift(problem, outcome, known, face, case.economics.redemption)
    return base + float(lifts[pair.s, pair.j])
