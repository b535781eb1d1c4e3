"""How far the budget's price holds, and what part of the budget returns less than it costs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from compensator import model
from compensator.economics import BUDGET, Array, Form, Program
from compensator.model import Outcome, Solver
from compensator.optimizer import optimize, restrict, tied
from compensator.prices import Prices


def price_holds_to(program: Program, shares: Array, prices: Prices) -> float | None:
    """Return the budget up to which its price stays what it is, None where the program cannot tell.

    On the face of the prices, the plans differ in what they cost; the dearest ends the linear piece.

    Args:
        program: A linear program with a budget.
        shares: Its optimal vertex.
        prices: With the least budget price.
    """
    k = program.place(BUDGET)
    if k is None or program.integer or prices.rows[k] <= 0:
        return None
    keep = [
        (r, p) for i, (r, p) in enumerate(zip(program.rows, prices.rows, strict=True)) if i != k
    ]
    rows = [r for r, _ in keep]
    rows += [
        replace(r, bound="min" if r.sign > 0 else "max", code=f"{r.code}_tight")
        for r, p in keep
        if p > 0
    ]
    spent = replace(program.rows[k].form, constant=program.cost.constant)
    face = replace(program, objective=spent, rows=tuple(rows))
    left = restrict(face, tied(program, prices) | (shares > 0))
    if not left.program.rows:
        top = (
            np.where(left.program.eligible, left.program.objective.shares, -np.inf)
            .max(axis=1)
            .sum()
        )
        return float(top + (face.objective.shares * left.decided).sum()) + spent.constant
    answer = model.run(model.build(left.program), Solver())
    return (
        face.objective.at(left.whole(answer.shares), np.zeros(shares.shape[1]))
        if answer.outcome is Outcome.OPTIMAL
        else None
    )


def paying_cost(program: Program, cost: Form, solver: Solver) -> float | None:
    """Return the cost up to which each further unit of budget returns at least itself.

    This is the cost of the plan of greatest net value under the other limits.

    Args:
        program: A linear program that maximizes value, with a budget whose price is below 1.
        cost: The plan's cost.
        solver: For the second solve.
    """
    if program.integer:
        return None
    net = program.without(BUDGET).aiming(program.objective - cost)
    optimum = optimize(net, solver)
    return (
        cost.at(optimum.shares, program.used(optimum.shares))
        if optimum.outcome is Outcome.OPTIMAL
        else None
    )
