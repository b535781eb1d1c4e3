"""The frontier at chosen points and budgets: cut short with a gap, solved one by one, in whole segments."""

import math

import numpy as np
import pytest
from hypothesis import given, settings as options

import compensator as cp
from tests.cases import outage
from tests.crowds import crowd
from tests.curves import PARTS, at_budget, close
from tests.strategies import problems


@pytest.mark.parametrize("points", [2, 3, 5, 12, 40])
def test_a_curve_cut_short_tells_how_much_it_may_miss(points):
    """At no budget more than max_gap below the plan, never above it."""
    problem = crowd(40, caps=3, fairness=True)
    curve, whole = cp.frontier(problem, points=points), cp.frontier(problem)
    assert len(curve.budgets) == points
    assert not curve.complete
    assert f"cut short at {points} points" in " ".join(curve.notes)
    missed = [whole.value_at(float(b)) - curve.value_at(float(b)) for b in whole.budgets]
    noise = 1e-9 * whole.values[-1]
    assert -noise <= min(missed)
    assert noise < max(missed) <= curve.max_gap + noise
    middle = float(whole.budgets[-1]) / 3
    plan = at_budget(problem, middle)
    assert plan.objective - curve.max_gap - noise <= curve.value_at(middle)
    assert curve.value_at(middle) <= plan.objective + noise
    pays = None if points == 2 else pytest.approx(whole.pays_to)
    assert curve.pays_to == pays


def test_enough_points_make_it_exact_again():
    """As many as there are breakpoints, and one question more."""
    problem = crowd(15, 3, caps=2)
    whole = cp.frontier(problem)
    curve = cp.frontier(problem, points=len(whole.budgets) + 1)
    assert curve.complete
    assert curve.budgets == pytest.approx(whole.budgets)


@given(problems(integer=False, feasible=True), PARTS)
@options(max_examples=20)
def test_budgets_asked_for_are_solved_one_by_one(problem, parts):
    """Each with the plan's value and price, and a bound on what lies between them."""
    whole = cp.frontier(problem)
    top = whole.budgets[-1]
    asked = sorted({float(whole.budgets[0] + part * (top - whole.budgets[0])) for part in parts})
    curve = cp.frontier(problem, budgets=asked)
    assert curve.budgets.tolist() == asked
    assert curve.ladder is None
    assert not curve.complete
    largest = np.abs(whole.values).max()
    for point in curve.points.rows():
        plan = at_budget(problem, point["budget"], "auto")
        assert point["value"] == close(plan.objective, largest)
        assert point["price"] == pytest.approx(plan.budget_price, rel=1e-6, abs=1e-7)
    between = [b for b in whole.budgets if asked[0] <= b <= asked[-1]]
    missed = [whole.value_at(float(b)) - curve.value_at(float(b)) for b in between]
    assert max(missed, default=0) <= curve.max_gap + 1e-9 * max(1, largest)


@pytest.mark.parametrize("limits", [(), [{"limit": "most", "measure": "recipients", "max": 290}]])
def test_the_price_at_a_budget_asked_for_is_that_of_the_next_unit(limits):
    """At a breakpoint a solver may name any price between the two slopes; the right one is asked for."""
    curve = cp.frontier(outage(limits=limits), budgets=[0, 40, 100, 157, 200])
    assert curve.prices == pytest.approx([5, 5, 10 / 3, 0 if limits else 10 / 3, 0])


def test_budgets_come_in_any_order_twice_or_as_an_array():
    """What numpy makes is as good as a list."""
    curve = cp.frontier(outage(), budgets=np.array([130.0, 0, 130, 50]))
    assert curve.budgets.tolist() == [0, 50, 130]
    assert curve.values == pytest.approx([0, 250, 600])
    assert curve.max_gap == pytest.approx(31.25)  # at 100: 500, the straight line has 468.75


