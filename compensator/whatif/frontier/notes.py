"""What is told of a frontier once its points are found: where money stops paying, and why it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from compensator.language import measure, money, percent
from compensator.plan import Case, Status
from compensator.tolerances import SAME
from compensator.whatif.frontier.answer import Frontier

ASKED: Final = (
    "It starts at the least budget asked for.",
    "It ends at the greatest budget asked for.",
)
"""Why points that are no curve start and end where they do."""
LOOKED_AT: Final = (
    "It starts at the least budget looked at.",
    "It ends at the greatest budget looked at.",
)
"""The same where the time limit left the ends unproven."""
UNKNOWN: Final = "No plan was found within the time limit."


def finished(case: Case, frontier: Frontier) -> Frontier:
    """Return a frontier with what its points tell.

    Args:
        case: The problem.
        frontier: With its points, or why there are none.
    """
    starts, ends = _reasons(frontier)
    return replace(
        frontier,
        pays_to=_pays_to(frontier),
        starts=starts,
        ends=ends,
        notes=(*frontier.notes, *_notes(case, frontier), *case.problem.notes),
        manifest=replace(case.manifest(), solver=frontier.manifest.solver),
    )


def _pays_to(frontier: Frontier) -> float | None:
    """Return the budget beyond which a further unit brings less than itself; of linear problems only.

    A curve cut short has a point at a price of 1, but where it has no other points than its ends.
    """
    few = len(frontier.budgets) < (1 if frontier.complete else 3)
    if frontier.maximize != "value" or frontier.chosen or few:
        return None
    return float(frontier.budgets[np.flatnonzero(frontier.prices < 1 - SAME)[0]])  # the last is 0


def _reasons(frontier: Frontier) -> tuple[str, str]:
    """Return why a curve starts and ends where it does."""
    if frontier.status is Status.INFEASIBLE:
        clash = "No budget is enough: the other limits clash."
        few = "No plan costs as little as the greatest budget asked for."
        return (few, few) if frontier.asked else (clash, clash)
    if frontier.status is Status.UNKNOWN:
        return UNKNOWN, UNKNOWN
    if frontier.asked:
        return ASKED
    if frontier.stopped:
        return LOOKED_AT
    first, last = (money(float(frontier.budgets[k]), frontier.currency) for k in (0, -1))
    starts = f"No plan that meets every limit costs less than {first}."
    if frontier.budgets[0] <= 0:
        starts = "It starts at no cost."
    why = "every segment then has its best offer"
    if frontier.limited:
        why = "the other limits leave nothing better to buy"
    return starts, f"Beyond {last} further budget brings nothing: {why}."


def _notes(case: Case, frontier: Frontier) -> Iterator[str]:
    if not frontier.complete and not frontier.chosen:
        gap = measure(frontier.max_gap, frontier.maximize, frontier.currency)
        yield f"The curve was cut short at {len(frontier.budgets):,} points; between them it may be up to {gap} higher."
    if frontier.chosen and not frontier.integer and len(frontier.budgets):
        yield "The budgets were asked for; between them the value is at least what the straight line says."
    if frontier.integer:
        yield "Each value is that of an integer plan at its own budget; bound is that of its linear relaxation."
    if frontier.roi_floor is not None and frontier.maximize not in ("value", "net_value"):
        yield f"A net value of {percent(frontier.roi_floor)} of cost is not looked for where {frontier.maximize} is maximized."
    if case.problem.given:
        users = sum(one.users for one in case.problem.given)
        yield f"{users:,} users keep what they were given; budgets include its cost."
