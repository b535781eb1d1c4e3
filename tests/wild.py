"""Random linear problems of one to a billion users a segment and of cents to billions, and what is right for them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import compensator as cp
from compensator.plan.answer import Plan
from compensator.problem import Given, Problem
from tests.naive import Sum
from tests.rational import Rational

MEASURES = (
    "cost",
    "liability",
    "value",
    "net_value",
    "retained",
    "incremental_retained",
    "recipients",
    "redemptions",
    "roi",
)
NEAR = Fraction(1, 10**9)
"""Part of a bound, or of the most that a row adds up to, by which a limit may be missed."""
OFF = Fraction(1, 10**6)
"""Part of what a plan brings beyond nothing by which a value may be off."""


def wild(rng: random.Random) -> Problem:
    """Return a problem whose limits stand at what a plan of whole segments, or half of it, has."""
    tables = _tables(rng)
    blank = cp.Problem(**tables)
    limits = [_limit(rng, f"l{i}", tables, blank) for i in range(rng.randint(0, 3))]
    tables["limits"] = [one for one in limits if one is not None]
    if rng.random() < 0.5:
        budget = round(_figure(rng, blank, Rational(blank).sum("cost")), 2)
        tables["budget"] = _faint(rng) if rng.random() < 0.1 else budget
    problem = cp.Problem(**tables)
    return _with_a_first_wave(rng, problem) if rng.random() < 0.15 else problem


def _with_a_first_wave(rng: random.Random, problem: Problem) -> Problem:
    """Return the problem where some users of some pairs have an offer already."""
    eligible, given = Rational(problem).eligible(), []
    for s, segment in enumerate(problem.segments):
        own = [j for j in range(1, len(problem.offers) + 1) if eligible[s, j]]
        if own and rng.random() < 0.6:
            offer = problem.offers[rng.choice(own) - 1].offer
            users = rng.choice([1, segment.users, rng.randint(1, segment.users)])
            given.append(Given(segment.segment, offer, users, "wave 1"))
    return problem.with_given(given) if given else problem


def _faint(rng: random.Random) -> float:
    """Return a bound that is next to nothing."""
    return float(f"{10 ** rng.uniform(-13, -5):.2e}")


def at_its_own_figures(rng: random.Random, problem: Problem, plan: Plan) -> Problem | None:
    """Return the problem with a limit at the figure that its plan printed; None where it has none."""
    own = [limit for limit in problem.limits if _actual(plan, limit.limit) is not None]
    if not own:
        return None
    one = rng.choice(own)
    side = "min" if one.measure == "roi" else rng.choice(["min", "max"])
    told = {"min": None, "max": None, side: _actual(plan, one.limit), "enforce": True}
    kept = [limit.model_copy(update=told) if limit == one else limit for limit in problem.limits]
    return problem.having(limits=tuple(kept))


def _actual(plan: Plan, name: str) -> float | None:
    return next((row.actual for row in plan.limits if row.limit == name), None)


@dataclass(frozen=True)
class Truth:
    """What is right for a linear problem, in rational numbers."""

    problem: Problem

    def faults(self, plan: Plan) -> list[str]:
        """Return what is wrong with a plan; a limit at its very edge may be kept or missed by ``NEAR``."""
        exact = self.best()
        if plan.certificate is None or plan.objective is None:
            clashes = not exact.feasible or not self.best(-NEAR).feasible
            return [] if clashes else [f"{plan.status} where {float(exact.objective)} is to be had"]
        found, told = [], Fraction(plan.objective)
        if plan.certificate.bound < plan.objective:
            found.append(f"a bound of {plan.certificate.bound} below {plan.objective}")
        if exact.feasible and abs(told - exact.objective) <= self._room(exact):
            return found
        least, most = self.best(-NEAR), self.best(NEAR)
        if not most.feasible:
            found.append("a plan where there is none")
        elif told > most.objective + self._room(most):
            found.append(f"{plan.objective} is more than {float(most.objective)}")
        elif least.feasible and told < least.objective - self._room(least):
            found.append(f"{plan.objective} is less than {float(least.objective)}")
        return found

    def best(self, looser: Fraction = Fraction(0)) -> Any:
        """Return the best plan where every limit is looser by a part of what it adds up to."""
        rational = _Loose(self.problem, looser)
        return rational.best()

    def _room(self, exact: Any) -> Fraction:
        rational = Rational(self.problem)
        aim = rational.sum(self.problem.settings.maximize)
        had = rational.flat(aim).constant
        nothing = sum(a for (_, j), a in aim.shares.items() if j == 0)
        terms = sum(abs(a * exact.shares.get(pair, 0)) for pair, a in aim.shares.items())
        gain = abs(exact.objective - had - nothing * (1 if not had else 0))
        return max(OFF * gain, terms / 10**12)


class _Loose(Rational):
    """The same problem with a little more room in every limit."""

    def __init__(self, problem: Problem, by: Fraction) -> None:
        super().__init__(problem)
        object.__setattr__(self, "by", by)

    def rows(self, dropped: Any = ()) -> Any:
        """Yield the rows, each with its right-hand side moved."""
        limits = {limit.limit: limit for limit in self.problem.limits}
        for name, side, form, rhs in super().rows(dropped):
            room = self.by * (abs(rhs) or self._parts(limits.get(name), form))
            yield name, side, form, rhs + (room if side == "max" else -room)

    def _parts(self, limit: Any, form: Sum) -> Any:
        """Return what a row adds up to at most, where it is a difference: without signs."""
        if limit is None:
            return sum(map(abs, form.shares.values()))
        top, below = self.ratio(limit)
        forms = [top]
        if limit.measure in ("roi", "net_value"):
            forms = [self.sum(m, limit.segments, limit.offers) for m in ("value", "cost")]
        if isinstance(below, Sum):
            bound = limit.min if limit.max is None else limit.max
            forms.append(Sum({p: a * bound for p, a in below.shares.items()}, {}))
        return sum(sum(map(abs, one.shares.values())) for one in forms)


def _tables(rng: random.Random) -> dict[str, Any]:
    """Return segments, offers and responses."""
    money = lambda: round(10 ** rng.uniform(-2, rng.choice([2, 4, 9])), 2)  # noqa: E731
    rate = lambda: rng.choice([0.0, 0.1, 0.5, 0.9, 1.0, round(rng.random(), rng.choice([1, 3]))])  # noqa: E731
    count = rng.randint(1, 5)
    small = rng.random() < 0.3
    segments = [
        {
            "segment": f"s{i}",
            "users": rng.choice([1, 2, 10]) if small else int(10 ** rng.uniform(0, 9)),
            "retention": rate(),
            "retained_value": money(),
            "region": rng.choice(["eu", "us"]),
        }
        for i in range(count)
    ]
    offers = [
        {
            "offer": f"o{j}",
            "delivery_cost": rng.choice([0.0, money()]),
            "quantity": rng.choice([0.0, 1.0, 30.0]),
            "unit_cost": rng.choice([0.0, 1.0, money()]),
            "redemption": rng.choice([1.0, rate()]),
            "kind": rng.choice(["a", "b"]),
        }
        for j in range(rng.randint(1, 3))
    ]
    for offer in offers:
        if rng.random() < 0.15:
            offer["max_users"] = int(10 ** rng.uniform(0, 9))
        if rng.random() < 0.15:
            offer["eligible"] = "region=" + segments[0]["region"]
    responses = [_response(rng, s, o["offer"], rate, money) for s, o in product(segments, offers)]
    settings = {"maximize": rng.choice(["value", "value", "net_value", "retained"])}
    if settings["maximize"] == "retained":
        responses = [one for one in responses if one.pop("value", 0) or True]
    if rng.random() < 0.15:
        settings["same_offer_within"] = "region"
    return {"segments": segments, "offers": offers, "responses": responses, **settings}


def _response(rng: random.Random, s: Any, offer: str, rate: Any, money: Any) -> dict[str, Any]:
    base = s["retention"]
    better = rng.choice([base, rate(), min(1.0, round(base + rng.choice([0.001, 0.01, 0.1]), 3))])
    row = {"segment": s["segment"], "offer": offer, "retention": better}
    if rng.random() < 0.3:
        row["cost"] = money()
    return row


def _limit(
    rng: random.Random, name: str, tables: dict[str, Any], blank: Problem
) -> dict[str, Any] | None:
    """Return a limit at about what a random plan has; None where it would be no limit."""
    regions = sorted({one["region"] for one in tables["segments"]})
    measure = rng.choice(MEASURES)
    row: dict[str, Any] = {"limit": name, "measure": measure}
    if rng.random() < 0.5:
        row["segments"] = f"region={rng.choice(regions)}"
    if rng.random() < 0.3:
        row["offers"] = rng.choice([o["offer"] for o in tables["offers"]])
    basis = "total" if measure == "roi" else rng.choice(["total", "per_user", "share", "relative"])
    if basis == "relative":
        row["relative_to"] = rng.choice(["*", f"region={rng.choice(regions)}"])
    else:
        row["basis"] = basis
    side = "min" if measure == "roi" else rng.choice(["min", "max"])
    try:
        probe = Rational(cp.Problem(**{**tables, "limits": [{**row, side: 0.0}]}))
    except cp.InputError:
        return None
    top, below = probe.ratio(probe.problem.limits[0])
    if isinstance(below, Sum):
        shares = _plan(rng, probe)
        down = probe.figure(below, shares)
        if down <= 0:
            return None
        row[side] = float(probe.figure(top, shares) / down)
    else:
        row[side] = _figure(rng, blank, top) / float(below)
    if rng.random() < 0.5:
        row[side] = round(row[side], rng.choice([0, 2, 6]))
    if rng.random() < 0.05:
        row[side] = _faint(rng)
    return row


def _figure(rng: random.Random, problem: Problem, form: Sum) -> float:
    rational = Rational(problem)
    return float(rational.figure(form, _plan(rng, rational)))


def _plan(rng: random.Random, rational: Rational) -> dict[Any, Fraction]:
    """Return a plan that gives each class one offer, or half of it another."""
    eligible, shares = rational.eligible(), {}
    for s in rational.leaders:
        own = [j for j in range(len(rational.problem.offers) + 1) if eligible[s, j]]
        one, other = rng.choice(own), rng.choice(own)
        part = rng.choice(
            [Fraction(1), Fraction(1), Fraction(1, 2), Fraction(rng.randint(0, 99), 100)]
        )
        for t in rational.group(s):
            shares[t, one] = shares.get((t, one), Fraction(0)) + part
            shares[t, other] = shares.get((t, other), Fraction(0)) + 1 - part
    return shares
