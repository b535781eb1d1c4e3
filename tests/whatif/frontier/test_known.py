"""What a frontier may say and what it may not: return floors, asked budgets, rungs, and its proof."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings as options, strategies as st

import compensator as cp
from compensator.economics import BUDGET
from compensator.errors import SolverError
from compensator.model import Solver
from compensator.optimizer.hot import Hot
from compensator.optimizer.linear import one_budget
from compensator.plan.case import prepare
from compensator.whatif.frontier import proof, walked_curve
from compensator.whatif.frontier.rungs import MOST, rungs
from compensator.whatif.frontier.walk import Point, Walk
from tests.cases import outage
from tests.crowds import crowd
from tests.curves import at_budget, priced
from tests.strategies import problems

REACH = [{"limit": "reach", "measure": "recipients", "min": 50}]
PAID = [{"limit": "who stays anyway", "measure": "recipients", "segments": "s0", "min": 10}]


def late_return():
    """Ten users must be served at a loss of 20; thirty others then bring 5 for 1 each."""
    return priced([(3, 1)], [(1, 5)], users=[10, 30], limits=PAID)


def test_the_next_money_is_told_to_the_end_of_the_curve_and_not_beyond():
    """At 159 of 160 the next 10 find 1 left to buy: its slope would promise ten times as much."""
    (line,) = [x for x in cp.frontier(outage(budget=159)).summary().splitlines() if "159" in x]
    assert line.endswith("$1 more brings $3.33.")
    scaled = cp.Problem(
        segments=[{"segment": "all", "users": 1_000, "retention": 0, "retained_value": 1}],
        offers=[{"offer": "card"}],
        responses=[{"segment": "all", "offer": "card", "cost": 2, "value": 10}],
        budget=1_996,
    )
    text = cp.frontier(scaled).summary()
    assert "The budget of $1,996 brings $9,980 of value; $10 more bring $20." in text


def test_outside_the_budgets_asked_for_nothing_is_known():
    """A point at 50 and one at 130 say nothing of 40 and 140."""
    for limits in ((), REACH):
        curve = cp.frontier(outage(limits=limits, budget=140), budgets=[50, 130])
        for budget in (40, 140):
            assert math.isnan(curve.value_at(budget))
            assert math.isnan(curve.price_at(budget))
        assert math.isnan(curve.budget_for(100))
        assert curve.budget_for(float(curve.values[0])) == 50
        assert "The budget of $140 is not among those asked for." in curve.summary()
        assert "more bring" not in curve.summary()


def test_the_budgets_of_an_integer_problem_are_its_whole_range():
    """Nobody asked for them: beyond the last, more brings nothing, and that is known."""
    curve = cp.frontier(outage(whole_segments=True, budget=1_000))
    assert curve.value_at(1e6) == pytest.approx(700)
    assert curve.starts == "It starts at no cost."
    assert curve.ends.startswith("Beyond $160 further budget brings nothing")


@given(problems(integer=False, feasible=True, limits=0), st.lists(st.integers(0, 12), min_size=2))
@options(max_examples=25)
def test_asked_budgets_read_off_the_curve_are_those_solved_one_by_one(problem, tenths):
    """Same points, prices and room between them, without a solver."""
    whole = cp.frontier(problem)
    asked = [
        float(whole.budgets[0] + (whole.budgets[-1] - whole.budgets[0]) * t / 10) for t in tenths
    ]
    fast, slow = (cp.frontier(problem, budgets=asked, solver=s) for s in ("auto", "highs"))
    scale = max(1.0, np.abs(whole.values).max())
    assert fast.budgets.tolist() == slow.budgets.tolist()
    assert fast.values == pytest.approx(slow.values, rel=1e-9, abs=1e-9 * scale)
    assert fast.prices == pytest.approx(slow.prices, rel=1e-6, abs=1e-7)
    assert fast.max_gap <= slow.max_gap + 1e-9 * scale
    between = [b for b in whole.budgets if fast.budgets[0] <= b <= fast.budgets[-1]]
    missed = [whole.value_at(float(b)) - fast.value_at(float(b)) for b in between]
    assert fast.max_gap == pytest.approx(max(0.0, *missed, 0.0), rel=1e-6, abs=1e-9 * scale)


def test_what_made_a_curve_is_named():
    """The hulls, or a solver."""
    assert cp.frontier(outage()).manifest.solver == "budget curve"
    assert cp.frontier(outage(), budgets=[50]).manifest.solver == "budget curve"
    for curve in (cp.frontier(outage(), solver="highs"), cp.frontier(outage(limits=REACH))):
        assert "highs" in curve.manifest.solver.casefold()


def test_a_solver_that_is_asked_for_leaves_the_ladder_and_the_reason():
    """No further limit is there to blame."""
    curve, walked = cp.frontier(outage()), cp.frontier(outage(), solver="highs")
    assert walked.ladder.rows() == curve.ladder.rows()
    assert walked.ends == curve.ends
    assert "First $100: week to paying, 100 users ($500, $5 per $1)." in walked.summary()


def test_a_return_that_only_comes_later_has_a_least_budget_too():
    """30 spent for 10; each further unit brings 5: at 35 value 35, at 60 value 160 is the end."""
    for extra in ({}, {"points": 2}):
        curve = cp.frontier(late_return(), roi_floor=0.0, **extra)
        assert (curve.roi_from, curve.roi_to) == pytest.approx((35, 60))
        text = curve.summary()
        assert "From $35 to $60 the plan has at least a net value of 0% of its cost." in text
    assert cp.frontier(late_return(), roi_floor=2).roi_to is None  # 160 / 60 − 1 is 1.67


@pytest.mark.parametrize("floor", [0.0, 0.5, 2.0, 5.0, 20.0])
@pytest.mark.parametrize("kind", [{"caps": 3}, {"caps": 3, "maximize": "net_value"}])
def test_a_return_floor_is_exact_however_few_points_a_curve_has(kind, floor):
    """Cut short or asked at budgets: what is told is that of the whole curve."""
    problem = crowd(40, **kind)
    whole = cp.frontier(problem, roi_floor=floor)
    some = {"points": 2}, {"points": 5}, {"budgets": [float(whole.budgets[-1]) / 2]}
    for extra in some:
        curve = cp.frontier(problem, roi_floor=floor, **extra)
        for name in ("roi_from", "roi_to"):
            told, right = getattr(curve, name), getattr(whole, name)
            assert (told is None) is (right is None)
            assert told is None or told == pytest.approx(right, rel=1e-6, abs=1e-6)


def test_an_integer_plan_is_measured_by_its_own_cost():
    """At 130 whole segments spend 100 for 500: a return of 400% that 130 would hide."""
    problem = outage(whole_segments=True)
    curve = cp.frontier(problem, budgets=[0, 130], roi_floor=4)
    assert at_budget(problem, 130, "auto").totals.roi == pytest.approx(4)
    assert (curve.roi_from, curve.roi_to) == (130, 130)
    assert "Of these budgets, $130 is the greatest whose plan has at least" in curve.summary()
    none = cp.frontier(problem, budgets=[0, 160], roi_floor=4)
    assert none.roi_to is None
    assert "None of these budgets has a plan with a net value of 400%" in none.summary()


def test_a_rung_ends_where_money_stops_paying_and_where_its_value_has_halved():
    """One offer all along: 8, 5, 3.9, 1.2 and 0.9 per unit are four rungs, two of them joined."""
    values = (8, 5, 3.9, 1.2, 0.9)
    curve = cp.frontier(priced(*([(1, value)] for value in values)))
    told = rungs(curve.ladder, 1.0)
    assert [rung.cost for rung in told] == pytest.approx([20, 10, 10, 10])
    assert told[0].words == "o0 to s0, s1, 20 users"
    assert told[-1].words == "o0 to s4, 10 users"
    assert "Next $10: o0 to s4, 10 users ($9, $0.90 per $1)." in curve.summary()


def test_a_rung_names_the_offer_that_is_left():
    """Who moves up had something before."""
    curve = cp.frontier(priced([(1, 5), (4, 8)]))
    assert [rung.words for rung in rungs(curve.ladder)] == [
        "o0 to everyone, 10 users",
        "o1 instead of o0 to everyone, 10 users",
    ]


@pytest.mark.parametrize("size", [20, 300])
def test_rungs_are_few_add_up_and_are_each_of_a_kind(size):
    """However many steps there are."""
    curve = cp.frontier(crowd(size, 6))
    told = rungs(curve.ladder, 1.0)
    assert 2 <= len(told) <= MOST
    assert sum(rung.cost for rung in told) == pytest.approx(curve.budgets[-1])
    assert sum(rung.value for rung in told) == pytest.approx(curve.values[-1])
    spent = np.cumsum([rung.cost for rung in told])
    assert np.abs(spent - curve.pays_to).min() < 1e-6 * curve.pays_to


def test_a_walked_curve_that_misses_its_bound_is_refused():
    """A value a little too low or too high is not told."""
    problem = crowd(12, caps=2)
    case = prepare(problem, Solver())
    program = case.program.without(BUDGET)
    assert one_budget(program) is None
    curve = cp.frontier(problem)
    found = [
        Point(*figures)
        for figures in zip(
            *(a.tolist() for a in (curve.budgets, curve.values, curve.prices)), strict=True
        )
    ]
    hot = Hot(program, case.solver)
    walk, good = Walk(found, complete=True, max_gap=0.0), walked_curve._bends(found)
    walked_curve._insist(program, hot, walk, good)
    for part in (-1e-6, 1e-6):
        bad = replace(good, value=good.value * (1 + part))
        with pytest.raises(SolverError, match="misses its proven bound"):
            walked_curve._insist(program, hot, walk, bad)


def test_two_points_at_one_budget_are_one():
    """Their slope would be infinite."""
    budgets = np.array([0.0, 5.0, 5.0, 9.0])
    values = np.array([0.0, 9.0, 10.0, 12.0])
    assert walked_curve._kinks(budgets, values).tolist() == [0, 2, 3]
    assert walked_curve._kinks(np.array([3.0, 3.0]), np.array([1.0, 2.0])).tolist() == [1]


def test_both_ends_are_always_among_what_is_checked():
    """Of few points all, of many nine."""
    assert proof.sample(0) == []
    assert proof.sample(3) == [0, 1, 2]
    many = proof.sample(1_000)
    assert (len(many), many[0], many[-1]) == (proof.CHECKED, 0, 999)


@pytest.mark.parametrize("wrong", [{"time_limit": 0}, {"time_limit": -1}, {"gap": -0.1}])
def test_a_time_limit_or_a_gap_out_of_range_is_refused(wrong):
    """As solve refuses it."""
    with pytest.raises(cp.UsageError, match="expected a gap of at least 0"):
        cp.frontier(outage(), **wrong)


def test_a_file_name_is_no_problem():
    """Read first."""
    with pytest.raises(cp.UsageError, match="expected a Problem"):
        cp.frontier("plan.xlsx")


def test_a_gap_makes_plans_feasible_and_their_bounds_hold():
    """Each at its own budget; none is said to be stopped."""
    problem = crowd(12, 4, caps=2, whole_segments=True)
    exact = cp.frontier(problem)
    budgets = exact.budgets.tolist()
    rough = cp.frontier(problem, budgets=budgets, gap=0.5)
    assert rough.status in ("optimal", "feasible")
    assert not rough.stopped
    noise = 1e-6 * exact.values[-1]
    assert (rough.values <= exact.values + noise).all()
    assert (rough.bounds >= exact.values - noise).all()


def test_a_time_limit_that_leaves_points_unproven_is_told():
    """Whatever was found stands: feasible with a note, or no plan at all."""
    problem = crowd(60, 8, caps=4, fairness=True, whole_segments=True)
    curve = cp.frontier(problem, budgets=[200.0, 400.0], time_limit=1e-6)
    assert curve.stopped
    assert curve.status in ("feasible", "unknown")
    assert "time limit" in " ".join(curve.notes)
    assert (curve.status == "unknown") is (len(curve.budgets) == 0)
