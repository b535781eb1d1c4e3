"""The most of a measure that any plan reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from compensator.economics import Form, assemble, limits
from compensator.economics.rows import Bounded
from compensator.model import Outcome, Solver
from compensator.optimizer.case import prepare
from compensator.optimizer.solving import optimize
from compensator.plan.reach import Reach
from compensator.problem import Problem
from compensator.whatif.goals.goal import ROI, Goal

ROUNDS = 60
"""Most steps of the search for the greatest ratio; it ends after a few."""


def most_within_reach(
    problem: Problem, wanted: Sequence[Goal], solver: Solver
) -> tuple[Reach, ...]:
    """Return the most of each target's measure, the others kept where that is possible, else alone.

    Args:
        problem: Its limits are kept.
        wanted: Targets that no plan reaches together.
        solver: Which, and when it may stop.
    """
    return tuple(_reach(problem, goal, wanted, solver) for goal in wanted)


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
    asked = problem.with_limits(named, [other.place for other in kept])
    economics = prepare(asked, solver).economics
    aimed = asked.with_limits([goal.limit("aim")], [goal.place])
    aim = next(one for one in limits(aimed, economics) if one.name == "aim")
    if goal.measure != ROI:
        return _greatest(asked, solver, aim.numerator, aim.numerator)
    return _greatest_ratio(asked, solver, aim)


def _greatest(problem: Problem, solver: Solver, form: Form, told: Form) -> float | None:
    """Return a form's figure at the plan where another form is greatest."""
    case = prepare(problem, solver)
    own = Bounded("aim", "aim", "aim", form, 1.0, 0.0, None, enforced=True)
    row = assemble(problem, case.economics, [own]).rows[0]
    optimum = optimize(replace(case.program, objective=row.form), solver)
    if optimum.outcome not in (Outcome.OPTIMAL, Outcome.STOPPED):
        return None
    shares = case.shares(optimum)
    used = (shares * (case.economics.users > 0)[:, None]).max(axis=0, initial=0) > 0
    used[0] = False
    return told.at(shares, used.astype(float))


def _greatest_ratio(problem: Problem, solver: Solver, aim: Bounded) -> float | None:
    """Return the greatest net value ÷ cost of any plan that costs something.

    Source: Dinkelbach (1967), Management Science 13(7).
    """
    cost = aim.denominator
    if not isinstance(cost, Form):
        return None
    ratio = -1.0  # of a plan that costs money and brings nothing
    for _ in range(ROUNDS):
        aimed = aim.numerator - cost * ratio
        spent = _greatest(problem, solver, aimed, cost)
        gained = _greatest(problem, solver, aimed, aim.numerator)
        if spent is None or gained is None:
            return None
        if spent <= 0:
            return None if ratio == -1.0 else ratio
        if gained / spent <= ratio + 1e-12 * abs(ratio):
            return gained / spent
        ratio = gained / spent
    return ratio
