"""What a repair costs: the best of the least-cost plans that it allows."""

from __future__ import annotations

import math
from dataclasses import replace

from compensator.economics import Form, Program, Row
from compensator.model import Outcome
from compensator.optimizer import Optimum, best_in_order, optimize
from compensator.plan.answer import Repair, Unit
from compensator.plan.restrictions import Restrictions, Side
from compensator.tolerances import MET

MADE = (Outcome.OPTIMAL, Outcome.STOPPED)
"""How a solve with a plan ends."""


def best_plan(restrictions: Restrictions, program: Program, objective: Form) -> Optimum | None:
    """Return the best plan of a program for an objective, of linear ones the cheapest; None where none was found in time."""
    if program.integer:
        optimum = optimize(program.aiming(objective), restrictions.solver)
    else:
        optimum = best_in_order(program, objective, program.cost, restrictions.solver)
    return optimum if optimum.outcome in MADE else None


def repair_of(
    restrictions: Restrictions,
    program: Program,
    name: str,
    side: Side | None,
    now: float | None,
    needed: float | None,
) -> Repair:
    """Return a repair with the least-cost plan that it allows."""
    objective, cost = least_cost(restrictions, program)
    return Repair(name, side, now, needed, objective, cost, unit=unit_of(restrictions, name))


def least_cost(restrictions: Restrictions, program: Program) -> tuple[float | None, float | None]:
    """Return the objective and the cost of the best of a program's least-cost plans; None where none was proven."""
    if not program.integer:
        aim, solver = program.objective * -1.0, restrictions.solver
        return _figures(program, best_in_order(program, program.cost * -1.0, aim, solver))
    optimum = best_plan(restrictions, program, program.cost * -1.0)
    if optimum is None or optimum.outcome is not Outcome.OPTIMAL:
        return None, None
    cost = program.spent(optimum.shares)
    form = replace(program.cost, constant=0.0)
    no_more = Row("least cost", "least_cost", "max", form, cost - program.cost.constant)
    again = replace(program, rows=(*program.rows, no_more))
    best = best_plan(restrictions, again, program.objective)
    return program.value((best or optimum).shares), cost


def _figures(program: Program, optimum: Optimum) -> tuple[float | None, float | None]:
    """Return the objective and the cost of an optimum, None where there is none."""
    if optimum.outcome is not Outcome.OPTIMAL:
        return None, None
    return program.value(optimum.shares), program.spent(optimum.shares)


def typed(needed: float, side: Side, unit: Unit) -> float:
    """Return a bound as it can be typed: a count is whole, rounded to the side that works.

    >>> typed(149.2, "max", "users"), typed(149.2, "min", "users"), typed(149.2, "max", "money")
    (150.0, 149.0, 149.2)
    """
    if unit != "users":
        return needed
    near = round(needed)
    if abs(needed - near) <= MET * max(1.0, abs(needed)):
        return float(near)
    return float(math.ceil(needed) if side == "max" else math.floor(needed))


def unit_of(restrictions: Restrictions, name: str) -> Unit:
    """Return what the bound of a limit or rule is counted in."""
    if name.endswith(".entitlement"):
        return "money"
    return next((one.unit for one in restrictions.bounded if one.name == name), "number")
