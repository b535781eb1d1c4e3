"""Ties: of equal plans the cheapest, then the offer listed first; never the solver's whim."""

import pytest
from hypothesis import given

from compensator.plan import solve
from compensator.problem import Problem
from compensator.whatif.frontier.asking import frontier
from compensator.whatif.target.asking import target
from tests.naive import Naive, times
from tests.strategies import problems

SEGMENT = {"segment": "new", "users": 100, "retention": 0.5, "retained_value": 40}


def offers_used(*offers: dict[str, object], **changes: object) -> list[tuple[str, int]]:
    """Return who gets what of equal offers that keep a tenth more."""
    problem = Problem(
        segments=[SEGMENT],
        offers=list(offers),
        responses=[{"segment": "new", "offer": o["offer"], "retention": 0.6} for o in offers],
        **changes,
    )
    return [(a.offer, a.users) for a in solve(problem).allocations]


def test_of_equal_offers_the_cheapest_is_given():
    """Both keep ten more users; only one costs."""
    assert offers_used(
        {"offer": "dear", "delivery_cost": 2}, {"offer": "cheap", "delivery_cost": 1}
    ) == [("cheap", 100)]


def test_of_equal_offers_at_equal_cost_the_first_listed_is_given():
    """The analyst's order is a preference."""
    assert offers_used({"offer": "b"}, {"offer": "a"}) == [("b", 100)]
    assert offers_used({"offer": "a"}, {"offer": "b"}) == [("a", 100)]


def test_an_offer_that_brings_nothing_is_not_given_even_if_free():
    """No plan spends where spending brings nothing; none comes first of all."""
    problem = Problem(
        segments=[SEGMENT],
        offers=[{"offer": "hollow"}],
        responses=[{"segment": "new", "offer": "hollow", "retention": 0.5}],
    )
    assert [a.offer for a in solve(problem).allocations] == ["none"]


def test_money_that_brings_nothing_is_not_spent():
    """A budget is a limit, not an aim."""
    problem = Problem(
        segments=[SEGMENT],
        offers=[{"offer": "dear", "delivery_cost": 2}],
        responses=[{"segment": "new", "offer": "dear", "retention": 0.5}],
        budget=1000,
        maximize="retained",
    )
    assert solve(problem).totals.cost == 0


def test_ties_are_cut_by_cost_with_integer_rules_too():
    """Set-up costs are costs."""
    offers = [{"offer": "dear", "setup_cost": 9}, {"offer": "cheap", "setup_cost": 5}]
    assert offers_used(*offers) == [("cheap", 100)]
    assert offers_used(*offers, whole_segments=True) == [("cheap", 100)]


def test_the_cheapest_of_equal_plans_stays_the_cheapest_when_the_order_decides():
    """At least 0.08 must be spent: the first offer listed would cost 0.35, two users with it just 0.10."""
    problem = Problem(
        segments=[{**SEGMENT, "users": 7, "entitlement": 1}],
        offers=[
            {"offer": "dear", "face_value": 1, "delivery_cost": 0.05},
            {"offer": "free", "face_value": 1},
        ],
        responses=[{"segment": "new", "offer": o, "retention": 0.6} for o in ("dear", "free")],
        limits=[{"limit": "spend", "measure": "cost", "min": 0.08}],
    )
    assert solve(problem).totals.cost == pytest.approx(0.1)


@given(problems(feasible=True, integer=False))
def test_no_equal_plan_is_cheaper(problem):
    """Of all plans within 1e-9 of the optimum, another program finds none that costs less."""
    plan, naive = solve(problem), Naive(problem)
    aim, cost = naive.sum(problem.settings.maximize), naive.sum("cost")
    room = 1e-9 * max(1.0, abs(plan.objective))
    least = naive.best(aim=times(cost, -1), extra=[(aim, "min", plan.objective - room)])
    if least.feasible:
        assert plan.totals.cost <= -least.objective + 1e-5 * max(1.0, plan.totals.cost)


def beside_a_crowd(**changes):
    """Return a hundred million users and one: a free offer that the crowd should not get, and the one should."""
    return Problem(
        **{
            "segments": [
                {"segment": "crowd", "users": 10**8, "retention": 0.5, "retained_value": 1},
                {"segment": "one", "users": 1, "retention": 0.5, "retained_value": 1},
            ],
            "offers": [{"offer": "card"}],
            "responses": [
                {"segment": "crowd", "offer": "card", "cost": 0, "value": -1, "retention": 0.5},
                {"segment": "one", "offer": "card", "cost": 0, "value": 2, "retention": 0.5},
            ],
            "limits": [
                {"limit": "reach", "measure": "recipients", "offers": "card", "max": 6 * 10**7}
            ],
            **changes,
        }
    )


def test_one_user_counts_beside_a_hundred_million():
    """A tie among the cheapest plans is settled for each segment on a scale of its own."""
    assert solve(beside_a_crowd(budget=0)).objective == 2
    assert target(beside_a_crowd(), {"recipients": 0}).totals.value == 2
    curve = frontier(beside_a_crowd())
    assert (curve.budgets.tolist(), curve.values.tolist()) == ([0], [2])


def test_what_is_left_of_a_budget_of_millions_is_spent_to_the_cent():
    """The crowd's card costs 40,000,000; the 3.50 that are left buy one user's, by either way."""
    responses = [
        {"segment": "crowd", "offer": "card", "cost": 0.4, "value": 4, "retention": 0.5},
        {"segment": "one", "offer": "card", "cost": 7, "value": 9, "retention": 0.5},
    ]
    problem = beside_a_crowd(responses=responses, limits=[], budget=40_000_003.5)
    for solver in ("auto", "highs"):
        plan = solve(problem, solver=solver)
        assert plan.objective == pytest.approx(400_000_004.5, rel=0, abs=1e-6), solver
        assert plan.budget_price == pytest.approx(9 / 7), solver
