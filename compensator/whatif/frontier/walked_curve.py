"""The curve under further limits: walked from optimum to optimum, and checked against its bound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from compensator.economics import Program, Vector
from compensator.model import Outcome, Solver
from compensator.optimizer import Hot, Optimum, optimize_linear
from compensator.plan import Case
from compensator.prices import upper_bound
from compensator.tolerances import ROUNDING, TRACED
from compensator.whatif.frontier.answer import Frontier, Points
from compensator.whatif.frontier.floors import along, needed, refined
from compensator.whatif.frontier.proof import insist_at, most_at, sample
from compensator.whatif.frontier.walk import Point, Walk, walk

Progress = Callable[[int], None]


def walked(
    case: Case,
    blank: Frontier,
    program: Program,
    points: int,
    progress: Progress,
    until: Solver | None = None,
) -> Frontier | None:
    """Return the curve, None where the limits clash.

    Args:
        case: The problem.
        blank: Its frontier, without points.
        program: Without its budget.
        points: After which it is cut short, both ends included.
        progress: Told the number of questions so far.
        until: Tells when the time for it is up; the two ends are found whatever it takes.
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
    late = (until or Solver()).is_late
    found = walk(at, *ends, points, 1.0 if blank.maximize == "value" else None, late)
    curve = _bends(found.points)
    _insist(program, hot, found, curve)
    return replace(
        _with_floor(blank, found, at),
        points=curve,
        complete=found.complete,
        max_gap=found.max_gap,
    )


def _with_floor(blank: Frontier, found: Walk, at: Callable[[float], Point]) -> Frontier:
    """Return a frontier with the stretch that keeps its floor, where it has one."""
    per_unit = needed(blank)
    if per_unit is None:
        return blank
    known = found.points if found.complete else refined(found.points, at, per_unit)
    return along(blank, *_figures(known))


def _figures(points: Sequence[Point]) -> tuple[Vector, Vector]:
    """Return budgets and values of some points."""
    return np.array([p.cost for p in points]), np.array([p.value for p in points])


def _bends(points: Sequence[Point]) -> Points:
    """Return the points at which a curve begins, bends and ends."""
    budgets, values = _figures(points)
    kinks = _kinks(budgets, values)
    budgets, values = budgets[kinks], values[kinks]
    return Points(budgets, values, np.append(np.diff(values) / np.diff(budgets), 0.0))


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


def _insist(program: Program, hot: Hot, found: Walk, curve: Points) -> None:
    """Refuse a curve that its Lagrangian bound does not prove at both ends and some points between.

    A complete curve is checked at the slopes of its pieces; of one cut short, each point at its own price.
    """
    if found.complete:
        columns = curve.columns().values()
        points = [Point(*figures) for figures in zip(*(c.tolist() for c in columns), strict=True)]
    else:
        points = [point for point in found.points if np.isfinite(point.price)]
    largest = max(1.0, *(abs(point.value) for point in points))
    for k in sample(len(points)):
        cost, value, price = points[k].cost, points[k].value, points[k].price
        bound = most_at(program, cost, price, hot.priced(price).prices)
        insist_at(cost, value, bound, TRACED * max(largest, abs(price * cost)))


def _insist_on_least(program: Program, cheapest: Optimum) -> None:
    """Refuse a least cost that its own bound does not prove."""
    cost = program.spent(cheapest.shares)
    bound = upper_bound(program.aiming(program.cost * -1.0), cheapest.prices)
    insist_at(cost, -cost, bound, TRACED * max(1.0, abs(cost)))


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
