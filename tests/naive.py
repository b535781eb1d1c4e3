"""A second formulation, straight from the formulas: slow, scalar, and independent of the package.

Nothing of ``compensator.economics`` or below it is used; only filters are, which have tests of
their own. What the package answers is compared with what this answers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pulp

from compensator.plan import Plan
from compensator.problem import Limit, Problem
from compensator.problem.filters import mask
from tests.formulas import Formulas, Pair

SETUP_SIGN = {"cost": 1, "liability": 1, "net_value": -1}


@dataclass(frozen=True)
class Sum:
    """A linear figure: so much for each share, so much for each offer that is used."""

    shares: dict[Pair, float]
    used: dict[int, float]


def shares_of(plan: Plan, problem: Problem) -> dict[Pair, float]:
    """Return a plan's exact shares by position."""
    segments, offers = problem.segment_rows.names, problem.offer_rows.names
    return {(segments.index(a.segment), offers.index(a.offer)): a.share for a in plan.allocations}


@dataclass(frozen=True)
class Found:
    """What the naive program found."""

    feasible: bool
    objective: float
    shares: dict[Pair, float]


@dataclass(frozen=True)
class Naive(Formulas):
    """A problem as a program, built from its formulas as they stand."""

    def may_get(self, s: int, j: int, dropped: Collection[str] = ()) -> bool:
        """Return whether a segment may get an offer by the offer's filter and its own entitlement."""
        offer, segment = self.offer(j), self.problem.segments[s]
        if offer is not None and not mask(offer.eligible, self.problem.segment_rows)[s]:
            return False
        if f"segments[{segment.segment}].entitlement" in dropped:
            return True
        return self.face(s, j) >= segment.entitlement * (1 - 1e-12)

    def eligible(self, dropped: Collection[str] = ()) -> dict[Pair, bool]:
        """Return who may get what, classes considered."""
        tag = self.problem.settings.same_offer_within
        own = {(s, j): self.may_get(s, j, dropped) for s, j in self.pairs}
        if tag is None or "same_offer_within" in dropped:
            return own
        return {(s, j): all(own[t, j] for t in self.mates(s)) for s, j in self.pairs}

    def mates(self, s: int) -> list[int]:
        """Return the segments of a segment's class."""
        tag, segments = self.problem.settings.same_offer_within, self.problem.segments
        return [t for t, other in enumerate(segments) if other.tags[tag] == segments[s].tags[tag]]

    def sum(self, measure: str, segments: str | None = None, offers: str | None = None) -> Sum:
        """Return a measure's total over a scope; set-up costs where it holds all whom the offer is for."""
        chosen = mask(segments, self.problem.segment_rows)
        given = mask(offers, self.problem.offer_rows)
        cells = {
            (s, j): self.problem.segments[s].users * self.table[s, j][measure]
            for s, j in self.pairs
            if chosen[s] and given[j]
        }
        sign = SETUP_SIGN.get(measure, 0)
        setup = {
            j: sign * offer.setup_cost
            for j, offer in enumerate(self.problem.offers, 1)
            if given[j] and sign and offer.setup_cost and not (self.meant_for(j) & ~chosen).any()
        }
        return Sum(cells, setup)

    def meant_for(self, j: int) -> Any:
        """Return which segments an offer's own filter matches."""
        return mask(self.problem.offers[j - 1].eligible, self.problem.segment_rows)

    def users(self, segments: str | None) -> float:
        """Return the users of a scope."""
        chosen = mask(segments, self.problem.segment_rows)
        return sum(r.users for r, c in zip(self.problem.segments, chosen, strict=True) if c)

    def ratio(self, limit: Limit) -> tuple[Sum, Sum | float]:
        """Return what a limit divides, and by what."""
        top = self.sum(
            "net_value" if limit.measure == "roi" else limit.measure, limit.segments, limit.offers
        )
        if limit.measure == "roi":
            return top, self.sum("cost", limit.segments, limit.offers)
        if limit.relative_to is not None:
            other = self.sum(limit.measure, limit.relative_to, limit.offers)
            return times(top, 1 / self.users(limit.segments)), times(
                other, 1 / self.users(limit.relative_to)
            )
        if limit.basis == "per_user":
            return top, self.users(limit.segments)
        if limit.basis == "share":
            return top, self.sum(limit.measure)
        return top, 1

    def rows(self, dropped: Collection[str] = ()) -> Iterator[tuple[str, str, Sum, float]]:
        """Return name, side, form and right-hand side of every enforced limit."""
        budget = self.problem.settings.budget
        if budget is not None and "budget" not in dropped:
            yield "budget", "max", self.sum("cost"), budget
        for limit in self.problem.limits:
            if not limit.enforce or limit.limit in dropped:
                continue
            top, below = self.ratio(limit)
            for side in ("min", "max"):
                bound = getattr(limit, side)
                if bound is None:
                    continue
                if isinstance(below, Sum):
                    yield limit.limit, side, minus(top, times(below, bound)), 0
                else:
                    yield limit.limit, side, top, bound * below
        for offer in self.problem.offers:
            path = f"offers[{offer.offer}].max_users"
            if offer.max_users is not None and path not in dropped:
                yield path, "max", self.sum("recipients", None, offer.offer), float(offer.max_users)

    def best(
        self,
        *,
        dropped: Collection[str] = (),
        aim: Sum | None = None,
        relaxed: bool = False,
        extra: Collection[tuple[Sum, str, float]] = (),
    ) -> Found:
        """Return the plan of greatest aim (the problem's own by default).

        Args:
            dropped: Names or paths of the restrictions given up.
            aim: What to maximize.
            relaxed: Let shares and used offers be fractions.
            extra: Further rows: form, side, right-hand side.
        """
        settings, aim = self.problem.settings, aim or self.sum(self.problem.settings.maximize)
        whole = settings.whole_segments and "whole_segments" not in dropped and not relaxed
        lp, x, u = self.variables(dropped, whole=whole, relaxed=relaxed)
        scale = scaled(aim)
        lp.setObjective(linear(aim, x, u, scale))
        self.add_rules(lp, x, u, dropped)
        rows = [(form, side, rhs) for _, side, form, rhs in self.rows(dropped)]
        for form, side, rhs in (*rows, *extra):
            by = scaled(form)
            add(lp, linear(form, x, u, by), side, rhs * by)
        said = lp.solve(pulp.HiGHS(msg=False, threads=1, **TOLERANCES))
        if int(getattr(said, "status", said)) != 1:  # PuLP 3 answers with a number, 4 with a record
            return Found(False, float("nan"), {})
        shares = {pair: float(v.varValue or 0.0) for pair, v in x.items()}
        if whole:
            shares = {pair: float(round(share)) for pair, share in shares.items()}
        return Found(True, (lp.objective.value() or 0.0) / scale, shares)

    def variables(
        self, dropped: Collection[str], *, whole: bool, relaxed: bool
    ) -> tuple[Any, dict[Pair, Any], dict[int, Any]]:
        """Return an empty program with a share for each pair and a flag for each offer."""
        lp, eligible = pulp.LpProblem("naive", pulp.LpMaximize), self.eligible(dropped)
        kind = pulp.LpInteger if whole else pulp.LpContinuous
        x = {(s, j): lp.add_variable(f"x_{s}_{j}", 0, eligible[s, j], kind) for s, j in self.pairs}
        kind = pulp.LpContinuous if relaxed else pulp.LpInteger
        offers = range(1, len(self.problem.offers) + 1)
        return lp, x, {j: lp.add_variable(f"u_{j}", 0, 1, kind) for j in offers}

    def add_rules(
        self, lp: Any, x: dict[Pair, Any], u: dict[int, Any], dropped: Collection[str]
    ) -> None:
        """Add what must hold beside the limits."""
        settings, segments = self.problem.settings, self.problem.segments
        for s in range(len(segments)):
            add(lp, sum(x[s, j] for j in (0, *u)), "==", 1.0)
        for j, used in u.items():
            for s, segment in enumerate(segments):
                if segment.users:
                    add(lp, x[s, j] - used, "max", 0.0)
            most = None if "max_offers" in dropped else settings.max_offers
            if most is not None or self.problem.offers[j - 1].setup_cost:
                given = sum(x[s, j] * segment.users for s, segment in enumerate(segments))
                add(lp, given - used, "min", 0.0)  # an offer in use has at least one user
        if settings.same_offer_within is not None and "same_offer_within" not in dropped:
            for s, j in self.pairs:
                if s != self.mates(s)[0]:
                    add(lp, x[s, j] - x[self.mates(s)[0], j], "==", 0.0)
        if settings.max_offers is not None and "max_offers" not in dropped:
            add(lp, sum(u.values()), "max", settings.max_offers)

    def feasible(self, dropped: Collection[str] = ()) -> bool:
        """Return whether some plan meets the restrictions that are left."""
        return self.best(dropped=dropped, aim=Sum({}, {})).feasible

    def whole_plans(self) -> Iterator[dict[Pair, float]]:
        """Return every plan that gives each class one eligible offer, feasible or not."""
        eligible, count = self.eligible(), len(self.problem.segments)
        for choice in product(range(len(self.problem.offers) + 1), repeat=count):
            if all(eligible[s, j] for s, j in enumerate(choice)) and self.alike(choice):
                yield dict.fromkeys(enumerate(choice), 1)

    def alike(self, choice: tuple[int, ...]) -> bool:
        """Return whether classes get one offer."""
        if self.problem.settings.same_offer_within is None:
            return True
        return all(choice[s] == choice[t] for s in range(len(choice)) for t in self.mates(s))

    def everywhere(self, form: Sum) -> dict[Pair, float]:
        """Return the coefficients of every pair, 0 outside the form's scope."""
        return {pair: form.shares.get(pair, 0) for pair in self.pairs}

    def figure(self, form: Sum, shares: dict[Pair, float]) -> float:
        """Return a figure of a plan; a segment without users uses no offer."""
        total = sum(a * shares.get(pair, 0) for pair, a in form.shares.items())
        return total + sum(a for j, a in form.used.items() if j in self.offers_used(shares))

    def offers_used(self, shares: dict[Pair, float]) -> set[int]:
        """Return the real offers that anybody gets."""
        segments = self.problem.segments
        return {j for (s, j), share in shares.items() if j and share > 0 and segments[s].users}

    def breaks(self, shares: dict[Pair, float], tolerance: float = 1e-7) -> list[str]:
        """Return the limits that a plan breaks, by name."""
        broken = []
        for name, side, form, rhs in self.rows():
            over = (self.figure(form, shares) - rhs) * (1 if side == "max" else -1)
            if over > tolerance * max(abs(rhs), 1 / scaled(form)):
                broken.append(name)
        most = self.problem.settings.max_offers
        if most is not None and len(self.offers_used(shares)) > most:
            broken.append("max_offers")
        return broken


