"""The plan in at most fifteen lines of plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from compensator.language import count, money, percent, visible
from compensator.plan.additions import added
from compensator.plan.answer import Allocation, Plan, Status
from compensator.plan.sentences import (
    headline,
    next_unit,
    proof,
    reached,
    return_on_cost,
    spending,
    standing,
)
from compensator.problem import NONE
from compensator.story import summarize

ROWS: Final = 4
"""Most allocations shown."""
NOTES: Final = 2
"""Most notes shown."""
REPAIRS: Final = 6
"""Most sentences about a conflict shown."""


@summarize.register
def summary_of(plan: Plan) -> str:
    """Return the plan in a few lines of text, units included."""
    return "\n".join(_lines(plan))


def _lines(plan: Plan) -> Iterator[str]:
    yield visible(plan.title)
    yield f"Status: {standing(plan)}"
    yield headline(plan)
    yield from reached(plan)
    yield from added(plan)
    if plan.status is Status.INFEASIBLE:
        yield from _capped(list(map(visible, plan.notes)), REPAIRS, "sentences")
        return
    if plan.totals is not None:
        yield f"Cost: {spending(plan)}"
        yield f"Value: {money(plan.totals.value, plan.currency)}"
        net = money(plan.totals.net_value, plan.currency)
        yield f"Net value: {net}, {return_on_cost(plan)}"
    yield from filter(None, [next_unit(plan)])
    yield from _recipients(plan)
    yield from filter(None, [proof(plan)])
    yield from _capped([f"Note: {visible(note)}" for note in plan.notes], NOTES, "notes")


def _recipients(plan: Plan) -> Iterator[str]:
    real = [a for a in plan.allocations if a.offer != NONE]
    real.sort(key=lambda a: -a.users)
    yield from _capped([f"  {_words(a, plan.currency)}" for a in real], ROWS, "allocations")


def _words(allocation: Allocation, currency: str) -> str:
    who = f"{visible(allocation.offer)} for {visible(allocation.segment)}"
    users = f"{count(allocation.users)} ({percent(allocation.share)})"
    return f"{who}: {users}, cost {money(allocation.cost, currency)}"


def _capped(lines: list[str], most: int, what: str) -> Iterator[str]:
    """Yield at most ``most`` lines and one that tells how many are left."""
    keep = most if len(lines) <= most else most - 1
    yield from lines[:keep]
    if len(lines) > keep:
        yield f"  … and {len(lines) - keep:,} more {what}"
