"""Small dense programs, for exact prices."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pulp

from compensator.economics import Vector
from compensator.errors import UnsureError
from compensator.model.solvers import Outcome, highs_outcome, threads
from compensator.model.writing import expression
from compensator.tolerances import DROPPED, MET


@dataclass(frozen=True)
class SmallRow:
    """One row of a small program: ``low ≤ coefficients · y ≤ high``."""

    coefficients: Vector
    low: float
    high: float


def minimize(
    costs: Vector, rows: list[SmallRow], bounds: list[tuple[float, float]]
) -> Vector | None:
    """Solve a small dense program with HiGHS; None where it finds no solution.

    Args:
        costs: What each variable costs.
        rows: The restrictions.
        bounds: Least and most of each variable.
    """
    lp = pulp.LpProblem("small", pulp.LpMinimize)
    ys = [lp.add_variable(f"y_{i}", *map(_finite, b)) for i, b in enumerate(bounds)]
    lp.setObjective(expression([(y, float(c)) for y, c in zip(ys, costs, strict=True)]))
    for k, row in enumerate(rows):
        terms = [(y, float(a)) for y, a in zip(ys, row.coefficients, strict=True) if a]
        if math.isfinite(row.high):
            lp.addConstraint(expression(terms) <= float(row.high), f"high_{k}")
        if math.isfinite(row.low):
            lp.addConstraint(expression(terms) >= float(row.low), f"low_{k}")
    tolerance = {"primal_feasibility_tolerance": MET}
    lp.solve(pulp.HiGHS(msg=False, threads=threads(), small_matrix_value=DROPPED, **tolerance))
    try:
        outcome = highs_outcome(lp.solverModel)
    except UnsureError:
        return None
    if outcome is not Outcome.OPTIMAL:
        return None
    return np.array([float(y.varValue or 0.0) for y in ys])


def _finite(bound: float) -> float | None:
    return bound if math.isfinite(bound) else None
