"""The plans that are set side by side: the base, scenarios, policies, and the base without each limit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from compensator.errors import InputError
from compensator.model import AUTO, Solver
from compensator.plan import Brief, brief_of, prepare
from compensator.problem import Problem, changed
from compensator.whatif.asked import asked
from compensator.whatif.cells import Cells
from compensator.whatif.compare.answer import Compared, Comparison, Kind
from compensator.whatif.compare.differences import input_changes
from compensator.whatif.compare.limit_costs import Concession, concessions, limit_costs
from compensator.whatif.compare.notes import invalid_note, notes, unsolved_note
from compensator.whatif.compare.rivals import BASE, Basis, beside, policies


@dataclass(frozen=True)
class Variant:
    """The problem with some changes, and how it ends."""

    name: str
    kind: Kind
    changes: tuple[str, ...]
    """Assignments, made together."""
    problem: Problem | None = None
    """None where the changes make no problem."""
    end: Brief | None = None
    reason: str | None = None
    """What is wrong then, or where what was solved is not proven."""


def compare(
    problem: Problem,
    *,
    solver: str = AUTO,
    time_limit: float | None = None,
    progress: Callable[[int], None] | None = None,
) -> Comparison:
    """Return the best plan beside every scenario, every policy, and itself without each limit.

    Args:
        problem: With its scenarios and policies; ``do nothing`` is always one.
        solver: As in ``solve``.
        time_limit: Seconds for all plans together; none by default.
        progress: Told how many plans are solved so far, of as many as ``steps`` says.

    Raises:
        UsageError: If the solver is not known or not installed, or the time limit is not positive.
        SolverError: If a solver fails, or an answer is not proven: a fault of ours.
    """
    case = asked(problem, solver, time_limit)
    given_up = concessions(case)
    tell = progress or (lambda _: None)
    base = brief_of(case.part(2))
    tell(1)
    asked_for = _variants(problem, given_up)
    cells = Cells(case, len(asked_for))
    variants: list[Variant] = []
    for variant in asked_for:
        variants.append(_solved(problem, variant, cells))
        tell(1 + len(variants))
    return _comparison(base, given_up, variants)


def steps(problem: Problem) -> int:
    """Return how many plans a comparison solves."""
    return 1 + len(_variants(problem, concessions(prepare(problem, Solver()))))


def _variants(problem: Problem, given_up: Sequence[Concession]) -> list[Variant]:
    """Return all that is solved beside the base, not solved yet."""
    scenarios: dict[str, list[str]] = {}
    for row in problem.scenarios:
        scenarios.setdefault(row.scenario, []).append(row.change)
    return [
        *(Variant(name, "scenario", tuple(changes)) for name, changes in scenarios.items()),
        *(Variant(one.name, "without limit", (one.change,)) for one in given_up),
    ]


def _solved(problem: Problem, variant: Variant, cells: Cells) -> Variant:
    """Return how the problem ends with a variant's changes; one that is no problem does not stop the others."""
    name, kind = variant.name, variant.kind
    try:
        other = changed(problem, variant.changes)
    except InputError as error:
        return replace(variant, reason=invalid_note(problem, name, kind, error))
    end = cells.solve(other)
    why = None if end.failure is None else unsolved_note(name, kind, end.failure)
    return replace(variant, problem=other, end=end, reason=why)


def _comparison(
    base: Brief, given_up: Sequence[Concession], variants: Sequence[Variant]
) -> Comparison:
    basis = Basis.of(base)
    scenarios = [_beside(basis, one) for one in variants if one.kind == "scenario"]
    without = [_beside(basis, one) for one in variants if one.kind == "without limit"]
    first = beside(basis, BASE, "base", base, ())
    plans = (first, *scenarios, *policies(basis), *without)
    ends = {one.name: one.end for one in variants if one.kind == "without limit"}
    costs = limit_costs(base, given_up, ends)
    reasons = [one.reason for one in variants if one.reason is not None]
    return Comparison(
        **base.case.preamble(base.optimum),
        plans=plans,
        limits=costs,
        notes=(*notes(base, plans, costs, reasons), *base.case.problem.notes),
        stopped=base.stopped,
    )


def _beside(basis: Basis, variant: Variant) -> Compared:
    if variant.problem is None or variant.end is None:
        return Compared(variant.name, variant.kind, "invalid", None, None)
    base = basis.end.case.problem
    changes = input_changes(base, variant.problem, variant.changes)
    return beside(basis, variant.name, variant.kind, variant.end, changes)
