"""What a repair tells can be typed as it is read: a count is whole, and the plan then costs what is said."""

import re

import pytest
from hypothesis import given, settings

import compensator as cp
from tests.cases import outage
from tests.strategies import again, problems


def tenths(budget=759_999.0):
    """A tenth of each of two segments costs 760,000, a dollar more than there is."""
    return cp.Problem(
        segments=[
            {"segment": "a", "users": 600, "retention": 0.2, "retained_value": 100.0},
            {"segment": "b", "users": 400, "retention": 0.3, "retained_value": 100.0},
        ],
        offers=[{"offer": "card"}],
        responses=[
            {"segment": "a", "offer": "card", "retention": 0.5, "cost": 6000.0},
            {"segment": "b", "offer": "card", "retention": 0.6, "cost": 10000.0},
        ],
        limits=[
            {"limit": f"{name} at least 10%", "measure": "recipients", "segments": name}
            | {"min": 0.1, "basis": "per_user"}
            for name in "ab"
        ],
        budget=budget,
    )


def test_a_minimum_that_is_lowered_to_what_is_told_costs_what_is_told():
    """From 0.1 to 0.09999975: at 0.09, as it once read, the plan would have cost 720,000."""
    plan = cp.solve(tenths())
    told = [note for note in plan.notes if "lower the minimum" in note]
    assert "from 0.1 to 0.09999975; the least-cost plan then costs $759,999" in told[0]
    for note in told:
        name, figure, cost = re.search(
            r"minimum of (.*) from 0\.1 to (\S+); .* costs \$([\d,]+)\.", note
        ).groups()
        fixed = cp.changed(tenths(), f"limits[{name}].min={figure}")
        cheapest = cp.target(fixed, ["recipients=0"])
        assert f"{cheapest.objective:,.0f}" == cost


@pytest.mark.parametrize(
    ("limit", "change", "needed"),
    [
        ({"limit": "few", "measure": "recipients", "max": 10.5}, {}, 67),
        ({"limit": "many", "measure": "recipients", "min": 280.5}, {"max": 200.5}, 200),
    ],
)
def test_a_count_that_is_needed_is_whole_on_the_side_that_works(limit, change, needed):
    """At least 20 more are to stay or come back, which takes 66.7 cards and weeks; 67 is the most that is told."""
    goal = {"limit": "goal", "measure": "incremental_retained", "min": 6.665, "offers": "week"}
    other = {"limit": "cap", "measure": "recipients", **change} if change else goal
    problem = outage(limits=[limit, other])
    plan = cp.solve(problem)
    assert plan.status == "infeasible"
    repair = next(one for one in plan.repairs if one.limit == limit["limit"])
    assert repair.needed == needed
    fixed = cp.changed(problem, f"limits[{repair.limit}].{repair.bound}={repair.needed!r}")
    assert cp.solve(fixed).status == "optimal"


COUNTS = ("recipients", "retained", "reconverted", "redemptions")
COUNTED = ("max_offers", "max_users", "min_users")


@pytest.mark.long
@given(problems(limits=3))
@settings(max_examples=40)
def test_each_count_that_repairs_is_whole_and_works_where_it_is_typed(problem):
    """max_offers, max_users, limits on users: whole; typed as it is, some plan meets every limit, at that cost."""
    plan = cp.solve(problem)
    counts = {one.limit for one in problem.limits if one.measure in COUNTS and not one.relative_to}
    counts &= {one.limit for one in problem.limits if (one.basis or "total") == "total"}
    for repair in plan.repairs or ():
        if repair.limit not in counts and not repair.limit.endswith(COUNTED):
            continue
        assert repair.needed is None or repair.needed == int(repair.needed)
        if repair.together or repair.needed is None or repair.limit not in counts:
            continue
        path = f"limits[{repair.limit}].{repair.bound}"
        fixed = cp.changed(problem, f"{path}={repair.needed!r}")
        assert cp.solve(again(fixed, policies=())).status == "optimal"
