"""The certificate: proof of each plan from the data and the prices alone."""

import numpy as np
import pytest
from hypothesis import given

from compensator.errors import SolverError
from compensator.optimizer.certificate import Certificate, certify, denominator, insist, violation
from compensator.plan import prepared, solve
from compensator.prices import Prices
from tests.cases import outage
from tests.naive import Naive
from tests.strategies import problems

BEST = np.array([[0, 0, 1], [0.5, 0.5, 0]])


def program(**changes):
    """Return the outage's program."""
    return prepared(outage(**changes))[2]


def test_a_certificate_is_computed_from_shares_and_prices():
    """500 + 100 against 600 at 10/3 per unit."""
    proof = certify(program(budget=130), BEST, Prices(np.array([10 / 3])))
    assert proof.objective == pytest.approx(600)
    assert proof.bound == pytest.approx(600)
    assert proof.gap == pytest.approx(0, abs=1e-12)
    assert proof.violation == 0


def test_worse_prices_prove_less():
    """At a price of 2 the bound is 640: a gap of 40 over the 600 that the plan brings."""
    proof = certify(program(budget=130), BEST, Prices(np.array([2.0])))
    assert proof.gap == pytest.approx(40 / 600)


def test_gaps_are_measured_against_what_the_plan_adds():
    """Retained users of which most stay anyway: 80 of 90 would make any gap look small."""
    small, nothing = program(budget=130, maximize="retained"), np.eye(3)[[0, 0]]
    assert denominator(small, BEST) == pytest.approx(small.value(BEST) - small.value(nothing))
    assert denominator(small, nothing) == pytest.approx(1e-12 * small.value(nothing))


@pytest.mark.parametrize(
    ("shares", "excess"),
    [
        (BEST, 0),
        ([[0, 0, 1], [0, 1, 0]], 30 / 160),
        ([[0, 0, 1], [0.5, 0.4, 0]], 0.1),
        ([[0, 0, 1], [1.25, -0.25, 0]], 0.25),
    ],
)
def test_violation_is_the_largest_excess_of_any_row(shares, excess):
    """Over budget, not adding up, below zero: each is seen."""
    assert violation(program(budget=130), np.array(shares, dtype=float)) == pytest.approx(excess)


def test_an_ineligible_share_is_a_violation():
    """No limit's row would see it."""
    offers = [{"offer": "card"}, {"offer": "week", "eligible": "dormant"}]
    assert violation(program(offers=offers), BEST) == 1


def test_a_split_segment_is_a_violation_under_whole_segments():
    """Half of the dormant is half too many."""
    assert violation(program(whole_segments=True), BEST) == 0.5


def test_an_offer_too_many_is_a_violation():
    """Two are used where one may be."""
    assert violation(program(max_offers=1), BEST) == 1


def test_a_bound_of_zero_is_measured_by_what_the_plan_adds_up():
    """Relative to 0, nothing could be said: of 130 spent, all are too much, whatever could be spent."""
    assert violation(program(budget=0), BEST) == 1


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        (Certificate(600, 600, 0, 1e-6), "misses a limit by 1.0e-06"),
        (Certificate(600, 700, 1 / 6, 0), "is 1.7e-01 (relative) below its proven bound"),
        (Certificate(600, 500, -1 / 6, 0), "is above its upper bound by 1.7e-01"),
        (Certificate(600, float("nan"), float("nan"), 0), "below its proven bound"),
    ],
)
def test_a_plan_that_is_not_proven_is_refused(proof, words):
    """A wrong plan must never be told as right."""
    with pytest.raises(SolverError) as caught:
        insist(proof, integer=False, solver="liar")
    assert words in str(caught.value)
    assert "solver liar" in str(caught.value)
    assert "our fault" in str(caught.value)


def test_an_integer_plan_may_have_a_gap_to_its_relaxation():
    """The relaxation's bound is above the best integer plan by nature, never below it."""
    insist(Certificate(500, 600, 1 / 6, 0), integer=True, solver="highs")
    with pytest.raises(SolverError):
        insist(Certificate(600, 500, -1 / 6, 0), integer=True, solver="highs")


@given(problems(integer=False))
def test_every_linear_plan_is_proven_within_a_millionth(problem):
    """Promise 1: feasible, and within a stated gap of an upper bound."""
    plan = solve(problem)
    if plan.certificate is not None:
        assert abs(plan.certificate.gap) <= 1e-6
        assert plan.certificate.violation <= 1e-9
        assert plan.certificate.solver_bound is None


@given(problems(integer=True))
def test_every_integer_plan_is_bounded_by_its_relaxation(problem):
    """Its own bound needs no solver: no plan, whole or not, is better."""
    plan = solve(problem)
    if plan.certificate is None:
        return
    assert plan.certificate.violation <= 1e-9
    relaxed = Naive(problem).best(relaxed=True).objective
    scale = 1e-6 * max(1.0, abs(relaxed))
    assert plan.certificate.bound >= relaxed - scale >= plan.objective - 2 * scale


@given(problems(integer=True, limits=0))
def test_the_bound_of_an_integer_plan_is_its_relaxations_optimum(problem):
    """A bound that is higher than need be makes a good plan look poor."""
    plan = solve(problem)
    if plan.certificate is not None:
        relaxed = Naive(problem).best(relaxed=True).objective
        assert plan.certificate.bound == pytest.approx(relaxed, rel=1e-6, abs=1e-6)


def test_a_set_up_that_must_have_a_user_is_in_the_bound():
    """At least 10 of cost: a fifth of the card's set-up, for a fifth of one user who likes it not."""
    offers = [{"offer": "card", "setup_cost": 50}, {"offer": "week", "delivery_cost": 1}]
    known = [
        {"segment": "paying", "offer": "card", "retention": 0.7},
        {"segment": "paying", "offer": "week", "retention": 0.7},
        {"segment": "dormant", "offer": "card", "reconversion": 0.0},
        {"segment": "dormant", "offer": "week", "reconversion": 0.0},
    ]
    floor = [{"limit": "spend", "measure": "cost", "min": 10}]
    problem = outage(offers=offers, responses=known, limits=floor)
    relaxed = Naive(problem).best(relaxed=True).objective
    assert solve(problem).certificate.bound == pytest.approx(relaxed)
