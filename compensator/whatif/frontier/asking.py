"""From a problem to its frontier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from compensator.economics import BUDGET, Program
from compensator.errors import SolverError, UsageError
from compensator.model import AUTO, Solver
from compensator.optimizer import one_budget
from compensator.plan import Case, Status, solve
from compensator.problem import Problem
from compensator.whatif.asked import asked
from compensator.whatif.frontier.answer import Frontier
from compensator.whatif.frontier.asked_budgets import at_budgets
from compensator.whatif.frontier.floors import needed
from compensator.whatif.frontier.hull_curve import by_hulls, ladder_by_hulls, read_off
from compensator.whatif.frontier.notes import finished
from compensator.whatif.frontier.walked_curve import walked

POINTS = 1_000
"""Points after which a curve with further limits is cut short."""
Progress = Callable[[int], None]


def frontier(  # noqa: PLR0913 - each is an option of the question
    problem: Problem,
    *,
    points: int = POINTS,
    budgets: Sequence[float] | None = None,
    roi_floor: float | None = None,
    solver: str = AUTO,
    time_limit: float | None = None,
    gap: float = 0.0,
    progress: Progress | None = None,
) -> Frontier:
    """Return the best value for every budget; the problem's own budget is set aside.

    Where the budget is all that couples the segments, the curve comes from their hulls, without a solver.
    Under further limits it is walked, exact up to ``points`` points. Integer problems are solved at chosen
    budgets, beside an upper bound.

    Args:
        problem: Segments, offers and limits.
        points: Most points of a curve with further limits, at least 2.
        budgets: Solve at these instead, money; integer problems take 11 between the ends by default.
        roi_floor: Net value ÷ cost; the result says from and up to which budget a plan has as much.
        solver: As in ``solve``.
        time_limit: Seconds for all that is solved: a curve is coarser where it is up, but for its two ends.
        gap: Relative gap at which each of its plans may stop.
        progress: Told the number of points so far.

    Raises:
        UsageError: If an option is out of range, or it is no problem.
        SolverError: If a curve is not proven: a fault of ours.
    """
    _insist_in_range(points, budgets, roi_floor)
    case = asked(problem, solver, time_limit, gap)
    blank = _blank(case, roi_floor)
    listed = None if budgets is None else sorted({float(budget) for budget in budgets})
    told = progress or (lambda _: None)
    found = None if case.stranded else _found(case, blank, listed, points, told)
    return finished(case, _infeasible(case, blank, listed) if found is None else found)


def _insist_in_range(points: int, budgets: Sequence[float] | None, roi_floor: float | None) -> None:
    """Refuse options that make no curve, all at once."""
    wrong = []
    if points < 2:
        wrong.append(f"expected at least 2 points, found {points}")
    if budgets is not None and not (len(budgets) and all(0 <= b < np.inf for b in budgets)):
        wrong.append(f"expected finite budgets of at least 0, found {list(budgets)}")
    if roi_floor is not None and not np.isfinite(roi_floor):
        wrong.append(f"expected a finite return floor, found {roi_floor}")
    if wrong:
        raise UsageError("; ".join(wrong))


def _blank(case: Case, roi_floor: float | None) -> Frontier:
    """Return a frontier whose points are still to be found."""
    budget = case.problem.settings.budget
    return Frontier(**case.preamble(), budget=budget, roi_floor=roi_floor)


def _found(
    case: Case, blank: Frontier, budgets: Sequence[float] | None, points: int, progress: Progress
) -> Frontier | None:
    """Return a frontier with its points, None where no budget is enough."""
    if case.program.integer:
        return at_budgets(case, blank, budgets, progress)
    case, until = replace(case, solver=Solver(case.solver.name)), case.solver
    program = case.program.without(BUDGET)
    free = one_budget(program)
    if free is not None and case.solver.name == AUTO:
        return by_hulls(case, blank, free) if budgets is None else read_off(blank, free, budgets)
    if budgets is not None:
        return _asked(case, blank, program, budgets, progress)
    found = walked(case, replace(blank, limited=free is None), program, points, progress, until)
    if found is None or free is None:
        return found
    return replace(found, ladder=ladder_by_hulls(case, free))


def _asked(
    case: Case, blank: Frontier, program: Program, budgets: Sequence[float], progress: Progress
) -> Frontier | None:
    """Return the points of a curve at some budgets, None where none is enough."""
    found = at_budgets(case, blank, budgets, progress)
    if found is None or needed(blank) is None:
        return found
    whole = walked(case, blank, program, 2, lambda _: None)  # few points do for the floor
    kept = blank if whole is None else whole
    return replace(found, roi_from=kept.roi_from, roi_to=kept.roi_to)


def _infeasible(case: Case, blank: Frontier, budgets: Sequence[float] | None) -> Frontier:
    """Return the answer that no budget is enough, or none up to the last asked for, with what clashes."""
    most = None if budgets is None else budgets[-1]
    settings = case.problem.settings.model_copy(update={"budget": most})
    plan = solve(case.problem.having(settings=settings), solver=case.solver.name)
    if plan.status is not Status.INFEASIBLE:
        msg = "a frontier was told infeasible where a plan exists: this is our fault, not your data's; please report it"
        raise SolverError(msg)
    low = BUDGET in plan.conflict
    return replace(
        blank,
        status=Status.INFEASIBLE,
        chosen=low,
        asked=low,
        conflict=plan.conflict,
        notes=plan.notes,
    )
