"""The economics of a problem: its columns as arrays, and what the formulas make of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compensator.economics.formulas import measures
from compensator.economics.response import Array, Columns, unknown
from compensator.problem import (
    Problem,
    classes,
    entitled,
    per_unit,
    within_classes,
)
from compensator.tolerances import CANCELLED, MET, TRIFLE

Vector = NDArray[np.float64]
_OFFERS = ("redemption", "usage", "unit_cost", "delivery_cost", "lift_if_unredeemed")


@dataclass(frozen=True, slots=True)
class Known:
    """The Responses sheet as arrays; NaN where a pair has no figure."""

    columns: dict[str, Array]
    """By column of the sheet."""
    measures: dict[str, Array]
    """Custom measures per recipient; 0 where a pair has no row."""
    ignored: NDArray[np.intp]
    """Positions of the rows whose pairs are not eligible."""


@dataclass(frozen=True)
class Economics:
    """What each offer does to a user of each segment."""

    columns: Columns
    """What the formulas looked at."""
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

    @property
    def nobody(self) -> Vector:
        """Share of each segment that is less than a user: one of a billion is a share of 1e-9, and somebody."""
        less: Vector = np.clip(TRIFLE / np.maximum(self.users, 1.0), CANCELLED, MET)
        return less

    def shares(self, decided: Array) -> Array:
        """Return the shares of all users from those of the users still to be decided on."""
        if self.given is None:
            return decided
        shares: Array = self.given + self.left[:, None] * decided
        return shares

    def decided(self, shares: Array) -> Array:
        """Return the shares of the users to be decided on from those of all users; they add up to 1."""
        if self.given is None:
            return shares
        rest = shares - self.given
        rest[np.abs(rest) <= self.nobody[:, None]] = 0.0
        total = np.where(self.left > 0, rest.sum(axis=1), 0.0)[:, None]
        decided: Array = np.divide(rest, total, out=np.zeros(shares.shape), where=total > 0)
        decided[total[:, 0] <= 0, 0] = 1.0
        return decided

    def total(self, measure: str) -> Array:
        """Return a measure for whole segments: users × the measure per user."""
        return self.users[:, None] * self.measures[measure]


def own_pairs(problem: Problem) -> NDArray[np.bool_]:
    """Return who may get what by the offers' filters and the segments' entitlements."""
    own: NDArray[np.bool_] = problem.allowed & entitled(
        column(problem, "entitlement"), problem.face
    )
    return own


def eligible_pairs(problem: Problem) -> NDArray[np.bool_]:
    """Return who may get what, the common offers of a class only."""
    group = classes(problem.listed["Segments"], problem.settings.same_offer_within)
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
    columns = columns_of(problem, known)
    found = measures(columns)
    return Economics(
        columns=columns,
        users=column(problem, "users"),
        group=classes(problem.listed["Segments"], problem.settings.same_offer_within),
        eligible=eligible,
        allowed=problem.allowed,
        measures={**found, **known.measures},
        setup=_offers(problem, "setup_cost"),
        known=known,
        unknown=unknown(columns, "retention") | unknown(columns, "reconversion"),
        given=given,
    )


def columns_of(problem: Problem, known: Known) -> Columns:
    """Return what the formulas look at, as the problem has it."""
    return Columns(
        segments=problem.figures.segments,
        offers={name: _offers(problem, name) for name in _OFFERS},
        face_value=_alike(np.nan_to_num(problem.face)),
        quantity=_alike(_quantity(problem)),
        responses={n: one for n, one in known.columns.items() if not np.isnan(one).all()},
        decay=decay(problem),
    )


def _alike(cells: Array) -> Array:
    """Return one row for all where all rows are the same."""
    return cells[:1] if (cells == cells[:1]).all() else cells


def column(problem: Problem, name: str) -> Vector:
    """Return a numeric column of the segments, NaN where blank."""
    return problem.figures.segments[name]


def known_responses(problem: Problem, eligible: NDArray[np.bool_]) -> Known:
    """Return what the Responses sheet knows of eligible pairs."""
    figures = problem.figures
    counts = eligible[figures.segment, figures.offer]
    at = figures.segment[counts], figures.offer[counts]

    def laid(of_rows: Vector, blank: float) -> Array:
        cells = np.full(eligible.shape, blank)
        cells[at] = of_rows[counts]
        return cells

    return Known(
        {name: laid(of_rows, np.nan) for name, of_rows in figures.responses.items()},
        {name: laid(of_rows, 0.0) for name, of_rows in figures.measures.items()},
        np.flatnonzero(~counts),
    )


def _given(problem: Problem) -> Array | None:
    """Return the share of each segment that has each offer already."""
    if not problem.given:
        return None
    rows, offers = problem.segment_rows.names, problem.offer_rows.names
    segment = {name: i for i, name in enumerate(rows)}
    users, shares = column(problem, "users"), np.zeros((len(rows), len(offers)))
    for one in problem.given:
        if one.users:
            s = segment[one.segment]
            shares[s, offers.index(one.offer)] += one.users / users[s]
    return shares


def _offers(problem: Problem, name: str) -> Vector:
    """Return a numeric column of the offers, 0 for none."""
    return np.array([0.0, *(getattr(offer, name) for offer in problem.offers)])


def _quantity(problem: Problem) -> Array:
    rows = problem.segment_rows
    columns = [np.zeros(len(rows.names)), *(o.quantity * per_unit(o, rows) for o in problem.offers)]
    quantity: Array = np.nan_to_num(np.stack(columns, axis=1))
    return quantity
