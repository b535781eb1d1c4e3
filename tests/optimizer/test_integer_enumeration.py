"""Integer plans against every set of offers and every whole plan, in rational numbers, from one user to a billion."""

import os

import pytest

from compensator.model import Solver
from compensator.plan import solve
from compensator.plan.conflicts import is_feasible
from compensator.plan.solving import prepared
from tests.random_integers import at_own_figures, problem, with_ratio
from tests.rational import Rational

DIGITS = 1e-12
"""What floats leave of a sum, of its largest figure."""


def nothing(exact):
    """Return the objective of giving nobody anything more."""
    form = exact.flat(exact.sum(exact.problem.settings.maximize))
    cells = zip(exact.cells, form.shares, strict=True)
    return float(form.constant + sum(a for (_, j), a in cells if j == 0))


def insist_best(seed, made):
    """Hold the plan of a seed's problem against the best there is; return it."""
    exact, plan = Rational(made), solve(made)
    best, program = exact.best(), prepared(made)[2]
    assert is_feasible(program, Solver()) == best.feasible, seed
    assert plan.status == ("optimal" if best.feasible else "infeasible"), seed
    if not best.feasible:
        assert plan.conflict, seed
        return plan
    right, base, proof = float(best.objective), nothing(exact), plan.certificate
    digits = DIGITS * max(abs(right), abs(base))
    assert abs(plan.objective - right) <= 1e-6 * abs(right - base) + digits, seed
    assert proof.bound >= plan.objective - 1e-9 * abs(right - base) - digits, seed
    assert proof.violation <= 1e-9, seed
    if proof.solver_bound is not None:
        assert proof.solver_bound >= plan.objective - digits, seed
        assert proof.solver_gap <= 1e-6, seed
    return plan


@pytest.mark.parametrize("seed", [*range(60), 3594])
def test_integer_plans_are_the_best_there_are(seed):
    """Set-up costs, a most of offers, limits, whole segments, frozen users: no gain lost, no bound below its plan."""
    insist_best(seed, problem(seed))


@pytest.mark.parametrize("seed", [*range(12), 226, 355])
def test_what_a_plan_comes_to_may_be_asked_for(seed):
    """Shares, averages and returns are limited too; at the plan's own figures, in whole users, it may stay."""
    made = with_ratio(seed)
    plan = insist_best(seed, made)
    if plan.totals is not None:
        asked = solve(at_own_figures(made, plan))
        brought = getattr(plan.totals, made.settings.maximize)
        assert asked.status == "optimal", seed
        assert asked.objective >= brought - 1e-9 * abs(brought), seed


@pytest.mark.skipif("COMPENSATOR_SLOW_TESTS" not in os.environ, reason="two minutes")
@pytest.mark.parametrize("first", range(100, 2100, 100))
def test_two_thousand_integer_plans_are_the_best_there_are(first):
    """The same, by the hundred."""
    for seed in range(first, first + 100):
        insist_best(seed, problem(seed))
