"""The exact budget curve, by hand and against its own dual: the least of b · π + Σ max (v − π · c)."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, strategies as st

from compensator.knapsack import curve


def hull(cost, value, eligible=None):
    """The curve of plain lists."""
    cost, value = np.array(cost, dtype=float), np.array(value, dtype=float)
    allowed = np.ones(cost.shape, dtype=bool) if eligible is None else np.array(eligible)
    return curve(cost, value, allowed)


def steps(found):
    """Who goes from which offer to which, in order."""
    return list(zip(*(a.tolist() for a in (found.group, found.source, found.target)), strict=True))


def best_value(cost, value, budget):
    """The optimum by strong duality; the least is at a price where some class ties two offers, or at 0."""
    prices = {0.0}
    for c, v in zip(cost, value, strict=True):
        gains, money = v[:, None] - v, c[:, None] - c
        prices |= set((gains[money > 0] / money[money > 0]).tolist())
    at = [p for p in prices if p >= 0]
    return min(p * budget + (value - p * cost).max(axis=1).sum() for p in at)


def test_money_goes_first_where_it_brings_most():
    """The outage of tests/cases.py: 500 for 100, then 200 for 60; the dormant's week is dearer and worse."""
    found = hull([[0, 30, 100], [0, 60, 200]], [[0, 100, 500], [0, 200, 80]])
    assert steps(found) == [(0, 0, 2), (1, 0, 1)]
    assert found.start.tolist() == [0, 0]
    assert found.budgets.tolist() == [0, 100, 160]
    assert found.values.tolist() == [0, 500, 700]
    assert found.ratio.tolist() == pytest.approx([5, 200 / 60])


def test_offers_under_the_hull_are_never_taken():
    """The middle one has 3 for 2, the chord past it 5 for 2: no budget buys it whole or in part."""
    found = hull([[0, 1, 3, 5]], [[0, 6, 9, 16]])
    assert steps(found) == [(0, 0, 1), (0, 1, 3)]
    assert found.shares_at(3.0, np.array([[0.0, 1, 3, 5]])).tolist() == [[0, 0.5, 0, 0.5]]


def test_offers_in_one_line_are_one_step():
    """Splitting between the ends costs and brings the same as the one between."""
    assert steps(hull([[0, 1, 2, 4]], [[0, 3, 6, 12]])) == [(0, 0, 3)]
    third = 0.1 + 0.2  # not 0.3
    assert steps(hull([[0, 0.1, third]], [[0, 0.1, 0.3]])) == [(0, 0, 2)]


def test_more_money_for_the_same_or_less_is_no_step():
    """Of equal answers the cheapest; and what harms is left alone."""
    assert steps(hull([[0, 1, 2, 3]], [[0, 5, 5, -1]])) == [(0, 0, 1)]
    assert steps(hull([[0, 1, 2]], [[0, 0, -3]])) == []
    assert steps(hull([[0, 0, 0]], [[0, 0, 0]])) == []
    assert steps(hull([[0, 1, 2]], [[0, 0.3, 0.1 + 0.2]])) == [(0, 0, 1)]  # not 0.3, nor more


def test_the_start_is_the_best_of_the_cheapest():
    """What is free is given at once; of equals, the one listed first."""
    found = hull([[0, 0, 0, 1]], [[0, 4, 4, 5]])
    assert found.start.tolist() == [1]
    assert (found.budgets[0], found.values[0]) == (0, 4)
    assert steps(found) == [(0, 1, 3)]


def test_a_trifle_is_no_nothing_where_there_is_no_money():
    """A picodollar is within rounding of 25 dollars, and not of nothing."""
    found = hull([[0, 1e-12, 25]], [[0, 4, 5]])
    assert steps(found) == [(0, 0, 1), (0, 1, 2)]
    assert not found.is_below(0.0)
    assert found.taken(0.0) == 0


COSTS = st.sampled_from([0.0, 1e-15, 1e-12, 3e-12, 0.3, 0.1 + 0.2, 25.0, 1e6])


@given(st.lists(st.lists(COSTS, min_size=3, max_size=3), min_size=1, max_size=4))
def test_what_the_cheapest_plan_costs_is_enough(cost):
    """Whatever the others cost, and whatever they bring."""
    found = hull(cost, [[0, 1, 2]] * len(cost))
    assert not found.is_below(sum(map(min, cost)))


