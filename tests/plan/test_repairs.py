"""Repairs: each works, and is the least that does, by another program."""

import math

import pytest
from hypothesis import given

from compensator.plan import solve
from compensator.plan.answer import Repair
from compensator.problem import Problem
from tests.naive import Naive
from tests.strategies import again, problems


@pytest.mark.long
@given(problems())
def test_each_repair_works_and_is_the_least_that_does(problem):
    """Applied, a plan exists; a ten-thousandth short of it, none does."""
    plan = solve(problem)
    if any(r.together for r in plan.repairs):
        mended = problem
        for repair in plan.repairs:
            mended = moved(mended, repair, room=1e-6)
        assert Naive(mended).feasible()
        return
    for repair in plan.repairs:
        if repair.bound is None:
            assert Naive(without(problem, repair.limit)).feasible()
            continue
        assert Naive(moved(problem, repair, room=1e-6)).feasible(), repair
        if repair.limit == "max_offers" or "[" in repair.limit:
            continue  # whole numbers and worths of offers: the next lower one is in the tests above
        assert not Naive(moved(problem, repair, room=-1e-4)).feasible(), repair


def moved(problem: Problem, repair: Repair, *, room: float) -> Problem:
    """Return the problem with a repair made, some room given (or, below 0, taken) relative to it."""
    if repair.bound is None:
        return without(problem, repair.limit)
    sign = 1 if repair.bound == "max" else -1
    to = repair.needed + sign * room * max(1, abs(repair.needed))
    kind, _, name = repair.limit.rpartition("]")[0].partition("[")
    match kind:
        case "offers":
            changes = {"max_users": math.ceil(repair.needed - 1e-6)}
            return again(
                problem,
                offers=[
                    o.model_copy(update=changes) if o.offer == name else o for o in problem.offers
                ],
            )
        case "segments":
            changes = {"entitlement": repair.needed}
            return again(
                problem,
                segments=[
                    s.model_copy(update=changes) if s.segment == name else s
                    for s in problem.segments
                ],
            )
    if repair.limit in ("budget", "max_offers"):
        return again(
            problem, **{repair.limit: to if repair.limit == "budget" else int(repair.needed)}
        )
    changes = {repair.bound: to}
    return again(
        problem,
        limits=[
            one.model_copy(update=changes) if one.limit == repair.limit else one
            for one in problem.limits
        ],
    )


def without(problem: Problem, name: str) -> Problem:
    """Return the problem with one restriction given up."""
    if name in ("same_offer_within", "max_offers"):
        return again(problem, **{name: None})
    if name == "whole_segments":
        return again(problem, whole_segments=False)
    return again(problem, limits=[limit for limit in problem.limits if limit.limit != name])


@pytest.mark.long
@given(problems())
def test_every_infeasible_problem_is_told_how_to_be_repaired(problem):
    """An answer of no alone helps nobody."""
    plan = solve(problem)
    if plan.status == "infeasible":
        assert plan.conflict
        assert plan.repairs
        assert all(r.cost is not None for r in plan.repairs)
