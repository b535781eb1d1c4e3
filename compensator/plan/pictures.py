"""What of a plan a reader would rather look at: who gets what, and what plan and policies bring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from compensator.plan.answer import Plan, PolicyResult, Totals
from compensator.plan.groups import by_offer, largest_segments, segment_users
from compensator.story import Axis, BarChart, Bars

LARGEST: Final = 24
"""Segments with a bar of their own; the rest share one."""
POLICIES: Final = 12
"""Most policies drawn."""
THIS_PLAN: Final = "this plan"


def pictures(plan: Plan) -> Iterator[BarChart]:
    """Yield the charts of a plan that has been made."""
    yield _recipients(plan)
    if plan.totals is None or not plan.policies:
        return
    shown: list[Totals | PolicyResult] = [plan.totals, *plan.policies[:POLICIES]]
    names = (
        THIS_PLAN,
        *(p.policy if p.feasible else f"{p.policy} (breaks a limit)" for p in plan.policies),
    )
    yield BarChart(
        "Cost and value, plan and policies",
        Axis("expected cost, and value", "money"),
        names[: len(shown)],
        (
            Bars("cost", [one.cost for one in shown]),
            Bars("value", [one.value for one in shown]),
        ),
        brief=False,
    )


def _recipients(plan: Plan) -> BarChart:
    """Return each segment's users by offer, the largest segment first."""
    users, order = segment_users(plan), largest_segments(plan)
    names, rest = order[:LARGEST], order[LARGEST:]
    place = {name: index for index, name in enumerate(names)}
    sizes = [max(1, users[name]) for name in names]
    if rest:
        names = [*names, f"{len(rest):,} other segments"]
        sizes.append(max(1, sum(users[name] for name in rest)))
    shares = {group.name: [0.0] * len(names) for group in by_offer(plan)}
    for cell in plan.allocations:
        index = place.get(cell.segment, LARGEST)
        shares[cell.offer][index] += cell.users / sizes[index]
    bars = tuple(Bars(offer, own) for offer, own in shares.items())
    axis = Axis("share of users", "rate")
    return BarChart("Who gets what, in shares", axis, tuple(names), bars, stacked=True, brief=False)
