"""The frontier: every figure beside that of a plan solved at that budget, or redone by hand."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings as options, strategies as st

import compensator as cp
from compensator.optimizer.brief import brief
from compensator.problem import Limit
from compensator.whatif.curves.ladder import COLUMNS
from tests.cases import outage
from tests.crowds import crowd
from tests.strategies import again, problems

AIMS = ("value", "net_value", "retained", "reconverted")
SOLVERS = ("auto", "highs")
PARTS = st.lists(st.integers(0, 110).map(lambda i: i / 100), min_size=3, max_size=3)
"""Parts of the way from one end of a curve to the other, and somewhat beyond."""


def at_budget(problem, budget, solver="highs"):
    """The certified optimum at a budget, or at none; what is given stays given."""
    return brief(under(problem, budget), solver=solver)


def under(problem, budget):
    """The problem with another budget, or none."""
    return problem.with_settings(problem.settings.model_copy(update={"budget": budget}))


def close(figure, largest=0.0):
    """To 1e-9 of the figure, or of the largest one that it is a difference of."""
    return pytest.approx(figure, rel=1e-9, abs=1e-9 * max(1.0, abs(largest)))


def kinkless(curve, budget):
    """Whether a budget is away from every breakpoint: there the price is the slope on both sides."""
    return np.abs(curve.budgets - budget).min() > 1e-6 * max(1.0, budget)


def check_at(problem, curve, budget, solver="highs"):
    """Compare value and price with the plan's."""
    plan = at_budget(problem, budget, solver)
    assert plan.status == "optimal"
    assert curve.value_at(budget) == close(plan.objective, np.abs(curve.values).max())
    if kinkless(curve, budget):
        step = 1e-7 * max(1.0, budget)
        slope = (curve.value_at(budget + step) - curve.value_at(budget - step)) / (2 * step)
        assert curve.price_at(budget) == pytest.approx(slope, rel=1e-4, abs=1e-6)
        assert curve.price_at(budget) == pytest.approx(plan.budget_price, rel=1e-6, abs=1e-7)
    return plan


def test_the_curve_of_the_outage_is_the_one_done_by_hand():
    """500 for the first 100, 200 for the next 60, and nothing after."""
    curve = cp.frontier(outage())
    assert curve.budgets == pytest.approx([0, 100, 160])
    assert curve.values == pytest.approx([0, 500, 700])
    assert curve.prices == pytest.approx([5, 10 / 3, 0])
    assert (curve.complete, curve.max_gap, curve.status) == (True, 0, "optimal")
    assert curve.pays_to == pytest.approx(160)
    assert [curve.value_at(b) for b in (0, 50, 130, 160, 1e9)] == pytest.approx(
        [0, 250, 600, 700, 700]
    )
    assert [curve.price_at(b) for b in (0, 99, 100, 130, 160, 1e9)] == pytest.approx(
        [5, 5, 10 / 3, 10 / 3, 0, 0]
    )
    assert [curve.budget_for(v) for v in (-5, 0, 250, 600, 700)] == pytest.approx(
        [0, 0, 50, 130, 160]
    )
    assert math.isnan(curve.budget_for(700.01))
    assert math.isnan(curve.value_at(-1))
    assert math.isnan(curve.price_at(-1))


def test_the_ladder_of_the_outage_says_who_gets_what_first():
    """Two starts at no cost, then the two steps."""
    ladder = cp.frontier(outage()).to_dict()["ladder"]
    assert [tuple(row) for row in ladder] == [COLUMNS] * 4
    rows = [tuple(row.values()) for row in ladder]
    assert rows[:2] == [
        ("paying", None, "none", 100, 0, 0, None, 0),
        ("dormant", None, "none", 200, 0, 0, None, 0),
    ]
    assert rows[2][:4] == ("paying", "none", "week", 100)
    assert rows[2][4:] == pytest.approx((100, 500, 5, 100))
    assert rows[3][:4] == ("dormant", "none", "card", 200)
    assert rows[3][4:] == pytest.approx((60, 200, 10 / 3, 160))


