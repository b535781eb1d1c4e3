"""A frontier ends where more money buys nothing, at a price of 0: of every kind, whatever is maximized."""

import pytest
from hypothesis import assume, given, settings, strategies as st

import compensator as cp
from tests.cases import outage
from tests.strategies import again, problems

AIMS = ("value", "net_value", "retained", "reconverted")


@pytest.mark.long
@given(problems(feasible=True, limits=2), st.sampled_from(AIMS))
@settings(max_examples=30)
def test_at_its_last_point_the_price_is_nothing_and_more_budget_brings_nothing(problem, aim):
    """Linear, under further limits, integer; at twice the last budget a fresh solve finds no more."""
    try:
        problem = again(problem, maximize=aim)
    except cp.InputError:
        assume(False)  # nobody has the outcome
    found = cp.frontier(problem)
    assert found.prices[-1] == 0
    more = cp.solve(again(problem, budget=2 * float(found.budgets[-1]) + 1000))
    assert more.objective == pytest.approx(float(found.values[-1]), rel=1e-6, abs=1e-6)


def test_an_integer_frontier_ends_at_nothing_though_its_relaxation_would_go_on():
    """With one kind of offer the relaxation mixes no further, and sees a gain in a second kind."""
    found = cp.frontier(outage(max_offers=1, whole_segments=True, budget=130))
    assert found.integer
    assert found.prices[-1] == 0
    asked = cp.frontier(outage(max_offers=1, whole_segments=True), budgets=[50, 100])
    assert asked.prices[-1] > 0, "what is asked for need not be the end"
