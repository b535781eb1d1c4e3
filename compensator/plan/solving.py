"""Problem in, plan out: the whole flow on one page."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from compensator import model
from compensator.economics import BUDGET, Bounded, Economics, Program
from compensator.model import AUTO, Outcome, Solver
from compensator.optimizer import (
    Optimum,
    budget_line,
    optimize,
)
from compensator.plan.answer import Plan, Repair, Status
from compensator.plan.case import Case, insist_solvable, prepare
from compensator.plan.clash_notes import clash_notes, kept_note
from compensator.plan.conflicts import conflicts
from compensator.plan.evaluated import Evaluated, evaluate_policies
from compensator.plan.fallback import not_below_policies
from compensator.plan.findings import Findings
from compensator.plan.kept import kept
from compensator.plan.ledger import Ledger
from compensator.plan.margins import margins
from compensator.plan.near_misses import near_misses
from compensator.plan.notes import notes
from compensator.plan.outlook import paying_cost, price_holds_to
from compensator.plan.own_columns import own_columns
from compensator.plan.repairs import repairs
from compensator.plan.restrictions import Restriction, Restrictions
from compensator.plan.settled import Brief, settled
from compensator.plan.sums import allocations, totals
from compensator.problem import Problem


def solve(
    problem: Problem, *, solver: str = AUTO, time_limit: float | None = None, gap: float = 0.0
) -> Plan:
    """Return the best plan, certified and explained; or, where none exists, what clashes.

    Args:
        problem: Segments, offers and limits.
        solver: ``auto`` reads the exact budget curve where it applies and asks HiGHS elsewhere; or
            ``highs``, or any solver that PuLP knows and finds, such as ``cbc``.
        time_limit: Seconds that the solver may take; none by default.
        gap: Relative gap at which an integer program may stop.

    Raises:
        UsageError: If the solver is not known or not installed, or an option is out of range.
        SolverError: If a solver fails, or its answer is not proven: a fault of ours.
    """
    insist_solvable(problem, time_limit=time_limit, gap=gap)
    model.insist_available(solver)
    deadline = None if time_limit is None else time.perf_counter() + time_limit
    return plan_of(prepare(problem, Solver(solver, time_limit, gap, deadline)))


def plan_of(case: Case) -> Plan:
    """Return the plan of a case (see ``solve``)."""
    if case.stranded:
        return _infeasible(case)
    if case.solver.name == AUTO and not case.program.integer:
        case = replace(case, line=budget_line(case.program))
    optimum = optimize(case.program, case.solver, case.line)
    if optimum.outcome is Outcome.INFEASIBLE:
        return _infeasible(case)
    policies = evaluate_policies(case, optimum)
    optimum = not_below_policies(case, optimum)
    if optimum.outcome is Outcome.NOTHING:
        told = ("The time limit was reached before any plan was found.",)
        return replace(_blank(case, Status.UNKNOWN), notes=told, stopped=True)
    return _explained(settled(case, optimum), optimum, policies)


def prepared(problem: Problem) -> tuple[Economics, list[Bounded], Program]:
    """Return a problem's measures, limits and program, for ``export`` and ``check``."""
    case = prepare(problem, Solver())
    return case.economics, case.bounded, case.program


def _explained(end: Brief, optimum: Optimum, policies: list[Evaluated]) -> Plan:
    """Return the finished plan of a settled case."""
    case, problem, economics = end.case, end.case.problem, end.case.economics
    people = end.people()
    if people is None or end.shares is None:
        return _blank(case, end.status)
    found = Findings(
        **vars(end),
        counted=people,
        policies=policies,
        holds_to=price_holds_to(case.program, case.bounded, optimum),
        paying=None if end.stopped else _paying(case, end.budget_price),
    )
    return replace(
        _blank(case, end.status),
        totals=people.totals,
        objective=end.objective,
        budget_price=end.budget_price,
        whole=people.told,
        allocations=allocations(problem, economics, end.shares, people.users),
        limits=people.limits,
        policies=tuple(one.result for one in policies),
        margins=margins(problem, economics, case.program, optimum.shares, optimum.prices),
        certificate=end.certificate,
        rounding=people.rounding,
        notes=notes(found),
        manifest=case.manifest(optimum),
        given=kept(problem.given),
        stopped=end.stopped,
        integer=found.integer,
        ledger=Ledger.of(problem, economics),
    )


def _paying(case: Case, budget_price: float | None) -> float | None:
    """Return the cost up to which the budget returns at least itself, where that is a question."""
    if case.problem.settings.maximize != "value" or budget_price is None or budget_price >= 1:
        return None
    return paying_cost(case.program, case.solver)


def _infeasible(case: Case) -> Plan:
    """Return the answer that no plan exists: what clashes, and the cheapest repairs."""
    restrictions = Restrictions.of(case.problem, case.solver)
    clashes = conflicts(restrictions)
    parts = [part for clash in clashes for part in clash.parts]
    found = tuple(_as_typed(case, one) for one in repairs(restrictions, parts))
    sides = {repair.limit: repair.bound for repair in found}
    where = {
        part.name: case.problem.at(*_place(case, part, sides.get(part.name))) for part in parts
    }
    told = clash_notes(
        clashes,
        found,
        where,
        case.problem.settings.currency,
        in_time=not case.program.integer and not case.solver.late,
    )
    return replace(
        _blank(case, Status.INFEASIBLE),
        notes=(*told, *_kept(case), *case.problem.notes, *near_misses(case)),
        conflict=tuple(part.name for part in parts),
        repairs=found,
    )


def _as_typed(case: Case, repair: Repair) -> Repair:
    """Return a repair whose bound is a share, where it was typed as one."""
    per = case.per.get(repair.limit)
    if per is None or repair.now is None or repair.needed is None:
        return repair
    return replace(repair, now=repair.now / per, needed=repair.needed / per, unit="rate")


def _kept(case: Case) -> Iterator[str]:
    """Yield what users have already, which no repair takes back."""
    economics = case.economics
    if economics.given is not None and economics.given.any():
        users = sum(one.users for one in case.problem.given)
        cost = totals(economics, economics.given).cost
        yield kept_note(users, cost, case.problem.settings.currency)


def _place(case: Case, part: Restriction, side: str | None) -> tuple[str, int, str]:
    """Return sheet, record and field of a restriction; of a limit, the bound that clashes."""
    if part.kind == "limit":
        sheet, i, name = case.bounded[part.position].path or ("Settings", 0, BUDGET)
        return sheet, i, side if sheet == "Limits" and side else name
    if part.kind == "entitlement":
        return "Segments", part.position, "entitlement"
    return "Settings", 0, part.kind


def _blank(case: Case, status: Status) -> Plan:
    """Return the answer to a case before there is a plan in it."""
    return Plan(
        **case.preamble(),
        status=status,
        totals=None,
        objective=None,
        budget=case.problem.settings.budget,
        budget_price=None,
        whole=None,
        allocations=(),
        limits=(),
        policies=(),
        margins=(),
        certificate=None,
        rounding=(),
        notes=(),
        own=own_columns(case.problem, case.economics),
    )
