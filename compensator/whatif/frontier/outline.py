"""A curve as it was found, and the frontier that it makes: where money stops paying, and why it ends."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from compensator.language import measure, money, percent
from compensator.plan import Case, Status
from compensator.whatif.frontier.answer import Frontier, Points
from compensator.whatif.frontier.ladder import Ladder

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
PAR = 1e-9
"""Rounding of a price that is meant to be 1."""


@dataclass(frozen=True, eq=False)
class Outline:
    """Points by rising budget, and how exact they are."""

    points: Points = field(default_factory=Points)
    status: Status = Status.OPTIMAL
    ladder: Ladder | None = None
    complete: bool = True
    max_gap: float = 0.0
    roi: tuple[float, float] | None = None
    """Least and greatest budget that keep the return floor, where one is asked for and any does."""
    chosen: bool = False
    """Whether the budgets were chosen, and are no breakpoints."""
    asked: bool = False
    """Whether the user chose them: nothing is known before the first and after the last."""
    stopped: bool = False
    """Whether the time limit ended the solve at some budget."""
    limited: bool = False
    """Whether further limits couple the segments."""
    conflict: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    by: str | None = None
    """What found it where no solver was asked."""


def finished(case: Case, outline: Outline, roi_floor: float | None) -> Frontier:
    """Return the frontier that a curve makes.

    Args:
        case: The problem.
        outline: Its curve.
        roi_floor: Net value ÷ cost that plans should have, where it is asked for.
    """
    settings = case.problem.settings
    starts, ends = _reasons(case, outline)
    manifest = case.manifest()
    return Frontier(
        title=settings.title,
        currency=settings.currency,
        maximize=settings.maximize,
        status=outline.status,
        budget=settings.budget,
        points=outline.points,
        complete=outline.complete,
        asked=outline.asked,
        stopped=outline.stopped,
        max_gap=outline.max_gap,
        ladder=outline.ladder,
        pays_to=_pays_to(outline, settings.maximize),
        roi_floor=roi_floor,
        roi_from=outline.roi[0] if outline.roi else None,
        roi_to=outline.roi[1] if outline.roi else None,
        starts=starts,
        ends=ends,
        conflict=outline.conflict,
        notes=(*outline.told, *_notes(case, outline, roi_floor)),
        manifest=replace(manifest, solver=outline.by or manifest.solver),
    )


def _pays_to(outline: Outline, maximize: str) -> float | None:
    """Return the budget beyond which a further unit brings less than itself; of linear problems only.

    A curve cut short has a point at a price of 1, but where it has no other points than its ends.
    """
    found = len(outline.points.budget)
    if maximize != "value" or outline.chosen or found < (1 if outline.complete else 3):
        return None
    return float(
        outline.points.budget[np.flatnonzero(outline.points.price < 1 - PAR)[0]]
    )  # the last price is 0


def _reasons(case: Case, outline: Outline) -> tuple[str, str]:
    """Return why a curve starts and ends where it does."""
    if outline.status is Status.INFEASIBLE:
        clash = "No budget is enough: the other limits clash."
        few = "No plan costs as little as the greatest budget asked for."
        return (few, few) if outline.asked else (clash, clash)
    if outline.status is Status.UNKNOWN:
        return UNKNOWN, UNKNOWN
    if outline.asked:
        return ASKED
    if outline.stopped:
        return LOOKED_AT
    currency = case.problem.settings.currency
    first, last = (
        money(float(outline.points.budget[0]), currency),
        money(float(outline.points.budget[-1]), currency),
    )
    starts = f"No plan that meets every limit costs less than {first}."
    if outline.points.budget[0] <= 0:
        starts = "It starts at no cost."
    why = "every segment then has its best offer"
    if outline.limited:
        why = "the other limits leave nothing better to buy"
    return starts, f"Beyond {last} further budget brings nothing: {why}."


def _notes(case: Case, outline: Outline, roi_floor: float | None) -> list[str]:
    settings = case.problem.settings
    notes = []
    if not outline.complete and not outline.chosen:
        gap = measure(outline.max_gap, settings.maximize, settings.currency)
        notes.append(
            f"The curve was cut short at {len(outline.points.budget):,} points; between them it may be up to {gap} higher."
        )
    if outline.chosen and outline.points.bound is None and len(outline.points.budget):
        notes.append(
            "The budgets were asked for; between them the value is at least what the straight line says."
        )
    if outline.points.bound is not None:
        notes.append(
            "Each value is that of an integer plan at its own budget; bound is that of its linear relaxation."
        )
    if roi_floor is not None and settings.maximize not in ("value", "net_value"):
        notes.append(
            f"A net value of {percent(roi_floor)} of cost is not looked for where {settings.maximize} is maximized."
        )
    if case.problem.given:
        users = sum(one.users for one in case.problem.given)
        notes.append(f"{users:,} users keep what they were given; budgets include its cost.")
    return notes
