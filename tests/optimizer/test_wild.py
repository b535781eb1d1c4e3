"""Linear problems of any scale against exact arithmetic: right values, right statuses, no bound below its plan."""

import os
import random

import pytest

import compensator as cp
from tests.wild import Truth, at_its_own_figures, wild

MANY = bool(os.environ.get("COMPENSATOR_SLOW_TESTS"))
SEEDS = range(5_000 if MANY else 100)


@pytest.mark.long
@pytest.mark.parametrize("first", SEEDS[::50])
def test_plans_at_any_scale_are_the_exact_ones(first):
    """Also where a limit is set at the figure that the plan itself printed: a plan stays possible."""
    for seed in range(first, first + 50):
        problem = wild(random.Random(seed))
        plan = cp.solve(problem)
        assert not Truth(problem).faults(plan), seed
        asked = at_its_own_figures(random.Random(seed), problem, plan)
        if asked is not None:
            again = cp.solve(asked)
            # whole users may stand in another segment of a class than equal shares of them do
            assert again.objective is not None or asked.settings.same_offer_within, seed
            assert not Truth(asked).faults(again), seed
