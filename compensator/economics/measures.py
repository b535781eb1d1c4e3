r"""Every measure of every segment × offer, per user.

.. math::

   cost      &= d + r \cdot g \cdot q \cdot c \\
   liability &= d + q \cdot c \\
   value     &= (1 + m) (V_{ret} \cdot lift_{ret} + V_{rec} \cdot lift_{rec}) \cdot decay \\
   decay     &= 0.5^{\,delay / half\text{-}life}

======  =====================  ==============================================
symbol  name                   meaning
======  =====================  ==============================================
d       ``delivery_cost``      money per recipient, redeemed or not
r       ``redemption``         share of recipients who redeem
g       ``usage``              share of the quantity that a redeemer uses
q       ``quantity``           units per recipient
c       ``unit_cost``          money per unit used
m       ``word_of_mouth``      further users kept for each user kept
V       ``…_value``            money that one more user kept or won back is worth
======  =====================  ==============================================

Axis order throughout: segments × (none, offers in the order of the sheet).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compensator.economics.response import Array, Known, column, known_responses, lift
from compensator.language import OUTCOMES
from compensator.problem import (
    Problem,
    allowed,
    classes,
    entitled,
    entitlements,
    face_values,
    per_unit,
    within_classes,
)

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Economics:
    """What each offer does to a user of each segment."""

    users: Vector
    """Users of each segment."""
    group: NDArray[np.intp]
    """Class of each segment: segments of a class get equal shares."""
    eligible: NDArray[np.bool_]
    """Which segment may get which offer."""
    allowed: NDArray[np.bool_]
    """The same by the offers' own filters alone, entitlements and classes aside."""
    measures: Mapping[str, Array]
    """Per user, by name; custom measures included. 0 where nothing is known (see ``unknown``)."""
    setup: Vector
    """Set-up cost of each offer, money, once; 0 for none."""
    base_retention: Vector
    """NaN for segments without this outcome; so the next."""
    base_reconversion: Vector
    redemption: Array
    """Share of recipients who redeem; 0 for none."""
    decay: float
    """Share of an effect that is left when the offer arrives."""
    known: Known
    """The Responses sheet."""
    unknown: NDArray[np.bool_]
    """Pairs, not eligible or known by value only, with a lift that nothing tells; it counts as 0."""
    given: Array | None = None
    """Share of each segment that has each offer already and keeps it; None where nobody has."""

    @property
    def left(self) -> Vector:
        """Share of each segment's users for whom there is still something to decide."""
        left: Vector = np.ones(len(self.users))
        if self.given is None:
            return left
        kept = np.rint(self.given * self.users[:, None]).sum(axis=1)
        np.divide(self.users - kept, self.users, out=left, where=self.users > 0)
        return left

    def shares(self, decided: Array) -> Array:
        """Return the shares of all users from those of the users still to be decided on."""
        if self.given is None:
            return decided
        shares: Array = self.given + self.left[:, None] * decided
        return shares

    def decided(self, shares: Array) -> Array:
        """Return the shares of the users to be decided on from those of all users."""
        if self.given is None:
            return shares
        left = self.left[:, None]
        rest: Array = np.divide(
            shares - self.given, left, out=np.zeros(shares.shape), where=left > 0
        )
        rest[left[:, 0] == 0, 0] = 1.0
        return rest

    def total(self, measure: str) -> Array:
        """Return a measure for whole segments: users × the measure per user."""
        return self.users[:, None] * self.measures[measure]


def own_pairs(problem: Problem) -> NDArray[np.bool_]:
    """Return who may get what by the offers' filters and the segments' entitlements."""
    rows = problem.segment_rows
    own: NDArray[np.bool_] = allowed(problem.offers, rows) & entitled(
        entitlements(problem.segments), face_values(problem.offers, rows)
    )
    return own


def eligible_pairs(problem: Problem) -> NDArray[np.bool_]:
    """Return who may get what, the common offers of a class only."""
    group = classes(problem.segments, problem.settings.same_offer_within)
    return within_classes(own_pairs(problem), group)


def decay(problem: Problem) -> float:
    """Return the share of an effect that is left after the delay, 0–1."""
    half_life = problem.settings.effect_half_life_days
    return 1.0 if half_life is None else float(0.5 ** (problem.settings.delay_days / half_life))


