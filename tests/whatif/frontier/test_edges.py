"""The frontier where little is left to decide: users served already, degenerate figures, no budget at all."""

import math

import numpy as np
import pytest
from hypothesis import given, settings as options, strategies as st

import compensator as cp
from compensator.problem import Limit
from tests.cases import outage
from tests.curves import SOLVERS, assert_plain, at_budget, check_at, close, priced, under
from tests.strategies import again, problems


@given(problems(integer=False, feasible=True), st.sampled_from([0.0, 0.3, 0.7, 1.0]))
@options(max_examples=25)
def test_the_curve_of_a_frozen_problem_is_that_of_its_plans(problem, part):
    """Where does the next money go: users who have an offer keep it, and its cost is in every budget."""
    before = cp.frontier(problem)
    spent = before.budgets[0] + part * (before.budgets[-1] - before.budgets[0])
    first = cp.solve(under(problem, math.ceil(spent * 100) / 100))
    frozen = cp.freeze(problem, first)
    curve = cp.frontier(frozen)
    free = at_budget(frozen, None)
    assert (curve.status == "infeasible") is (free.status == "infeasible")
    if curve.status == "infeasible":
        return
    for part_now in (0.0, 0.4, 1.0):
        budget = float(curve.budgets[0] + part_now * (curve.budgets[-1] - curve.budgets[0]))
        for solver in SOLVERS:
            check_at(frozen, curve, budget, solver)
    if curve.ladder is not None:
        assert curve.ladder.cost.sum() == close(curve.budgets[-1])
        assert curve.ladder.value.sum() == close(curve.values[-1], np.abs(curve.values).max())
        had = sum(one.users for one in frozen.given)
        assert curve.ladder.users[curve.ladder.kept].sum() == had


def test_the_ladder_of_a_frozen_problem_names_what_is_kept_and_only_steps_the_rest():
    """Forty weeks are out; the other sixty paying users come next, then the dormant."""
    frozen = cp.freeze(outage(), cp.solve(outage(budget=40)))
    curve = cp.frontier(frozen)
    assert curve.budgets == pytest.approx([40, 100, 160])
    rows = [tuple(row.values())[:5] for row in curve.to_dict()["ladder"]]
    assert rows == [
        ("paying", None, "none", 60, 0),
        ("dormant", None, "none", 200, 0),
        ("paying", None, "week", 40, pytest.approx(40)),
        ("paying", "none", "week", 60, pytest.approx(60)),
        ("dormant", "none", "card", 200, pytest.approx(60)),
    ]
    text = curve.summary()
    assert "First $60: week to paying, 60 users ($300, $5 per $1)." in text
    assert "40 users keep what they were given; budgets include its cost." in text


def test_a_set_up_cost_that_is_paid_already_is_in_the_start_of_the_ladder():
    """Frozen, the offer's set-up decides nothing any more: the problem is linear again."""
    offers = [
        {"offer": "card", "unit_cost": 0.02, "quantity": 30, "redemption": 0.5},
        {"offer": "week", "delivery_cost": 1, "setup_cost": 25},
    ]
    first = cp.solve(outage(offers=offers, budget=100))  # 75 weeks
    curve = cp.frontier(cp.freeze(outage(offers=offers), first))
    assert curve.budgets == pytest.approx([100, 125, 185])
    assert curve.ladder.cost.sum() == pytest.approx(185)


def test_everybody_served_leaves_one_point():
    """Nobody is left to decide on; the words do not fail on it."""
    frozen = cp.freeze(outage(), cp.solve(outage()))
    curve = cp.frontier(frozen)
    assert curve.budgets == pytest.approx([160])
    assert curve.values == pytest.approx([700])
    assert "First" not in curve.summary()


DEGENERATE = {
    "nobody": (priced([(1, 5)], users=0), [(0, 0, 0)]),
    "nobody in one segment": (priced([(1, 5)], [(1, 3)], users=[0, 10]), [(0, 0, 3), (10, 30, 0)]),
    "one segment, one offer": (priced([(1, 5)]), [(0, 0, 5), (10, 50, 0)]),
    "all costs zero": (priced([(0, 5), (0, 7)]), [(0, 70, 0)]),
    "equal costs": (priced([(1, 5), (1, 7), (1, 7)]), [(0, 0, 7), (10, 70, 0)]),
    "collinear offers": (priced([(1, 2), (2, 4), (3, 6)]), [(0, 0, 2), (30, 60, 0)]),
    "all harm": (priced([(1, -5), (0, -2)]), [(0, 0, 0)]),
    "no value at all": (priced([(1, 0)]), [(0, 0, 0)]),
    "two at one price": (priced([(1, 2)], [(2, 4)]), [(0, 0, 2), (30, 60, 0)]),
    "money in billions": (priced([(1e9, 5e9)]), [(0, 0, 5), (1e10, 5e10, 0)]),
    "money in millionths": (priced([(1e-6, 5e-6)]), [(0, 0, 5), (1e-5, 5e-5, 0)]),
    "an offer just worth its cost": (priced([(0.1, 0.1)], users=7), [(0, 0, 1), (0.7, 0.7, 0)]),
}