def test_the_answer_in_words_names_the_steps_the_budget_and_both_ends():
    """What an executive reads."""
    text = cp.frontier(outage(budget=130), roi_floor=3).summary()
    for sentence in (
        "Spend up to $160, for $700 of value: beyond it $1 more brings less than $1.",
        "Up to $160 the plan has at least a net value of 300% of its cost.",
        "The budget of $130 brings $600 of value; $1 more bring $3.33.",
        "It starts at no cost.",
        "Beyond $160 further budget brings nothing: every segment then has its best offer.",
        "First $100: week to paying ($500, $5 per $1).",
        "Next $60: card to dormant ($200, $3.33 per $1).",
    ):
        assert sentence in text


def test_the_least_budget_of_all_is_named_by_what_asks_for_it():
    """Who must reach 50 users cannot spend nothing."""
    least = [{"limit": "reach", "measure": "recipients", "min": 50}]
    curve = cp.frontier(outage(limits=least))
    assert curve.budgets[0] == pytest.approx(15)  # 50 cards at 0.30
    assert curve.values[0] == pytest.approx(50)
    assert curve.starts == "No plan that meets every limit costs less than $15."
    assert curve.ends.endswith("the other limits leave nothing better to buy.")
    assert curve.ladder is None
    assert math.isnan(curve.value_at(14.9))
    assert at_budget(outage(limits=least), 14.9).status == "infeasible"


@given(problems(integer=False), PARTS)
def test_the_curve_is_the_plans_value_at_every_budget(problem, parts):
    """Whatever couples the segments: value, price, both ends, and both ways of solving."""
    curve = cp.frontier(problem)
    free = at_budget(problem, None)
    assert (curve.status == "infeasible") is (free.status == "infeasible")
    if curve.status == "infeasible":
        assert curve.conflict == cp.solve(under(problem, None)).conflict
        return
    assert curve.complete
    assert curve.values[-1] == close(free.objective, np.abs(curve.values).max())
    assert curve.budgets[-1] == pytest.approx(free.totals.cost, rel=1e-9, abs=1e-7)
    least, most = curve.budgets[0], curve.budgets[-1]
    for budget in [least, *(least + part * (most - least) for part in parts)]:
        highs, auto = (check_at(problem, curve, float(budget), solver) for solver in SOLVERS)
        assert auto.objective == close(highs.objective)
        assert auto.totals.cost == pytest.approx(highs.totals.cost, rel=1e-9, abs=1e-7)
        for plan in (highs, auto):
            assert plan.certificate.gap <= 1e-6
            assert plan.certificate.violation <= 1e-9
    if least > 1e-3:
        below = float(least) * 0.999 - 1e-4
        assert math.isnan(curve.value_at(below))
        if below >= 0:
            assert at_budget(problem, below).status == "infeasible"


@given(problems(integer=False))
def test_the_curve_is_concave_and_its_two_questions_invert_each_other(problem):
    """More money never brings less, and each further unit no more than the one before."""
    curve = cp.frontier(problem)
    if curve.status == "infeasible":
        assert not len(curve.budgets)
        return
    assert (np.diff(curve.budgets) > 0).all()
    assert (np.diff(curve.values) > 0).all()
    assert (np.diff(curve.prices) < 0).all()
    assert curve.prices[-1] == 0
    rise = np.diff(curve.values) / np.diff(curve.budgets)
    assert rise == pytest.approx(curve.prices[:-1], rel=1e-6, abs=1e-9)
    middle = (curve.budgets[:-1] + curve.budgets[1:]) / 2
    for budget in [*curve.budgets, *middle]:
        value = curve.value_at(float(budget))
        assert curve.budget_for(value) == pytest.approx(budget, rel=1e-7, abs=1e-7)
        assert curve.value_at(curve.budget_for(value)) == close(value)


@given(problems(integer=False, limits=0))
def test_the_ladder_adds_up_to_the_last_point_and_falls_along_the_way(problem):
    """Start rows included; segments of one class step together, at one price."""
    curve = cp.frontier(problem)
    ladder = curve.ladder
    if ladder is None:
        return
    assert ladder.cost.sum() == close(curve.budgets[-1])
    assert ladder.value.sum() == close(curve.values[-1], np.abs(curve.values).max())
    assert ladder.cumulative_cost[-1] == close(curve.budgets[-1])
    starts = ladder.source < 0
    assert ladder.cost[starts].sum() == close(curve.budgets[0])
    assert ladder.users[starts].tolist() == [s.users for s in problem.segments]
    if problem.settings.same_offer_within is None:
        ratios = ladder.value_per_cost()[~starts]
        assert (ratios[1:] <= ratios[:-1] * (1 + 1e-9)).all()


