"""Integer problems that solvers got wrong: small gains beside large segments, bounds below their plans, edges."""

import random
from itertools import combinations

import pytest

import compensator as cp
from compensator.problem.given import Given


def given_to(plan):
    """Return the whole users of each pair with a real offer."""
    return {
        (a.segment, a.offer): a.users for a in plan.allocations if a.offer != "none" and a.users
    }


@pytest.mark.parametrize("maximize", ["retained", "value"])
@pytest.mark.parametrize("users", [10**3, 10**6, 10**7, 42_727_855, 10**8, 10**9])
def test_one_offer_of_two_reaches_everybody_however_many_they_are(users, maximize):
    """One offer keeps all, the other none, both cost nothing, one may be used."""
    problem = cp.Problem(
        segments=[{"segment": "s", "users": users, "retention": 0.9, "retained_value": 10.0}],
        offers=[{"offer": "good"}, {"offer": "bad"}],
        responses=[
            {"segment": "s", "offer": "good", "retention": 1.0},
            {"segment": "s", "offer": "bad", "retention": 0.0},
        ],
        maximize=maximize,
        max_offers=1,
    )
    plan = cp.solve(problem)
    assert (plan.status, plan.objective) == ("optimal", pytest.approx(users))
    assert given_to(plan) == {("s", "good"): users}
    assert plan.certificate.solver_bound >= plan.objective


@pytest.mark.parametrize("large", [10**6, 10**7, 10**8, 10**9])
def test_small_segments_are_served_beside_one_that_no_budget_serves_whole(large):
    """Eight segments of up to twenty users, each whole or not at all: all 256 plans are counted."""
    drawn = random.Random(1)
    small = [
        {
            "segment": f"v{i}",
            "users": drawn.randint(1, 20),
            "retention": 0.8,
            "retained_value": round(drawn.uniform(2, 10), 2),
        }
        for i in range(8)
    ]
    known = [round(drawn.uniform(0.81, 0.85), 4) for _ in small]
    plan = cp.solve(
        cp.Problem(
            segments=[
                {"segment": "mass", "users": large, "retention": 0.9, "retained_value": 2.0},
                *small,
            ],
            offers=[{"offer": "o", "delivery_cost": 1.0}],
            responses=[
                {"segment": "mass", "offer": "o", "retention": 0.95},
                *(
                    {"segment": s["segment"], "offer": "o", "retention": r}
                    for s, r in zip(small, known, strict=True)
                ),
            ],
            whole_segments=True,
            budget=40.0,
        )
    )
    worth = [
        s["users"] * s["retained_value"] * (r - 0.8) for s, r in zip(small, known, strict=True)
    ]
    sets = [c for k in range(9) for c in combinations(range(8), k)]
    best = max(sum(worth[i] for i in c) for c in sets if sum(small[i]["users"] for i in c) <= 40)
    assert (plan.status, plan.objective) == ("optimal", pytest.approx(best, rel=1e-9))
    assert plan.certificate.solver_gap == 0


def priced(users, pairs, **settings):
    """Return a problem of whole segments whose pairs are known by cost and value."""
    names = list(dict.fromkeys(o for _, o in pairs))
    rows = [
        {"segment": s, "offer": o, **dict(zip(("cost", "value"), figures, strict=True))}
        for (s, o), figures in pairs.items()
    ]
    segments = [
        {"segment": s, "users": n, "retention": 0.0, "retained_value": 0.0}
        for s, n in users.items()
    ]
    return cp.Problem(
        segments=segments,
        offers=[{"offer": o} for o in names],
        responses=rows,
        whole_segments=True,
        **settings,
    )


def test_no_bound_is_below_its_plan():
    """Costs of 10 beside 1e9: a + 15, a + 1e9, b + 60 is within 3e7 and best; a solver's bound said 10 less."""
    pairs = {
        ("p1", "a"): (0.0, 15.0),
        ("p1", "b"): (1e9, 20.0),
        ("p2", "a"): (2e7, 1e9),
        ("p2", "b"): (10.0, 40_000.0),
        ("p3", "a"): (200.0, 50.0),
        ("p3", "b"): (10.0, 60.0),
    }
    each = [{"limit": "one each", "measure": "recipients", "min": 1.0, "basis": "per_user"}]
    plan = cp.solve(priced(dict.fromkeys(("p1", "p2", "p3"), 1), pairs, limits=each, budget=3e7))
    assert (plan.status, plan.objective) == ("optimal", 1_000_000_075)
    assert plan.certificate.solver_bound == plan.objective
    assert plan.certificate.bound >= plan.objective


