r"""Which budgets keep a return: net value ÷ cost at least what is asked.

.. math::

   value(b) - p \cdot b \ge 0, \qquad p = 1 + floor \text{ for value, } floor \text{ for net value}

The left side is concave along a curve, so that the budgets that have it are one stretch.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from compensator.economics import Vector
from compensator.tolerances import ROUNDING, SOLVED
from compensator.whatif.frontier.answer import Frontier
from compensator.whatif.frontier.walk import Point

ROUNDS = 200
"""Most questions for one end of the stretch; each finds a bend, and few are left to find."""


def needed(frontier: Frontier) -> float | None:
    """Return what each unit of cost must bring, None where no floor is looked for."""
    floor = frontier.roi_floor
    if floor is None:
        return None
    return {"value": 1 + floor, "net_value": floor}.get(frontier.maximize)


def along(frontier: Frontier, budgets: Vector, values: Vector) -> Frontier:
    """Return a frontier with the least and the greatest budget that keep its floor, where any does.

    Args:
        frontier: Whose floor may be none.
        budgets: Points of its curve, which is straight between them, rising.
        values: Best value at each.
    """
    per_unit = needed(frontier)
    if per_unit is None:
        return frontier
    spare, room = values - per_unit * budgets, _room(values)
    enough = np.flatnonzero(spare >= -room)
    if not len(enough):
        return frontier
    first, last = int(enough[0]), int(enough[-1])
    least = _crossing(budgets, spare, first, first - 1)
    most = _crossing(budgets, spare, last, last + 1)
    if most <= 0 and spare[last] <= room:
        return frontier  # nothing is spent, and nothing brought
    return replace(frontier, roi_from=least, roi_to=most)


def _crossing(budgets: Vector, spare: Vector, inside: int, outside: int) -> float:
    """Return where the floor is just kept between two points."""
    here = float(budgets[inside])
    if not 0 <= outside < len(budgets):
        return here
    kept = max(0.0, float(spare[inside]))
    return here + kept / (kept - float(spare[outside])) * (float(budgets[outside]) - here)


def of_plans(frontier: Frontier, costs: Vector) -> Frontier:
    """Return a frontier with the least and the greatest of its budgets whose plan keeps its floor.

    Args:
        frontier: Whose floor may be none.
        costs: Of each plan itself.
    """
    per_unit = needed(frontier)
    if per_unit is None:
        return frontier
    spare, room = frontier.values - per_unit * costs, _room(frontier.values)
    idle = (costs <= 0) & (spare <= room)
    enough = np.flatnonzero((spare >= -room) & ~idle)
    if not len(enough):
        return frontier
    least, most = (float(frontier.budgets[enough[k]]) for k in (0, -1))
    return replace(frontier, roi_from=least, roi_to=most)


def refined(points: list[Point], at: Callable[[float], Point], per_unit: float) -> list[Point]:
    """Return points of a curve with those added that its two ends of the stretch need to be exact.

    Args:
        points: By rising cost, both ends of the curve included.
        at: Returns the point that is best at a price.
        per_unit: As from ``needed``.
    """
    found = list(points)
    if per_unit > 0 and all(_spare(point, per_unit) < 0 for point in found):
        best = at(per_unit)  # nothing has more to spare
        if found[0].cost < best.cost < found[-1].cost:
            insort(found, best, key=lambda point: point.cost)
    for rising in (True, False):
        for _ in range(ROUNDS):
            bend = _bend(found, at, per_unit, rising=rising)
            if bend is None:
                break
            insort(found, bend, key=lambda point: point.cost)
    return found


def _bend(
    points: list[Point], at: Callable[[float], Point], per_unit: float, *, rising: bool
) -> Point | None:
    """Return a point of the curve above the chord on which the floor is crossed, None if there is none."""
    enough = [k for k, point in enumerate(points) if _spare(point, per_unit) >= 0]
    if not enough:
        return None
    k = enough[0] - 1 if rising else enough[-1]
    if not 0 <= k < len(points) - 1 or points[k].cost >= points[k + 1].cost:
        return None
    left, right = points[k], points[k + 1]
    slope = (right.value - left.value) / (right.cost - left.cost)
    found = at(slope)
    above = found.value - left.value - slope * (found.cost - left.cost)
    scale = max(abs(points[0].value), abs(points[-1].value))
    return found if above > SOLVED * scale and left.cost < found.cost < right.cost else None


def _spare(point: Point, per_unit: float) -> float:
    return point.value - per_unit * point.cost


def _room(values: Vector) -> float:
    return ROUNDING * max(1.0, float(np.abs(values).max(initial=0)))
