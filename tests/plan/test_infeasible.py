"""Infeasible is an answer: what clashes, minimal and named, and what would have to change."""

import pytest
from hypothesis import given

from compensator.model import Solver
from compensator.plan import solve
from compensator.plan.answer import Plan
from compensator.plan.conflicts import conflicts
from compensator.plan.restrictions import Restrictions
from compensator.problem import Problem, changed
from tests.cases import outage
from tests.naive import Naive
from tests.strategies import problems

ENTITLED = [
    {"segment": "paying", "users": 100, "retention": 0.8, "retained_value": 50, "entitlement": 2},
    {"segment": "dormant", "users": 200, "reconversion": 0.1, "reconverted_value": 20},
]
OFFERS = [
    {"offer": "card", "delivery_cost": 0.3, "face_value": 1},
    {"offer": "week", "delivery_cost": 1, "face_value": 3},
]


def told(plan: Plan) -> list[tuple[object, ...]]:
    """Return the repairs as tuples, the last two rounded."""
    return [(r.limit, r.bound, r.now, pytest.approx(r.needed), r.cost) for r in plan.repairs]


def test_a_budget_below_the_entitlements_is_told_with_what_they_cost():
    """100 paying users are owed at least 2 of worth: a week each, 100 in all; 60 is not enough."""
    plan = solve(outage(segments=ENTITLED, offers=OFFERS, budget=60))
    assert (plan.status, plan.objective, plan.totals, plan.allocations) == (
        "infeasible",
        None,
        None,
        (),
    )
    assert plan.conflict == ("budget", "segments[paying].entitlement")
    budget, owed = sorted(plan.repairs, key=lambda r: r.limit)
    assert (budget.limit, budget.bound, budget.now) == ("budget", "max", 60)
    assert (budget.needed, budget.cost) == pytest.approx((100, 100))
    assert (owed.limit, owed.bound, owed.now) == ("segments[paying].entitlement", "min", 2)
    assert (owed.needed, owed.cost) == pytest.approx((1, 30))


def test_least_coverage_clashes_with_a_cap():
    """At least 250 recipients, of whom at most 80 % … of 300 users 0.5 each: 150."""
    sheet = [
        {"limit": "reach", "measure": "recipients", "min": 250},
        {"limit": "cap", "measure": "recipients", "max": 0.5, "basis": "per_user"},
    ]
    plan = solve(outage(limits=sheet))
    assert plan.conflict == ("reach", "cap")
    needed = {r.limit: r.needed for r in plan.repairs}
    assert needed == {"reach": pytest.approx(150), "cap": pytest.approx(250 / 300)}


def test_fairness_of_two_groups_clashes_with_a_fixed_offer():
    """The paying all get weeks, the dormant may cost 20 in all: 0.1 against 1 per user is not 0.8."""
    sheet = [
        {
            "limit": "promise",
            "measure": "recipients",
            "segments": "paying",
            "offers": "week",
            "min": 100,
        },
        {"limit": "dormant", "measure": "cost", "segments": "dormant", "max": 20},
        {
            "limit": "fair",
            "measure": "cost",
            "segments": "dormant",
            "relative_to": "paying",
            "min": 0.8,
        },
    ]
    plan = solve(outage(limits=sheet))
    assert plan.conflict == ("promise", "dormant", "fair")
    needed = {r.limit: r.needed for r in plan.repairs}
    # 80 of cost for … 0.8 per dormant user is 160; 0.1 per dormant user allows 0.1 ÷ 0.8 per paying
    assert needed["dormant"] == pytest.approx(160)
    assert needed["fair"] == pytest.approx(0.1)
    assert "promise" not in needed or needed["promise"] < 100