COUPLED = {
    "alone": {},
    "capped": {"caps": 3},
    "regional": {"regions": 4},
    "fair": {"fairness": True},
    "all at once": {"caps": 2, "regions": 4, "fairness": True},
    "classes": {"fairness": True, "same_offer_within": "region"},
}


@pytest.mark.parametrize("kind", COUPLED)
def test_fifty_random_budgets_of_a_crowd_have_the_plans_value(kind):
    """60 segments, hundreds of breakpoints, each budget solved by the program as written."""
    problem = crowd(**COUPLED[kind])
    curve = cp.frontier(problem)
    assert curve.complete
    assert (curve.ladder is None) is (kind != "alone")
    rng = np.random.default_rng(8)
    count = 50 if kind in ("alone", "all at once") else 10
    for budget in rng.uniform(curve.budgets[0], curve.budgets[-1], count).tolist():
        check_at(problem, curve, budget)


@pytest.mark.parametrize("aim", AIMS)
def test_whatever_is_maximized_has_its_curve(aim):
    """Users or money; where it is net value, the curve ends where the next unit brings less than itself."""
    people = [
        {**row.model_dump(exclude={"tags"}), "reconversion": 0.1, "reconverted_value": 30}
        for row in crowd(20).segments
    ]
    rng = np.random.default_rng(2)
    responses = [
        {**row.model_dump(exclude={"measures"}), "reconversion": round(rng.uniform(0.1, 0.3), 3)}
        for row in crowd(20).responses
    ]
    offers = [row.model_dump(exclude={"tags"}) for row in crowd(20, caps=2).offers]
    problem = cp.Problem(segments=people, offers=offers, responses=responses, maximize=aim)
    curve = cp.frontier(problem)
    for part in (0.1, 0.45, 0.8):
        check_at(problem, curve, float(part * curve.budgets[-1]))
    if aim == "net_value":
        assert cp.frontier(cp.changed(problem, "maximize=value")).pays_to == close(
            curve.budgets[-1]
        )
    assert (curve.pays_to is None) is (aim != "value")


@given(problems(integer=False, feasible=True), st.sampled_from([0.0, 0.5, 1.0, 4.0]))
def test_the_end_of_paying_and_the_return_floor_are_found_by_looking_everywhere(problem, floor):
    """Brute force over a fine grid of budgets."""
    curve = cp.frontier(problem, roi_floor=floor)
    least, most = curve.budgets[0], curve.budgets[-1]
    grid = np.union1d(np.linspace(least, most, 1_001), curve.budgets)
    values = np.array([curve.value_at(float(b)) for b in grid])
    noise, step = 1e-9 * max(1.0, np.abs(values).max(), most), (most - least) / 1_000 + 1e-9
    if curve.maximize == "value":
        net = values - grid
        assert curve.value_at(curve.pays_to) - curve.pays_to == pytest.approx(net.max(), abs=noise)
        assert curve.price_at(curve.pays_to) < 1
    if curve.maximize not in ("value", "net_value"):
        assert curve.roi_to is None
        return
    net = values - grid if curve.maximize == "value" else values
    enough = grid[(grid > 0) & (net >= floor * grid - noise)]
    if len(enough):
        assert enough[-1] - noise <= curve.roi_to <= enough[-1] + step
    else:
        assert curve.roi_to is None or curve.roi_to <= least + step


def test_no_plan_has_a_return_that_nothing_has():
    """Doing nothing brings nothing for nothing: that is no return."""
    curve = cp.frontier(outage(), roi_floor=10)
    assert curve.roi_to is None
    assert "No plan has a net value of 1,000% of its cost." in curve.summary()
    assert cp.frontier(outage(), roi_floor=4).roi_to == pytest.approx(100)  # 500 − 100 is 4 × 100


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
    for point in curve.points():
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
    for point in curve.points():
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
    assert "First $60: week to paying ($300, $5 per $1)." in text
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


