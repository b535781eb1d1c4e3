"""Knife edges: bounds at the plan's own figures, gains that are small beside what is there anyway."""

import pytest

import compensator as cp

NOTHING = {"retention": 0.0, "retained_value": 0.0}


def alike(**changes):
    """Return three segments of one user who all must get the same offer, treated equally."""
    segments = [
        {"segment": f"s{i}", "users": 1, "group": "g", "home": "x" if i == 1 else "y"}
        | {"entitlement": 1.0, **NOTHING}
        for i in range(3)
    ]
    equal = {"limit": "equal", "measure": "recipients", "relative_to": "home=x", "min": 1.0}
    return cp.Problem(
        segments=segments,
        offers=[{"offer": "o", "face_value": 1.0}],
        responses=[{"segment": f"s{i}", "offer": "o", "retention": 0.0} for i in range(3)],
        limits=[equal | changes],
        same_offer_within="group",
    )


def test_equal_treatment_holds_where_all_get_the_same():
    """A third and a third and a third less 1 is nothing, whatever floats make of it."""
    assert cp.solve(alike()).status == "optimal"


def returns(least=None):
    """Return two segments of one class, one of whom brings money, and a floor under the return."""
    roi = {"limit": "roi", "measure": "roi", "min": least or 0.0, "enforce": least is not None}
    return cp.Problem(
        segments=[
            {"segment": "s3", "users": 1, "c": "a", **NOTHING},
            {"segment": "s8", "users": 10, "c": "a", **NOTHING},
        ],
        offers=[{"offer": "o2", "quantity": 1.0, "unit_cost": 1.0}],
        responses=[
            {"segment": "s8", "offer": "o2", "value": 29.2},
            {"segment": "s3", "offer": "o2", "value": 0.0},
        ],
        limits=[roi],
        same_offer_within="c",
    )


def test_a_return_that_was_printed_may_be_asked_for():
    """The floor is the plan's own figure: the plan stays."""
    free = cp.solve(returns())
    asked = cp.solve(returns(free.limits[0].actual))
    assert asked.objective == pytest.approx(292.0)
    assert asked.allocations == free.allocations


def test_a_ratio_that_only_one_region_meets_leaves_that_region():
    """Where only users of the EU may be kept, their average is 62.5 times that of all."""
    rows = [
        (10, 0.0, "US"),
        (3, 0.0, "US"),
        (1, 0.0, "EU"),
        (1, 0.0, "EU"),
        (100, 1.0, "US"),
        (10, 0.0, "US"),
    ]
    segments = [
        {"segment": f"s{i}", "users": n, "reconversion": 0.0, "reconverted_value": worth}
        | {"region": region, **NOTHING}
        for i, (n, worth, region) in enumerate(rows)
    ]
    stay = {3: 0.21}
    back = {4: 1.0}
    responses = [
        {"segment": f"s{i}", "offer": "o0", "retention": stay.get(i, 0.0)}
        | {"reconversion": back.get(i, 0.0)}
        for i in (0, 1, 2, 3, 4, 5)
    ]
    eu = {"limit": "l0", "measure": "retained", "segments": "region=EU", "relative_to": "*"}
    us = {"limit": "l3", "measure": "quantity", "segments": "region=US", "basis": "share"}
    plan = cp.solve(
        cp.Problem(
            segments=segments,
            offers=[{"offer": "o0", "quantity": 1.0}],
            responses=responses,
            limits=[eu | {"min": 62.5}, us | {"max": 0.967}],
        )
    )
    assert plan.objective == pytest.approx(58.60606060606)


@pytest.mark.parametrize(
    ("users", "vips", "gain", "most"),
    [
        (400_000_000, 12, 0.01, 10_000),
        (400_000_000, 12, 0.01, 1_000_000),
        (400_000_000, 12, 0.01, 100_000_000),
        (100_000_000, 4, 0.01, 10_000),
        (20_000_000, 1, 0.008, 1_000),
    ],
)
def test_a_few_users_are_kept_beside_many_who_stay_anyway(users, vips, gain, most):
    """What ties and gaps are measured against is what the plan brings, not who stays without it."""
    plan = cp.solve(
        cp.Problem(
            segments=[
                {"segment": "free", "users": users, "retention": 0.9, "retained_value": 2.0},
                {"segment": "vip", "users": vips, "retention": 0.9, "retained_value": 5000.0},
            ],
            offers=[
                {"offer": "card", "delivery_cost": 0.1, "max_users": most},
                {"offer": "visit", "delivery_cost": 300.0, "eligible": "vip"},
            ],
            responses=[
                {"segment": "free", "offer": "card", "retention": 0.901},
                {"segment": "vip", "offer": "card", "retention": 0.9},
                {"segment": "vip", "offer": "visit", "retention": 0.9 + gain},
            ],
            maximize="retained",
        )
    )
    given = {(one.segment, one.offer): one.users for one in plan.allocations}
    assert given["vip", "visit"] == vips
    assert given["free", "card"] == most
    assert 0 <= plan.certificate.gap <= 1e-6


