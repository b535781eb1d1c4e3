"""Money that people typed is exact: a cent short is short, a cent enough is enough, whatever the budget."""

import random
from fractions import Fraction

import pytest

import compensator as cp
from tests.rational import Rational

NOTHING = {"users": 1, "retention": 0.0, "retained_value": 0.0}


def book(rng, size, cents_short):
    """Return users with offers of their own costs, and a budget that is what some of them cost, less some cents."""
    users, offers = range(rng.randint(1, 4)), [f"o{j}" for j in range(rng.randint(1, 3))]
    pairs = [(s, o) for s in users for o in offers]
    cost = {pair: round(size * rng.uniform(0.05, 1.5) / len(users), 2) for pair in pairs}
    chosen = [(s, rng.choice(offers)) for s in users if s == 0 or rng.random() < 0.7]
    total = sum(Fraction(repr(cost[pair])) for pair in chosen)
    return cp.Problem(
        segments=[{"segment": f"s{s}", **NOTHING} for s in users],
        offers=[{"offer": offer} for offer in offers],
        responses=[
            {"segment": f"s{s}", "offer": o, "cost": cost[s, o], "value": rng.randint(1, 50)}
            for s, o in pairs
        ],
        budget=float(total - Fraction(cents_short, 100)),
        whole_segments=rng.random() < 0.7,
    )


@pytest.mark.parametrize("cents_short", [0, 1])
@pytest.mark.parametrize("digits", range(2, 10))
def test_a_cent_short_of_a_combination_is_short_of_it(digits, cents_short):
    """Sixty-four books at budgets of 1e2 to 1e9, against every combination in exact numbers."""
    for seed in range(8):
        problem = book(random.Random(10 * digits + seed), 10.0**digits, cents_short)
        plan = cp.solve(problem)
        assert plan.objective == pytest.approx(float(Rational(problem).best().objective)), seed


@pytest.mark.parametrize(("budget", "value"), [(5119999.99, 0), (5120000.0, 10)])
def test_nobody_gets_what_is_a_cent_too_dear(budget, value):
    """Five million dollars are there, and a cent is not."""
    costs = {"a": (35840000, 30), "b": (15360000, 20), "c": (5120000, 10)}
    plan = cp.solve(
        cp.Problem(
            segments=[{"segment": "item", **NOTHING}],
            offers=[{"offer": offer} for offer in costs],
            responses=[
                {"segment": "item", "offer": offer, "cost": cost, "value": worth}
                for offer, (cost, worth) in costs.items()
            ],
            budget=budget,
            whole_segments=True,
        )
    )
    assert plan.status == "optimal"
    assert plan.objective == value
