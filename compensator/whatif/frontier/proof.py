"""Whether a curve is what its Lagrangian bound allows: no plan may be above it."""

from __future__ import annotations

import numpy as np

from compensator.economics import Program
from compensator.errors import SolverError
from compensator.prices import Prices, upper_bound

CHECKED = 9
"""Points of a curve at which the bound is computed, both ends included."""


def sample(count: int) -> list[int]:
    """Return which of some points are checked: both ends and an even spread."""
    return np.unique(np.linspace(0, count - 1, CHECKED).astype(int)).tolist() if count else []


def most_at(program: Program, budget: float, price: float, prices: Prices) -> float:
    """Return the most that a plan may have at a budget: nothing has more at this price of cost.

    Args:
        program: Without its budget.
        budget: Money.
        price: Of a unit of cost.
        prices: Of the program's rows.
    """
    aim = program.objective - program.cost * price
    return upper_bound(program.aiming(aim), prices) + price * budget


def insist_at(budget: float, value: float, bound: float, room: float) -> None:
    """Refuse a point of a curve that misses its bound.

    Raises:
        SolverError: If it does, by more than the room.
    """
    if abs(bound - value) > room:
        msg = f"the frontier misses its proven bound by {bound - value:.1e} at a budget of {budget:g}: this is our fault, not your data's; please report it"
        raise SolverError(msg)