@pytest.mark.parametrize("name", DEGENERATE)
def test_degenerate_problems_have_the_curve_done_by_hand(name):
    """By hulls; and walked, where a limit that never binds for good keeps them from being used."""
    problem, points = DEGENERATE[name]
    curve = cp.frontier(problem)
    found = [tuple(point.values()) for point in curve.points.rows()]
    assert found == [pytest.approx(point, rel=1e-9, abs=1e-12) for point in points]
    walked = cp.frontier(problem, solver="highs")
    assert walked.ladder.cost.sum() == pytest.approx(curve.budgets[-1], rel=1e-9, abs=1e-12)
    again_found = [tuple(point.values()) for point in walked.points.rows()]
    assert again_found == [pytest.approx(point, rel=1e-7, abs=1e-12) for point in points]
    for one in (curve, walked):
        assert_plain(one)


def whole_figures(seed):
    """Six segments whose costs and values are tenths and often tie; two limits."""
    rng = np.random.default_rng(seed)
    rows = [
        [(float(rng.integers(0, 4)) / 10, float(rng.integers(-2, 7)) / 10) for _ in range(4)]
        for _ in range(6)
    ]
    problem = priced(*rows, users=rng.choice([1, 2, 5, 10, 100], 6).tolist())
    limits = [
        Limit(limit="a few", measure="recipients", offers="o1", max=20),
        Limit(limit="some", measure="cost", segments="s0,s1,s2", max=6),
    ]
    return again(problem, limits=limits)


@pytest.mark.parametrize("seed", range(12))
def test_a_walked_curve_has_no_points_on_its_straight_pieces(seed):
    """Breakpoints, not whichever optima a solver met on the way; by hulls likewise."""
    problem = whole_figures(seed)
    for one in (problem, again(problem, limits=[])):
        curve = cp.frontier(one)
        assert (np.diff(curve.prices) < -1e-6).all()
        for part in (0.3, 0.6):
            check_at(one, curve, float(part * curve.budgets[-1]))


def test_a_cost_that_each_unit_just_returns_still_pays():
    """Differences of sums are not quite 1: rounding decides nothing."""
    curve = cp.frontier(priced([(0.2, 0.6)], [(0.1, 0.1)], users=3), solver="highs")
    assert 0 < 1 - curve.prices[1] < 1e-12
    assert curve.pays_to == pytest.approx(0.9)


def test_an_entitlement_that_only_one_offer_meets_is_one_point():
    """Nothing to choose, at a cost, and for a loss."""
    problem = cp.changed(
        priced([(2, -3)]), ["segments[s0].entitlement=1", "offers[o0].face_value=2"]
    )
    curve = cp.frontier(problem)
    assert [tuple(p.values()) for p in curve.points.rows()] == [pytest.approx((20, -30, 0))]
    assert curve.pays_to == pytest.approx(20)
    assert "Spend the least that is possible, $20" in curve.summary()
    assert math.isnan(curve.value_at(19.99))


def test_limits_that_clash_at_any_budget_are_named():
    """As solve names them; and a document all the same."""
    limits = [
        {"limit": "many", "measure": "recipients", "min": 200},
        {"limit": "few", "measure": "recipients", "max": 100},
    ]
    curve = cp.frontier(outage(limits=limits, budget=5))
    assert curve.status == "infeasible"
    assert set(curve.conflict) == {"many", "few"}
    assert curve.starts == "No budget is enough: the other limits clash."
    assert math.isnan(curve.value_at(100))
    assert math.isnan(curve.price_at(100))
    assert math.isnan(curve.budget_for(1))
    assert_plain(curve)


def test_a_segment_that_no_offer_serves_is_named():
    """An entitlement that nothing meets: no money helps."""
    curve = cp.frontier(cp.changed(outage(), "segments[paying].entitlement=9"))
    assert curve.status == "infeasible"
    assert curve.conflict == ("segments[paying].entitlement",)
