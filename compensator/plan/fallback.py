"""Where a solver stops short of it, or of any plan, the best of the analyst's own that keeps every limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from compensator.economics import Array
from compensator.errors import SolverError
from compensator.model import Outcome
from compensator.optimizer import Optimum, violation
from compensator.plan.case import Case
from compensator.plan.policies import assemble_objective, broken_limits
from compensator.plan.written import policy_shares
from compensator.tolerances import MET, SAME


def not_below_policies(case: Case, optimum: Optimum) -> Optimum:
    """Return the best feasible policy where the solver stopped short of it, or of any plan; no bound that is below it.

    Raises:
        SolverError: If a solver failed, and nobody said more.
    """
    if optimum.outcome is Outcome.NOTHING and optimum.failure is not None:
        raise SolverError(optimum.failure)
    if optimum.outcome is Outcome.INFEASIBLE:
        return optimum
    if optimum.outcome is Outcome.OPTIMAL and not case.program.integer:
        return optimum
    stopped = optimum.outcome is Outcome.STOPPED
    if stopped and violation(case.program, optimum.shares) > MET:
        optimum = replace(optimum, outcome=Outcome.NOTHING)
    have = optimum.outcome is not Outcome.NOTHING
    value = case.program.value(optimum.shares) if have else -np.inf
    best = max(_feasible(case), key=lambda pair: pair[0], default=None)
    if best is None or best[0] <= value + SAME * max(1.0, abs(value)):
        return optimum
    bound = optimum.solver_bound
    contradicted = bound is not None and bound < best[0] - SAME * max(1.0, abs(best[0]))
    return replace(
        optimum,
        shares=_classes(case, best[1]),
        outcome=optimum.outcome if have else Outcome.STOPPED,
        solver_bound=None if contradicted else bound,
    )


def _classes(case: Case, shares: Array) -> Array:
    """Return what each class's users get who are still to be decided on: by a member that has such, where any has."""
    economics, found = case.economics, np.zeros(case.program.eligible.shape)
    decided = economics.decided(shares)
    for members in (economics.left == 0, economics.left > 0):
        found[economics.group[members]] = decided[members]
    return found


def _feasible(case: Case) -> Iterator[tuple[float, Array]]:
    """Yield objective and shares of each policy that keeps every limit."""
    problem, economics = case.problem, case.economics
    for shares in policy_shares(problem).values():
        if not broken_limits(problem, economics, case.bounded, shares):
            yield assemble_objective(problem, economics, shares), shares
