"""Whole segments, set-up costs and a most of offers: against every plan there is, one by one."""

import pytest
from hypothesis import given

from compensator.plan import solve
from compensator.plan.answer import Plan
from tests.cases import outage
from tests.naive import Naive
from tests.strategies import again, problems

SETUP = [
    {"offer": "card", "delivery_cost": 0.3, "setup_cost": 50},
    {"offer": "week", "delivery_cost": 1, "setup_cost": 10},
]


def used(plan: Plan) -> set[tuple[str, str]]:
    """Return the pairs of segment and real offer in use."""
    return {(a.segment, a.offer) for a in plan.allocations if a.users and a.offer != "none"}


@pytest.mark.parametrize(
    ("budget", "objective", "given"),
    [
        (59, 100, {("paying", "card")}),
        (60, 200, {("dormant", "card")}),
        (99, 300, {("paying", "card"), ("dormant", "card")}),
        (100, 500, {("paying", "week")}),
        (159, 500, {("paying", "week")}),
        (160, 700, {("paying", "week"), ("dormant", "card")}),
    ],
)
def test_whole_segments_are_given_one_offer_each(budget, objective, given):
    """Cards cost 30 and 60, weeks 100 and 200; nobody gets half."""
    plan = solve(outage(budget=budget, whole_segments=True))
    assert plan.status == "optimal"
    assert (plan.objective, used(plan)) == (pytest.approx(objective), given)
    assert {a.share for a in plan.allocations} == {1}


@pytest.mark.parametrize(("most", "objective"), [(0, 0), (1, 580), (2, 700)])
def test_no_more_offers_than_allowed_are_used(most, objective):
    """One offer for all: weeks bring 500 and 80, cards 100 and 200."""
    plan = solve(outage(max_offers=most))
    assert plan.objective == pytest.approx(objective)
    assert len({offer for _, offer in used(plan)}) <= most


@pytest.mark.parametrize(
    ("budget", "value", "cost"),
    [(5, 0, 0), (60, 250, 60), (110, 500, 110), (169, 500, 110), (190, 600, 190), (220, 700, 220)],
)
def test_a_set_up_cost_is_paid_once_and_counted(budget, value, cost):
    """Weeks cost 10 once and 1 each. Cards: 50 once; at 169 the 59 left buy weeks for the dormant…"""
    plan = solve(outage(offers=SETUP, budget=budget))
    assert plan.totals.cost <= budget + 1e-9
    assert plan.objective >= value - 1e-9
    assert plan.objective == pytest.approx(
        Naive(outage(offers=SETUP, budget=budget)).best().objective
    )
    setup = sum({"card": 50, "week": 10}[offer] for offer in {o for _, o in used(plan)})
    assert sum(a.cost for a in plan.allocations) + setup == pytest.approx(plan.totals.cost)
    assert cost <= budget


def test_a_set_up_that_does_not_pay_is_not_paid():
    """Cards bring 300 in all: not worth 1,000 once."""
    offers = [{**SETUP[0], "setup_cost": 1000}, SETUP[1]]
    plan = solve(outage(offers=offers, maximize="net_value"))
    assert used(plan) == {("paying", "week")}
    assert plan.totals.net_value == pytest.approx(500 - 110)


def test_set_up_costs_need_somebody():
    """A least cost is not met by setting up what nobody gets."""
    floor = [{"limit": "spend", "measure": "cost", "min": 40}]
    offers = [{**SETUP[0], "eligible": "paying"}, {"offer": "week", "delivery_cost": 0.01}]
    problem = outage(offers=offers, limits=floor, whole_segments=True)
    plan = solve(problem)
    assert ("paying", "card") in used(plan)
    assert plan.totals.cost >= 40


def test_an_integer_plan_carries_both_bounds():
    """Its own, from the relaxation: 300 + 59 × 0 …; and the solver's, which is the optimum."""
    proof = solve(outage(budget=159, whole_segments=True)).certificate
    assert proof.objective == pytest.approx(500)
    assert proof.bound == pytest.approx(500 + 59 / 60 * 200)
    assert proof.solver_bound == pytest.approx(500)
    assert proof.solver_gap == pytest.approx(0, abs=1e-9)


def test_an_integer_plans_price_is_the_relaxations():
    """There is no slope on a staircase; a note says whose price it is."""
    plan = solve(outage(budget=159, whole_segments=True))
    assert plan.budget_price == pytest.approx(10 / 3)
    assert any(note.startswith("This is an integer plan") for note in plan.notes)


@pytest.mark.long
@given(problems(integer=True))
def test_whole_segments_is_the_best_of_all_whole_plans(problem):
    """Enumerated: with set-up costs, max_offers, max_users and every kind of limit."""
    whole = again(problem, whole_segments=True)
    plan, naive = solve(whole), Naive(whole)
    aim = naive.sum(whole.settings.maximize)
    good = [naive.figure(aim, p) for p in naive.whole_plans() if not naive.breaks(p, 1e-9)]
    assert plan.status == ("optimal" if good else "infeasible")
    if good:
        assert plan.objective == pytest.approx(max(good), rel=1e-7, abs=1e-7)


@given(problems(integer=True, feasible=True))
def test_integer_rules_hold(problem):
    """No split segment, no offer too many, and the status says proven."""
    plan, settings = solve(problem), problem.settings
    assert plan.status == "optimal"
    peopled = {s.segment for s in problem.segments if s.users}
    if settings.whole_segments:
        assert {a.share for a in plan.allocations} <= {0.0, 1.0}
    if settings.max_offers is not None:
        offers = {a.offer for a in plan.allocations if a.segment in peopled and a.share > 0}
        assert len(offers - {"none"}) <= settings.max_offers