def test_who_may_not_have_nothing_starts_at_what_is_owed():
    """An entitlement makes the least cost positive, and its value may be a loss."""
    found = hull([[0, 2, 5]], [[0, -3, 9]], [[False, True, True]])
    assert (found.budgets.tolist(), found.values.tolist()) == ([2, 5], [-3, 9])
    assert found.is_below(1.999)
    assert not found.is_below(2.0)


def test_a_budget_between_two_steps_splits_one_class():
    """At 130 the paying have their week, and half of the dormant their card."""
    cost = np.array([[0.0, 30, 100], [0, 60, 200]])
    found = hull(cost, [[0, 100, 500], [0, 200, 80]])
    assert found.shares_at(130, cost).tolist() == [[0, 0, 1], [0.5, 0.5, 0]]
    assert found.shares_at(1e9, cost).tolist() == [[0, 0, 1], [0, 1, 0]]
    assert [found.price_at(b) for b in (0, 99.9, 100, 130, 160, 1e9)] == pytest.approx(
        [5, 5, 200 / 60, 200 / 60, 0, 0]
    )


def test_a_budget_a_hair_under_a_breakpoint_is_that_breakpoint():
    """0.1 + 0.2 is not 0.3: what was meant to pay for a step pays for it."""
    cost = np.array([[0.0, 0.1], [0, 0.2]])
    found = hull(cost, [[0, 1], [0, 1]])
    assert found.taken(0.3) == 2
    assert found.price_at(0.3) == 0
    assert found.shares_at(0.3, cost).sum(axis=0).tolist() == [0, 2]


FIGURES = st.integers(-4, 9)


@st.composite
def arrays(draw):
    """Costs and values with many ties, of one to four classes and up to five offers."""
    classes, offers = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    row = st.lists(FIGURES, min_size=offers, max_size=offers)
    cost, value = (np.array([draw(row) for _ in range(classes)], dtype=float) for _ in range(2))
    return np.maximum(cost, 0), value


UNITS = st.sampled_from([1.0, 0.1, 1e-7, 1e9])


@given(arrays(), UNITS, UNITS, st.integers(0, 24).map(lambda i: i / 20))
def test_the_curve_is_the_optimum_at_every_budget(drawn, money, worth, part):
    """Its own dual, found by trying each price at which something ties, has the same value."""
    cost, value = drawn[0] * money, drawn[1] * worth
    found = hull(cost, value)
    least, most = found.budgets[0], found.budgets[-1]
    budget = least + part * (cost.max(axis=1).sum() - least)
    expected = best_value(cost, value, budget)
    near = {"rel": 1e-9, "abs": 1e-9 * worth}
    assert np.interp(budget, found.budgets, found.values) == pytest.approx(expected, **near)
    shares = found.shares_at(budget, cost)
    assert (shares * value).sum() == pytest.approx(expected, **near)
    assert (shares * cost).sum() == pytest.approx(min(budget, most), rel=1e-9, abs=1e-9 * money)
    assert ((shares > 0) & (shares < 1)).any(axis=1).sum() <= 1


@given(arrays())
def test_the_last_point_is_the_cheapest_of_the_best(drawn):
    """Every class at its greatest value, at the least money that has it."""
    cost, value = drawn
    found = hull(cost, value)
    best = value == value.max(axis=1)[:, None]
    assert found.values[-1] == value.max(axis=1).sum()
    assert found.budgets[-1] == np.where(best, cost, np.inf).min(axis=1).sum()


@given(arrays())
def test_steps_of_a_class_follow_each_other_and_never_bring_more_per_cost(drawn):
    """Concave: the order in which money is best spent is one that can be followed."""
    found = hull(*drawn)
    at = found.start.copy()
    for group, source, target in steps(found):
        assert at[group] == source
        at[group] = target
    assert (found.cost > 0).all()
    assert (found.value > 0).all()
    assert all(a >= b for a, b in pairwise(found.ratio))


def test_cost_grows_with_the_number_of_steps_and_keeps_its_digits():
    """20,000 classes at once: sums over all of them are those of exact arithmetic to 1e-12."""
    rng = np.random.default_rng(3)
    cost = np.round(np.sort(rng.uniform(0, 50, (20_000, 6)), axis=1), 2)
    value = np.round(np.sqrt(cost) * rng.uniform(0.5, 2, cost.shape), 2)
    found = hull(cost, value)
    scaled = np.rint(value.max(axis=1) * 100).astype(int).sum() / 100
    assert found.values[-1] == pytest.approx(scaled, rel=1e-12)
    assert found.budgets[-1] == pytest.approx(found.budgets[0] + np.sum(found.cost), rel=1e-12)
