"""Policies: never worse than what you had, and what the same money could have done."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from compensator.model import Outcome, Solver
from compensator.optimizer import Optimum
from compensator.plan import solve
from compensator.plan.answer import PolicyResult
from compensator.plan.case import prepare
from compensator.plan.fallback import not_below_policies
from compensator.plan.settled import proven
from compensator.prices import Prices
from compensator.problem import Problem
from compensator.problem.given import Given
from tests.cases import outage
from tests.naive import Naive
from tests.strategies import again, problems

CARDS = {"policy": "cards", "offer": "card"}


def results(*rows: dict[str, object], **changes: object) -> list[PolicyResult]:
    """Return the results of policies of the outage."""
    return list(solve(outage(policies=list(rows), **changes)).policies)


def test_doing_nothing_is_always_compared():
    """The first question of every executive."""
    (nothing,) = results(budget=130)
    assert (nothing.policy, nothing.objective, nothing.cost) == ("do nothing", 0, 0)
    assert (nothing.feasible, nothing.broken) == (True, ())


def test_a_policy_is_told_with_the_best_plan_at_its_cost():
    """Cards for all: 90 for 300 of value; 90 spent on weeks for the paying bring 450."""
    _, cards = results(CARDS, budget=130)
    assert (cards.cost, cards.value, cards.net_value) == pytest.approx((90, 300, 210))
    assert (cards.objective, cards.best_at_cost) == pytest.approx((300, 450))
    assert cards.feasible


def test_rows_of_a_policy_add_up_and_the_rest_gets_none():
    """Half of all get cards, a quarter of the paying weeks."""
    rows = [
        {**CARDS, "share": 0.5},
        {**CARDS, "segments": "paying", "offer": "week", "share": 0.25},
    ]
    _, mixed = results(*rows)
    assert mixed.cost == pytest.approx(0.5 * 90 + 25)
    assert mixed.value == pytest.approx(0.5 * 300 + 125)


def test_a_policy_over_budget_is_told_as_such():
    """What breaks is named; what the same money buys is still said."""
    _, cards = results(CARDS, budget=80)
    assert (cards.feasible, cards.broken) == (False, ("budget",))
    assert cards.best_at_cost == pytest.approx(450)


def test_what_a_policy_breaks_is_named_by_limit_or_path():
    """The executive asks why the old plan is not allowed any more."""
    segments = [
        {
            "segment": "paying",
            "users": 100,
            "retention": 0.8,
            "retained_value": 50,
            "entitlement": 1,
        },
        {"segment": "dormant", "users": 200, "reconversion": 0.1, "reconverted_value": 20},
    ]
    offers = [
        {"offer": "card", "max_users": 150, "eligible": "paying"},
        {"offer": "week", "face_value": 2},
    ]
    cap = [{"limit": "cap", "measure": "recipients", "max": 250}]
    _, cards = results(
        {**CARDS, "share": 0.9},
        segments=segments,
        offers=offers,
        limits=cap,
        whole_segments=True,
    )
    assert cards.broken == (
        "cap",
        "offers[card].max_users",
        "segments[paying].entitlement",
        "offers[card].eligible",
        "whole_segments",
    )
    assert not cards.feasible


def test_a_policy_may_break_same_offer_within_and_max_offers():
    """A class treated unequally, and one offer too many."""
    segments = [
        {"segment": "paying", "users": 100, "retention": 0.8, "retained_value": 50, "class": "x"},
        {
            "segment": "dormant",
            "users": 200,
            "reconversion": 0.1,
            "reconverted_value": 20,
            "class": "x",
        },
    ]
    rows = [{**CARDS, "segments": "paying"}, {**CARDS, "segments": "dormant", "offer": "week"}]
    _, mixed = results(*rows, segments=segments, same_offer_within="class", max_offers=1)
    assert mixed.broken == ("max_offers", "same_offer_within")


def test_the_best_at_a_policys_cost_keeps_the_other_limits():
    """With 50 recipients at most, 90 cannot all be spent."""
    cap = [{"limit": "cap", "measure": "recipients", "max": 50}]
    _, cards = results({**CARDS, "share": 0.1}, limits=cap)
    assert cards.cost == pytest.approx(9)
    assert cards.best_at_cost == pytest.approx(45)


@given(problems())
def test_a_plan_is_never_below_a_feasible_policy(problem):
    """Promise 2; and whether a policy is feasible is what another reading of the limits says."""
    plan, naive = solve(problem), Naive(problem)
    for policy in plan.policies:
        if policy.feasible:
            assert plan.objective >= policy.objective - 1e-9 * max(1, abs(policy.objective))
            assert policy.best_at_cost >= policy.objective - 1e-9 * max(1, abs(policy.objective))
    if plan.policies:
        nothing = {(s, 0): 1.0 for s in range(len(problem.segments))}
        may = all(naive.eligible()[pair] for pair in nothing)
        kept = not naive.breaks(nothing, 1e-9)
        assert plan.policies[0].feasible == (may and kept)


@given(problems(feasible=True))
def test_the_best_at_a_policys_cost_is_what_another_program_finds(problem):
    """The same problem with the policy's cost as its budget."""
    for policy in solve(problem).policies:
        other = Naive(again(problem, budget=policy.cost)).best()
        if policy.best_at_cost is None:
            assert not other.feasible
        elif other.feasible:  # a policy's own cost may be met but for the last digit only
            assert policy.best_at_cost == pytest.approx(other.objective, rel=1e-6, abs=1e-6)