TOLERANCES = {
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
    "mip_feasibility_tolerance": 1e-9,
    "gapRel": 0.0,
    "gapAbs": 0.0,
}


def times(form: Sum, by: float) -> Sum:
    """Return a figure times a number."""
    return Sum(
        {p: a * by for p, a in form.shares.items()}, {j: a * by for j, a in form.used.items()}
    )


def minus(one: Sum, other: Sum) -> Sum:
    """Return one figure less another."""
    pairs, offers = {*one.shares, *other.shares}, {*one.used, *other.used}
    return Sum(
        {p: one.shares.get(p, 0) - other.shares.get(p, 0) for p in pairs},
        {j: one.used.get(j, 0) - other.used.get(j, 0) for j in offers},
    )


def scaled(form: Sum) -> float:
    """Return what brings the largest coefficient to 1."""
    largest = max(map(abs, (*form.shares.values(), *form.used.values())), default=0.0)
    return 1 / largest if largest else 1.0


def linear(form: Sum, x: dict[Pair, Any], u: dict[int, Any], by: float) -> Any:
    """Return a figure as an expression of the program."""
    terms = [(x[p], a * by) for p, a in form.shares.items() if a]
    terms += [(u[j], a * by) for j, a in form.used.items() if a]
    return expression(terms)


expression: Callable[[Any], Any] = getattr(
    pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression
)


def add(lp: Any, left: Any, side: str, right: float) -> None:
    """Add one row."""
    if side == "==":
        lp.addConstraint(left == right)
    else:
        lp.addConstraint(left <= right if side == "max" else left >= right)
