"""From a problem to its frontier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from compensator import knapsack
from compensator.economics import Form, Program
from compensator.economics.measures import Vector
from compensator.economics.rows import BUDGET
from compensator.errors import SolverError, UsageError
from compensator.model import AUTO, Outcome, Solver, insist_available
from compensator.optimizer.case import Case, prepare
from compensator.optimizer.flow import solve
from compensator.optimizer.hot import Hot
from compensator.optimizer.linear import Optimum, one_budget, optimize_linear
from compensator.plan.document import Status
from compensator.prices import Prices, upper_bound
from compensator.problem import Problem
from compensator.whatif.curves.asked_budgets import at_budgets
from compensator.whatif.curves.budget_curve import Frontier
from compensator.whatif.curves.ladder import Ladder, ladder_of
from compensator.whatif.curves.outline import Outline, finished
from compensator.whatif.curves.walk import Point, walk

POINTS = 1_000
"""Points after which a curve with further limits is cut short."""
PROOF = 1e-9
"""Most by which a curve may miss its Lagrangian bound, relative to its largest value."""
STRAIGHT = 1e-12
"""Bend of a curve, relative to its slope or largest value, that is rounding."""
CHECKED = 9
"""Points of a curve at which the bound is computed."""
Progress = Callable[[int], None]


def frontier(
    problem: Problem,
    *,
    points: int = POINTS,
    budgets: Sequence[float] | None = None,
    roi_floor: float | None = None,
    solver: str = AUTO,
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
        roi_floor: Net value ÷ cost; the result says up to which budget a plan has as much.
        solver: As in ``solve``.
        progress: Told the number of points so far.

    Raises:
        UsageError: If an option is out of range.
        SolverError: If a curve is not proven: a fault of ours.
    """
    _insist_in_range(points, budgets, roi_floor)
    insist_available(solver)
    case = prepare(problem, Solver(solver))
    told = progress or (lambda _: None)
    if not case.stranded:
        if budgets is not None or case.program.integer:
            outline = at_budgets(case, budgets, told)
        else:
            outline = _traced(case, points, told)
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


def without_budget(program: Program) -> Program:
    """Return a program without its budget row."""
    return replace(program, rows=tuple(row for row in program.rows if row.code != BUDGET))


def _traced(case: Case, points: int, progress: Progress) -> Outline | None:
    """Return the whole curve, None where no budget is enough."""
    program = without_budget(case.program)
    free = one_budget(program) if case.solver.name == AUTO else None
    return _walked(case, program, points, progress) if free is None else _by_hulls(case, free)


def _by_hulls(case: Case, program: Program) -> Outline:
    curve = knapsack.curve(program.cost.shares, program.objective.shares, program.eligible)
    budgets = curve.budgets + program.cost.constant
    values = curve.values + program.objective.constant
    prices = np.append(curve.ratio, 0.0)
    _insist(program, budgets, values, prices)
    kinks = np.ones(len(budgets), dtype=bool)
    kinks[1:-1] = curve.ratio[1:] < curve.ratio[:-1] * (1 - STRAIGHT)
    ladder: Ladder = ladder_of(case, curve)
    return Outline(budgets[kinks], values[kinks], prices[kinks], ladder=ladder)


def _insist(program: Program, budgets: Vector, values: Vector, prices: Vector) -> None:
    """Refuse a curve that its Lagrangian bound does not prove at some of its points."""
    scale = max(1.0, float(np.abs(values).max()), float(values[-1] - values[0]))
    for k in np.unique(np.linspace(0, len(budgets) - 1, CHECKED).astype(int)).tolist():
        price = float(prices[k])
        aim = program.objective - program.cost * price
        bound = upper_bound(replace(program, objective=aim), Prices(np.zeros(len(program.rows))))
        short = bound + price * float(budgets[k]) - float(values[k])
        if abs(short) > PROOF * scale:
            msg = f"the frontier misses its proven bound by {short:.1e} at a budget of {budgets[k]:g}: this is our fault, not your data's; please report it"
            raise SolverError(msg)


def _walked(case: Case, program: Program, points: int, progress: Progress) -> Outline | None:
    """Return the curve under further limits, None where they clash."""
    ends = [_end(program, cheapest, case.solver) for cheapest in (True, False)]
    if None in ends:
        return None
    first, last = (
        _point(program, end, price) for end, price in zip(ends, (np.inf, 0.0), strict=True) if end
    )
    hot = Hot(program, case.solver)
    seen = 2

    def at(price: float) -> Point:
        nonlocal seen
        seen += 1
        progress(seen)
        return _point(program, hot.priced(price), price)

    pays = 1.0 if case.problem.settings.maximize == "value" else None
    found = walk(at, first, last, points, pays)
    budgets = np.array([p.cost for p in found.points])
    values = np.array([p.value for p in found.points])
    kinks = _kinks(budgets, values)
    budgets, values = budgets[kinks], values[kinks]
    prices = np.append(np.diff(values) / np.diff(budgets), 0.0)
    return Outline(budgets, values, prices, complete=found.complete, max_gap=found.max_gap)


def _kinks(budgets: Vector, values: Vector) -> NDArray[np.intp]:
    """Return which points are ends or kinks: among equals, optima may lie on a straight or level piece."""
    flat = STRAIGHT * max(np.abs(values).max(), values[-1] - values[0])
    kinks = np.arange(np.argmax(values >= values[-1] - flat) + 1)
    while len(kinks) > 2:
        width, rise = np.diff(budgets[kinks]), np.diff(values[kinks])
        above = (rise[:-1] * width[1:] - rise[1:] * width[:-1]) / (width[:-1] + width[1:])
        bends = np.r_[True, above > flat, True]
        if bends.all():
            break
        kinks = kinks[bends]
    return kinks


def _end(program: Program, cheapest: bool, solver: Solver) -> Optimum | None:  # noqa: FBT001 - one of two ends
    """Return the best of the cheapest plans, or the cheapest of the best ones; None where none is feasible."""
    aimed = program
    if cheapest:
        aimed = replace(program, objective=program.cost * -1.0, cost=program.objective * -1.0)
    optimum = optimize_linear(aimed, solver)
    return optimum if optimum.outcome is Outcome.OPTIMAL else None


def _point(program: Program, optimum: Optimum, price: float) -> Point:
    used = np.zeros(program.eligible.shape[1])
    forms: tuple[Form, Form] = (program.cost, program.objective)
    cost, value = (form.at(optimum.shares, used) for form in forms)
    return Point(cost, value, price)


def _infeasible(case: Case, most: float | None, roi_floor: float | None) -> Frontier:
    """Return the answer that no budget is enough, or none up to the most asked for, with what clashes."""
    settings = case.problem.settings.model_copy(update={"budget": most})
    plan = solve(case.problem.with_settings(settings), solver=case.solver.name)
    if plan.status is not Status.INFEASIBLE:
        msg = "a frontier was told infeasible where a plan exists: this is our fault, not your data's; please report it"
        raise SolverError(msg)
    nothing: Vector = np.zeros(0)
    outline = Outline(
        nothing,
        nothing,
        nothing,
        status=Status.INFEASIBLE,
        asked=BUDGET in plan.conflict,
        conflict=plan.conflict,
        told=plan.notes,
    )
    return finished(case, outline, roi_floor)
