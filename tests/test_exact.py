"""What checks the optimizer is checked itself: by hand, by vertices counted one by one, and by the second formulation."""

import random
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given

from tests.cases import outage
from tests.exact import greatest
from tests.naive import Naive
from tests.rational import Rational
from tests.strategies import problems


def corners(objective, lines):
    """Return the greatest value of all vertices of three lines in x ≥ 0, by Cramer's rule."""
    axes = [([Fraction(i == k) for i in range(3)], "min", Fraction(0)) for k in range(3)]
    every = [*lines, *axes]
    values = []
    for three in combinations(every, 3):
        rows, bounds = [list(a) for a, _, _ in three], [b for _, _, b in three]
        below = determinant(rows)
        if not below:
            continue
        x = [
            determinant(
                [
                    [b if i == k else r[i] for i in range(3)]
                    for r, b in zip(rows, bounds, strict=True)
                ]
            )
            / below
            for k in range(3)
        ]
        if all(holds(line, x) for line in every):
            values.append(sum(c * one for c, one in zip(objective, x, strict=True)))
    return max(values, default=None)


def determinant(m):
    """Return the determinant of three rows."""
    (a, b, c), (d, e, f), (g, h, i) = m
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)


def holds(line, x):
    """Return whether a point keeps a line."""
    figure = sum(a * one for a, one in zip(line[0], x, strict=True))
    return {"max": figure <= line[2], "min": figure >= line[2], "==": figure == line[2]}[line[1]]


def test_the_exact_optimum_is_the_best_of_all_corners():
    """Four hundred programs of three shares and up to four lines, some of them infeasible."""
    rng = random.Random(1)
    infeasible = 0
    for _ in range(400):
        lines = [([Fraction(1)] * 3, rng.choice(["==", "max"]), Fraction(1))]
        for _ in range(rng.randint(0, 4)):
            figures = [Fraction(rng.randint(-4, 6), rng.randint(1, 4)) for _ in range(3)]
            lines.append(
                (figures, rng.choice(["max", "min", "=="]), Fraction(rng.randint(-2, 5), 3))
            )
        objective = [Fraction(rng.randint(-5, 5)) for _ in range(3)]
        found, best = greatest(objective, lines), corners(objective, lines)
        assert (found and found.value) == best
        infeasible += best is None
        if found:
            assert all(holds(line, found.x) for line in lines)
    assert 50 < infeasible < 350


def test_a_tenth_is_a_tenth():
    """Three users at a tenth of a unit each cost three tenths, to the last digit."""
    segments = [{"segment": "s", "users": 3, "retention": 0.5, "retained_value": 1}]
    problem = outage(
        segments=segments,
        offers=[{"offer": "o", "delivery_cost": 0.1}],
        responses=[{"segment": "s", "offer": "o", "retention": 0.6}],
        budget=0.3,
    )
    best = Rational(problem).best()
    assert (best.objective, best.shares[0, 1]) == (Fraction(3, 10), 1)


@given(problems())
def test_the_rational_formulation_agrees_with_the_one_in_floats(problem):
    """Where no curve bends and nothing decays: the same best, or the same clash."""
    straight = all(
        s.retention_ceiling is None and s.reconversion_ceiling is None for s in problem.segments
    )
    if problem.settings.effect_half_life_days is not None or not straight:
        return
    found, other = Rational(problem).best(), Naive(problem).best()
    assert found.feasible == other.feasible
    if found.feasible:
        assert float(found.objective) == pytest.approx(other.objective, rel=1e-7, abs=1e-7)
        assert not Naive(problem).breaks({p: float(x) for p, x in found.shares.items()})
