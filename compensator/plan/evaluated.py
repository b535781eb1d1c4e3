"""The analyst's reference plans, beside the best one and beside the best at their own cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from compensator.economics import BUDGET, Array, Bounded, Form, assemble
from compensator.language import aim_of
from compensator.model import Outcome
from compensator.optimizer import Optimum
from compensator.plan.answer import PolicyResult
from compensator.plan.case import Case
from compensator.plan.policies import assemble_objective, broken_limits
from compensator.plan.settled import Brief, attempt
from compensator.plan.sums import totals
from compensator.plan.written import policy_shares
from compensator.tolerances import MET, NOISE


@dataclass(frozen=True)
class Evaluated:
    """A policy's shares and what they come to."""

    shares: Array
    """Segments × offers."""
    result: PolicyResult
    settled: bool
    """Whether the best at its cost is proven, and not only what was found in time."""


def evaluate_policies(case: Case, optimum: Optimum) -> list[Evaluated]:
    """Return every policy with its totals, what it breaks, and the best objective at its cost.

    Args:
        case: The problem.
        optimum: Of its program, as far as it was found.
    """
    problem, economics, found = case.problem, case.economics, []
    shares_of = policy_shares(problem)
    sums = {name: totals(economics, shares) for name, shares in shares_of.items()}
    costs = {} if aim_of(problem.settings.maximize).least else {n: t.cost for n, t in sums.items()}
    best = best_at_costs(case, optimum, costs)
    for name, shares in shares_of.items():
        own, broken = sums[name], broken_limits(problem, economics, case.bounded, shares)
        value = assemble_objective(problem, economics, shares)
        most, settled = best.get(name, (None, True))  # at a given cost all cost the same
        if name in best and settled and not broken:
            most = value if most is None else max(most, value)
        result = PolicyResult(
            name, value, own.cost, own.value, own.net_value, not broken, broken, most
        )
        found.append(Evaluated(shares, result, settled))
    return found


def best_at_costs(
    case: Case, optimum: Optimum, costs: Mapping[str, float]
) -> dict[str, tuple[float | None, bool]]:
    """Return the best objective at each of several costs, other limits kept, and whether it is settled.

    Integer programs take no more nodes together, beside their roots, than the problem itself took. The best
    plan at a greater cost is the best at a smaller one too, where it costs no more.

    Args:
        case: The problem.
        optimum: Of its program.
        costs: By name.

    Returns:
        None and True where no plan costs as little; None and False where that was not settled.
    """
    found: dict[str, tuple[float | None, bool]] = {}
    known = _known(case, optimum)
    nodes = optimum.nodes
    for left, name in zip(
        range(len(costs), 0, -1),
        sorted(costs, key=lambda name: costs[name], reverse=True),
        strict=True,
    ):
        cost = costs[name]
        same = [k for k in known if k.cost <= cost * (1 + MET) and cost <= k.budget]
        if same:
            found[name] = (same[0].objective, True)
            continue
        end = _best_at(case, cost, 1 + nodes // left)
        nodes -= 0 if end.optimum is None else max(0, end.optimum.nodes - 1)
        found[name] = (None if end.stopped else end.objective, not end.stopped)
        if end.totals is not None and end.objective is not None and not end.stopped:
            known.append(_Known(cost, end.totals.cost, end.objective))
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """The best plan under a budget."""

    budget: float
    cost: float
    """Of the plan itself."""
    objective: float


def _known(case: Case, optimum: Optimum) -> list[_Known]:
    """Return what the problem's own optimum tells of plans at smaller costs, of integer programs."""
    if not case.program.integer or optimum.outcome is not Outcome.OPTIMAL or case.solver.gap > 0:
        return []
    budget = next((b.max for b in case.bounded if b.code == BUDGET), None)
    cost, value = (form(optimum.shares) for form in (case.program.spent, case.program.value))
    return [_Known(np.inf if budget is None else budget, cost, value)]


def _best_at(case: Case, cost: float, nodes: int) -> Brief:
    """Return how the problem ends with a cost for its budget."""
    everything = Form(case.economics.total("cost"), case.economics.setup)
    budget = Bounded(BUDGET, BUDGET, "cost", everything, 1.0, min=None, max=cost, enforced=True)
    bounded = [budget, *(one for one in case.bounded if one.code != BUDGET)]
    program = assemble(case.problem, case.economics, bounded)
    solver = case.solver
    if program.integer:  # any of the best will do, so that their ties are not looked into
        solver = replace(solver, nodes=nodes, gap=max(solver.gap, NOISE))
    return attempt(replace(case, bounded=bounded, program=program, solver=solver))
