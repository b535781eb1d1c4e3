"""The frontier: every figure beside that of a plan solved at that budget, or redone by hand."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

import compensator as cp
from compensator.problem import Limit
from compensator.whatif.frontier.ladder import COLUMNS
from tests.cases import outage
from tests.crowds import crowd
from tests.curves import PARTS, SOLVERS, at_budget, check_at, close, under
from tests.strategies import again, problems

AIMS = ("value", "net_value", "retained", "reconverted")


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
        "The budget of $130 brings $600 of value; $1 more brings $3.33.",
        "It starts at no cost.",
        "Beyond $160 further budget brings nothing: every segment then has its best offer.",
        "First $100: week to paying, 100 users ($500, $5 per $1).",
        "Next $60: card to dormant, 200 users ($200, $3.33 per $1).",
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