def test_implicit_limits_are_named_by_path():
    """They stand in no Limits sheet; the path is where to look."""
    floor = [{"limit": "reach", "measure": "recipients", "offers": "card", "min": 50}]
    offers = [{"offer": "card", "max_users": 20}, {"offer": "week"}]
    plan = solve(outage(limits=floor, offers=offers))
    assert plan.conflict == ("reach", "offers[card].max_users")
    assert ("offers[card].max_users", 50) in [
        (r.limit, pytest.approx(r.needed)) for r in plan.repairs
    ]
    plan = solve(outage(limits=floor, max_offers=0))
    assert plan.conflict == ("reach", "max_offers")
    assert [
        (r.limit, r.bound, r.now, r.needed) for r in plan.repairs if r.limit == "max_offers"
    ] == [("max_offers", "max", 0, 1)]


def test_a_class_without_a_common_offer_is_named():
    """The paying are owed a week, which the dormant may not have."""
    segments = [{**row, "class": "x"} for row in ENTITLED]
    offers = [OFFERS[0], {**OFFERS[1], "eligible": "paying"}]
    plan = solve(outage(segments=segments, offers=offers, same_offer_within="class"))
    assert plan.conflict == ("segments[paying].entitlement", "same_offer_within")
    assert ("same_offer_within", None, None, None) in [
        (r.limit, r.bound, r.now, r.needed) for r in plan.repairs
    ]


def test_an_entitlement_that_nothing_meets_is_named_with_the_most_that_can_be_met():
    """A week is worth 3; 5 are owed."""
    segments = [{**ENTITLED[0], "entitlement": 5}, ENTITLED[1]]
    plan = solve(outage(segments=segments, offers=OFFERS))
    assert plan.conflict == ("segments[paying].entitlement",)
    assert [(r.limit, r.now, r.needed) for r in plan.repairs] == [
        ("segments[paying].entitlement", 5, 3)
    ]


def test_entitlements_that_nothing_meets_are_repaired_together():
    """Mending one leaves the other."""
    segments = [{**row, "entitlement": 5} for row in ENTITLED]
    plan = solve(outage(segments=segments, offers=OFFERS))
    assert plan.conflict == ("segments[paying].entitlement", "segments[dormant].entitlement")
    assert [(r.limit, r.needed, r.together) for r in plan.repairs] == [
        ("segments[paying].entitlement", 3, True),
        ("segments[dormant].entitlement", 3, True),
    ]


def test_a_repair_counts_what_the_responses_know_of_a_pair_ruled_out():
    """The card, quoted at 2 each, is ruled out by the entitlement; a repair that allows it costs 200."""
    known = [
        {"segment": "paying", "offer": "card", "retention": 0.82, "cost": 2},
        {"segment": "dormant", "offer": "card", "reconversion": 0.15},
    ]
    floor = [{"limit": "reach", "measure": "recipients", "segments": "paying", "min": 100}]
    plan = solve(outage(segments=ENTITLED, offers=OFFERS[:1], responses=known, limits=floor))
    (repair,) = plan.repairs
    assert (repair.limit, repair.needed, repair.cost) == (
        "segments[paying].entitlement",
        1,
        pytest.approx(200),
    )


def test_a_limit_counts_alike_in_the_plan_and_in_its_conflict():
    """The card, whose set-up is 5, may go to either; who is entitled to more does not change what it costs."""
    cheap = [
        {"limit": "cheap", "measure": "cost", "segments": "dormant", "max": 3},
        {"limit": "cards", "measure": "recipients", "offers": "card", "min": 1},
    ]
    offers = [{"offer": "card", "setup_cost": 5}, {"offer": "week", "face_value": 3}]
    plan = solve(outage(segments=ENTITLED, offers=offers, limits=cheap))
    assert (plan.status == "optimal") or plan.conflict


def test_a_limit_that_nothing_can_meet_clashes_alone():
    """500 recipients of 300 users."""
    plan = solve(outage(limits=[{"limit": "reach", "measure": "recipients", "min": 500}]))
    assert plan.conflict == ("reach",)
    assert [(r.limit, r.bound, r.needed) for r in plan.repairs] == [
        ("reach", "min", pytest.approx(300))
    ]


