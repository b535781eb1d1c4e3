"""One plan beside the base: what it adds up to, who gets what, and how both differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from compensator.economics import Array
from compensator.plan import (
    Brief,
    Whole,
    assemble_objective,
    broken_limits,
    policy_shares,
    totals,
    whole_users,
)
from compensator.problem import Problem
from compensator.whatif.compare.answer import Compared, Gift, Kind
from compensator.whatif.compare.differences import InputChange, Move, moves
from compensator.whatif.compare.limit_costs import difference

BASE = "base"


@dataclass(frozen=True)
class Given:
    """Who gets what, segments × (none, offers…)."""

    shares: Array
    whole: Whole
    """Whole users."""


@dataclass(frozen=True)
class Basis:
    """The base, and its users counted once."""

    end: Brief
    given: Given | None
    """None where the base has no plan."""

    @classmethod
    def of(cls, end: Brief) -> Basis:
        """Return what other plans are compared with."""
        return cls(end, _given(end))


def beside(
    basis: Basis, name: str, kind: Kind, end: Brief, changes: Sequence[InputChange]
) -> Compared:
    """Return a changed problem's plan beside the base, or the base itself beside it."""
    given = basis.given if end is basis.end else _given(end)
    binding, before = end.binding, basis.end.binding
    both = basis.end.objective is not None and end.objective is not None
    return Compared(
        name=name,
        kind=kind,
        status=end.status.value,
        totals=end.totals,
        objective=end.objective,
        difference=_difference(basis, end.objective),
        changes=tuple(changes),
        binding=binding,
        now_binding=tuple(one for one in binding if both and one not in before),
        no_longer_binding=tuple(one for one in before if both and one not in binding),
        moves=_moves(basis, given),
        allocations=_gifts(end.case.problem, given),
        unproven=end.failure is not None,
    )


def policies(basis: Basis) -> list[Compared]:
    """Return every policy beside the base, ``do nothing`` first, feasible or not."""
    case = basis.end.case
    problem, economics = case.problem, case.economics
    found = []
    for name, shares in policy_shares(problem).items():
        broken = broken_limits(problem, economics, case.bounded, shares)
        objective = assemble_objective(problem, economics, shares)
        given = Given(shares, whole_users(economics.users, shares))
        plan = Compared(
            name=name,
            kind="policy",
            status="infeasible" if broken else "feasible",
            totals=totals(economics, shares),
            objective=objective,
            difference=_difference(basis, objective),
            broken=broken,
            moves=_moves(basis, given),
            allocations=_gifts(problem, given),
        )
        found.append(plan)
    return found


def _given(end: Brief) -> Given | None:
    people = end.people()
    return None if end.shares is None or people is None else Given(end.shares, people.users)


def _difference(basis: Basis, objective: float | None) -> float | None:
    if objective is None or basis.end.objective is None:
        return None
    return difference(objective, basis.end.objective)


def _moves(basis: Basis, given: Given | None) -> tuple[Move, ...]:
    if given is None or basis.given is None:
        return ()
    problem = basis.end.case.problem
    names = problem.segment_rows.names
    return moves(names, problem.offer_rows.names, basis.given.whole, given.whole)


def _gifts(problem: Problem, given: Given | None) -> tuple[Gift, ...]:
    """Return every cell with a share or users above 0, by segment, then by offer."""
    if given is None:
        return ()
    segments, offers = problem.segment_rows.names, problem.offer_rows.names
    return tuple(
        Gift(segments[s], offers[j], float(given.shares[s, j]), int(given.whole[s, j]))
        for s, j in np.argwhere((given.shares > 0) | (given.whole > 0)).tolist()
    )
