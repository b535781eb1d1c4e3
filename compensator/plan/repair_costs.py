"""What a repair costs: the best of the least-cost plans that it allows."""

from __future__ import annotations

from dataclasses import replace

from compensator.economics import Array, Form, Program, Row
from compensator.model import Outcome
from compensator.optimizer import optimize
from compensator.plan.answer import Repair, Unit
from compensator.plan.restrictions import Restrictions, Side


def best_plan(restrictions: Restrictions, program: Program, objective: Form) -> Array | None:
    """Return the best plan of a program for an objective, None where none was proven."""
    optimum = optimize(program.aiming(objective), restrictions.solver)
    return optimum.shares if optimum.outcome is Outcome.OPTIMAL else None


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
    plan = best_plan(restrictions, program, program.cost * -1.0)
    if plan is None:
        return None, None
    cost = program.spent(plan)
    fixed = program.cost.constant
    form = replace(program.cost, constant=0.0)
    no_more = Row("least cost", "least_cost", "max", form, cost - fixed)
    best = best_plan(
        restrictions, replace(program, rows=(*program.rows, no_more)), program.objective
    )
    return program.value(plan if best is None else best), cost


def unit_of(restrictions: Restrictions, name: str) -> Unit:
    """Return what the bound of a limit or rule is counted in."""
    if name.endswith(".entitlement"):
        return "money"
    return next((one.unit for one in restrictions.bounded if one.name == name), "number")
