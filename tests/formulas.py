"""The formulas of every measure, one user of one segment with one offer at a time.

Nothing of ``compensator.economics.response`` or ``compensator.economics`` is used. Figures are of whatever kind
the records hold: floats, or the fractions of ``tests.rational``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from compensator.problem import Offer, Problem, Segment

Pair = tuple[int, int]
"""Segment and offer by position; offer 0 is ``none``."""


@dataclass(frozen=True)
class Formulas:
    """A problem, seen one pair at a time."""

    problem: Problem

    def offer(self, j: int) -> Offer | None:
        """Return offer j; None for none."""
        return None if j == 0 else self.problem.offers[j - 1]

    def per(self, segment: Segment, offer: Offer) -> Any:
        """Return what quantity and face value are multiplied by."""
        if offer.per is None:
            return 1
        return getattr(segment, offer.per, segment.tags.get(offer.per))

    def face(self, s: int, j: int) -> float:
        """Return the perceived value."""
        offer, segment = self.offer(j), self.problem.segments[s]
        return 0 if offer is None else offer.face_value * self.per(segment, offer)

    def response(self, s: int, j: int, column: str) -> float | None:
        """Return a cell of the Responses sheet."""
        names = self.problem.segments[s].segment, self.problem.offers[j - 1].offer
        for row in self.problem.responses:
            if (row.segment, row.offer) == names:
                return getattr(row, column, row.measures.get(column))
        return None

    @cached_property
    def decay(self) -> float:
        """Return the share of an effect that is left."""
        settings = self.problem.settings
        if settings.effect_half_life_days is None:
            return 1
        return 0.5 ** (settings.delay_days / settings.effect_half_life_days)

    def lift(self, s: int, j: int, outcome: str) -> float:
        """Return the lift of one outcome, after the delay."""
        segment, offer = self.problem.segments[s], self.offer(j)
        base, ceiling = getattr(segment, outcome), getattr(segment, f"{outcome}_ceiling")
        if offer is None or base is None:
            return 0
        known = self.response(s, j, outcome)
        if known is not None:
            return (known - base) * self.decay
        if ceiling is None:
            return 0
        w, h, k = self.face(s, j), segment.half_value, segment.steepness
        curve = w**k / (w**k + h**k)
        redeemed = self.redemption(s, j)
        felt = redeemed + (1 - redeemed) * offer.lift_if_unredeemed
        return (ceiling - base) * curve * felt * self.decay

    def redemption(self, s: int, j: int) -> float:
        """Return the share of recipients who redeem."""
        known = self.response(s, j, "redemption")
        return self.problem.offers[j - 1].redemption if known is None else known

    def measures(self, s: int, j: int) -> dict[str, float]:
        """Return every measure of one user of segment s with offer j."""
        segment, offer = self.problem.segments[s], self.offer(j)
        custom = {name for row in self.problem.responses for name in row.measures}
        kept, back = self.lift(s, j, "retention"), self.lift(s, j, "reconversion")
        measures = {
            "incremental_retained": kept,
            "incremental_reconverted": back,
            "retained": (segment.retention or 0) + kept,
            "reconverted": (segment.reconversion or 0) + back,
        }
        if offer is None:
            money = ("cost", "liability", "value", "net_value")
            others = ("recipients", "face_value", "quantity", "redemptions")
            return measures | dict.fromkeys((*money, *others, *custom), 0)
        redemption, quantity = self.redemption(s, j), offer.quantity * self.per(segment, offer)
        cost = self.response(s, j, "cost")
        if cost is None:
            cost = offer.delivery_cost + redemption * offer.usage * quantity * offer.unit_cost
        value = self.response(s, j, "value")
        if value is None:
            worth = (segment.retained_value or 0) * kept
            worth += (segment.reconverted_value or 0) * back
            value = (1 + segment.word_of_mouth) * worth
        else:
            value *= self.decay
        return measures | {
            "cost": cost,
            "liability": max(cost, offer.delivery_cost + quantity * offer.unit_cost),
            "value": value,
            "net_value": value - cost,
            "recipients": 1,
            "face_value": self.face(s, j),
            "quantity": quantity,
            "redemptions": redemption,
            **{name: self.response(s, j, name) or 0 for name in custom},
        }

    @cached_property
    def table(self) -> dict[Pair, dict[str, float]]:
        """Return the measures of every pair."""
        return {(s, j): self.measures(s, j) for s, j in self.pairs}

    @cached_property
    def pairs(self) -> list[Pair]:
        """Return every segment with every offer."""
        return list(product(range(len(self.problem.segments)), range(len(self.problem.offers) + 1)))
