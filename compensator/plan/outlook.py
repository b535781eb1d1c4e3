"""How far the budget's price holds, and what part of the budget returns less than it costs."""

from __future__ import annotations

from collections.abc import Sequence

from compensator.economics import BUDGET, Bounded, Program
from compensator.model import Outcome, Solver
from compensator.optimizer import Optimum, optimize, price_range


def price_holds_to(program: Program, bounded: Sequence[Bounded], optimum: Optimum) -> float | None:
    """Return the budget up to which its price stays what it is, None where the program cannot tell.

    Args:
        program: With or without a budget.
        bounded: The limits that it was made of.
        optimum: With the least budget price.
    """
    if not (optimum.prices.of(program, BUDGET) or 0.0) > 0:
        return None
    budget = next(one for one in bounded if one.code == BUDGET)
    held = price_range(program, optimum, budget)
    return None if held is None else held.high


def paying_cost(program: Program, solver: Solver) -> float | None:
    """Return the cost up to which each further unit of budget returns at least itself.

    This is the cost of the plan of greatest net value under the other limits.

    Args:
        program: A linear program that maximizes value, with a budget whose price is below 1.
        solver: For the second solve.
    """
    if program.integer:
        return None
    net = program.without(BUDGET).aiming(program.objective - program.cost)
    optimum = optimize(net, solver)
    return program.spent(optimum.shares) if optimum.outcome is Outcome.OPTIMAL else None
