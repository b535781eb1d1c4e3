"""What a plan adds up to: totals, allocations, limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from compensator.economics import Array, Bounded, Economics, Vector
from compensator.language import MEASURES, OUTCOMES, setup_in
from compensator.plan.answer import Allocation, LimitResult, Totals
from compensator.plan.rounding import Whole
from compensator.problem import Problem
from compensator.story import names_of
from compensator.tolerances import MET

SUMMED = tuple(name for name in names_of(Totals) if name in MEASURES)
"""Totals that are sums of a measure."""


def totals(economics: Economics, shares: Array) -> Totals:
    """Return the sums over a plan's exact shares, segments × offers, set-up costs included."""
    return totals_of(economics, economics.users[:, None] * shares)


def totals_of(economics: Economics, people: Array | Whole) -> Totals:
    """Return the sums over users, set-up costs included.

    Args:
        economics: Measures per segment × offer.
        people: Users of each segment who get each offer, whole ones or not.
    """
    setup = float(economics.setup @ in_use(people))
    sums = {
        name: float((economics.measures[name] * people).sum()) + setup_in(name) * setup
        for name in SUMMED
    }
    cost = sums["cost"]
    sums["net_value"] = sums["value"] - cost
    return Totals(
        users=round(economics.users.sum()),
        roi=sums["net_value"] / cost if cost > 0 else None,
        deadweight=_deadweight(economics, people),
        breakage=sums["liability"] - cost,
        **sums,
    )


def used_offers(economics: Economics, shares: Array) -> Vector:
    """Return 1 for each real offer that anybody gets by a plan's shares."""
    return in_use(economics.users[:, None] * shares)


def in_use(people: Array | Whole) -> Vector:
    """Return 1 for each real offer that anybody gets, of users, segments × offers."""
    used: Vector = (people > 0).any(axis=0).astype(float)
    used[0] = 0.0
    return used


def _deadweight(economics: Economics, people: Array | Whole) -> float:
    """Return the cost of recipients who would have stayed, or come back, anyway."""
    base = np.fmax(*(economics.columns.segments[outcome] for outcome in OUTCOMES))
    return float(np.nansum(base[:, None] * economics.measures["cost"] * people))


def allocations(
    problem: Problem, economics: Economics, shares: Array, whole: Whole
) -> tuple[Allocation, ...]:
    """Return every cell with a share or users above 0, by segment, then by offer; money is that of whole users."""
    sums = [economics.measures[n] * whole for n in ("cost", "value", "retained", "reconverted")]
    s, j = np.nonzero((shares > 0) | (whole > 0))
    return tuple(
        map(
            Allocation,
            map(problem.segment_rows.names.__getitem__, s.tolist()),
            map(problem.offer_rows.names.__getitem__, j.tolist()),
            *(cells[s, j].tolist() for cells in (shares, whole, *sums)),
        )
    )


def limit_results(
    bounded: Sequence[Bounded], prices: Mapping[tuple[str, str], float], shares: Array, used: Vector
) -> tuple[LimitResult, ...]:
    """Return what a plan makes of each limit.

    Args:
        bounded: The limits.
        prices: Of each enforced row, by the limit's name and ``min`` or ``max``, ≥ 0.
        shares: The plan, segments × offers.
        used: 1 for each offer in use.
    """
    return tuple(_limit_result(one, prices, shares, used) for one in bounded)


def _limit_result(
    one: Bounded, prices: Mapping[tuple[str, str], float], shares: Array, used: Vector
) -> LimitResult:
    actual = one.actual(shares, used)
    room = []
    if actual is not None:
        room += [(one.max - actual, one.max)] if one.max is not None else []
        room += [(actual - one.min, one.min)] if one.min is not None else []
    slack, bound = min(room, default=(None, 0.0), key=lambda pair: pair[0])
    scale = max(0.0, one.scale(shares, used))
    dual = prices.get((one.name, "max"), 0.0) - prices.get((one.name, "min"), 0.0)
    return LimitResult(
        limit=one.name,
        measure=one.measure,
        actual=actual,
        min=one.min,
        max=one.max,
        slack=slack,
        binding=slack is not None and abs(slack) <= MET * max(1.0, abs(bound)),
        price=dual * scale + 0.0 if one.enforced else 0.0,
        enforced=one.enforced,
        unit=one.unit,
    )