def test_where_no_bound_alone_works_they_move_together():
    """500 recipients, and as many users retained as there are: each is beyond reach by itself."""
    sheet = [
        {"limit": "reach", "measure": "recipients", "min": 500},
        {"limit": "keep", "measure": "retained", "min": 150},
    ]
    plan = solve(outage(limits=sheet))
    assert set(plan.conflict) == {"reach", "keep"}
    assert [(r.limit, r.together) for r in plan.repairs] == [("reach", True), ("keep", True)]
    assert {r.limit: pytest.approx(r.needed) for r in plan.repairs} == {"reach": 300, "keep": 90}


def test_the_conflict_is_told_with_its_cells():
    """Limits!B2 is where to go."""
    plan = solve(outage(limits=[{"limit": "reach", "measure": "recipients", "min": 500}]))
    assert plan.notes == (
        "reach (limits[0]['min']) cannot be met.",
        "To repair it, lower the minimum of reach from 500 users to 300 users; the least-cost plan then costs $90.",
    )


def test_a_repair_can_be_made_as_an_assignment():
    """The path in the answer is the path of --set."""
    problem = outage(segments=ENTITLED, offers=OFFERS, budget=60)
    for repair in solve(problem).repairs:
        assert solve(changed(problem, [f"{repair.limit}={repair.needed!r}"])).status == "optimal"


@given(problems())
def test_a_conflict_is_minimal_and_so_is_each_part_of_it(problem):
    """Drop any one of them and a plan exists; keep them all and none does, by another program."""
    plan = solve(problem)
    if plan.status != "infeasible":
        return
    clashes = [
        [part.name for part in clash.parts]
        for clash in conflicts(Restrictions.of(problem, Solver()))
    ]
    assert clashes
    assert list(plan.conflict) == [name for clash in clashes for name in clash]
    naive, everything = Naive(problem), restrictions(problem)
    for clash in clashes:
        assert not naive.feasible(everything - set(clash)), f"{clash} do not clash"
        for name in clash:
            assert naive.feasible((everything - set(clash)) | {name}), (
                f"{clash} clash without {name}"
            )


def restrictions(problem: Problem) -> set[str]:
    """Return the names and paths of everything that could be given up."""
    return {
        "budget",
        "same_offer_within",
        "max_offers",
        "whole_segments",
        *(limit.limit for limit in problem.limits),
        *(f"offers[{o.offer}].max_users" for o in problem.offers),
        *(f"segments[{s.segment}].entitlement" for s in problem.segments),
    }


def test_many_entitlements_above_the_budget_are_named_as_a_group_that_needs_each_of_them():
    """Weeks cost 1 a user: of 40 segments the largest that cost more than the budget together, added up by hand."""
    users = [100 + 7 * k for k in range(40)]
    owed = [
        {"segment": f"s{k}", "users": n, "retention": 0.8, "retained_value": 50, "entitlement": 2}
        for k, n in enumerate(users)
    ]
    pairs = [
        {"segment": one["segment"], "offer": offer, "retention": 0.9}
        for one in owed
        for offer in ("card", "week")
    ]
    plan = solve(outage(segments=owed, offers=OFFERS, responses=pairs, budget=3000))
    assert plan.conflict[0] == "budget"
    group = [users[int(name.split("[s")[1].split("]")[0])] for name in plan.conflict[1:]]
    assert sum(group) > 3000 >= sum(group) - min(group)
    assert f"the entitlements of {len(group)} segments" in plan.notes[0]
    assert [(r.limit, r.needed) for r in plan.repairs] == [("budget", pytest.approx(sum(users)))]


def test_what_clashes_only_as_segments_are_whole_is_named_without_the_rest():
    """Of 100 paying users 50 to 60 are to get something: not if all of them get the same."""
    sheet = [
        {"limit": "reach", "measure": "recipients", "segments": "paying", "min": 50, "max": 60},
        {"limit": "cap", "measure": "cost", "max": 1000},
    ]
    problem = outage(limits=sheet, whole_segments=True)
    found = conflicts(Restrictions.of(problem, Solver()))
    assert [part.name for part in found[0].parts] == ["reach", "whole_segments"]
    assert found[0].minimal
