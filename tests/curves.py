"""What several tests of the frontier share: plans at a budget, and segments that know their prices."""

import json

import numpy as np
import pytest
from hypothesis import strategies as st

import compensator as cp
from compensator.model import Solver
from compensator.plan import brief_of, prepare

SOLVERS = ("auto", "highs")


PARTS = st.lists(st.integers(0, 110).map(lambda i: i / 100), min_size=3, max_size=3)
"""Parts of the way from one end of a curve to the other, and somewhat beyond."""


def at_budget(problem, budget, solver="highs"):
    """The certified optimum at a budget, or at none; what is given stays given."""
    return brief_of(prepare(under(problem, budget), Solver(solver)))


def under(problem, budget):
    """The problem with another budget, or none."""
    return problem.having(settings=problem.settings.model_copy(update={"budget": budget}))


def close(figure, largest=0.0):
    """To 1e-9 of the figure, or of the largest one that it is a difference of."""
    return pytest.approx(figure, rel=1e-9, abs=1e-9 * max(1.0, abs(largest)))


def kinkless(curve, budget):
    """Whether a budget is away from every breakpoint: there the price is the slope on both sides."""
    return np.abs(curve.budgets - budget).min() > 1e-6 * max(1.0, budget)


def check_at(problem, curve, budget, solver="highs"):
    """Compare value and price with the plan's."""
    plan = at_budget(problem, budget, solver)
    assert plan.status == "optimal"
    assert curve.value_at(budget) == close(plan.objective, np.abs(curve.values).max())
    if kinkless(curve, budget):
        step = 1e-7 * max(1.0, budget)
        slope = (curve.value_at(budget + step) - curve.value_at(budget - step)) / (2 * step)
        assert curve.price_at(budget) == pytest.approx(slope, rel=1e-4, abs=1e-6)
        assert curve.price_at(budget) == pytest.approx(plan.budget_price, rel=1e-6, abs=1e-7)
    return plan


def assert_plain(curve):
    """Assert that a result is printed whole, and that no figure of it is NaN or infinite."""

    def refuse(figure):
        pytest.fail(f"{figure} in JSON")

    document = json.loads(curve.to_json(), parse_constant=refuse)
    assert document["schema"] == "compensator/frontier/1"
    assert len(curve.to_frame()) == len(document["points"])
    assert curve.summary().startswith(curve.title)


def priced(*rows, users=10, **changes):
    """Segments that know the cost and the value of each offer; users of each, or of all alike."""
    counts = [users] * len(rows) if isinstance(users, int) else users
    return cp.Problem(
        segments=[
            {"segment": f"s{i}", "users": n, "retention": 0, "retained_value": 1}
            for i, n in enumerate(counts)
        ],
        offers=[{"offer": f"o{j}"} for j in range(max(map(len, rows)))],
        responses=[
            {"segment": f"s{i}", "offer": f"o{j}", "cost": cost, "value": value}
            for i, row in enumerate(rows)
            for j, (cost, value) in enumerate(row)
        ],
        **changes,
    )
