"""What a problem holds, before it is solved: counts, and the least and most that can be spent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

import numpy as np

from compensator.economics import BUDGET, Program
from compensator.errors import InputError
from compensator.language import visible
from compensator.model import Outcome, Solver
from compensator.optimizer import optimize
from compensator.plan.case import prepare
from compensator.plan.data_notes import data_notes
from compensator.plan.findings import names
from compensator.plan.harm import harm
from compensator.plan.own_columns import OwnColumn, OwnColumns, own_columns
from compensator.problem import Problem, changed
from compensator.story import (
    Answer,
    Count,
    Ending,
    Figure,
    Hidden,
    Story,
    story,
    worded,
)
from compensator.tolerances import ROUNDING

READY: Final = "No problems found."
PATIENCE: Final = 10.0
"""Seconds given to an integer program."""


@dataclass(frozen=True, slots=True)
class Inventory(Answer):
    """What the data hold, before anything is solved."""

    SCHEMA: ClassVar[str] = "compensator/check/1"
    COLUMNS: ClassVar[tuple[str, ...]] = (
        "segments",
        "users",
        "offers",
        "eligible_pairs",
        "limits",
        "least_cost",
        "most_cost",
    )

    segments: Count
    users: Count
    """Of all segments."""
    offers: Count
    """Beside ``none``."""
    eligible_pairs: Count
    """Segment × real offer."""
    limits: Count
    """Rows of the Limits sheet."""
    least_cost: float | None
    """Least expected cost under all limits but the budget; null where they clash."""
    most_cost: float | None
    """Most expected cost under all limits but the budget; null where they clash."""
    tags: tuple[OwnColumn, ...] = ()
    """Further columns of Segments and Offers, for use in filters."""
    measures: tuple[OwnColumn, ...] = ()
    """Further columns of Responses, so much per recipient."""
    stranded: Annotated[tuple[str, ...], Hidden] = ()
    """Segments without an eligible offer."""

    @property
    def ending(self) -> Ending:
        """Whether each segment has an offer that it may get."""
        return Ending.INFEASIBLE if self.stranded else Ending.DONE


def take(problem: Problem) -> Inventory:
    """Return what a problem holds."""
    case = prepare(problem, Solver())
    economics, program = case.economics, case.program
    stranded = [
        problem.segment_rows.names[s] for s in np.flatnonzero(~economics.eligible.any(axis=1))
    ]
    least, most = (None, None) if stranded else _costs(program)
    own = own_columns(problem, economics)
    return Inventory(
        title=problem.settings.title,
        currency=problem.settings.currency,
        segments=len(problem.segment_rows.names),
        users=sum(problem.listed["Segments"].column("users")),
        offers=len(problem.offers),
        eligible_pairs=int(economics.eligible[:, 1:].sum()),
        limits=len(problem.limits),
        least_cost=least,
        most_cost=most,
        tags=own.tags,
        measures=own.measures,
        notes=(
            *_notes(problem, stranded, least, program),
            *harm(case),
            *data_notes(case),
            *_bad_scenarios(problem),
        ),
        manifest=case.manifest(),
        stranded=tuple(stranded),
    )


@story.register
def told(inventory: Inventory) -> Story:
    """Return what the data hold as their reader sees it."""
    ready = "Read without errors; the notes say what to look at." if inventory.notes else READY
    figures = tuple(_figures(inventory))
    own = OwnColumns(inventory.tags, inventory.measures)
    return Story(
        **inventory.common(),
        headline=(ready,),
        standing="checked, not solved",
        proven=not inventory.stranded,
        figures=figures,
        tables=tuple(own.tables()),
        brief=False,
        gist=tuple(f"{one.label}: {worded(one, inventory.currency)}" for one in figures),
    )


def _figures(inventory: Inventory) -> Iterator[Figure]:
    yield Figure("segments", "Segments", "count", inventory.segments)
    yield Figure("users", "Users", "count", inventory.users)
    yield Figure("offers", "Offers", "count", inventory.offers, beside="beside none")
    yield Figure("eligible_pairs", "Eligible pairs", "count", inventory.eligible_pairs)
    yield Figure("limits", "Limits", "count", inventory.limits)
    least, most = "must be spent, the budget aside", "can be spent, the budget aside"
    yield Figure("least_cost", "Least cost", "money", inventory.least_cost, beside=least)
    yield Figure("most_cost", "Most cost", "money", inventory.most_cost, beside=most)


def _costs(program: Program) -> tuple[float | None, float | None]:
    others = program.without(BUDGET)
    return _extreme(others, -1.0), _extreme(others, 1.0)


def _extreme(program: Program, sign: float) -> float | None:
    aimed = program.aiming(program.cost * sign)
    optimum = optimize(aimed, Solver(time_limit=PATIENCE if program.integer else None))
    return program.spent(optimum.shares) if optimum.outcome is Outcome.OPTIMAL else None


def _notes(
    problem: Problem, stranded: list[str], least: float | None, program: Program
) -> list[str]:
    if stranded:
        return [
            f"No offer is eligible for {names(stranded)}: an entitlement is not met by any, or a class has no common offer."
        ]
    if least is None:
        cause = (
            "were not settled in time" if program.integer else "clash: compensator solve names them"
        )
        return [f"The limits {cause}."]
    budget = problem.settings.budget
    if budget is None:
        return ["No budget is set."]
    return (
        ["The budget is below the least cost: no plan is feasible."]
        if budget < least * (1 - ROUNDING)
        else []
    )


def _bad_scenarios(problem: Problem) -> Iterator[str]:
    """Yield the scenarios whose changes do not make a problem, each with what is wrong."""
    rows: dict[str, list[str]] = {}
    for row in problem.scenarios:
        rows.setdefault(row.scenario, []).append(row.change)
    for name, changes in rows.items():
        try:
            changed(problem, changes)
        except InputError as error:
            told = "; ".join(map(str, error.issues))
            yield f"Scenario {visible(name)!r} cannot be solved: {visible(told)}"