def test_ten_users_are_served_beside_fifty_million():
    """Money is left for b to the ten, worth 60 each; a gain of 600 in 1e11 is no tolerance."""
    pairs = {
        ("mass", "a"): (100.0, 2000.0),
        ("mass", "b"): (120.0, 2100.0),
        ("vip", "a"): (200.0, 50.0),
        ("vip", "b"): (10.0, 60.0),
    }
    plan = cp.solve(priced({"mass": 50_000_000, "vip": 10}, pairs, budget=6.5e9))
    assert (plan.status, plan.objective) == ("optimal", 105_000_000_600)


def test_a_budget_of_a_trillion_is_kept_to_the_cent():
    """Both would cost 100.45 more than there is: 1e-10 of it, and more than nothing."""
    pairs = {("a", "take"): (100.4534, 1.0), ("b", "take"): (1e12, 2.0)}
    plan = cp.solve(priced({"a": 1, "b": 1}, pairs, budget=1e12))
    assert (plan.status, plan.objective, plan.totals.cost) == ("optimal", 2, 1e12)


def test_what_a_solver_calls_unknown_is_infeasible():
    """A set-up cost, or a most of offers, and a limit that nothing meets."""
    plan = cp.solve(
        cp.Problem(
            segments=[
                {
                    "segment": "s0",
                    "users": 1,
                    "retention": 0.0,
                    "retained_value": 51.0,
                    "retention_ceiling": 1.0,
                    "half_value": 1.0,
                }
            ],
            offers=[{"offer": "o1", "setup_cost": 1.0, "face_value": 1.0}],
            limits=[{"limit": "l1", "measure": "net_value", "max": -900.4727029284882}],
        )
    )
    assert (plan.status, plan.conflict) == ("infeasible", ("l1",))
    share = {
        "limit": "l2",
        "measure": "reconverted",
        "segments": "region=EU",
        "basis": "share",
        "min": 0.05092,
    }
    plan = cp.solve(
        cp.Problem(
            segments=[
                {
                    "segment": "s0",
                    "users": 100,
                    "reconversion": 1.0,
                    "reconverted_value": 0.0,
                    "reconversion_ceiling": 0.11,
                    "half_value": 1.0,
                    "region": "US",
                },
                {
                    "segment": "s4",
                    "users": 3,
                    "reconversion": 0.0,
                    "reconverted_value": 0.0,
                    "reconversion_ceiling": 0.9,
                    "half_value": 2.0,
                    "region": "EU",
                },
            ],
            offers=[
                {"offer": "o0", "redemption": 0.2, "face_value": 2.0, "lift_if_unredeemed": 0.3}
            ],
            limits=[share],
            max_offers=1,
        )
    )
    assert (plan.status, plan.conflict) == ("infeasible", ("l2",))


@pytest.mark.parametrize("solver", ["auto", "highs"])
@pytest.mark.parametrize("gap", [0.0, 0.2])
def test_bounds_and_gaps_count_what_is_frozen_on_both_sides(solver, gap):
    """A first wave worth 2e8 says nothing of the second, and a gap asked for is none of a proof."""
    segments = [
        {"segment": "mass", "users": 20_000_000, "retention": 0.8, "retained_value": 100.0},
        *(
            {"segment": f"late{i}", "users": 50 + i, "retention": 0.8, "retained_value": 40.0}
            for i in range(6)
        ),
    ]
    responses = [
        {"segment": s["segment"], "offer": o, "retention": 0.8 + 0.01 * (k + i % 3)}
        for i, s in enumerate(segments)
        for k, o in enumerate(("card", "visit"), 1)
    ]
    problem = cp.Problem(
        segments=segments,
        offers=[
            {"offer": "card", "delivery_cost": 0.5, "setup_cost": 20.0},
            {"offer": "visit", "delivery_cost": 1.0, "setup_cost": 20.0},
        ],
        responses=responses,
        budget=10_000_200.0,
        whole_segments=True,
    )
    kept = problem.with_given([Given("mass", "card", 20_000_000, "plan allocations[0]")])
    plan, best = cp.solve(kept, solver=solver, gap=gap), cp.solve(kept)
    gain = best.objective - 20_000_000 * 100.0 * 0.01
    assert plan.certificate.solver_bound >= best.objective - 1e-6
    assert plan.objective >= best.objective - (gap + 1e-6) * gain
    assert (plan.status == "optimal") == (plan.certificate.solver_gap <= 1e-6)
