r"""A concave, piecewise linear curve of best value over cost, from optima at chosen prices.

.. math::

   L(\pi) = \max_x \; value(x) - \pi \cdot cost(x)

Between two known points the next price is the slope of their chord: there the tangents of *L* at both meet.
An optimum above the chord is a new point of the curve; none above it proves that the curve is straight
between them. The widest gap is asked first, so that a walk cut short has the least gap that its points allow.

Source: Eisner and Severance (1976), Journal of the ACM 23(4).
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from compensator.tolerances import SOLVED


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the curve, and a price at which it is best."""

    cost: float
    value: float
    price: float


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk has found."""

    points: list[Point]
    """By rising cost, both ends included."""
    complete: bool
    """Whether every piece between two points is proven straight."""
    max_gap: float
    """Largest height that the curve may still have above the points' chords; 0 when complete."""


@dataclass(order=True, slots=True)
class _Gap:
    order: float
    left: Point = field(compare=False)
    right: Point = field(compare=False)


def walk(
    at: Callable[[float], Point],
    first: Point,
    last: Point,
    most: int,
    wanted: float | None = None,
    late: Callable[[], bool] = lambda: False,
) -> Walk:
    """Return the curve between two of its points.

    Args:
        at: Returns the point that is best at a price.
        first: At the least cost; its price may be infinite.
        last: At the greatest value.
        most: Points, both ends included, after which the walk is cut short.
        late: Returns whether the walk is to be cut short here.
        wanted: A price whose point is asked for before any other, where ``most`` leaves room for it.
    """
    scale = max(abs(first.value), abs(last.value), abs(last.value - first.value))
    points = [first, *_asked(at, first, last, wanted if most > 2 else None, SOLVED * scale), last]
    open_gaps: list[_Gap] = []

    def look_at(left: Point, right: Point) -> None:
        gap = height(left, right)
        if gap > SOLVED * scale and right.cost > left.cost:
            heapq.heappush(open_gaps, _Gap(-gap, left, right))

    for left, right in pairwise(points):
        look_at(left, right)
    while open_gaps and len(points) < most and not late():
        here = heapq.heappop(open_gaps)
        slope = (here.right.value - here.left.value) / (here.right.cost - here.left.cost)
        found = at(slope)
        above = found.value - here.left.value - slope * (found.cost - here.left.cost)
        if above > SOLVED * scale and here.left.cost < found.cost < here.right.cost:
            points.append(found)
            look_at(here.left, found)
            look_at(found, here.right)
    gap = max((-one.order for one in open_gaps), default=0.0)
    return Walk(sorted(points, key=lambda p: p.cost), not open_gaps, gap)


def _asked(
    at: Callable[[float], Point], first: Point, last: Point, price: float | None, least: float
) -> list[Point]:
    """Return the point at a price, where it is one of its own."""
    if price is None or last.cost <= first.cost:
        return []
    slope, found = (last.value - first.value) / (last.cost - first.cost), at(price)
    above = found.value - first.value - slope * (found.cost - first.cost)
    return [found] if above > least and first.cost < found.cost < last.cost else []


def height(left: Point, right: Point) -> float:
    """Return how far the tangents at two points rise above their chord: no curve between them is higher."""
    width, rise = right.cost - left.cost, right.value - left.value
    if not math.isfinite(left.price):
        return width * right.price * -1.0 + rise if rise > width * right.price else 0.0
    if left.price <= right.price or width <= 0:
        return 0.0
    along = (rise - right.price * width) / (left.price - right.price)
    along = min(max(along, 0.0), width)
    return left.price * along - rise * along / width
