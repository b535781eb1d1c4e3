"""Prices: any of them bound every plan from above, whoever found them."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from compensator.economics import Program
from compensator.plan import prepared, solve
from compensator.prices import Prices, best_response, reduced_values, upper_bound
from compensator.problem import Problem
from tests.cases import outage
from tests.naive import Naive
from tests.strategies import problems


def program(problem: Problem) -> Program:
    """Return the program of a problem."""
    return prepared(problem)[2]


def test_reduced_value_is_value_less_priced_use():
    """At 2 per unit of budget: cards for the paying 100 − 2 × 30, a week 500 − 2 × 100."""
    reduced = reduced_values(program(outage(budget=130)), Prices(np.array([2.0])))
    assert reduced.tolist() == [
        [0, pytest.approx(40), pytest.approx(300)],
        [0, pytest.approx(80), pytest.approx(80 - 400)],
    ]
    assert best_response(reduced).tolist() == [pytest.approx(300), pytest.approx(80)]


def test_the_price_of_a_min_pays_for_use():
    """A floor of 100 recipients at 1 each: the objective's 100 becomes 200 for a card."""
    floor = [{"limit": "l", "measure": "recipients", "min": 100}]
    reduced = reduced_values(program(outage(limits=floor)), Prices(np.array([1.0])))
    assert reduced[0].tolist() == [0, pytest.approx(200), pytest.approx(600)]


def test_the_bound_is_best_responses_and_the_worth_of_the_limits():
    """300 + 80 + 2 × 130; at the right price, 10/3, it is the optimum: 500 + 100."""
    small = program(outage(budget=130))
    assert upper_bound(small, Prices(np.array([2.0]))) == pytest.approx(640)
    assert upper_bound(small, Prices(np.array([10 / 3]))) == pytest.approx(600)


def test_an_ineligible_offer_is_never_a_best_response():
    """Its reduced value is −∞, whatever it would bring."""
    offers = [{"offer": "card", "eligible": "dormant"}, {"offer": "week"}]
    reduced = reduced_values(program(outage(offers=offers, budget=9)), Prices(np.zeros(1)))
    assert reduced[0, 1] == -np.inf


def test_offers_that_cost_once_are_bounded_too():
    """A set-up of 1,000 for cards that bring 200: the bound at zero prices counts all, 700."""
    offers = [{"offer": "card", "setup_cost": 1000}, {"offer": "week"}]
    small = program(outage(offers=offers, maximize="net_value"))
    assert upper_bound(small, Prices(np.zeros(0))) == pytest.approx(700)
    links = np.array([[0, 100.0, 0], [0, 200, 0]])
    assert upper_bound(small, Prices(np.zeros(0), links)) == pytest.approx(580)


@given(problems(), st.data())
def test_any_prices_bound_the_best_plan_from_above(problem, data):
    """The certificate trusts no solver: its bound holds for whatever prices it is given."""
    found = program(problem)
    if not found.eligible.any(axis=1).all():
        return
    draws = st.lists(st.integers(0, 40), min_size=len(found.rows), max_size=len(found.rows))
    prices = np.array(data.draw(draws), dtype=float) / 4
    best = Naive(problem).best()
    if best.feasible:
        slack = 1e-9 * max(1.0, abs(best.objective), *np.abs(prices * [r.rhs for r in found.rows]))
        assert upper_bound(found, Prices(prices)) >= best.objective - slack


@given(problems(integer=False))
def test_at_the_plans_own_prices_the_bound_is_the_plan(problem):
    """Strong duality: what the prices promise, the plan delivers."""
    plan = solve(problem)
    if plan.certificate is not None:
        assert plan.certificate.bound == pytest.approx(plan.objective, rel=1e-6, abs=1e-6)
        assert plan.certificate.gap >= -1e-9
