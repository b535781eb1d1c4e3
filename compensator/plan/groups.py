"""A plan's allocations added up: by offer, by segment, and the set-up cost that is in none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import fsum

from compensator.plan.answer import Allocation, Plan
from compensator.problem import NONE


@dataclass(frozen=True, slots=True)
class Group:
    """Allocations added up under one name."""

    name: str
    segments: int
    users: int
    cost: float
    value: float


def by_offer(plan: Plan) -> list[Group]:
    """Return the allocations added up by offer, most users first and ``none`` last."""
    groups = _added(plan.allocations, lambda allocation: allocation.offer)
    return sorted(groups, key=lambda group: (group.name == NONE, -group.users))


def by_segment(plan: Plan) -> list[Group]:
    """Return the allocations added up by segment, most users first."""
    groups = _added(plan.allocations, lambda allocation: allocation.segment)
    return sorted(groups, key=lambda group: -group.users)


def setup_cost(plan: Plan) -> float:
    """Return what the plan costs beyond its allocations: the offers' set-up, paid once."""
    if plan.totals is None:
        return 0.0
    return plan.totals.cost - fsum(allocation.cost for allocation in plan.allocations)


def has_setup_cost(plan: Plan) -> bool:
    """Return whether the set-up cost is more than what adding floats leaves."""
    return plan.totals is not None and setup_cost(plan) > 1e-9 * max(1.0, plan.totals.cost)


def _added(allocations: Iterable[Allocation], key: Callable[[Allocation], str]) -> list[Group]:
    cells: dict[str, list[Allocation]] = {}
    for allocation in allocations:
        cells.setdefault(key(allocation), []).append(allocation)
    return [
        Group(
            name,
            len({cell.segment for cell in own}),
            sum(cell.users for cell in own),
            fsum(cell.cost for cell in own),
            fsum(cell.value for cell in own),
        )
        for name, own in cells.items()
    ]
