"""The curve under further limits: walked from optimum to optimum, and checked against its bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from compensator.economics import Program, Vector
from compensator.model import Outcome, Solver
from compensator.optimizer import Hot, Optimum, optimize_linear
from compensator.plan import Case
from compensator.prices import upper_bound
from compensator.tolerances import ROUNDING
from compensator.whatif.frontier.answer import Points
from compensator.whatif.frontier.floors import refined, stretch
from compensator.whatif.frontier.outline import Outline
from compensator.whatif.frontier.proof import BY_SOLVER, insist_at, most_at, sample
from compensator.whatif.frontier.walk import Point, Walk, walk

Progress = Callable[[int], None]


def walked(
    case: Case, program: Program, points: int, per_unit: float | None, progress: Progress
) -> Outline | None:
    """Return the curve, None where the limits clash.

    Args:
        case: The problem.
        program: Without its budget.
        points: After which it is cut short, both ends included.
        per_unit: What each unit of cost must bring, where a return floor is asked for.
        progress: Told the number of questions so far.
    """
    cheapest, best = (_end(program, case.solver, cheapest=way) for way in (True, False))
    if cheapest is None or best is None:
        return None
    _insist_on_least(program, cheapest)
    hot, seen = Hot(program, case.solver), 2

    def at(price: float) -> Point:
        nonlocal seen
        seen += 1
        progress(seen)
        return _point(program, hot.priced(price), price)

    ends = _point(program, cheapest, np.inf), _point(program, best, 0.0)
    pays = 1.0 if case.problem.settings.maximize == "value" else None
    found = walk(at, *ends, points, pays)
    outline = _outline(found)
    _insist(program, hot, found, outline)
    if per_unit is None:
        return outline
    known = found.points if found.complete else refined(found.points, at, per_unit)
    costs, values = (np.array([getattr(p, name) for p in known]) for name in ("cost", "value"))
    return replace(outline, roi=stretch(costs, values, per_unit))


def _outline(found: Walk) -> Outline:
    budgets = np.array([p.cost for p in found.points])
    values = np.array([p.value for p in found.points])
    kinks = _kinks(budgets, values)
    budgets, values = budgets[kinks], values[kinks]
    prices = np.append(np.diff(values) / np.diff(budgets), 0.0)
    return Outline(
        Points(budgets, values, prices),
        complete=found.complete,
        max_gap=found.max_gap,
        limited=True,
    )


def _kinks(budgets: Vector, values: Vector) -> NDArray[np.intp]:
    """Return which points are ends or kinks: among equals, optima may lie on a straight or level piece."""
    flat = ROUNDING * max(np.abs(values).max(), values[-1] - values[0])
    kinks: NDArray[np.intp] = np.arange(np.argmax(values >= values[-1] - flat) + 1)
    apart = np.diff(budgets[kinks]) > ROUNDING * np.abs(budgets).max()
    kinks = kinks[np.append(apart, True)]  # of two at one budget, the later has more
    while len(kinks) > 2:
        width, rise = np.diff(budgets[kinks]), np.diff(values[kinks])
        above = (rise[:-1] * width[1:] - rise[1:] * width[:-1]) / (width[:-1] + width[1:])
        bends = np.r_[True, above > flat, True]
        if bends.all():
            break
        kinks = kinks[bends]
    return kinks


def _insist(program: Program, hot: Hot, found: Walk, outline: Outline) -> None:
    """Refuse a curve that its Lagrangian bound does not prove at both ends and some points between.

    A complete curve is checked at the slopes of its pieces; of one cut short, each point at its own price.
    """
    if outline.complete:
        columns = outline.points.columns().values()
        points = [Point(*figures) for figures in zip(*(c.tolist() for c in columns), strict=True)]
    else:
        points = [point for point in found.points if np.isfinite(point.price)]
    largest = max(1.0, *(abs(point.value) for point in points))
    for k in sample(len(points)):
        cost, value, price = points[k].cost, points[k].value, points[k].price
        bound = most_at(program, cost, price, hot.priced(price).prices)
        insist_at(cost, value, bound, BY_SOLVER * max(largest, abs(price * cost)))


def _insist_on_least(program: Program, cheapest: Optimum) -> None:
    """Refuse a least cost that its own bound does not prove."""
    cost = program.spent(cheapest.shares)
    bound = upper_bound(program.aiming(program.cost * -1.0), cheapest.prices)
    insist_at(cost, -cost, bound, BY_SOLVER * max(1.0, abs(cost)))


def _end(program: Program, solver: Solver, *, cheapest: bool) -> Optimum | None:
    """Return the best of the cheapest plans, or the cheapest of the best ones; None where none is feasible."""
    aimed = program
    if cheapest:
        aimed = replace(program, objective=program.cost * -1.0, cost=program.objective * -1.0)
    optimum = optimize_linear(aimed, solver)
    return optimum if optimum.outcome is Outcome.OPTIMAL else None


def _point(program: Program, optimum: Optimum, price: float) -> Point:
    used = np.zeros(program.eligible.shape[1])
    cost, value = (form.at(optimum.shares, used) for form in (program.cost, program.objective))
    return Point(cost, value, price)
