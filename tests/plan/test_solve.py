"""Solve: the plan of a small outage by hand, and of any small problem by another program."""

import pytest
from hypothesis import given

from compensator.errors import UsageError
from compensator.plan import solve
from compensator.plan.answer import Plan
from tests.cases import outage
from tests.naive import Naive
from tests.strategies import problems


def given_to(plan: Plan) -> dict[tuple[str, str], float]:
    """Return the shares of a plan by segment and offer."""
    return {(a.segment, a.offer): a.share for a in plan.allocations}


def test_the_plan_of_the_outage_is_the_one_by_hand():
    """130: a week for all paying (100), cards for half of the dormant (30)."""
    plan = solve(outage(budget=130))
    assert plan.status == "optimal"
    assert given_to(plan) == {
        ("paying", "week"): 1,
        ("dormant", "none"): pytest.approx(0.5),
        ("dormant", "card"): pytest.approx(0.5),
    }
    assert plan.objective == pytest.approx(600)


def test_totals_are_those_by_hand():
    """Money as above; 200 recipients' liability is 100 × 1 + 100 × 0.6; 80 % of 100 and 10 % of 30 wasted."""
    totals = solve(outage(budget=130)).totals
    assert (totals.users, totals.recipients) == (300, pytest.approx(200))
    assert (totals.cost, totals.value, totals.net_value) == pytest.approx((130, 600, 470))
    assert (totals.retained, totals.reconverted) == pytest.approx((90, 25))
    assert (totals.incremental_retained, totals.incremental_reconverted) == pytest.approx((10, 5))
    assert (totals.liability, totals.breakage) == pytest.approx((160, 30))
    assert totals.deadweight == pytest.approx(83)
    assert totals.roi == pytest.approx(470 / 130)


@pytest.mark.parametrize(
    ("budget", "objective", "price"),
    [
        (0, 0, 5),
        (50, 250, 5),
        (100, 500, 10 / 3),
        (130, 600, 10 / 3),
        (160, 700, 0),
        (500, 700, 0),
        (None, 700, None),
    ],
)
def test_the_budgets_price_is_what_its_next_unit_brings(budget, objective, price):
    """At 100 the last unit brought 5.00, but the next brings 3.33; at 160 there is nothing left to buy."""
    plan = solve(outage(budget=budget))
    assert plan.objective == pytest.approx(objective)
    assert plan.budget_price == (None if price is None else pytest.approx(price))


def test_without_a_budget_no_row_of_it_exists():
    """No budget is not a budget of zero."""
    plan = solve(outage())
    assert (plan.budget, plan.budget_price, plan.limits) == (None, None, ())
    assert any("No budget is set" in note for note in plan.notes)


@pytest.mark.parametrize(
    ("maximize", "objective", "best"),
    [
        ("value", 700, "week"),
        ("net_value", 700 - 160, "week"),
        ("retained", 90, "week"),
        ("reconverted", 30, None),
    ],
)
def test_each_aim_has_its_own_plan(maximize, objective, best):
    """Retained counts those who stay anyway; reconverted cares for nobody who never left."""
    plan = solve(outage(maximize=maximize))
    assert plan.objective == pytest.approx(objective)
    assert given_to(plan).get(("paying", "week"), 0) == (1 if best else 0)


def test_a_limit_shows_what_it_limits_and_its_price():
    """50 recipients at most: 50 weeks bring 250; one more brings 5."""
    cap = [{"limit": "cap", "measure": "recipients", "max": 50}]
    (row,) = solve(outage(limits=cap)).limits
    assert (row.limit, row.measure, row.min, row.max) == ("cap", "recipients", None, 50)
    assert (row.actual, row.slack, row.binding) == (pytest.approx(50), pytest.approx(0), True)
    assert row.price == pytest.approx(5)


def test_the_price_of_a_min_is_negative():
    """100 weeks for the dormant at least: each forgoes a card's 1.00 for 0.40."""
    floor = [
        {"limit": "f", "measure": "recipients", "segments": "dormant", "offers": "week", "min": 100}
    ]
    plan = solve(outage(limits=floor))
    assert plan.limits[0].price == pytest.approx(-0.6)
    assert plan.objective == pytest.approx(700 - 60)


