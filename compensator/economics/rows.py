r"""Limits as linear rows.

A limit bounds a ratio :math:`N(x) / D(x)`, where *N* is the measure over the limit's scope:

================  ==============================================  ========================
basis             D                                               row of a ``max`` of *b*
================  ==============================================  ========================
``total``         1                                               N ≤ b
``per_user``      users of the scope, U                           N ≤ b · U
``share``         the measure over all segments and offers, T     N − b · T ≤ 0
``relative_to``   the other scope's average, R ÷ U_R (N ÷ U too)  N ÷ U − b · R ÷ U_R ≤ 0
``roi``           cost, C (N is net value)                        N − b · C ≥ 0 (min only)
================  ==============================================  ========================

The right-hand forms are the contract; a ratio whose D is not positive has no ``actual``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from compensator.economics.evaluation import Economics, Vector
from compensator.economics.forms import Form
from compensator.economics.response import Array
from compensator.language import Unit, aim_of, setup_in, unit_of
from compensator.problem import Limit, Offer, Problem, fold, mask
from compensator.tolerances import ROUNDING, SLIGHT

BUDGET = "budget"
Side = Literal["min", "max"]


@dataclass(frozen=True)
class Row:
    """One side of a limit: ``form ≤ rhs`` for a max, ``form ≥ rhs`` for a min."""

    limit: str
    """Name or path of the limit."""
    code: str
    """Name for the solver: position, never user text."""
    bound: Side
    form: Form
    rhs: float
    least: float = 0.0
    """The written bound, or more where what users have already adds up to more: misses are no part of less."""

    @property
    def bounded(self) -> float:
        """Return the size of the written bound."""
        return max(abs(self.rhs), self.least)

    @property
    def sign(self) -> float:
        """1 for a max, −1 for a min: ``sign · form ≤ sign · rhs``."""
        return 1.0 if self.bound == "max" else -1.0

    @property
    def opposite(self) -> Row:
        """Return the row that makes this one an equality."""
        bound: Side = "min" if self.bound == "max" else "max"
        return replace(self, bound=bound, code=f"{self.code}_tight")

    def excess(self, shares: Array, used: Vector) -> float:
        """Return how much a plan exceeds the row, in its own units; negative is room."""
        return self.sign * (self.form.at(shares, used) - self.rhs)

    def violation(self, shares: Array, used: Vector) -> float:
        """Return the excess, at least 0, relative to the bound, or to what the plan adds up where that is more."""
        excess = self.excess(shares, used)
        return excess / max(self.bounded, self.form.activity(shares, used)) if excess > 0 else 0.0

    def room(self, shares: Array, used: Vector) -> float:
        """Return the room a plan leaves, relative to the bound, or to what the plan adds up where that is 0."""
        activity = self.form.activity(shares, used)
        scale = max(abs(self.rhs), SLIGHT * activity) if self.rhs else activity or self.form.size
        return -self.excess(shares, used) / scale


@dataclass(frozen=True)
class Bounded:
    """One limit with its numerator and denominator."""

    name: str
    code: str
    measure: str
    numerator: Form
    denominator: Form | float
    """A form for ratios, a constant for ``total`` (1) and ``per_user`` (users)."""
    min: float | None
    max: float | None
    enforced: bool
    path: tuple[str, int, str] | None = None
    """Sheet, record and field where the bound is written."""

    @property
    def unit(self) -> Unit:
        """What the limited figure counts; averages of users are plain numbers."""
        if isinstance(self.denominator, Form):
            return "number"
        unit = unit_of(self.measure)
        return "number" if unit == "users" and self.denominator != 1.0 else unit

    def rows(self) -> list[Row]:
        """Return one row for each bound."""
        sides: tuple[tuple[Side, float | None], ...] = (("max", self.max), ("min", self.min))
        return [
            Row(self.name, self._code(side), side, *self._linear(bound))
            for side, bound in sides
            if bound is not None
        ]

    def _code(self, side: str) -> str:
        return f"{self.code}_{side}" if self.code.startswith("limit_") else self.code

    def _linear(self, bound: float) -> tuple[Form, float]:
        if isinstance(self.denominator, Form):
            return self.numerator - self.denominator * bound, 0.0
        return self.numerator, bound * self.denominator

    def scale(self, shares: Array, used: Vector) -> float:
        """Return D at a plan: what one unit of the written bound is in units of the row."""
        return (
            self.denominator.at(shares, used)
            if isinstance(self.denominator, Form)
            else self.denominator
        )

    def actual(self, shares: Array, used: Vector) -> float | None:
        """Return the limited figure in its own unit, None where the denominator is not positive."""
        scale = self.scale(shares, used)
        largest = (
            np.abs(self.denominator.shares).max(initial=0)
            if isinstance(self.denominator, Form)
            else 0.0
        )
        return self.numerator.at(shares, used) / scale if scale > ROUNDING * largest else None


def limits(problem: Problem, economics: Economics) -> list[Bounded]:
    """Return the budget, the sheet's limits and the offers' ``max_users``, in this order."""
    budget = (
        [] if problem.settings.budget is None else [_budget(economics, problem.settings.budget)]
    )
    written = [_limit(problem, economics, i, limit) for i, limit in enumerate(problem.limits)]
    capped = [(j, offer) for j, offer in enumerate(problem.offers) if offer.max_users is not None]
    return [*budget, *written, *(_max_users(economics, j, offer) for j, offer in capped)]


def with_bounds(bounded: Sequence[Bounded], problem: Problem) -> list[Bounded]:
    """Return the same limits with the bounds of a problem that differs from theirs in nothing else."""
    own: list[tuple[float | None, float | None]] = []
    if problem.settings.budget is not None:
        own.append((None, problem.settings.budget))
    own += [(limit.min, limit.max) for limit in problem.limits]
    own += [(None, float(o.max_users)) for o in problem.offers if o.max_users is not None]
    return [replace(one, min=low, max=high) for one, (low, high) in zip(bounded, own, strict=True)]


def _budget(economics: Economics, most: float) -> Bounded:
    form = _form(economics, "cost", *_everything(economics))
    at = ("Settings", 0, BUDGET)
    return Bounded(BUDGET, BUDGET, "cost", form, 1.0, None, most, enforced=True, path=at)


def _max_users(economics: Economics, j: int, offer: Offer) -> Bounded:
    segments, offers = _everything(economics)
    chosen = np.arange(len(offers)) == j + 1
    return Bounded(
        name=f"offers[{offer.offer}].max_users",
        code=f"offer_{j + 1}_max_users",
        measure="recipients",
        numerator=_form(economics, "recipients", segments, chosen),
        denominator=1.0,
        min=None,
        max=float(offer.max_users or 0),
        enforced=True,
        path=("Offers", j, "max_users"),
    )


def _limit(problem: Problem, economics: Economics, i: int, limit: Limit) -> Bounded:
    segments = mask(limit.segments, problem.segment_rows)
    offers = mask(limit.offers, problem.offer_rows)
    measure = measure_name(limit.measure, economics)
    at = ("Limits", i, "max" if limit.max is not None else "min")
    numerator = _form(economics, "net_value" if measure == "roi" else measure, segments, offers)
    denominator: Form | float = 1.0
    if measure == "roi":
        denominator = _form(economics, "cost", segments, offers)
    elif limit.relative_to is not None:
        other = mask(limit.relative_to, problem.segment_rows)
        numerator = numerator * (1 / economics.users[segments].sum())
        denominator = _form(economics, measure, other, offers) * (1 / economics.users[other].sum())
    elif limit.basis == "per_user":
        denominator = float(economics.users[segments].sum())
    elif limit.basis == "share":
        denominator = _form(economics, measure, *_everything(economics))
    return Bounded(
        limit.limit,
        f"limit_{i + 1}",
        measure,
        numerator,
        denominator,
        limit.min,
        limit.max,
        limit.enforce,
        at,
    )


def measure_name(written: str, economics: Economics) -> str:
    """Return the measure that a limit names, case and spaces aside."""
    known = {fold(name): name for name in (*economics.measures, "roi")}
    return known[fold(written)]


def _everything(economics: Economics) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    return np.ones(len(economics.users), dtype=bool), np.ones(len(economics.setup), dtype=bool)


def _form(
    economics: Economics, measure: str, segments: NDArray[np.bool_], offers: NDArray[np.bool_]
) -> Form:
    """Return a measure over a scope; an offer's set-up cost counts where the scope holds all that its filter allows."""
    scope = segments[:, None] & offers
    shares = np.where(scope, economics.total(measure), 0.0)
    outside = (economics.allowed & ~segments[:, None]).any(axis=0)
    form = Form(shares, setup_in(measure) * economics.setup * (offers & ~outside))
    if measure != "net_value":
        return form
    parts = np.abs(economics.total("value")) + economics.total("cost")
    return replace(form, parts=np.where(scope, parts, 0.0)).cleaned()


def objective(problem: Problem, economics: Economics) -> Form:
    """Return what the plan maximizes."""
    aim = aim_of(problem.settings.maximize)
    form = _form(economics, aim.measure, *_everything(economics))
    return form * aim.sign if aim.least else form
