"""From a program to an exact optimum with its prices."""

from __future__ import annotations

from compensator.economics import Program
from compensator.knapsack import Curve
from compensator.model import Solver
from compensator.optimizer.integers import optimize_integer
from compensator.optimizer.linear import Optimum, optimize_linear


def optimize(program: Program, solver: Solver, line: Curve | None = None) -> Optimum:
    """Return the plan of greatest objective; among equals the cheapest, then the first listed.

    Args:
        program: Every class has an eligible offer.
        solver: Which, and when it may stop.
        line: The budget curve of a linear program, where it is known.
    """
    if program.integer:
        return optimize_integer(program, solver)
    return optimize_linear(program, solver, line)
