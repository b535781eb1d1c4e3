"""What each limit costs, and how far its price holds: checked by solving the changed problem from scratch."""

import pytest
from hypothesis import assume, given, settings, strategies as st

from compensator.problem import Problem
from compensator.whatif.compare.asking import compare
from tests.cases import outage
from tests.naive import Naive
from tests.strategies import problems

CLOSE = 1e-6


def costs(problem: Problem) -> dict:
    """Return the costs by limit."""
    return {one.limit: one for one in compare(problem).limits}


def close(a: float, b: float) -> bool:
    """Return whether two objectives are equal up to a solver's rounding."""
    return abs(a - b) <= CLOSE * max(1.0, abs(a), abs(b))


def test_a_budget_costs_what_the_best_plan_without_it_brings_more():
    """By hand: 50 buys a week for half of the paying, 250; without a budget 500 + 200."""
    cost = costs(outage(budget=50))["budget"]
    assert cost.cost == pytest.approx(450)
    assert cost.change == "budget="


def test_a_price_comes_with_the_bounds_between_which_it_holds():
    """By hand: weeks for the paying bring 5 per 1 from a budget of 0 to 100; then cards bring 3.33 to 160."""
    first, second = (costs(outage(budget=b))["budget"] for b in (50, 130))
    assert (first.price, first.holds_from, first.holds_to) == pytest.approx((5, 0, 100))
    assert (second.price, second.holds_from, second.holds_to) == pytest.approx((10 / 3, 100, 160))


def test_at_a_kink_the_budgets_range_is_that_of_the_next_unit():
    """The budget's price is what more money brings, so it holds from here on."""
    cost = costs(outage(budget=100))["budget"]
    assert (cost.price, cost.holds_from, cost.holds_to) == pytest.approx((10 / 3, 100, 160))


def test_a_limit_that_changes_nothing_costs_nothing_and_says_from_where_it_would_bind():
    """By hand: without a budget everybody is served for 160, so a larger one idles without end."""
    cost = costs(outage(budget=500))["budget"]
    assert (cost.cost, cost.price, cost.binding) == (0, 0, False)
    assert cost.holds_from == pytest.approx(160)
    assert cost.holds_to is None


def test_the_range_is_in_the_limits_own_basis():
    """By hand: half of the 100 paying may have a week, up to all of them; each per-user unit is worth 400.

    A paying user who has no week has a card, which brings 1 instead of 5.
    """
    few = {"limit": "few", "measure": "recipients", "segments": "paying", "offers": "week"}
    cost = costs(outage(limits=[{**few, "max": 0.5, "basis": "per_user"}]))["few"]
    assert cost.bound == "max"
    assert (cost.cost, cost.price) == pytest.approx((200, 400))
    assert (cost.holds_from, cost.holds_to) == pytest.approx((0, 1))


def test_a_floor_has_a_negative_price_and_its_range():
    """By hand: 60 paying must get a card, which brings 4 less each than a week, from 0 to all 100."""
    many = {"limit": "many", "measure": "recipients", "segments": "paying", "offers": "card"}
    cost = costs(outage(limits=[{**many, "min": 60}]))["many"]
    assert cost.bound == "min"
    assert (cost.cost, cost.price) == pytest.approx((240, -4))
    assert (cost.holds_from, cost.holds_to) == pytest.approx((0, 100))


def test_a_limit_of_two_equal_bounds_moves_as_one():
    """By hand: exactly 60 paying with a card; each more loses 4, between 0 and 100."""
    many = {"limit": "many", "measure": "recipients", "segments": "paying", "offers": "card"}
    cost = costs(outage(limits=[{**many, "min": 60, "max": 60}]))["many"]
    assert (cost.bound, cost.price) == ("both", pytest.approx(-4))
    assert (cost.holds_from, cost.holds_to) == pytest.approx((0, 100))


def test_a_ratios_price_has_no_range():
    """Its bound multiplies shares, so that the optimum is no straight line in it."""
    fair = {"limit": "fair", "measure": "cost", "segments": "dormant", "relative_to": "paying"}
    comparison = compare(outage(budget=80, limits=[{**fair, "min": 0.5}]))
    cost = {one.limit: one for one in comparison.limits}["fair"]
    assert cost.price < 0
    assert (cost.holds_from, cost.holds_to, cost.ranged) == (None, None, False)
    assert any("“fair” bounds a ratio" in note for note in comparison.notes)


