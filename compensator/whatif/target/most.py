"""The most of a measure that any plan reaches."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from compensator.economics import Bounded, Form, grouped, limits, undecided
from compensator.model import Solver
from compensator.optimizer import greatest_ratio
from compensator.plan import Case, Reach, attempt, prepare, used_offers
from compensator.problem import Problem
from compensator.whatif.target.goal import ROI, Goal


@dataclass(frozen=True, slots=True)
class _Most:
    """The most of a measure that was found."""

    best: float | None
    """None where nothing was."""
    proven: bool = True
    """Whether no plan has more, or none exists."""


def most_within_reach(
    problem: Problem, wanted: Sequence[Goal], solver: Solver
) -> tuple[Reach, ...]:
    """Return the most of each target's measure, the others kept where that is possible, else alone.

    Past the solver's deadline nothing more is looked for: what was found is told as not proven.

    Args:
        problem: Its limits are kept.
        wanted: Targets that no plan reaches together.
        solver: Which, and when it may stop.
    """
    exact = replace(solver, gap=0.0)
    return tuple(
        _reach(problem, goal, wanted, _with_part(exact, len(wanted) - i))
        for i, goal in enumerate(wanted)
    )


def _with_part(solver: Solver, parts: int) -> Solver:
    """Return a solver that leaves of its time as much for each of the other parts."""
    if solver.deadline is None:
        return solver
    now = time.perf_counter()
    part = max(1e-3, (solver.deadline - now) / parts)
    return replace(solver, deadline=now + part, time_limit=part)


def _reach(problem: Problem, goal: Goal, wanted: Sequence[Goal], solver: Solver) -> Reach:
    others = [other for other in wanted if other is not goal]
    together = _most(problem, goal, others, solver)
    kept = together.best is not None
    most = together if kept or not others else _most(problem, goal, (), solver)
    best = most.best if most.best is None or goal.per is None else most.best / goal.per
    proven = together.proven and most.proven
    return Reach(goal.measure, goal.at_least, best, kept, goal.per, proven)


def _most(problem: Problem, goal: Goal, kept: Sequence[Goal], solver: Solver) -> _Most:
    """Return the greatest total, or ratio, of a measure."""
    named = [other.limit(f"kept {i}") for i, other in enumerate(kept)]
    case = prepare(problem.with_limits(named, [other.place for other in kept]), solver)
    aimed = problem.with_limits([goal.limit("aim")], [goal.place])
    aim = next(one for one in limits(aimed, case.economics) if one.name == "aim")
    search = _Search(case)
    if goal.measure == ROI:
        best = _greatest_ratio(search, aim, goal.at_least)
    else:
        best = search.greatest(aim.numerator, aim.numerator)[0]
    return _Most(best, proven=not search.stopped)


class _Search:
    """A case in which one figure after the other is made as great as its limits allow."""

    def __init__(self, case: Case) -> None:
        """Start with nothing found.

        Args:
            case: Its limits are kept.
        """
        self.case = case
        self.stopped = False
        """Whether a limit of time or steps ended the search, so that more may be found."""

    def greatest(self, form: Form, *told: Form) -> tuple[float, ...] | tuple[None, ...]:
        """Return what other forms come to in the plan where a form is greatest; None where there is none.

        Args:
            form: Over all users of the segments; so the next.
            told: The forms to tell.
        """
        case = self.case
        if case.solver.deadline is not None and time.perf_counter() >= case.solver.deadline:
            self.stopped = True
            return (None,) * len(told)
        aim = grouped(undecided(case.economics, form), case.economics.group)
        end = attempt(replace(case, program=case.program.aiming(aim)))
        self.stopped = self.stopped or end.stopped
        if end.shares is None:
            return (None,) * len(told)
        used = used_offers(case.economics, end.shares)
        return tuple(one.at(end.shares, used) for one in told)


def _greatest_ratio(search: _Search, aim: Bounded, asked: float) -> float | None:
    """Return the greatest net value ÷ cost of any plan that costs something, None where none does.

    Where something is to be had for nothing there is no greatest: then it is what was asked for.
    """
    gain, cost = aim.numerator, aim.denominator
    if not isinstance(cost, Form):
        return None

    def at(form: Form) -> tuple[float, float] | None:
        gained, spent = search.greatest(form, gain, cost)
        return None if gained is None or spent is None else (gained, spent)

    found = greatest_ratio(at, gain, cost)
    if found.value is not None and not found.complete:
        search.stopped = True
    return asked if found.free else found.value
