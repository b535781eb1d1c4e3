"""The most of a measure that any plan reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from compensator.economics import Form, limits, undecided
from compensator.economics.program import grouped
from compensator.economics.rows import Bounded
from compensator.model import Outcome, Solver
from compensator.optimizer.case import Case, prepare
from compensator.optimizer.solving import optimize
from compensator.plan.reach import Reach
from compensator.plan.totals import used_offers
from compensator.problem import Problem
from compensator.whatif.goals.goal import ROI, Goal

ROUNDS = 60
"""Most steps of the search for the greatest ratio; it ends after a few."""
NOTHING = 1e-12
"""Part of a largest coefficient that is no more than rounding."""


def most_within_reach(
    problem: Problem, wanted: Sequence[Goal], solver: Solver
) -> tuple[Reach, ...]:
    """Return the most of each target's measure, the others kept where that is possible, else alone.

    Args:
        problem: Its limits are kept.
        wanted: Targets that no plan reaches together.
        solver: Which, and when it may stop.
    """
    exact = replace(solver, gap=0.0)
    return tuple(_reach(problem, goal, wanted, exact) for goal in wanted)


def _reach(problem: Problem, goal: Goal, wanted: Sequence[Goal], solver: Solver) -> Reach:
    others = [other for other in wanted if other is not goal]
    for kept in (others, []) if others else ([],):
        most = _most(problem, goal, kept, solver)
        if most is not None:
            best = most if goal.per is None else most / goal.per
            return Reach(goal.measure, goal.at_least, best, kept == others, goal.per)
    return Reach(goal.measure, goal.at_least, None, together=False, per=goal.per)


def _most(problem: Problem, goal: Goal, kept: Sequence[Goal], solver: Solver) -> float | None:
    """Return the greatest total, or ratio, of a measure; None where nothing is feasible or found."""
    named = [other.limit(f"kept {i}") for i, other in enumerate(kept)]
    case = prepare(problem.with_limits(named, [other.place for other in kept]), solver)
    if case.stranded:
        return None
    aimed = problem.with_limits([goal.limit("aim")], [goal.place])
    aim = next(one for one in limits(aimed, case.economics) if one.name == "aim")
    if goal.measure == ROI:
        return _greatest_ratio(_Search(case), aim, goal.at_least)
    return _Search(case).greatest(aim.numerator, aim.numerator)[0]


@dataclass(frozen=True)
class _Search:
    """A case in which one figure after the other is made as great as its limits allow."""

    case: Case

    def greatest(self, form: Form, *told: Form) -> tuple[float, ...] | tuple[None, ...]:
        """Return what other forms come to in the plan where a form is greatest; None where there is none.

        Args:
            form: Over all users of the segments; so the next.
            told: The forms to tell.
        """
        case = self.case
        aim = grouped(undecided(case.economics, form), case.economics.group)
        optimum = optimize(replace(case.program, objective=aim), case.solver)
        if optimum.outcome not in (Outcome.OPTIMAL, Outcome.STOPPED):
            return (None,) * len(told)
        shares = case.shares(optimum)
        used = used_offers(case.economics, shares)
        return tuple(one.at(shares, used) for one in told)


def _greatest_ratio(search: _Search, aim: Bounded, asked: float) -> float | None:
    """Return the greatest net value ÷ cost of any plan that costs something, None where none does.

    Where something is to be had for nothing there is no greatest: then it is what was asked for.

    Source: Dinkelbach (1967), Management Science 13(7).
    """
    gain, cost = aim.numerator, aim.denominator
    if not isinstance(cost, Form):
        return None
    ratio, aimed = None, cost  # begins at the plan that costs most
    for _ in range(ROUNDS):
        gained, spent = search.greatest(aimed, gain, cost)
        if gained is None or spent is None:
            return ratio
        if spent <= NOTHING * cost.size:
            return asked if ratio is not None and gained > NOTHING * gain.size else ratio
        if ratio is not None and gained / spent <= ratio + 1e-12 * max(1.0, abs(ratio)):
            return ratio
        ratio = gained / spent
        aimed = gain - cost * ratio
    return ratio