@pytest.mark.parametrize(
    ("cells", "price"),
    [
        ({"max": 0.25, "basis": "per_user"}, 5 * 300),
        ({"max": 0.25, "basis": "per_user", "segments": "paying"}, 5 * 100),
    ],
)
def test_a_price_per_user_is_in_that_unit(cells, price):
    """One more recipient per user is 300, or 100, more recipients."""
    (row,) = solve(outage(limits=[{"limit": "l", "measure": "recipients", **cells}])).limits
    assert row.price == pytest.approx(price)


def test_a_price_of_a_share_is_in_that_unit():
    """At most a tenth of the cost for the dormant; c of cards, 100 for weeks: c = 0.1 (100 + c).

    One unit of share is (100 + c)² ÷ 100 of cost, which brings 3.33 each.
    """
    cap = [{"limit": "l", "measure": "cost", "segments": "dormant", "max": 0.1, "basis": "share"}]
    plan = solve(outage(limits=cap))
    cards = 100 / 9
    assert plan.totals.cost == pytest.approx(100 + 37 * 0.3)  # whole cards
    assert plan.limits[0].price == pytest.approx(10 / 3 * (100 + cards) ** 2 / 100)


def test_report_only_limits_have_no_price_and_may_be_missed():
    """They are figures to watch."""
    watch = [{"limit": "l", "measure": "recipients", "max": 50, "enforce": False}]
    (row,) = solve(outage(limits=watch)).limits
    assert (row.actual, row.slack, row.binding, row.price, row.enforced) == (
        300,
        -250,
        False,
        0,
        False,
    )


def test_allocations_hold_every_cell_in_use_and_add_up():
    """None included, so that users add up."""
    plan = solve(outage(budget=130))
    rows = [(a.segment, a.offer, a.users, a.cost, a.value) for a in plan.allocations]
    assert rows == [
        ("paying", "week", 100, pytest.approx(100), pytest.approx(500)),
        ("dormant", "none", 100, 0, 0),
        ("dormant", "card", 100, pytest.approx(30), pytest.approx(100)),
    ]


def test_segments_without_users_cost_and_bring_nothing():
    """They may be kept in the sheet for next time."""
    segments = [
        {"segment": "paying", "users": 0, "retention": 0.8, "retained_value": 50},
        {"segment": "dormant", "users": 0, "reconversion": 0.1, "reconverted_value": 20},
    ]
    plan = solve(outage(segments=segments, budget=10))
    assert (plan.status, plan.objective, plan.totals.cost, plan.totals.users) == (
        "optimal",
        0,
        0,
        0,
    )
    assert plan.totals.roi is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"gap": -1.0},
            "expected a gap of at least 0 and a time limit above 0 seconds, found -1 and None",
        ),
        (
            {"time_limit": 0.0},
            "expected a gap of at least 0 and a time limit above 0 seconds, found 0 and 0.0",
        ),
        ({"solver": "abacus"}, "solver 'abacus' is not known; available here: auto, highs"),
    ],
)
def test_options_out_of_range_are_refused(options, message):
    """The call is wrong, not the data."""
    with pytest.raises(UsageError) as caught:
        solve(outage(budget=9), **options)
    assert str(caught.value).startswith(message)


def test_the_manifest_says_what_made_the_plan():
    """Two plans that differ can then be told apart."""
    assert solve(outage(budget=9)).manifest.solver == "budget curve"
    made = solve(outage(budget=9), solver="highs").manifest
    assert made.solver.startswith("highs 1.")
    assert made.compensator
    assert made.pulp
    assert made.input_sha256 is None
    assert made.seconds > 0


def test_solving_twice_gives_the_same_plan():
    """Nothing is random, and nothing is kept from one solve to the next."""
    problem = outage(budget=130)
    first, second = solve(problem).to_dict(), solve(problem).to_dict()
    first["manifest"] = second["manifest"] = None
    assert first == second


@given(problems())
def test_the_best_objective_is_what_another_program_finds(problem):
    """Built from the formulas one pair at a time, solved as it stands: same status, same objective."""
    plan, naive = solve(problem), Naive(problem).best()
    assert plan.status == ("optimal" if naive.feasible else "infeasible")
    if naive.feasible:
        assert plan.objective == pytest.approx(naive.objective, rel=1e-6, abs=1e-6)
