r"""Branch and bound over whole numbers, which believes no solver.

A solver is asked where to look; what it says is only ever used as prices *y* of the rows. Every box gets its
bound from them by plain sums, whatever they are:

.. math::

   \min_{l \le x \le u} c x \;\ge\; \sum_k \min(y_k a_k^-, y_k a_k^+) + \sum_i \min(r_i l_i, r_i u_i),
   \qquad r = c - A^\top y

With costs of nothing the same sum above 0 shows that a box holds no plan. A plan found is judged by who asks,
exactly. So what is proven is proven by the data alone; boxes that could be neither solved nor closed are counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from compensator.economics import Vector
from compensator.model import Box, Boxed, Relaxed
from compensator.tolerances import MET, ROUNDING, TRIFLE


@dataclass(frozen=True)
class Search:
    """What a search came to."""

    at: Vector | None
    """The best plan that was found, None where none is better than what was known."""
    exhausted: bool
    """Whether no box is left in which a better plan might be."""


def search(
    box: Box, judge: Callable[[Vector], float | None], *, best: float, near: float, nodes: int
) -> Search:
    """Look for the whole plan that costs least.

    Args:
        box: Where to look.
        judge: What a plan costs, None where it may not be.
        best: What a plan costs that is known already; only cheaper ones are looked for.
        near: Difference of costs that is none.
        nodes: Most boxes that are looked into: a number and no time, so that a file gives the same everywhere.
    """
    live, left = Boxed(box), [(box.lower, box.upper)]
    found, sure = None, True
    while left and nodes:
        lower, upper = left.pop()
        nodes -= 1
        said = live.solve(lower, upper)
        if not said.solved:
            sure &= _bound(box, np.zeros(len(lower)), said.prices, lower, upper)[0] > 0
            continue
        bound, reduced = _bound(box, box.costs, said.prices, lower, upper)
        if bound >= best - near:
            continue
        at = np.where(box.whole, np.rint(said.at), said.at)
        fraction = np.abs(said.at - at)
        if fraction.max(initial=0) <= TRIFLE:
            worth = judge(at)
            if worth is not None and worth < best - near:
                found, best = at, worth
            if bound >= best - near:
                continue
        lower, upper = _tightened(box, reduced, best - near - bound, lower, upper)
        left += _halves(box, said, fraction, lower, upper)
    return Search(found, sure and not left)


def _bound(
    box: Box, costs: Vector, prices: Vector, lower: Vector, upper: Vector
) -> tuple[float, Vector]:
    """Return what no plan of a box costs less than, by any prices, and the costs that these leave.

    What adding floats may leave is taken off.
    """
    low = np.where(prices > 0, box.low, box.high)
    usable = np.where(np.isfinite(low), prices, 0.0)
    own = usable * np.where(np.isfinite(low), low, 0.0)
    count = len(costs)
    reduced = costs - box.rows.priced(usable, count)
    terms = np.minimum(reduced * lower, reduced * upper)
    sizes = np.abs(costs) + box.rows.absolute.priced(np.abs(usable), count)
    size = np.abs(own).sum() + sizes @ np.maximum(np.abs(lower), np.abs(upper))
    return float(own.sum() + terms.sum() - ROUNDING * 1e-2 * size), reduced


def _tightened(
    box: Box, reduced: Vector, room: float, lower: Vector, upper: Vector
) -> tuple[Vector, Vector]:
    """Return the part of a box in which a better plan can be: what moves a variable costs its reduced cost.

    Args:
        box: Which variables are whole.
        reduced: Costs beside the prices that the bound was added up from.
        room: How far the bound is below what matters.
        lower: Of the variables.
        upper: Of the variables.
    """
    if not np.isfinite(room):
        return lower, upper
    steps = np.full(len(reduced), np.inf)
    np.divide(room, np.abs(reduced), where=reduced != 0, out=steps)
    far = np.floor(steps * (1 + MET) + MET)
    upper = np.where(box.whole & (reduced > 0), np.minimum(upper, lower + far), upper)
    lower = np.where(box.whole & (reduced < 0), np.maximum(lower, upper - far), lower)
    return lower, upper


def _halves(
    box: Box, said: Relaxed, fraction: Vector, lower: Vector, upper: Vector
) -> list[tuple[Vector, Vector]]:
    """Return the two halves of a box, the likelier last; none where it is a point."""
    open_ones = box.whole & (upper > lower)
    if not open_ones.any():
        return []
    i = int(np.where(open_ones, fraction, -1.0).argmax())
    cut = np.clip(np.floor(said.at[i] + MET), lower[i], upper[i] - 1)
    down, up = upper.copy(), lower.copy()
    down[i], up[i] = cut, cut + 1
    halves = [(lower, down), (up, upper)]
    return halves if said.at[i] - cut > 0.5 else halves[::-1]