def test_rules_without_a_number_are_given_up_as_a_whole():
    """Entitlements, whole segments, most offers and same offers cost something too."""
    problem = outage(
        budget=130,
        segments=[
            {
                "segment": "paying",
                "users": 100,
                "retention": 0.8,
                "retained_value": 50,
                "entitlement": 0.1,
                "class": "x",
            },
            {
                "segment": "dormant",
                "users": 200,
                "reconversion": 0.1,
                "reconverted_value": 20,
                "class": "x",
            },
        ],
        offers=[
            {
                "offer": "card",
                "quantity": 30,
                "unit_cost": 0.02,
                "redemption": 0.5,
                "face_value": 1,
            },
            {"offer": "week", "delivery_cost": 1, "face_value": 2},
        ],
        whole_segments=True,
        max_offers=1,
        same_offer_within="class",
    )
    found = costs(problem)
    names = ["budget", "segments[*].entitlement", "same_offer_within", "max_offers"]
    assert list(found) == [*names, "whole_segments"]
    naive = Naive(problem)
    owed = ["segments[paying].entitlement"]
    base = naive.best().objective
    for name, one in found.items():
        dropped = owed if name == "segments[*].entitlement" else [name]
        assert one.cost == pytest.approx(naive.best(dropped=dropped).objective - base, abs=1e-6)
        assert one.holds_from is one.holds_to is None
    assert found["max_offers"].max == 1
    assert found["same_offer_within"].cost > 0


def test_what_a_limit_hides_and_nothing_is_known_of_is_not_guessed():
    """Without entitlements the paying could get a card, but nobody said what it does to them."""
    problem = outage(
        segments=[
            {
                "segment": "paying",
                "users": 100,
                "retention": 0.8,
                "retained_value": 50,
                "entitlement": 2,
            },
        ],
        offers=[{"offer": "card", "face_value": 1}, {"offer": "week", "face_value": 2}],
        responses=[{"segment": "paying", "offer": "week", "retention": 0.9}],
    )
    comparison = compare(problem)
    assert [one.cost for one in comparison.limits] == [None]
    assert comparison.plans[-1].status == "invalid"
    assert "retention of segment 'paying' with offer 'card'" in comparison.notes[0]


@settings(max_examples=25)
@given(problems(feasible=True))
def test_each_cost_is_that_of_the_problem_without_the_limit(problem):
    """As an independent program finds it; and giving something up never hurts."""
    naive = Naive(problem)
    base = naive.best().objective
    owed = [f"segments[{s.segment}].entitlement" for s in problem.segments]
    for one in compare(problem).limits:
        if one.cost is None:
            continue  # nothing is known of what then becomes eligible
        dropped = owed if one.limit == "segments[*].entitlement" else [one.limit]
        assert one.cost >= 0
        assert close(base + one.cost, naive.best(dropped=dropped).objective)


@settings(max_examples=40)
@given(problems(feasible=True, integer=False), st.floats(0, 1))
def test_within_its_range_a_price_is_exact_and_beyond_it_is_not(problem, part):
    """The optimum is the straight line of the price between the ends, and below it outside."""
    comparison = compare(problem)
    base = comparison.base.objective
    ranged = [one for one in comparison.limits if one.ranged and ".max_users" not in one.limit]
    assume(ranged)
    for one in ranged:
        now = one.min if one.bound == "min" else one.max
        low = now - 1.0 if one.holds_from is None else one.holds_from
        high = now + 1.0 if one.holds_to is None else one.holds_to
        assert low <= now + CLOSE
        assert now <= high + CLOSE
        inside = low + part * (high - low)
        assert close(at(problem, one, inside), base + one.price * (inside - now))
        step = 0.01 * max(1.0, abs(now))
        for end, bound in ((one.holds_from, low - step), (one.holds_to, high + step)):
            if end is None or (found := at(problem, one, bound)) is None:
                continue
            short = base + one.price * (bound - now) - found
            assert short > 1e-9 * max(1.0, abs(base))


def at(problem: Problem, one, bound: float) -> float | None:
    """Return the best objective with another bound, by the independent program; None where there is no plan."""
    if one.limit == "budget":
        other = Naive(
            problem.having(settings=problem.settings.model_copy(update={"budget": bound}))
        )
    else:
        update = {side: bound for side in ("min", "max") if one.bound in (side, "both")}
        limits = tuple(
            limit.model_copy(update=update) if limit.limit == one.limit else limit
            for limit in problem.limits
        )
        changed = problem.having(settings=problem.settings)
        object.__setattr__(changed, "limits", limits)
        other = Naive(changed)
    found = other.best()
    return found.objective if found.feasible else None
