"""What a repair costs: the best of the least-cost plans that it allows."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from compensator.economics import Form, Program, Row
from compensator.model import Outcome
from compensator.optimizer.conflicts import Restrictions
from compensator.optimizer.solving import optimize
from compensator.plan.document import Repair, Unit
from compensator.response import Array

Side = Literal["min", "max"]


def best_plan(restrictions: Restrictions, program: Program, objective: Form) -> Array | None:
    """Return the best plan of a program for an objective, None where none was proven."""
    optimum = optimize(replace(program, objective=objective), restrictions.solver)
    return optimum.shares if optimum.outcome is Outcome.OPTIMAL else None


def repair_of(  # noqa: PLR0913 - the columns of a repair
    restrictions: Restrictions,
    program: Program,
    name: str,
    side: Side | None,
    now: float | None,
    needed: float | None,
    *,
    together: bool = False,
) -> Repair:
    """Return a repair with the least-cost plan that it allows."""
    unit = _unit(restrictions, name)
    plan = best_plan(restrictions, program, program.cost * -1.0)
    if plan is None:
        return Repair(name, side, now, needed, None, None, together, unit)
    cost = program.cost.at(plan, program.used(plan))
    no_more = Row("least cost", "least_cost", "max", program.cost, cost)
    best = best_plan(
        restrictions, replace(program, rows=(*program.rows, no_more)), program.objective
    )
    plan = plan if best is None else best
    return Repair(name, side, now, needed, program.value(plan), cost, together, unit)


def _unit(restrictions: Restrictions, name: str) -> Unit:
    if name.endswith(".entitlement"):
        return "money"
    return next((one.unit for one in restrictions.bounded if one.name == name), "number")
