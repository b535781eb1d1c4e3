"""Time that is up: what is there is told, and nothing else is begun."""

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import compensator as cp
from compensator.model import Outcome, Solver, build, run
from compensator.plan import prepared
from tests.cases import outage


def test_no_program_is_begun_once_the_time_for_all_has_passed():
    program = prepared(outage(budget=130))[2]
    late = Solver(deadline=time.perf_counter() - 1)
    assert late.late
    assert run(build(program), late).outcome is Outcome.NOTHING


def test_programs_share_the_time_that_is_left():
    """A quarter each; the second of two gets what the first left over."""
    solver = Solver().within(8.0)
    assert solver.part(4).seconds() == pytest.approx(2.0, abs=0.1)
    assert solver.part(1).seconds() == pytest.approx(8.0, abs=0.1)
    assert Solver(time_limit=1.0).within(8.0).seconds() == pytest.approx(1.0)


def crowd(**settings):
    """Return 60 segments × 2 scarce offers."""
    rng = np.random.default_rng(1)
    names = [f"s{k}" for k in range(60)]
    segments = pd.DataFrame(
        {"segment": names, "users": rng.integers(10, 99, 60), "retention": 0.5, "retained_value": 9}
    )
    offers = pd.DataFrame(
        {"offer": ["a", "b"], "delivery_cost": [1.0, 2.0], "max_users": [900, 900]}
    )
    pairs = pd.DataFrame(
        {
            "segment": np.repeat(names, 2),
            "offer": ["a", "b"] * 60,
            "retention": rng.uniform(0.5, 0.9, 120).round(3),
        }
    )
    return cp.Problem(segments=segments, offers=offers, responses=pairs, **settings)


SOME = {"policy": "some", "segments": "s1", "offer": "a", "share": 1}


def test_a_cell_that_time_left_open_falls_back_to_the_best_policy_as_solve_does():
    """No time at all: the policy that keeps every limit is the answer, not "unknown"."""
    problem = crowd(budget=900, whole_segments=True, policies=[SOME])
    swept = cp.explore(problem, {"budget": (800, 900)}, time_limit=1e-9)
    plan = cp.solve(problem, time_limit=1e-9)
    some = next(policy for policy in plan.policies if policy.policy == "some")
    assert (plan.status, plan.objective) == ("feasible", pytest.approx(some.objective))
    for cell in swept.rows:
        assert (cell.status, cell.objective) == ("feasible", pytest.approx(some.objective))


def test_a_policy_whose_best_rival_time_left_open_has_none_and_is_told():
    problem = crowd(budget=900, whole_segments=True, policies=[SOME])
    plan = cp.solve(problem, time_limit=1e-9)
    assert [p.best_at_cost for p in plan.policies if p.policy == "some"] == [None]
    assert any("was not settled" in note for note in plan.notes)


def test_a_curve_is_coarser_where_time_is_up():
    """Two ends and how much may lie between them, at once; never an error."""
    problem = crowd()
    whole = cp.frontier(problem)
    short = cp.frontier(problem, time_limit=1e-9)
    assert whole.complete
    assert not short.complete
    assert len(short.budgets) < len(whole.budgets)
    assert short.values[-1] == pytest.approx(whole.values[-1])


def test_a_gap_that_says_nothing_is_not_told_as_nearness():
    """The bound is twice what the plan gains, and more."""
    plan = cp.solve(outage(budget=130))
    near = replace(plan, certificate=replace(plan.certificate, gap=0.99)).summary()
    far = replace(plan, certificate=replace(plan.certificate, gap=1.05)).summary()
    assert "within 99.0000% of the best possible" in near
    assert "nothing is known of how far from the best possible, but that it is at most" in far