LARGE = 10**9


def kept_by(*segments: str) -> list[dict[str, object]]:
    """Return what the outage's offers do to users of some segments."""
    kept = {"card": 0.82, "week": 0.9}
    return [{"segment": s, "offer": o, "retention": r} for s in segments for o, r in kept.items()]


def frozen_outage(users: int, kept: int, **changes: object) -> Problem:
    """Return an outage with one segment, some of whom have a week already, and the policy of leaving it at that."""
    segment = {"segment": "paying", "users": users, "retention": 0.8, "retained_value": 50}
    as_it_is = {"policy": "as it is", "offer": "week", "share": kept / users}
    tables = {"segments": [segment], "responses": kept_by("paying"), "policies": [as_it_is]}
    problem = outage(**tables, **changes)
    return problem.with_given([Given("paying", "week", kept, "plan")])


@pytest.mark.parametrize("users", [3, 1_000, LARGE, 1_000 * LARGE])
@pytest.mark.parametrize("whole", [False, True])
def test_users_are_counted_and_not_shares(users, whole):
    """One of a billion is a share of 1e-9, and somebody: his offer is not taken back, and the last one's counts."""
    for kept in (1, users - 1):
        plan = solve(frozen_outage(users, kept, budget=2 * kept, whole_segments=whole))
        nothing, as_it_is = plan.policies
        assert nothing.broken == ("freeze",)
        assert as_it_is.feasible
        assert plan.status == "optimal"
        assert plan.certificate.violation <= 1e-12


def test_a_policy_takes_the_place_of_no_plan_by_those_still_to_be_decided_on():
    """All paying users have their week; what their class gets is what the policy gives the others of it."""
    segments = [
        {"segment": s, "users": 10, "retention": 0.8, "retained_value": 50, "class": "x"}
        for s in ("open", "full")
    ]
    rows = [{"policy": "weeks", "offer": "week"}]
    changes = {"policies": rows, "same_offer_within": "class", "max_offers": 1}
    problem = outage(segments=segments, responses=kept_by("open", "full"), **changes)
    case = prepare(problem.with_given([Given("full", "week", 10, "plan")]), Solver())
    none = Optimum(Outcome.NOTHING, np.zeros(case.program.eligible.shape), Prices(np.zeros(0)))
    week = not_below_policies(case, none).shares
    assert week.tolist() == [[0, 0, 1]]


def test_a_policy_above_what_a_solver_called_the_most_is_a_plan_without_that_bound():
    """Cards for all bring 300; a solver says that 100 is the optimum, and is not believed."""
    case = prepare(outage(policies=[CARDS], whole_segments=True, budget=90), Solver())
    cards = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    least = np.full(len(case.program.rows), 10.0)
    wrong = Optimum(Outcome.OPTIMAL, cards, Prices(least), solver_bound=case.program.value(cards))
    assert proven(case, wrong)[1] == "optimal"
    better = not_below_policies(case, wrong)
    certificate, status = proven(case, better)
    assert (certificate.objective, certificate.solver_gap) == (pytest.approx(300), None)
    assert status == "feasible"
    assert proven(case, replace(better, solver_bound=wrong.solver_bound))[1] == "feasible"
