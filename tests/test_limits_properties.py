"""For each kind of restriction: a plan keeps it, and beats every whole plan that does.

Bounds are the figures of some whole plan, so that they bind; ``tests/naive.py`` says, straight from the
formulas, what a plan's figures are and which of all whole plans keep every restriction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import given, settings, strategies as st

from compensator.language.measures import MEASURES
from compensator.plan import solve
from compensator.plan.answer import Status
from compensator.problem import Problem
from compensator.problem.records import Maximize
from tests.naive import Naive, Pair, Sum, shares_of

Draw = Callable[[st.SearchStrategy[Any]], Any]
Changes = dict[str, Any]
QUARTERS = st.integers(0, 16).map(lambda i: i / 4)
CHANCES = st.integers(0, 8).map(lambda i: i / 8)


@st.composite
def tables(draw: Draw) -> Changes:
    """Two or three segments, two offers, every response; figures that floats hold exactly."""
    segments = [
        {"segment": f"s{i}", "users": draw(st.integers(1, 9)), "market": draw(st.sampled_from("ab")),
         "retention": draw(CHANCES), "retained_value": draw(QUARTERS), "reconversion": draw(CHANCES),
         "reconverted_value": draw(QUARTERS), "word_of_mouth": draw(st.sampled_from([0.0, 0.5]))}
        for i in range(draw(st.integers(2, 3)))
    ]  # fmt: skip
    offers = [
        {"offer": f"o{j}", "quantity": draw(st.integers(0, 3)), "unit_cost": draw(QUARTERS),
         "delivery_cost": draw(QUARTERS), "redemption": draw(st.sampled_from([0.5, 1.0])),
         "usage": draw(st.sampled_from([0.5, 1.0])), "face_value": draw(st.integers(0, 4))}
        for j in range(2)
    ]  # fmt: skip
    responses = [
        {"segment": s["segment"], "offer": o["offer"], "retention": draw(CHANCES),
         "reconversion": draw(CHANCES), "calls": draw(st.integers(-1, 3))}
        for s in segments for o in offers
    ]  # fmt: skip
    return {"segments": segments, "offers": offers, "responses": responses}


def bounded(draw: Draw, base: Changes, sides: tuple[str, ...] = (), **cells: Any) -> Changes:
    """One limit whose bounds are what some whole plan comes to."""
    blank = Problem(**base, limits=[{"limit": "one", **cells, "min": 0}])
    naive = Naive(blank)
    top, below = naive.ratio(blank.limits[0])
    plan = draw(st.sampled_from(list(naive.whole_plans())))
    under = naive.figure(below, plan) if isinstance(below, Sum) else below
    bound = naive.figure(top, plan) / under if under > 0 else draw(QUARTERS)
    chosen = sides or draw(st.sampled_from([("min",), ("max",), ("min", "max")]))
    room = {"min": bound, "max": bound + draw(QUARTERS) if len(chosen) == 2 else bound}
    return {"limits": [{"limit": "one", **cells, **{side: room[side] for side in chosen}}]}


def scope(draw: Draw) -> str:
    """A filter that matches some of the segments."""
    return draw(st.sampled_from(["s0", "s1", "s0,s1"]))


def of_measure(name: str) -> Callable[[Draw, Changes], Changes]:
    """The rule that limits one measure."""
    return lambda draw, base: bounded(draw, base, measure=name)


def on(**chosen: Any) -> Callable[[Draw, Changes], Changes]:
    """The rule that limits any measure in this way; scope() stands for a drawn filter."""

    def rule(draw: Draw, base: Changes) -> Changes:
        cells = {key: scope(draw) if value is scope else value for key, value in chosen.items()}
        sides = cells.pop("sides", ())
        return bounded(draw, base, sides, **{"measure": draw(st.sampled_from(MEASURES)), **cells})

    return rule


def setting(name: str, values: st.SearchStrategy[Any]) -> Callable[[Draw, Changes], Changes]:
    """The rule of one setting, beside a budget, without which few would bind."""
    return lambda draw, base: {**budget(draw, base), name: draw(values)}


def budget(draw: Draw, base: Changes) -> Changes:
    """The rule of the budget: what some whole plan costs."""
    limits = bounded(draw, base, ("max",), measure="cost")["limits"]
    return {"budget": limits[0]["max"], "maximize": draw(st.sampled_from(get_args(Maximize)))}


def of_offer(field: str, values: st.SearchStrategy[Any]) -> Callable[[Draw, Changes], Changes]:
    """The rule of one column of Offers, on the first of them."""

    def rule(draw: Draw, base: Changes) -> Changes:
        first = {**base["offers"][0], field: draw(values)}
        return {**budget(draw, base), "offers": [first, *base["offers"][1:]]}

    return rule


def entitlement(draw: Draw, base: Changes) -> Changes:
    """The rule of the entitlement: some offer still meets it."""
    most = max(offer["face_value"] for offer in base["offers"])
    first = {**base["segments"][0], "entitlement": draw(st.integers(0, most))}
    return {**budget(draw, base), "segments": [first, *base["segments"][1:]]}


RULES: dict[str, Callable[[Draw, Changes], Changes]] = {
    "basis total": on(basis="total"),
    "basis per_user": on(basis="per_user", segments=scope),
    "basis share": on(basis="share", segments=scope),
    "limit min": on(sides=("min",)),
    "limit max": on(sides=("max",)),
    "limit relative_to": on(relative_to="s0", segments="s1"),
    "limit segments": on(segments=scope),
    "limit offers": on(offers="o0"),
    "limit enforce": on(enforce=False),
    **{f"measure {name}": of_measure(name) for name in MEASURES},
    "measure roi": on(measure="roi", sides=("min",)),
    "measure custom": of_measure("calls"),
    **{f"maximize {name}": setting("maximize", st.just(name)) for name in get_args(Maximize)},
    "setting budget": budget,
    "setting whole_segments": setting("whole_segments", st.just(True)),
    "setting max_offers": setting("max_offers", st.integers(0, 2)),
    "setting same_offer_within": setting("same_offer_within", st.just("market")),
    "offer setup_cost": of_offer("setup_cost", st.integers(1, 30)),
    "offer max_users": of_offer("max_users", st.integers(0, 9)),
    "offer eligible": of_offer("eligible", st.sampled_from(["s0", "market=b|a", "s1"])),
    "segment entitlement": entitlement,
}
"""How to draw each kind of restriction; ``test_model.py`` asserts that no kind is missing."""


def is_allowed(naive: Naive, shares: dict[Pair, float]) -> bool:
    """Whether shares keep the rules that are not sums: who may get what, whole segments, classes."""
    chosen, eligible = naive.problem.settings, naive.eligible()
    if not all(eligible[pair] for pair, share in shares.items() if share > 0):
        return False
    if chosen.whole_segments and set(shares.values()) - {0.0, 1.0}:
        return False
    if chosen.same_offer_within is None:
        return True
    return all(
        share == shares.get((t, j), 0.0) for (s, j), share in shares.items() for t in naive.mates(s)
    )


@pytest.mark.parametrize("kind", RULES)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_a_plan_keeps_its_restriction_and_beats_every_whole_plan_that_does(
    kind: str, data: st.DataObject
) -> None:
    """A row with a wrong sense, scope or bound breaks one half of this or the other."""
    base = data.draw(tables())
    problem = Problem(**{**base, **RULES[kind](data.draw, base)})
    naive, plan = Naive(problem), solve(problem)
    met = [whole for whole in naive.whole_plans() if not naive.breaks(whole, 1e-9)]
    if plan.status is Status.INFEASIBLE:
        assert not met
        return
    shares, aim = shares_of(plan, problem), naive.sum(problem.settings.maximize)
    assert plan.status is Status.OPTIMAL
    assert naive.breaks(shares) == []
    assert is_allowed(naive, shares)
    assert plan.objective == pytest.approx(naive.figure(aim, shares), rel=1e-9, abs=1e-9)
    best = max((naive.figure(aim, whole) for whole in met), default=-float("inf"))
    assert plan.objective >= best - 1e-8 * max(1.0, abs(best))
    if problem.settings.whole_segments:
        assert plan.objective == pytest.approx(best, rel=1e-9, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_limit_that_only_reports_is_told_but_changes_nothing(data: st.DataObject) -> None:
    """Its figure is the plan's own, its price 0, and the objective that of the plan without it."""
    base = data.draw(tables())
    problem = Problem(**base, **on(enforce=False)(data.draw, base))
    plan, free = solve(problem), solve(Problem(**base))
    assert plan.objective == free.objective
    told, naive = plan.limits[0], Naive(problem)
    figure = naive.figure(naive.sum(told.measure), shares_of(plan, problem))
    assert told.actual == pytest.approx(figure, rel=1e-9, abs=1e-9)
    assert told.price == 0