def test_a_budget_below_every_plan_is_told_and_the_others_stand():
    """And none that is enough is infeasible, with what clashes at the largest."""
    problem = outage(limits=[{"limit": "reach", "measure": "recipients", "min": 50}])
    curve = cp.frontier(problem, budgets=[0, 10, 15, 100])
    assert curve.budgets.tolist() == [15, 100]
    assert "No plan costs as little as $0, $10." in curve.notes
    nothing = cp.frontier(problem, budgets=[0, 10])
    assert nothing.status == "infeasible"
    assert nothing.starts == "No plan costs as little as the greatest budget asked for."
    assert set(nothing.conflict) == {"budget", "reach"}
    assert "$15" in " ".join(nothing.notes)


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"points": 1}, "at least 2 points, found 1"),
        ({"budgets": []}, "budgets of at least 0, found []"),
        ({"budgets": [5, -1.0]}, "found [5, -1.0]"),
        ({"budgets": [math.nan]}, "found [nan]"),
        ({"budgets": [math.inf]}, "found [inf]"),
        ({"roi_floor": math.nan}, "a finite return floor, found nan"),
        ({"solver": "nobody"}, "'nobody'"),
    ],
)
def test_options_out_of_range_are_refused(wrong, found):
    """Before anything is solved, with what was found."""
    with pytest.raises(cp.UsageError) as refused:
        cp.frontier(outage(), **wrong)
    assert found in str(refused.value)


def test_every_option_out_of_range_is_told_at_once():
    """One run, one list."""
    with pytest.raises(cp.UsageError, match=r"points.*budgets.*floor"):
        cp.frontier(outage(), points=0, budgets=[-1], roi_floor=math.inf)


@given(problems(integer=True))
@options(max_examples=15)
def test_each_point_of_an_integer_problem_is_its_best_plan(problem):
    """At its own budget, under the linear relaxation's bound."""
    curve = cp.frontier(problem)
    free = at_budget(problem, None, "auto")
    assert (curve.status == "infeasible") is (free.status == "infeasible")
    if curve.status == "infeasible" or not curve.integer:
        return
    assert len(set(curve.budgets.tolist())) == len(curve.budgets)
    assert curve.values[-1] == pytest.approx(free.objective, rel=1e-6, abs=1e-6)
    for point in curve.points.rows():
        plan = at_budget(problem, point["budget"], "auto")
        assert point["value"] == pytest.approx(plan.objective, rel=1e-7, abs=1e-7)
        assert point["bound"] >= point["value"] - 1e-7 * max(1, abs(point["value"]))
        assert curve.value_at(point["budget"]) == point["value"]


def test_the_bound_of_an_integer_problem_is_the_curve_of_its_shares():
    """Whole segments at 100 and 160; in between, the linear curve is out of reach and told as bound."""
    budgets = [0, 60, 99, 100, 130, 160, 200]
    curve = cp.frontier(outage(whole_segments=True), budgets=budgets)
    linear = cp.frontier(outage())
    assert curve.values == pytest.approx([0, 200, 300, 500, 500, 700, 700])
    assert curve.bounds == pytest.approx([linear.value_at(b) for b in budgets])
    assert curve.gaps == pytest.approx((curve.bounds - curve.values) / np.maximum(1, curve.values))
    assert curve.value_at(110) == pytest.approx(500)  # what 100 buys is still bought
    assert curve.budget_for(600) == 160
    assert curve.max_gap == pytest.approx(300)  # at 59.99 nothing is sure, and 300 not ruled out
    assert curve.ladder is None
    assert curve.to_dict()["points"][1].keys() == {"budget", "value", "price", "bound", "gap"}


def test_an_integer_problem_has_eleven_budgets_and_its_own():
    """From nothing to where more brings nothing."""
    curve = cp.frontier(outage(whole_segments=True, budget=70))
    assert curve.budgets == pytest.approx(sorted([*np.linspace(0, 160, 11), 70]))
    curve = cp.frontier(outage(whole_segments=True, budget=999))
    assert curve.budgets == pytest.approx(np.linspace(0, 160, 11))
