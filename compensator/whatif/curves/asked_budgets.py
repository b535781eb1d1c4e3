"""The best plan at each of several budgets: all that integer problems have of a curve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from compensator.economics import Program, assemble, limits
from compensator.economics.measures import Vector
from compensator.economics.rows import BUDGET
from compensator.model import Outcome
from compensator.optimizer.case import Case, status_of
from compensator.optimizer.dual import exact_prices
from compensator.optimizer.hot import Hot
from compensator.optimizer.linear import Optimum
from compensator.optimizer.solving import optimize
from compensator.plan.certificate import certify, insist
from compensator.plan.document import Certificate, Status
from compensator.plan.wording import money, shortened
from compensator.whatif.curves.outline import Outline
from compensator.whatif.curves.walk import Point, height

COUNT = 11
"""Budgets of an integer problem where none are asked for."""


def at_budgets(
    case: Case, budgets: Sequence[float] | None, progress: Callable[[int], None]
) -> Outline | None:
    """Return the best plans at some budgets, None where none of them is enough.

    Args:
        case: The problem.
        budgets: Money; by default evenly spaced from the least cost to where more brings nothing.
        progress: Told how many are done.
    """
    listed = sorted({float(budget) for budget in budgets}) if budgets is not None else []
    if not listed:
        ends = _ends(case)
        if ends is None:
            return None
        own = case.problem.settings.budget
        within = [] if own is None or not ends[0] <= own <= ends[1] else [own]
        listed = sorted({*np.linspace(*ends, COUNT).tolist(), *within})
    found: list[tuple[float, Certificate, Optimum, Status]] = []
    missed = []
    ask = _Asked(case)
    for done, budget in enumerate(listed):
        progress(done)
        optimum = ask.optimum(budget)
        if optimum.outcome in (Outcome.OPTIMAL, Outcome.STOPPED):
            found.append((budget, *ask.proven(budget, optimum)))
        else:
            missed.append(money(budget, case.problem.settings.currency))
    return _outline(case, found, missed) if found else None


def _outline(
    case: Case, found: list[tuple[float, Certificate, Optimum, Status]], missed: list[str]
) -> Outline:
    values = np.maximum.accumulate(np.array([c.objective for _, c, _, _ in found]))
    k = next((k for k, row in enumerate(_budgeted(case).rows) if row.code == BUDGET), 0)
    proven = all(status is Status.OPTIMAL for *_, status in found)
    status = Status.OPTIMAL if proven else Status.FEASIBLE
    integer = case.program.integer
    budgets, bounds = np.array([b for b, *_ in found]), np.array([c.bound for _, c, _, _ in found])
    prices = np.array([float(optimum.prices.rows[k]) for _, _, optimum, _ in found])
    return Outline(
        budgets,
        values,
        prices,
        status=status,
        complete=False,
        max_gap=_steps(values, bounds) if integer else _heights(budgets, values, prices),
        bounds=bounds if integer else None,
        gaps=np.array([c.gap for _, c, _, _ in found]) if integer else None,
        asked=True,
        told=(f"No plan costs as little as {shortened(missed)}.",) if missed else (),
    )


def _steps(values: Vector, bounds: Vector) -> float:
    """Return the most that an integer plan between two budgets may have above that of the lower one."""
    return float(max(0.0, *(np.append(bounds[1:], bounds[-1]) - values)))


def _heights(budgets: Vector, values: Vector, prices: Vector) -> float:
    """Return the most that a concave curve may have above the chords of its points."""
    points = map(Point, budgets.tolist(), values.tolist(), prices.tolist())
    return max((height(left, right) for left, right in pairwise(points)), default=0.0)


def _budgeted(case: Case) -> Program:
    """Return the program with a budget row, whose bound is set anew each time."""
    settings = case.problem.settings.model_copy(update={"budget": 1.0})
    problem = case.problem.with_settings(settings)
    return assemble(problem, case.economics, limits(problem, case.economics))


class _Asked:
    """One program at a budget after the other."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._program = _budgeted(case)
        self._hot = None if self._program.integer else Hot(self._program, case.solver)

    def program(self, budget: float) -> Program:
        """Return the program at a budget."""
        room = budget - self._program.cost.constant
        rows = (replace(r, rhs=room) if r.code == BUDGET else r for r in self._program.rows)
        return replace(self._program, rows=tuple(rows))

    def optimum(self, budget: float) -> Optimum:
        """Return the optimum at a budget; of a linear program, with the price of the next unit."""
        program = self.program(budget)
        if self._hot is None:
            return optimize(program, self._case.solver)
        optimum = self._hot.bounded(np.array([row.rhs for row in program.rows]))
        if optimum.outcome is not Outcome.OPTIMAL:
            return optimum
        return replace(optimum, prices=exact_prices(program, optimum.shares, optimum.prices))

    def proven(self, budget: float, optimum: Optimum) -> tuple[Certificate, Optimum, Status]:
        """Return an optimum with its certificate."""
        program = self.program(budget)
        certificate = certify(program, optimum.shares, optimum.prices, optimum.solver_bound)
        status = status_of(replace(self._case, program=program), optimum, certificate)
        integer = program.integer or status is not Status.OPTIMAL
        insist(certificate, integer=integer, solver=self._case.solver.name)
        return certificate, optimum, status


def _ends(case: Case) -> tuple[float, float] | None:
    """Return the least cost, and that of the best plan of all; None where no budget is enough."""
    rows = tuple(row for row in case.program.rows if row.code != BUDGET)
    free = replace(case.program, rows=rows)
    costs = []
    for aim in (free.cost * -1.0, free.objective):
        optimum = optimize(replace(free, objective=aim), case.solver)
        if optimum.outcome not in (Outcome.OPTIMAL, Outcome.STOPPED):
            return None
        costs.append(free.cost.at(optimum.shares, free.used(optimum.shares)))
    return costs[0], max(costs)
