"""What a reader of a comparison should know beside its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from compensator.economics import Form
from compensator.errors import InputError
from compensator.language import shortened, visible
from compensator.plan import Brief, Status
from compensator.problem import Problem, parse
from compensator.whatif.compare.answer import Compared, Kind
from compensator.whatif.compare.limit_costs import LimitCost
from compensator.whatif.holding import holding_notes

_KINDS: Final = {"scenario": "Scenario", "without limit": "The problem without"}


def invalid_note(problem: Problem, name: str, kind: Kind, error: InputError) -> str:
    """Return why changes make no problem, with every place that is wrong."""
    places = {
        row.change: problem.at("Scenarios", i, "change")
        for i, row in enumerate(problem.scenarios)
        if kind == "scenario" and row.scenario == name
    }
    wrong = [
        visible(f"{places[one.where]}: {one}" if one.where in places else str(one))
        for one in error.issues
    ]
    return unsolved_note(name, kind, shortened(wrong, "; "))


def unsolved_note(name: str, kind: Kind, why: str) -> str:
    """Return that some changes have no answer, and why."""
    return f"{_KINDS[kind]} “{visible(name)}” cannot be solved: {why}."


def notes(
    base: Brief, plans: Sequence[Compared], costs: Sequence[LimitCost], invalid: Sequence[str]
) -> tuple[str, ...]:
    """Return what limits the comparison, a sentence each; what could not be solved comes first."""
    return (
        *invalid,
        *_unsolved(base, plans),
        *_held(base.case.problem, plans),
        *_of_costs(base, costs),
        *_missing(plans),
    )


def _held(problem: Problem, plans: Sequence[Compared]) -> list[str]:
    """Return what scenarios hold, each sentence once."""
    scenarios = [one.changes for one in plans if one.kind == "scenario"]
    places = [[parse(f"{one.path}=0") for one in changes] for changes in scenarios]
    return list(dict.fromkeys(note for each in places for note in holding_notes(problem, each)))


def _unsolved(base: Brief, plans: Sequence[Compared]) -> Iterator[str]:
    if base.status is Status.INFEASIBLE:
        yield (
            "The base is infeasible, so that nothing is compared with it: "
            "compensator solve tells which limits clash and the cheapest repair."
        )
    solved = [one for one in plans if one.kind != "policy"]
    late = [f"“{visible(p.name)}”" for p in solved if p.why in ("feasible", "unknown")]
    if late:
        yield (
            f"The time limit was reached for {shortened(late)}: "
            "what is told of them is not proven best, and no limit's cost rests on it."
        )


def _of_costs(base: Brief, costs: Sequence[LimitCost]) -> Iterator[str]:
    if len([one for one in costs if one.cost]) > 1:
        yield "Each limit's cost is that of giving it up alone; costs do not add up."
    if base.status is Status.INFEASIBLE or not costs:
        return
    if base.case.program.integer:
        yield (
            "This is an integer problem: limits' costs are exact, their prices are those "
            "of its linear relaxation, and no range is told."
        )
        return
    bounded = {one.name: one for one in base.case.bounded}
    ratios = [
        f"“{visible(one.limit)}”"
        for one in costs
        if one.limit in bounded and isinstance(bounded[one.limit].denominator, Form)
    ]
    if ratios:
        verb = (
            "bounds a ratio: its price moves"
            if len(ratios) == 1
            else "bound ratios: their prices move"
        )
        yield f"{shortened(ratios)} {verb} with the bound, so that no range is told."


def _missing(plans: Sequence[Compared]) -> Iterator[str]:
    if not any(one.kind == "scenario" for one in plans):
        yield "No scenarios are written down: rows of the sheet Scenarios are compared here."
    if [one.name for one in plans if one.kind == "policy"] == ["do nothing"]:
        yield "No policies are written down: rows of the sheet Policies are compared here."
