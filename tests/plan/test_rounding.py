"""Whole users: people are not divisible, and no limit is missed where some rounding keeps it."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given

from compensator.economics import evaluate, limits
from compensator.plan import prepared, solve
from compensator.plan.people import rooms
from compensator.plan.rounding import whole_users
from tests.cases import outage
from tests.naive import Naive
from tests.strategies import problems


def test_whole_users_add_up_by_the_largest_remainders():
    """2.6 + 4.4 = 7: three and four."""
    shares = np.array([[2.6 / 7, 4.4 / 7]])
    assert whole_users(np.array([7.0]), shares).tolist() == [[3, 4]]


def test_an_unsplit_segment_is_left_as_it_is():
    """Nothing to round; 2**52 users stay 2**52."""
    shares = np.array([[0.0, 1.0]])
    assert whole_users(np.array([2.0**52]), shares).tolist() == [[0, 2**52]]


def test_a_budget_that_buys_half_a_user_buys_none():
    """131.65 pays a week for 100 and 105.5 cards: 105 whole ones, by rounding down, not to the nearest."""
    plan = solve(outage(budget=131.66))
    cards = next(a for a in plan.allocations if (a.segment, a.offer) == ("dormant", "card"))
    assert cards.share * 200 == pytest.approx(105.5333, abs=1e-3)
    assert cards.users == 105
    assert plan.rounding == ()


def test_a_minimum_is_met_by_rounding_up():
    """100.4 recipients at least are 101 people."""
    floor = [
        {
            "limit": "f",
            "measure": "recipients",
            "offers": "week",
            "segments": "dormant",
            "min": 100.4,
        }
    ]
    plan = solve(outage(limits=floor))
    weeks = next(a for a in plan.allocations if (a.segment, a.offer) == ("dormant", "week"))
    assert (weeks.users, plan.rounding) == (101, ())


def test_a_limit_that_no_rounding_meets_is_missed_by_the_least_and_told():
    """Exactly 100.4 people: 100 miss by 0.4, 101 by 0.6."""
    cell = {"limit": "f", "measure": "recipients", "offers": "week", "segments": "dormant"}
    plan = solve(outage(limits=[{**cell, "min": 100.4, "max": 100.4}]))
    weeks = next(a for a in plan.allocations if (a.segment, a.offer) == ("dormant", "week"))
    assert weeks.users == 100
    assert [(r.limit, pytest.approx(r.missed_by)) for r in plan.rounding] == [("f", 0.4)]
    assert plan.notes[0].startswith("Whole users miss limit 'f' by 0.4")


@given(problems(feasible=True))
def test_whole_users_add_up_to_their_segments(problem):
    """No segment gains or loses a user."""
    plan = solve(problem)
    sums = dict.fromkeys((s.segment for s in problem.segments), 0)
    users = {s.segment: s.users for s in problem.segments}
    for a in plan.allocations:
        sums[a.segment] += a.users
        assert a.users >= 0
    assert sums == users


@given(problems(feasible=True))
def test_whole_users_meet_every_limit_unless_told(problem):
    """Money is paid to people: 0.4 of a user too many is a user too many."""
    plan, naive = solve(problem), Naive(problem)
    whole = in_people(problem, plan)
    missed = {r.limit: r.missed_by for r in plan.rounding}
    assert set(naive.breaks(whole, 1e-6)) <= set(missed)
    assert all(by > 0 for by in missed.values())


@given(problems(integer=False, feasible=True))
def test_where_some_rounding_meets_every_limit_one_is_found(problem):
    """Every way to round the split cells down or up, tried one by one."""
    plan, naive = solve(problem), Naive(problem)
    if plan.rounding:
        users = [s.users for s in problem.segments]
        exact = {p: v * users[p[0]] for p, v in as_shares(problem, plan).items()}
        cells = sorted(exact)
        ways = product(*({math.floor(exact[c] + 1e-6), math.ceil(exact[c] - 1e-6)} for c in cells))
        for way in ways:
            counts = dict(zip(cells, way, strict=True))
            total = [sum(n for (s, _), n in counts.items() if s == t) for t in range(len(users))]
            if total == [
                round(sum(v for (s, _), v in exact.items() if s == t)) for t in range(len(users))
            ]:
                shares = {p: n / users[p[0]] for p, n in counts.items() if users[p[0]]}
                assert naive.breaks(shares, 1e-9), (way, plan.rounding)


def as_shares(problem, plan) -> dict:
    """Return a plan's shares by position."""
    segment = {s.segment: i for i, s in enumerate(problem.segments)}
    offer = {name: j for j, name in enumerate(problem.offer_rows.names)}
    return {(segment[a.segment], offer[a.offer]): a.share for a in plan.allocations}


def in_people(problem, plan) -> dict:
    """Return a plan's whole users as shares; a segment without users keeps its shares."""
    users = [s.users for s in problem.segments]
    names = {s.segment: i for i, s in enumerate(problem.segments)}
    offer = {name: j for j, name in enumerate(problem.offer_rows.names)}
    return {
        (names[a.segment], offer[a.offer]): a.users / users[names[a.segment]]
        if users[names[a.segment]]
        else a.share
        for a in plan.allocations
    }


def test_rooms_are_in_the_limits_own_unit():
    """106 of 200 dormant where 0.35 per user may be had: 0.3533 per user, 0.0033 too many."""
    cap = [
        {
            "limit": "l",
            "measure": "recipients",
            "segments": "dormant",
            "max": 0.525,
            "basis": "per_user",
        }
    ]
    problem = outage(limits=cap)
    economics = evaluate(problem)
    shares = np.array([[0, 0, 1], [0.47, 0.53, 0]])
    (limit,) = limits(problem, economics)
    assert [*rooms(limit, shares, np.zeros(3))] == [pytest.approx(0.525 - 0.53)]


def test_totals_follow_the_people_and_the_objective_the_shares():
    """131.66 pays for half a card too much: what can be carried out costs 131.5; the proof is of the shares."""
    plan = solve(outage(budget=131.66))
    assert plan.totals.cost == pytest.approx(131.5)
    assert plan.totals.value == plan.whole.objective
    assert plan.whole.below_bound == pytest.approx(plan.objective - plan.whole.objective)
    assert prepared(outage(budget=131.66))[2].value(
        np.array([[0, 0, 1], [1 - 31.66 / 60, 31.66 / 60, 0]])
    ) == pytest.approx(plan.objective)
