"""The exact optimum of an integer program, and whose word it is; its prices come from the linear relaxation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from compensator import model
from compensator.economics import Program
from compensator.errors import SolverError
from compensator.model import AUTO, Outcome, Solver
from compensator.optimizer.branching import by_solver
from compensator.optimizer.clashes import clash
from compensator.optimizer.linear import Optimum, optimize_linear
from compensator.optimizer.presolve import lean
from compensator.optimizer.ties import empty_first
from compensator.optimizer.uses import best_use
from compensator.optimizer.whole import NODES, best_whole
from compensator.prices import Prices

PARTS = 10
"""A part of the nodes of a search is what one set of offers may take."""


def optimize_integer(program: Program, solver: Solver) -> Optimum:
    """Solve the integer program for the plan, its LP relaxation for the prices.

    Where it is small it is settled by enumeration with exact linear answers: a proof of our own. Elsewhere a
    solver is asked, and believed only where its bound and its plan do not contradict each other.
    """
    solver = solver if solver.time_limit is None else solver.within(solver.time_limit)
    relaxed = _relaxation(program, solver)
    if relaxed.outcome is Outcome.INFEASIBLE:
        return relaxed
    asked = lean(program)
    found = _enumerated(asked, solver, relaxed.prices) if solver.name == AUTO else None
    found = by_solver(asked, solver, relaxed.prices) if found is None else found
    bound = _rebased(program, asked, found)
    shares = empty_first(program, found.shares)
    return replace(found, shares=shares, prices=relaxed.prices, solver_bound=bound)


def _rebased(program: Program, asked: Program, found: Optimum) -> float | None:
    """Return a lean program's bound as far above its plan in the whole one: sums of floats differ in their last digits."""
    if found.solver_bound is None:
        return None
    above = found.solver_bound - asked.value(found.shares)
    return program.value(found.shares) + max(0.0, above)


def _relaxation(program: Program, solver: Solver) -> Optimum:
    """Return the optimum of the linear relaxation; that there is none of linked offers is believed where prices prove it."""
    if not program.linked.any():
        return optimize_linear(replace(program, whole=False), replace(solver, gap=0.0))
    free = replace(solver, gap=0.0)
    unknown = Optimum(Outcome.NOTHING, np.zeros(program.eligible.shape), _no_prices(program))
    try:
        answer = model.run(model.build(program, relaxed=True), free)
    except SolverError:
        return unknown
    if answer.outcome is Outcome.INFEASIBLE and clash(program, free).prices is None:
        return unknown
    return Optimum(answer.outcome, answer.shares, answer.prices)


def _no_prices(program: Program) -> Prices:
    return Prices(np.zeros(len(program.rows)))


def _enumerated(program: Program, solver: Solver, guess: Prices) -> Optimum | None:
    """Return the best plan with our own proof; None where that takes too long."""
    if program.whole and program.may_split.any():
        return None
    if not program.linked.any():
        return best_whole(program, solver)
    exact = replace(solver, name=AUTO, gap=0.0)

    def settle(one: Program, above: float) -> Optimum | None:
        if one.whole:
            return best_whole(one, exact, above=above, nodes=NODES // PARTS)
        return optimize_linear(one, exact)

    return best_use(program, solver, settle, guess)