def evaluate(problem: Problem, eligible: NDArray[np.bool_] | None = None) -> Economics:
    """Return every measure of every segment × offer.

    Args:
        problem: Segments, offers and responses.
        eligible: Who may get what; by default as the problem says.
    """
    eligible = eligible_pairs(problem) if eligible is None else eligible
    given = _given(problem)
    known = known_responses(problem, eligible if given is None else eligible | (given > 0))
    redemption = _filled(known, "redemption", _offer_row(problem, "redemption"))
    redemption[:, 0] = 0
    left = decay(problem)
    face = np.nan_to_num(face_values(problem.offers, problem.segment_rows))
    lifts = {o: lift(problem, o, known, face, redemption) for o in OUTCOMES}
    unknown = np.isnan(lifts["retention"]) | np.isnan(lifts["reconversion"])
    lifts = {o: left * np.nan_to_num(one) for o, one in lifts.items()}
    bases = {o: column(problem, o) for o in OUTCOMES}
    measures = _money(problem, known, lifts, redemption, left)
    measures |= _outcomes(lifts, bases) | _deliveries(problem, face, redemption)
    return Economics(
        users=column(problem, "users"),
        group=classes(problem.segments, problem.settings.same_offer_within),
        eligible=eligible,
        allowed=allowed(problem.offers, problem.segment_rows),
        measures={**measures, **known.measures},
        setup=np.array([0.0, *(o.setup_cost for o in problem.offers)]),
        base_retention=bases["retention"],
        base_reconversion=bases["reconversion"],
        redemption=redemption,
        decay=left,
        known=known,
        unknown=unknown,
        given=given,
    )


def _outcomes(lifts: Mapping[str, Array], bases: Mapping[str, Vector]) -> dict[str, Array]:
    """Return users kept and won back, and how many of them because of an offer."""
    found = {f"incremental_{measure}": lifts[o] for o, measure in OUTCOMES.items()}
    totals = {m: np.nan_to_num(bases[o])[:, None] + lifts[o] for o, m in OUTCOMES.items()}
    return found | totals


def _deliveries(problem: Problem, face: Array, redemption: Array) -> dict[str, Array]:
    """Return what is given: recipients, what they redeem, what it is worth to them, how much of it."""
    real = np.ones_like(face)
    real[:, 0] = 0
    return {
        "recipients": real,
        "redemptions": redemption,
        "face_value": face,
        "quantity": _quantity(problem),
    }


def _given(problem: Problem) -> Array | None:
    """Return the share of each segment that has each offer already."""
    if not problem.given:
        return None
    rows, offers = problem.segment_rows.names, problem.offer_rows.names
    segment = {name: i for i, name in enumerate(rows)}
    shares = np.zeros((len(rows), len(offers)))
    for one in problem.given:
        if one.users:
            s = segment[one.segment]
            shares[s, offers.index(one.offer)] += one.users / problem.segments[s].users
    return shares


def _offer_row(problem: Problem, name: str) -> Vector:
    return np.array([0.0, *(getattr(o, name) for o in problem.offers)])


def _filled(known: Known, name: str, default: Array) -> Array:
    figures = known.columns[name]
    filled: Array = np.where(np.isnan(figures), default, figures)
    return filled


def _quantity(problem: Problem) -> Array:
    rows = problem.segment_rows
    columns = [np.zeros(len(rows.names)), *(o.quantity * per_unit(o, rows) for o in problem.offers)]
    quantity: Array = np.nan_to_num(np.stack(columns, axis=1))
    return quantity


def _money(
    problem: Problem, known: Known, lifts: Mapping[str, Array], redemption: Array, left: float
) -> dict[str, Array]:
    """Return cost, liability, value and net value, money per user."""
    delivery, unit_cost, usage = (
        _offer_row(problem, n) for n in ("delivery_cost", "unit_cost", "usage")
    )
    everything = _quantity(problem) * unit_cost
    cost = _filled(known, "cost", delivery + redemption * usage * everything)
    worth = sum(
        (np.nan_to_num(column(problem, money))[:, None] * lifts[outcome])
        for outcome, money in (
            ("retention", "retained_value"),
            ("reconversion", "reconverted_value"),
        )
    )
    spread = 1 + column(problem, "word_of_mouth")[:, None]
    told = left * known.columns["value"]
    value = np.where(np.isnan(told), spread * worth, told)
    return {
        "cost": cost,
        "liability": np.maximum(delivery + everything, cost),
        "value": value,
        "net_value": value - cost,
    }
