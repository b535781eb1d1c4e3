"""How an enumeration ends: only what was settled is closed, and classes without a choice cost nothing."""

import numpy as np
import pandas as pd

import compensator as cp
from compensator.economics import Program
from compensator.model import Outcome, Solver
from compensator.optimizer import uses
from compensator.optimizer.linear import Optimum, optimize_linear
from compensator.plan.solving import prepared
from compensator.prices import Prices


def test_thousands_of_segments_without_a_choice_are_no_levels_of_a_search():
    """Ten of 3,000 whole segments may get a card; a budget of 2,500 serves five of 500 users, of the greatest lift."""
    named = [f"s{i}" for i in range(3_000)]
    segments = pd.DataFrame(
        {"segment": named, "users": 500, "retention": 0.5, "retained_value": 10.0}
    )
    segments["group"] = ["a" if i < 10 else "b" for i in range(3_000)]
    responses = [
        {"segment": name, "offer": "card", "retention": 0.61 + 0.01 * i}
        for i, name in enumerate(named[:10])
    ]
    card = {"offer": "card", "delivery_cost": 1.0, "eligible": "group=a"}
    problem = cp.Problem(
        segments=segments, offers=[card], responses=responses, budget=2_500, whole_segments=True
    )
    plan = cp.solve(problem)
    assert plan.status.value == "optimal"
    served = {a.segment for a in plan.allocations if a.offer == "card"}
    assert served == set(named[5:10])


def test_a_set_that_was_not_settled_is_not_ruled_out():
    """The set with the card is left open by its first settling: nothing else may be called the best."""
    segments = [
        {"segment": name, "users": 100, "retention": 0.5, "retained_value": 10.0} for name in "ab"
    ]
    responses = [{"segment": name, "offer": "card", "retention": 0.9} for name in "ab"]
    card = {"offer": "card", "delivery_cost": 1.0, "setup_cost": 5.0}
    problem = cp.Problem(segments=segments, offers=[card], responses=responses, budget=300)
    _, _, program = prepared(problem)
    none = Prices(np.zeros(len(program.rows)))
    tried: list[Program] = []

    def settle(one: Program, _: float) -> Optimum:
        tried.append(one)
        if len(tried) == 1:
            return Optimum(Outcome.NOTHING, np.zeros(one.eligible.shape), none)
        return optimize_linear(one, Solver())

    assert uses.best_use(program, Solver(), settle, none) is None
    found = uses.best_use(program, Solver(), lambda one, _: optimize_linear(one, Solver()), none)
    assert found is not None
    assert found.solver_bound == program.value(found.shares) == 800
