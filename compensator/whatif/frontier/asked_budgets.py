"""The best plan at each of several budgets: all that integer problems have of a curve."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from compensator.economics import BUDGET, Array, Program, Vector, assemble, limits
from compensator.errors import SolverError
from compensator.language import money, shortened
from compensator.model import Outcome
from compensator.optimizer import (
    Certificate,
    Hot,
    Optimum,
    exact_prices,
    optimize,
)
from compensator.plan import Case, Status, proven
from compensator.tolerances import MET
from compensator.whatif.frontier.answer import Frontier, Points
from compensator.whatif.frontier.floors import of_plans
from compensator.whatif.frontier.walk import Point, height

COUNT = 11
"""Budgets of an integer problem where none are asked for."""
MADE = (Outcome.OPTIMAL, Outcome.STOPPED)
"""How a solve with a plan ends."""


def at_budgets(
    case: Case,
    blank: Frontier,
    budgets: Sequence[float] | None,
    progress: Callable[[int], None],
) -> Frontier | None:
    """Return the best plans at some budgets, None where none of them is enough.

    Args:
        case: The problem.
        blank: Its frontier, without points.
        budgets: Money, rising; by default evenly spaced from the least cost to where more brings nothing.
        progress: Told how many are done.
    """
    listed, proven = _listed(case, budgets)
    if not listed:
        return None if proven else _unknown(blank)
    ask, points, ends = _Asked(case), list[_Point](), list[tuple[float, Outcome | None]]()
    for done, budget in enumerate(listed, 1):
        point, outcome = ask.answer(budget)
        points += [] if point is None else [point]
        ends.append((budget, outcome))
        progress(done)
    missed, late, stopped, failed = (
        [budget for budget, outcome in ends if outcome is end]
        for end in (Outcome.INFEASIBLE, Outcome.NOTHING, Outcome.STOPPED, None)
    )
    if not points:
        return _unknown(blank, late, failed) if late or failed else None
    ended = budgets is None and proven
    found = _found(blank, points, integer=case.program.integer, ended=ended)
    done_in_time = proven and not stopped and not late
    return replace(
        found,
        status=found.status if done_in_time and not failed else Status.FEASIBLE,
        asked=budgets is not None,
        stopped=not done_in_time,
        notes=tuple(_told(blank.currency, missed, late, stopped, failed)),
    )


def _listed(case: Case, budgets: Sequence[float] | None) -> tuple[Sequence[float], bool]:
    """Return the budgets to solve at, and whether the ends are proven where none are asked for."""
    if budgets is not None:
        return budgets, True
    ends, proven = _ends(case)
    if ends is None:
        return [], proven
    own = case.problem.settings.budget
    within = [] if own is None or not ends[0] <= own <= ends[1] else [own]
    return sorted({*np.linspace(*ends, COUNT).tolist(), *within}), proven


def _told(
    currency: str,
    missed: Sequence[float],
    late: Sequence[float],
    stopped: Sequence[float],
    failed: Sequence[float],
) -> Iterator[str]:
    """Yield which budgets have no plan, or one that may not be the best, and why."""
    told = (
        (missed, "No plan costs as little as {}."),
        (late, "No plan was found within the time limit at {}."),
        (
            stopped,
            "The time limit ended the solve at {}: better plans may exist there, up to the bound.",
        ),
        (failed, "No answer was proven at {}: a fault of ours, please report it."),
    )
    for budgets, sentence in told:
        if budgets:
            yield sentence.format(shortened([money(b, currency) for b in budgets]))


def _unknown(blank: Frontier, late: Sequence[float] = (), failed: Sequence[float] = ()) -> Frontier:
    """Return the answer that no plan at all was found in time, or proven."""
    return replace(
        blank,
        status=Status.UNKNOWN,
        complete=False,
        chosen=True,
        stopped=True,
        notes=tuple(_told(blank.currency, [], late, [], failed)),
    )


def _found(blank: Frontier, points: list[_Point], *, integer: bool, ended: bool) -> Frontier:
    """Return the points as a curve; a plan at a smaller budget is one at a greater budget too.

    Where it has ended, beyond its last budget more money buys nothing, whatever a relaxation says.
    """
    own = np.array([point.certificate.objective for point in points])
    before = np.append(-np.inf, np.maximum.accumulate(own)[:-1])
    best = np.maximum.accumulate(np.where(own > before, np.arange(len(own)), 0))
    budgets, values = np.array([point.budget for point in points]), own[best]
    bounds = np.array([point.certificate.bound for point in points])
    gaps = np.array([point.certificate.gap for point in points])
    prices = np.array([point.price for point in points])
    prices[-1] *= not ended
    proven = all(point.status is Status.OPTIMAL for point in points)
    sure = (bounds, gaps) if integer else (None, None)
    found = replace(
        blank,
        points=Points(budgets, values, prices, *sure),
        status=Status.OPTIMAL if proven else Status.FEASIBLE,
        complete=False,
        max_gap=_steps(values, bounds) if integer else _heights(budgets, values, prices),
        chosen=True,
    )
    costs = np.array([point.cost for point in points])[best]
    return of_plans(found, costs) if integer else found


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
    problem = case.problem.having(settings=settings)
    return assemble(problem, case.economics, limits(problem, case.economics))


@dataclass(frozen=True, slots=True)
class _Point:
    """The plan at one budget."""

    budget: float
    cost: float
    """Of the plan itself, at most the budget."""
    price: float
    certificate: Certificate
    status: Status


class _Asked:
    """One program at a budget after the other."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._program = _budgeted(case)
        self._hot = None if self._program.integer else Hot(self._program, case.solver)

    def program(self, budget: float) -> Program:
        """Return the program at a budget."""
        return self._program.under({BUDGET: budget - self._program.cost.constant})

    def answer(self, budget: float) -> tuple[_Point | None, Outcome | None]:
        """Return the point at a budget, if there is one, and how the solve ended; None where not proven."""
        try:
            optimum = self.optimum(budget)
            made = optimum.outcome in MADE
            return self.point(budget, optimum) if made else None, optimum.outcome
        except SolverError:
            return None, None

    def optimum(self, budget: float, left: int = 1) -> Optimum:
        """Return the optimum at a budget, one of those left; of a linear program, with the price of the next unit."""
        program = self.program(budget)
        if self._hot is None:
            return optimize(program, self._case.solver.part(left))
        optimum = self._hot.bounded(program)
        if optimum.outcome is not Outcome.OPTIMAL or _has_one_price(program, optimum.shares):
            return optimum
        return replace(optimum, prices=exact_prices(program, optimum.shares, optimum.prices))

    def point(self, budget: float, optimum: Optimum) -> _Point:
        """Return an optimum with its certificate."""
        program = self.program(budget)
        certificate, status = proven(replace(self._case, program=program), optimum)
        price = optimum.prices.of(program, BUDGET) or 0.0
        return _Point(budget, program.spent(optimum.shares), price, certificate, status)


def _has_one_price(program: Program, shares: Array) -> bool:
    """Return whether a vertex allows one price for each row: as many cells in use as rows that bind."""
    used = np.zeros(shares.shape[1])
    binding = sum(abs(row.room(shares, used)) <= MET for row in program.rows)
    return int((shares > MET).sum()) == len(shares) + binding


def _ends(case: Case) -> tuple[tuple[float, float] | None, bool]:
    """Return the least cost and that of the best plan of all, and whether both are proven.

    The first is None where no budget is enough, or the time limit left no plan.
    """
    free = case.program.without(BUDGET)
    costs, proven = [], True
    for aim in (free.cost * -1.0, free.objective):
        optimum = optimize(free.aiming(aim), case.solver)
        proven &= optimum.outcome in (Outcome.OPTIMAL, Outcome.INFEASIBLE)
        if optimum.outcome not in MADE:
            return None, proven
        costs.append(free.spent(optimum.shares))
    return (costs[0], max(costs)), proven
