"""A plan's allocations added up: by offer, by segment, and the set-up cost that is in none of them."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

from compensator.plan.answer import Allocation, Plan
from compensator.problem import NONE
from compensator.tolerances import SAME


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
    cells: dict[str, list[Allocation]] = {}
    for allocation in plan.allocations:
        cells.setdefault(allocation.offer, []).append(allocation)
    groups = [
        Group(
            name,
            len({cell.segment for cell in own}),
            sum(cell.users for cell in own),
            fsum(cell.cost for cell in own),
            fsum(cell.value for cell in own),
        )
        for name, own in cells.items()
    ]
    return sorted(groups, key=lambda group: (group.name == NONE, -group.users))


def segment_numbers(plan: Plan) -> dict[str, int]:
    """Return the segments in order, numbered from 1: formulas match numbers, never names."""
    names = dict.fromkeys(cell.segment for cell in plan.allocations)
    return {name: number for number, name in enumerate(names, start=1)}


def segment_users(plan: Plan) -> dict[str, int]:
    """Return the users of each segment."""
    users: dict[str, int] = {}
    for cell in plan.allocations:
        users[cell.segment] = users.get(cell.segment, 0) + cell.users
    return users


def largest_segments(plan: Plan) -> list[str]:
    """Return the segments, most users first."""
    users = segment_users(plan)
    return sorted(users, key=lambda name: -users[name])


def setup_cost(plan: Plan) -> float:
    """Return what the plan costs beyond its allocations: the offers' set-up, paid once."""
    if plan.totals is None:
        return 0.0
    return plan.totals.cost - fsum(allocation.cost for allocation in plan.allocations)


def has_setup_cost(plan: Plan) -> bool:
    """Return whether the set-up cost is more than what adding floats leaves."""
    return plan.totals is not None and setup_cost(plan) > SAME * max(1.0, plan.totals.cost)
