r"""The best value for every budget, exactly, where one budget is all that couples the classes.

Per class, only offers on the upper concave hull of value over cost are ever part of a best plan. A step
goes from one hull offer to the next; taken in order of falling value per cost, all classes' steps draw the
whole curve of best value over budget.

.. math::

   e_{gk} = \frac{v_{g,k+1} - v_{gk}}{c_{g,k+1} - c_{gk}}, \qquad
   e_{g1} > e_{g2} > \dots > 0

======  ===========  ====================================================
symbol  name         meaning
======  ===========  ====================================================
c, v    cost, value  of a class at its k-th hull offer, for all its users
e       ``ratio``    value per cost of a step: the budget's price there
======  ===========  ====================================================

Source: linear relaxation of the multiple-choice knapsack; Sinha and Zoltners (1979), Operations
Research 27(3); Zemel (1984), Information Processing Letters 18(3).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compensator.economics import Array, Vector
from compensator.tolerances import ROUNDING

Index = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Curve:
    """Best value for every budget, and the steps that draw it."""

    start: Index
    """Offer of each class at the least cost."""
    group: Index
    """Class of each step; steps are in order of falling ratio."""
    source: Index
    """Offer that a step leaves; ``target``: the one it goes to."""
    target: Index
    cost: Vector
    """Money of each step, for the whole class."""
    value: Vector
    """What it adds to the objective, for the whole class."""
    ratio: Vector
    """Value per cost; never rises within the order."""
    budgets: Vector
    """Least cost, then the cost after each step."""
    values: Vector
    """Objective at each of ``budgets``."""

    def is_below(self, budget: float) -> bool:
        """Return whether a budget is less than the cheapest plan costs."""
        return bool(budget < self.budgets[0] - self._room(budget))

    def taken(self, budget: float) -> int:
        """Return how many steps a budget pays in full."""
        return int(np.searchsorted(self.budgets, budget + self._room(budget), side="right")) - 1

    def price_at(self, budget: float) -> float:
        """Return what the next unit of budget brings."""
        steps = self.taken(budget)
        return float(self.ratio[steps]) if steps < len(self.ratio) else 0.0

    def shares_at(self, budget: float, cost: Array) -> Array:
        """Return a best plan, classes × offers; at most one class is split.

        Args:
            budget: At least the least cost.
            cost: Money for each whole class × offer, as the curve was made of.
        """
        steps, classes = self.taken(budget), np.arange(len(self.start))
        offer = self.start.copy()
        offer[self.group[:steps]] = self.target[:steps]  # of several steps the last one stays
        shares = np.zeros(cost.shape)
        shares[classes, offer] = 1.0
        if steps < len(self.ratio):
            left = budget - float(cost[classes, offer].sum())
            part = min(1.0, max(0.0, left / float(self.cost[steps])))
            g = self.group[steps]
            shares[g, self.source[steps]] -= part
            shares[g, self.target[steps]] += part
        return shares

    def _room(self, budget: float) -> float:
        """Return the rounding of a budget that is meant to be a breakpoint."""
        return ROUNDING * max(abs(budget), float(np.abs(self.budgets[-1])) * 1e-3)


def curve(cost: Array, value: Array, eligible: NDArray[np.bool_]) -> Curve:
    """Return the best value for every budget.

    Args:
        cost: Money for each whole class, classes × offers.
        value: Objective for each whole class.
        eligible: Who may get what; at least one offer for each class.
    """
    start, steps = _hulls(cost, value, eligible)
    order = np.argsort(-steps.ratio, kind="stable")  # steps of a class stay in their order
    group, source, target = steps.group[order], steps.source[order], steps.target[order]
    classes = np.arange(len(cost))
    step_cost = cost[group, target] - cost[group, source]
    step_value = value[group, target] - value[group, source]
    return Curve(
        start,
        group,
        source,
        target,
        step_cost,
        step_value,
        steps.ratio[order],
        np.cumsum(np.append(cost[classes, start].sum(), step_cost)),
        np.cumsum(np.append(value[classes, start].sum(), step_value)),
    )


@dataclass(frozen=True, eq=False)
class _Steps:
    group: Index
    source: Index
    target: Index
    ratio: Vector


def _hulls(cost: Array, value: Array, eligible: NDArray[np.bool_]) -> tuple[Index, _Steps]:
    """Return the cheapest offer of every class, and the steps along its hull, all classes at once.

    From where a class stands, the next hull offer is the one of greatest value per cost (gift wrapping).
    """
    costs, values = np.where(eligible, cost, np.inf), np.where(eligible, value, -np.inf)
    same_value = ROUNDING * np.abs(value * eligible).max(axis=1)
    least = costs.min(axis=1)[:, None]
    start = np.where(~_dearer(costs, least), values, -np.inf).argmax(axis=1)
    group, at = np.arange(len(cost)), start
    last = np.full(len(cost), np.inf)
    found = []
    while len(group):
        ratio = _ratios(costs, values, at, same_value)
        best = ratio.max(axis=1)
        going = best > 0
        group, at, last, best = group[going], at[going], np.minimum(last, best)[going], best[going]
        costs, values, ratio = costs[going], values[going], ratio[going]
        same_value = same_value[going]
        level = ratio >= (best * (1 - ROUNDING))[:, None]
        onward = np.where(level, costs, -np.inf).argmax(axis=1)  # to the end of a straight piece
        found.append(_Steps(group, at, onward, last))
        at = onward
    return start, _Steps(
        *(
            np.concatenate([getattr(level, name) for level in found])
            for name in ("group", "source", "target", "ratio")
        )
    )


def _dearer(costs: Array, than: Array) -> NDArray[np.bool_]:
    """Return which offers cost more than another of the class, by more than the rounding of that one alone.

    Beside what a third costs a trifle may be nothing; where there is no money it is not.
    """
    dearer: NDArray[np.bool_] = costs - than > ROUNDING * np.abs(than)
    return dearer


def _ratios(costs: Array, values: Array, at: Index, same_value: Vector) -> Array:
    """Return the value per cost of every step that costs more and brings more, 0 for the others."""
    here = np.arange(len(at))
    own_cost = costs[here, at][:, None]
    more_cost = costs - own_cost
    more_value = values - values[here, at][:, None]
    is_step = _dearer(costs, own_cost) & (more_value > same_value[:, None])
    ratios: Array = np.divide(more_value, more_cost, out=np.zeros(costs.shape), where=is_step)
    return ratios
