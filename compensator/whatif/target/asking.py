"""From targets to the cheapest plan that reaches them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from compensator.economics import assemble, limits
from compensator.language import LEAST_COST, money, number
from compensator.model import AUTO, Solver, insist_available
from compensator.optimizer import Certificate
from compensator.plan import (
    Case,
    LimitResult,
    Plan,
    PolicyResult,
    Repair,
    Status,
    Target,
    insist_solvable,
    plan_of,
    prepare,
)
from compensator.problem import Problem
from compensator.tolerances import MET
from compensator.whatif.target.goal import AtLeast, Goal, goals
from compensator.whatif.target.most import most_within_reach

BREATH: Final = 1.0
"""Seconds past the time limit that finding the most within reach may take, at most."""


def target(
    problem: Problem,
    at_least: AtLeast,
    *,
    solver: str = AUTO,
    time_limit: float | None = None,
    gap: float = 0.0,
) -> Plan:
    """Return the cheapest plan that reaches every target; among equals, the one of greatest objective.

    The budget is set aside, and a note says by how much it is exceeded; every other limit is kept.

    Args:
        problem: Segments, offers and limits.
        at_least: Measure (``roi`` too) to a total, or to a percentage: of an outcome, of the users of
            the segments that have it; of ``recipients``, of all users. Or texts: ``["retained=95%"]``.
        solver: As in ``solve``; so the next two.
        time_limit: Seconds that all solves together may take.
        gap: Relative gap at which an integer program may stop.

    Returns:
        A plan whose ``objective`` is its cost and whose certificate's ``bound`` is below it; where the
        targets are out of reach, what stands in the way and the most that can be reached.

    Raises:
        InputError: If a target is none; all at once.
        UsageError: If the solver is not known or not installed, or an option is out of range.
    """
    insist_solvable(problem, time_limit=time_limit, gap=gap)
    insist_available(solver)
    deadline = None if time_limit is None else time.perf_counter() + time_limit
    engine = Solver(solver, time_limit, gap, deadline)
    wanted = goals(problem, prepare(problem, engine).economics, at_least)
    names = _names(problem, wanted)
    places = [f"--at-least {goal.place}" for goal in wanted]
    kept = _without_budget(problem)
    asked = kept.with_limits([g.limit(n) for g, n in zip(wanted, names, strict=True)], places)
    per = {n: g.per for g, n in zip(wanted, names, strict=True) if g.per is not None}
    plan = plan_of(replace(_cheapest_first(asked, engine), per=per))
    told = _as_cost(plan, problem, wanted, names)
    if plan.status is Status.INFEASIBLE:
        best = most_within_reach(kept, wanted, _extended(engine))
        return replace(told, best=best, stopped=not all(one.proven for one in best))
    return told


def _extended(solver: Solver) -> Solver:
    """Return a solver with a breath left: what can be reached is worth more than being in time."""
    if solver.deadline is None:
        return solver
    breath = min(BREATH, solver.time_limit or BREATH)
    return replace(solver, deadline=max(solver.deadline, time.perf_counter() + breath))


def _names(problem: Problem, wanted: Sequence[Goal]) -> list[str]:
    """Return a name for each target that no limit has."""
    taken = {limit.limit for limit in problem.limits}
    names: list[str] = []
    for goal in wanted:
        name = f"at least {goal.place.partition('=')[2].strip()} {goal.measure}"
        while name in taken:
            name += " (target)"
        names.append(name)
        taken.add(name)
    return names


def _without_budget(problem: Problem) -> Problem:
    return problem.having(settings=problem.settings.model_copy(update={"budget": None}))


def _cheapest_first(problem: Problem, solver: Solver) -> Case:
    """Return the case of least cost, with the problem's own objective to settle ties."""
    aim = problem.settings.model_copy(update={"maximize": LEAST_COST})
    case = prepare(problem.having(settings=aim), solver)
    own = assemble(problem, case.economics, limits(problem, case.economics)).objective
    return replace(case, program=replace(case.program, cost=own * -1.0))


def _as_cost(plan: Plan, problem: Problem, wanted: Sequence[Goal], names: Sequence[str]) -> Plan:
    """Return a plan of least cost in the words of its reader: cost is positive, targets are no limits."""
    settings = problem.settings
    by_name = {one.limit: one for one in plan.limits}
    targets = tuple(
        _target(goal, by_name[name].actual, by_name[name].price)
        for goal, name in zip(wanted, names, strict=True)
        if name in by_name
    )
    return replace(
        plan,
        maximize=settings.maximize,
        objective=None if plan.objective is None else 0.0 - plan.objective,
        whole=None
        if plan.whole is None
        else replace(plan.whole, objective=0.0 - plan.whole.objective),
        budget=settings.budget,
        limits=tuple(_at_cost(one) for one in plan.limits if one.limit not in names),
        policies=tuple(_policy(one) for one in plan.policies),
        certificate=None if plan.certificate is None else _certificate(plan.certificate),
        repairs=tuple(_repair(one) for one in plan.repairs),
        targets=targets,
        notes=(*_over_budget(plan, settings.budget), *_misread(wanted), *plan.notes),
    )


def _target(goal: Goal, actual: float | None, price: float) -> Target:
    per = 1.0 if goal.per is None else goal.per
    reached = actual if actual is None or goal.per is None else actual / per
    return Target(goal.measure, goal.at_least, reached, 0.0 - price * per, goal.per)


def _at_cost(limit: LimitResult) -> LimitResult:
    """Return a limit with its price as a change of cost."""
    return replace(limit, price=0.0 - limit.price)


def _policy(policy: PolicyResult) -> PolicyResult:
    return replace(policy, objective=policy.cost)


def _repair(repair: Repair) -> Repair:
    return replace(repair, objective=repair.cost)


def _certificate(certificate: Certificate) -> Certificate:
    bound = certificate.solver_bound
    return replace(
        certificate,
        objective=0.0 - certificate.objective,
        bound=0.0 - certificate.bound,
        solver_bound=None if bound is None else 0.0 - bound,
    )


def _misread(wanted: Sequence[Goal]) -> Iterator[str]:
    """Yield what a target is where it may have been meant otherwise."""
    for goal in wanted:
        if goal.looks_like_a_share:
            level = number(goal.at_least)
            yield f"The target {goal.place} is a total of {level} users; a share of them is written as {number(100 * goal.at_least)}%."


def _over_budget(plan: Plan, budget: float | None) -> list[str]:
    """Return what the plan makes of the budget, which it does not keep."""
    if plan.totals is None or budget is None:
        return []
    over = plan.totals.cost - budget
    own, by = money(budget, plan.currency), money(abs(over), plan.currency)
    if over > MET * max(1.0, budget):
        return [f"The budget of {own} is set aside: the plan exceeds it by {by}."]
    return [f"The budget of {own} is set aside: the plan leaves {by} of it."]