def test_a_small_second_wave_counts_beside_a_large_first_one():
    """20 million cards are given; 51 more users are worth theirs."""
    segments = [("mass", 20_000_000, 100.0, "a"), ("late", 50, 40.0, "b"), ("tail", 1, 0.8, "b")]
    kept = {"mass": 0.9, "late": 0.9, "tail": 0.88}
    tables = {
        "segments": [
            {"segment": name, "users": n, "retention": 0.8, "retained_value": worth, "region": at}
            for name, n, worth, at in segments
        ],
        "offers": [{"offer": "card", "delivery_cost": 0.5}],
        "responses": [{"segment": s, "offer": "card", "retention": p} for s, p in kept.items()],
    }
    closed = {"limit": "mass", "measure": "recipients", "segments": "region=b", "max": 0.0}
    first = cp.solve(cp.Problem(**tables, limits=[closed]))
    second = cp.solve(cp.freeze(cp.Problem(**tables), first))
    given = {(one.segment, one.offer): one.users for one in second.allocations}
    assert given["late", "card"] == 50
    assert given["tail", "card"] == 1


def test_money_is_not_spent_where_it_brings_nothing():
    """The tail of an S-shaped curve: 1,000 dollars would bring a billionth of a cent."""
    segment = {"retention": 0.5, "retained_value": 60.0, "retention_ceiling": 0.95}
    plan = cp.solve(
        cp.Problem(
            segments=[
                {"segment": "core", "users": 1000, "half_value": 5.0, "steepness": 8.0, **segment},
                {"segment": "tail", "users": 5000, "half_value": 90.0, "steepness": 8.0, **segment},
            ],
            offers=[
                {"offer": "gift", "delivery_cost": 0.01, "face_value": 9.0, "eligible": "core"},
                {"offer": "note", "delivery_cost": 1.0, "face_value": 2.0, "eligible": "tail"},
            ],
            budget=1010.0,
        )
    )
    assert plan.totals.cost == pytest.approx(10)
    assert plan.budget_price == 0


def hopeless(name):
    """Return a problem that no plan meets, on which a solver was at a loss."""
    base = {"retention": 0.0, "retained_value": 0.0}
    offers = {
        "o0": {},
        "o1": {"quantity": 30.0, "unit_cost": 1.0, "redemption": 0.2},
        "o2": {"face_value": 1.0},
        "o3": {"quantity": 0.5, "unit_cost": 2.0, "redemption": 0.5},
    }
    curve = {"retention": 0.46, "retained_value": 10.0, "retention_ceiling": 0.47}
    steep = {"retention": 0.5, "retained_value": 10.0, "retention_ceiling": 1.0}
    back = {"o0": (0.0, 1.0), "o1": (0.0, 0.0), "o2": (1.0, 0.973), "o3": (0.0, 0.16)}
    owed = {"reconversion": 0.4, "reconverted_value": 137.0, "loss": 0.0, "entitlement": 1.0}
    lost = {"reconversion": 0.0, "reconverted_value": 120.0, "reconversion_ceiling": 0.3}
    return {
        "a loss where nobody loses": lambda: cp.Problem(
            segments=[{"segment": "s0", "users": 7, "half_value": 1.0, **curve}],
            offers=[{"offer": "o2", "face_value": 1.0}],
            limits=[
                {"limit": "l3", "measure": "retained", "offers": "none", "min": 3.22},
                {"limit": "l4", "measure": "net_value", "max": -1.352},
            ],
        ),
        "an entitlement above the budget": lambda: cp.Problem(
            segments=[
                {"segment": "s0", "users": 25000, "loss": 0.0, **base},
                {"segment": "s1", "users": 1, "half_value": 1.0, "loss": 1.0, **lost},
                {"segment": "s3", "users": 1234567, **owed},
            ],
            offers=[
                {"offer": "o1", "face_value": 1.0, "per": "loss"},
                {"offer": "o2", "quantity": 1.0, "unit_cost": 3.0, "redemption": 0.4}
                | {"face_value": 1.0},
                {"offer": "o3", "delivery_cost": 0.1, "kind": "card"},
            ],
            responses=[
                {"segment": "s0", "offer": "o1", "retention": 0.0},
                {"segment": "s0", "offer": "o2", "retention": 0.0},
                {"segment": "s0", "offer": "o3", "value": 50.8},
                {"segment": "s3", "offer": "o2", "reconversion": 0.468},
                {"segment": "s3", "offer": "o1", "reconversion": 0.4},
                {"segment": "s3", "offer": "o3", "reconversion": 0.4},
            ],
            limits=[
                {"limit": "l1", "measure": "value", "offers": "kind=card", "basis": "share"}
                | {"min": 0.04065}
            ],
            budget=676386.7,
        ),
        "fewer to come back than come anyway": lambda: cp.Problem(
            segments=[
                {"segment": "s0", "users": 1234567, **base}
                | {"reconversion": 0.87, "reconverted_value": 1.0},
                {"segment": "s2", "users": 40, "half_value": 1.0, **steep},
            ],
            offers=[{"offer": offer, **row} for offer, row in offers.items()],
            responses=[
                {"segment": "s0", "offer": offer, "retention": stay, "reconversion": come}
                for offer, (stay, come) in back.items()
            ],
            limits=[
                {"limit": "l1", "measure": "roi", "min": 228600.0},
                {"limit": "l2", "measure": "reconverted", "max": 0.7409},
            ],
            budget=218975.19,
        ),
    }[name]()


@pytest.mark.parametrize(
    ("name", "clash"),
    [
        ("a loss where nobody loses", {"l4"}),
        ("an entitlement above the budget", {"budget", "segments[s3].entitlement"}),
        ("fewer to come back than come anyway", {"l2"}),
    ],
)
def test_what_no_plan_meets_is_infeasible_whatever_a_solver_says(name, clash):
    """HiGHS does not know; fractions do, and name what clashes."""
    plan = cp.solve(hopeless(name))
    assert plan.status == "infeasible"
    assert clash <= set(plan.conflict)
