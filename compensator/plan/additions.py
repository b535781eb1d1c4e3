"""What a plan adds to what an earlier one gave."""

from __future__ import annotations

from collections.abc import Iterator

from compensator.language import count, money, shortened, visible
from compensator.plan.answer import Plan
from compensator.problem import NONE


def added(plan: Plan) -> Iterator[str]:
    """Yield who newly gets what beside those who keep what they had."""
    if not plan.given or plan.totals is None:
        return
    had = {(one.segment, one.offer): one.users for one in plan.given}
    offers = dict.fromkeys(cell.offer for cell in plan.allocations if cell.offer != NONE)
    new = [words for offer in offers if (words := _new(plan, offer, had))]
    keep = count(sum(had.values()))
    told = shortened(new, "; ") if new else "nobody"
    yield f"Beside the {keep} who keep what they had, new: {told}."


def _new(plan: Plan, offer: str, had: dict[tuple[str, str], int]) -> str:
    """Return an offer's new users with their cost, empty where it has none."""
    users, cost = 0, 0.0
    for cell in plan.allocations:
        more = cell.users - had.get((cell.segment, cell.offer), 0)
        if cell.offer == offer and more > 0:
            users += more
            cost += cell.cost * more / cell.users
    return f"{visible(offer)} to {count(users)} ({money(cost, plan.currency)})" if users else ""