def priced(*rows, users=10, **changes):
    """Segments that know the cost and the value of each offer; users of each, or of all alike."""
    counts = [users] * len(rows) if isinstance(users, int) else users
    return cp.Problem(
        segments=[
            {"segment": f"s{i}", "users": n, "retention": 0, "retained_value": 1}
            for i, n in enumerate(counts)
        ],
        offers=[{"offer": f"o{j}"} for j in range(max(map(len, rows)))],
        responses=[
            {"segment": f"s{i}", "offer": f"o{j}", "cost": cost, "value": value}
            for i, row in enumerate(rows)
            for j, (cost, value) in enumerate(row)
        ],
        **changes,
    )


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
    found = [tuple(point.values()) for point in curve.points()]
    assert found == [pytest.approx(point, rel=1e-9, abs=1e-12) for point in points]
    walked = cp.frontier(problem, solver="highs")
    assert walked.ladder is None
    again_found = [tuple(point.values()) for point in walked.points()]
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
    assert [tuple(p.values()) for p in curve.points()] == [pytest.approx((20, -30, 0))]
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


def assert_plain(curve):
    """Assert that a result is printed whole, and that no figure of it is NaN or infinite."""

    def refuse(figure):
        pytest.fail(f"{figure} in JSON")

    document = json.loads(curve.to_json(), parse_constant=refuse)
    assert document["schema"] == "compensator/frontier/1"
    assert len(curve.to_frame()) == len(document["points"])
    assert curve.summary().startswith(curve.title)


def test_the_document_keeps_the_contract():
    """Others read it by its keys."""
    document = cp.frontier(outage(budget=60, title="Outage", currency="EUR")).to_dict()
    assert document["schema"] == "compensator/frontier/1"
    assert (document["title"], document["currency"]) == ("Outage", "EUR")
    assert (document["maximize"], document["budget"]) == ("value", 60)
    assert document["points"][0] == {"budget": 0, "value": 0, "price": pytest.approx(5)}
    assert document["points"][-1]["price"] == 0
    assert (document["complete"], document["max_gap"]) == (True, 0)
    assert list(document["ladder"][0]) == list(COLUMNS)
    assert set(document["manifest"]) >= {"input_sha256", "compensator", "pulp", "solver", "seconds"}
    assert json.loads(json.dumps(document))["notes"] == document["notes"]


def test_the_frame_holds_the_points_and_the_ladder_has_its_own():
    """Tidy, one row each."""
    curve = cp.frontier(outage())
    frame = curve.to_frame()
    assert list(frame.columns) == ["budget", "value", "price"]
    assert frame["budget"].tolist() == pytest.approx([0, 100, 160])
    steps = curve.ladder.to_frame()
    assert list(steps.columns) == list(COLUMNS)
    assert steps["cost"].sum() == pytest.approx(160)
    asked = cp.frontier(outage(whole_segments=True), budgets=[100]).to_frame()
    assert list(asked.columns) == ["budget", "value", "price", "bound", "gap"]


def test_the_problems_own_budget_never_moves_the_curve():
    """It is set aside, and marked."""
    tight, loose = (cp.frontier(crowd(20, caps=2, budget=b)) for b in (1.0, 1e9))
    assert tight.budgets == pytest.approx(loose.budgets)
    assert tight.values == pytest.approx(loose.values)
    assert (tight.budget, loose.budget) == (1.0, 1e9)


def test_the_order_of_rows_never_changes_the_curve():
    """Sorting a sheet must not move what money buys."""
    problem = crowd(25, caps=2, regions=4)
    turned = again(
        problem,
        **{n: getattr(problem, n)[::-1] for n in ("segments", "offers", "responses", "limits")},
    )
    one, other = cp.frontier(problem), cp.frontier(turned)
    assert one.budgets == pytest.approx(other.budgets, rel=1e-9)
    assert one.values == pytest.approx(other.values, rel=1e-9)


def test_dropping_a_limit_lifts_the_curve_or_leaves_it():
    """At every budget of the tighter one."""
    tight = crowd(25, caps=2, regions=4)
    loose = again(tight, limits=tight.limits[1:])
    low, high = cp.frontier(tight), cp.frontier(loose)
    gains = [high.value_at(float(b)) - v for b, v in zip(low.budgets, low.values, strict=True)]
    assert min(gains) >= -1e-9 * low.values[-1]
    assert max(gains) > 0


def test_progress_is_told_while_a_curve_is_walked():
    """A bar needs to know how many points there are so far."""
    told = []
    cp.frontier(crowd(10, caps=2), progress=told.append)
    assert told == sorted(set(told))
    assert len(told) > 5


def test_a_frontier_is_frozen():
    """Complete when made."""
    curve = cp.frontier(outage(limits=[Limit(limit="all", measure="cost", max=150)]))
    with pytest.raises(AttributeError):
        curve.title = "other"
