"""From a problem to its frontier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from compensator.economics import BUDGET
from compensator.errors import SolverError, UsageError
from compensator.model import AUTO, Solver, insist_available
from compensator.optimizer import one_budget
from compensator.plan import Case, Status, insist_solvable, prepare, solve
from compensator.problem import Problem
from compensator.whatif.frontier.answer import Frontier
from compensator.whatif.frontier.asked_budgets import at_budgets
from compensator.whatif.frontier.floors import needed
from compensator.whatif.frontier.hull_curve import by_hulls, ladder_by_hulls, read_off
from compensator.whatif.frontier.outline import Outline, finished
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
        time_limit: Seconds for each budget of an integer problem.
        gap: Relative gap at which each of its plans may stop.
        progress: Told the number of points so far.

    Raises:
        UsageError: If an option is out of range, or it is no problem.
        SolverError: If a curve is not proven: a fault of ours.
    """
    insist_solvable(problem, time_limit=time_limit, gap=gap)
    _insist_in_range(points, budgets, roi_floor)
    insist_available(solver)
    case = prepare(problem, Solver(solver))
    told = progress or (lambda _: None)
    per_unit = needed(problem.settings.maximize, roi_floor)
    if not case.stranded:
        if case.program.integer:
            case = replace(case, solver=Solver(solver, time_limit, gap))
            outline = at_budgets(case, budgets, per_unit, told)
        elif budgets is not None:
            outline = _asked(case, budgets, per_unit, told)
        else:
            outline = _traced(case, points, per_unit, told)
        if outline is not None:
            return finished(case, outline, roi_floor)
    return _infeasible(case, None if budgets is None else max(budgets), roi_floor)


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


def _traced(case: Case, points: int, per_unit: float | None, progress: Progress) -> Outline | None:
    """Return the whole curve, None where no budget is enough."""
    program = case.program.without(BUDGET)
    free = one_budget(program)
    if free is not None and case.solver.name == AUTO:
        return by_hulls(case, free, per_unit)
    outline = walked(case, program, points, per_unit, progress)
    if outline is None or free is None:
        return outline
    return replace(outline, ladder=ladder_by_hulls(case, free), limited=False)


def _asked(
    case: Case, budgets: Sequence[float], per_unit: float | None, progress: Progress
) -> Outline | None:
    """Return points of a curve at some budgets, None where none is enough."""
    program = case.program.without(BUDGET)
    free = one_budget(program)
    if free is not None and case.solver.name == AUTO:
        listed = sorted({float(budget) for budget in budgets})
        return read_off(case, free, listed, per_unit)
    outline = at_budgets(case, budgets, None, progress)
    if outline is None or per_unit is None:
        return outline
    whole = walked(case, program, 2, per_unit, lambda _: None)  # few points do for the floor
    return replace(outline, roi=None if whole is None else whole.roi)


def _infeasible(case: Case, most: float | None, roi_floor: float | None) -> Frontier:
    """Return the answer that no budget is enough, or none up to the most asked for, with what clashes."""
    settings = case.problem.settings.model_copy(update={"budget": most})
    plan = solve(case.problem.having(settings=settings), solver=case.solver.name)
    if plan.status is not Status.INFEASIBLE:
        msg = "a frontier was told infeasible where a plan exists: this is our fault, not your data's; please report it"
        raise SolverError(msg)
    outline = Outline(
        status=Status.INFEASIBLE,
        chosen=BUDGET in plan.conflict,
        asked=BUDGET in plan.conflict,
        conflict=plan.conflict,
        told=plan.notes,
    )
    return finished(case, outline, roi_floor)
