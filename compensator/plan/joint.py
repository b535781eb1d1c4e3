"""Several bounds moved at once, by the least sum of relative changes, where none alone repairs a problem."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from compensator.economics import Array, Bounded, Program
from compensator.model import Outcome
from compensator.optimizer import elastic, optimize
from compensator.plan.answer import Repair
from compensator.plan.repair_costs import least_cost, typed, unit_of
from compensator.plan.restrictions import Restrictions, Side, moved
from compensator.plan.sums import used_offers
from compensator.tolerances import MET


@dataclass(frozen=True)
class _Move:
    """One bound and where it goes; a ratio that has no figure is given up (no side, no bound)."""

    name: str
    side: Side | None
    now: float | None
    needed: float | None


def together(given: Restrictions) -> tuple[Repair, ...]:
    """Return one joint repair, empty where none was found.

    Entitlements that nothing meets go down to the most that an offer is worth; offers beyond
    ``max_offers`` are allowed one by one; limits move by the least sum of relative changes.
    """
    needs = _attainable(given)
    lowered = given.lowered(needs)
    moves = [
        _Move(given.entitlement(s).name, "min", float(given.needs[s]), n) for s, n in needs.items()
    ]
    now = given.problem.settings.max_offers
    for wider in _wider(lowered):
        program, most = wider.program(wider.every), wider.problem.settings.max_offers
        optimum = optimize(elastic(program), wider.solver)
        if optimum.outcome is Outcome.OPTIMAL:
            if now is not None and most != now:
                moves.append(_Move("max_offers", "max", float(now), float(most or 0)))
            return _priced(wider, program, optimum.shares[: len(program.users)], moves)
    return ()


def _wider(restrictions: Restrictions) -> Iterator[Restrictions]:
    """Yield the restrictions, then the same with one more distinct offer allowed each time.

    Offers that somebody has already are in use, so that no fewer can be allowed.
    """
    now, given = restrictions.problem.settings.max_offers, restrictions.economics.given
    if now is None:
        yield restrictions
        return
    used = 0 if given is None else int((given[:, 1:] > 0).any(axis=0).sum())
    for most in range(max(now, used), max(now, len(restrictions.problem.offers)) + 1):
        yield restrictions.with_offers(most)


def _priced(
    restrictions: Restrictions, program: Program, plan: Array, moves: list[_Move]
) -> tuple[Repair, ...]:
    """Return the moves that a plan asks for, and what the best plan then costs."""
    bounded, used = list(restrictions.bounded), program.used(plan)
    for row in program.rows:
        if row.excess(plan, used) <= MET * max(abs(row.rhs), row.form.size):
            continue
        i = next(i for i, one in enumerate(bounded) if one.name == row.limit)
        figure = _figure(restrictions, program, bounded[i], plan)
        if figure is not None:
            figure = typed(figure, row.bound, bounded[i].unit)
        before = getattr(restrictions.bounded[i], row.bound)
        gone = _Move(row.limit, None, None, None)
        moves.append(gone if figure is None else _Move(row.limit, row.bound, before, figure))
        bounded[i] = moved(bounded[i], row.bound, figure)
    then = restrictions.program(restrictions.every, bounded)
    objective, cost = least_cost(restrictions, then)
    return tuple(
        Repair(
            limit=m.name,
            bound=m.side,
            now=m.now,
            needed=m.needed,
            objective=objective,
            cost=cost,
            together=True,
            unit=unit_of(restrictions, m.name),
        )
        for m in moves
    )


def _attainable(restrictions: Restrictions) -> dict[int, float]:
    """Return, for segments whose entitlement no offer of their class meets, the most that one does."""
    program = restrictions.program(restrictions.every)
    group = np.arange(len(restrictions.needs))
    if len(program.users) != len(group):
        group = restrictions.economics.group
    found: dict[int, float] = {}
    for g in np.flatnonzero(~program.eligible.any(axis=1)):
        members = np.flatnonzero(group == g)
        short = np.minimum(restrictions.worths[members] - restrictions.needs[members, None], 0.0)
        best = int(short.sum(axis=0).argmax())
        found |= {
            int(s): float(restrictions.worths[s, best])
            for s in members
            if short[s == members, best] < 0
        }
    return found


def _figure(
    restrictions: Restrictions, program: Program, one: Bounded, plan: Array
) -> float | None:
    """Return what a limit's figure is in a plan over classes."""
    group = restrictions.economics.group
    same = len(plan) == len(group) and len(program.users) == len(group)
    economics = restrictions.economics
    shares = economics.shares(plan if same else plan[group])
    return one.actual(shares, used_offers(economics, shares))
