"""The cheapest repair of a conflict: the nearest value of each bound that works, and what it costs.

A bound's nearest value is the extreme of its own figure under all other limits. For a ratio N ÷ D the
extreme comes from a few programs in N − t·D. Source: Dinkelbach (1967), Management Science 13(7).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from compensator.economics import Bounded, Form, Program, Row
from compensator.economics.program import grouped
from compensator.model import Outcome
from compensator.optimizer.conflicts import Restriction, Restrictions, is_feasible
from compensator.optimizer.solving import optimize
from compensator.plan.certificate import excess, size
from compensator.plan.document import Repair, Unit
from compensator.response import Array

ROUNDS = 50
ROOM = 1e-12
"""Relative room given to a repaired bound while its least cost is sought."""
NOTHING = 1e-9
"""Relative excess that is no more than rounding."""
Side = Literal["min", "max"]


def repairs(restrictions: Restrictions, conflict: Sequence[Restriction]) -> tuple[Repair, ...]:
    """Return the repairs that work alone, the cheapest first; else one joint repair.

    Args:
        restrictions: Of an infeasible problem.
        conflict: The restrictions that clash.
    """
    alone = [repair for part in conflict for repair in _alone(restrictions, part)]
    if alone:
        return tuple(sorted(alone, key=_preference))
    return tuple(_together(restrictions))


def _preference(repair: Repair) -> tuple[bool, bool, float]:
    """What a law or a contract grants is given up last; else the cheapest goes first."""
    return repair.limit.endswith(".entitlement"), repair.cost is None, repair.cost or 0.0


def _alone(restrictions: Restrictions, part: Restriction) -> Iterator[Repair]:
    others = [r for r in restrictions.each() if r != part]
    match part.kind:
        case "limit":
            one = restrictions.bounded[part.position]
            for side in ("max", "min"):
                if getattr(one, side) is not None:
                    yield from _moved_bound(restrictions, part, one, side)
        case "entitlement":
            yield from _lower_entitlement(restrictions, part)
        case "max_offers":
            yield from _more_offers(restrictions, part)
        case _:
            program = restrictions.program(others)
            if is_feasible(program, restrictions.solver):
                yield _repair(restrictions, program, part.name, None, None, None)


def _moved_bound(
    restrictions: Restrictions, part: Restriction, one: Bounded, side: Side
) -> Iterator[Repair]:
    """Move one bound as little as makes some plan feasible, its other side kept."""
    bounded = list(restrictions.bounded)
    bounded[part.position] = replace(one, **{side: None})  # type: ignore[arg-type]
    program = restrictions.program(restrictions.each(), bounded)
    if not program.eligible.any(axis=1).all():
        return
    needed = _extreme(restrictions, program, one, side)
    if needed is None:
        return
    room = ROOM * max(1.0, abs(needed)) * (1 if side == "max" else -1)
    bounded[part.position] = replace(one, **{side: needed + room})  # type: ignore[arg-type]
    then = restrictions.program(restrictions.each(), bounded)
    yield _repair(restrictions, then, one.name, side, getattr(one, side), needed)


def _extreme(
    restrictions: Restrictions, program: Program, one: Bounded, side: Side
) -> float | None:
    """Return the least (for a max) or greatest (for a min) figure that other limits allow."""
    sign = -1.0 if side == "max" else 1.0
    numerator = _folded(restrictions, program, one.numerator)
    if not isinstance(one.denominator, Form):
        best = _best(restrictions, program, numerator * sign)
        return None if best is None else numerator.at(best, program.used(best)) / one.denominator
    denominator = _folded(restrictions, program, one.denominator)
    best = _best(restrictions, program, denominator)
    ratio = None
    for _ in range(ROUNDS):
        if best is None:
            return None
        used = program.used(best)
        below = denominator.at(best, used)
        if below <= 1e-12 * size(denominator):
            return ratio
        now = numerator.at(best, used) / below
        if ratio is not None and sign * (now - ratio) <= 1e-12 * max(1.0, abs(ratio)):
            return ratio
        ratio = now
        best = _best(restrictions, program, (numerator - denominator * ratio) * sign)
    return ratio


def _folded(restrictions: Restrictions, program: Program, form: Form) -> Form:
    same = len(program.users) == len(restrictions.economics.users)
    return form if same else grouped(form, restrictions.economics.group)


def _best(restrictions: Restrictions, program: Program, objective: Form) -> Array | None:
    optimum = optimize(replace(program, objective=objective), restrictions.solver)
    return optimum.shares if optimum.outcome is Outcome.OPTIMAL else None


def _repair(  # noqa: PLR0913 - the columns of a repair
    restrictions: Restrictions,
    program: Program,
    name: str,
    side: Side | None,
    now: float | None,
    needed: float | None,
    *,
    together: bool = False,
) -> Repair:
    """Return a repair with the least-cost plan that it allows."""
    unit = _unit(restrictions, name)
    plan = _best(restrictions, program, program.cost * -1.0)
    if plan is None:
        return Repair(name, side, now, needed, None, None, together, unit)
    cost = program.cost.at(plan, program.used(plan))
    no_more = Row("least cost", "least_cost", "max", program.cost, cost)
    best = _best(restrictions, replace(program, rows=(*program.rows, no_more)), program.objective)
    plan = plan if best is None else best
    return Repair(name, side, now, needed, program.value(plan), cost, together, unit)


def _unit(restrictions: Restrictions, name: str) -> Unit:
    if name.endswith(".entitlement"):
        return "money"
    return next((one.unit for one in restrictions.bounded if one.name == name), "number")


def _lower_entitlement(restrictions: Restrictions, part: Restriction) -> Iterator[Repair]:
    """Lower an entitlement to the worth of the best offer, or to nothing, that then works."""
    s, worths = part.position, restrictions.worths[part.position]
    now = float(restrictions.needs[s])
    for needed in sorted({0.0, *worths[(worths >= 0) & (worths < now)].tolist()}, reverse=True):
        lower = restrictions.lowered({s: needed})
        program = lower.program(lower.each())
        if is_feasible(program, restrictions.solver):
            yield _repair(restrictions, program, part.name, "min", now, needed)
            return


def _more_offers(restrictions: Restrictions, part: Restriction) -> Iterator[Repair]:
    program = restrictions.program(restrictions.each())
    now = program.max_offers or 0
    for most in range(now + 1, program.eligible.shape[1]):
        wider = replace(program, max_offers=most)
        if is_feasible(wider, restrictions.solver):
            yield _repair(restrictions, wider, part.name, "max", float(now), float(most))
            return


def _together(given: Restrictions) -> Iterator[Repair]:
    """Move several bounds at once: entitlements that nothing meets, then limits by the least relative changes."""
    needs = _attainable(given)
    restrictions = given.lowered(needs)
    program = restrictions.program(restrictions.each())
    optimum = optimize(_elastic(program), restrictions.solver)
    if optimum.outcome is not Outcome.OPTIMAL:
        return
    plan = optimum.shares[: len(program.users)]
    used = program.used(plan)
    bounded = list(restrictions.bounded)
    moved: list[tuple[str, Side, float | None, float]] = [
        (_path(given, s), "min", float(given.needs[s]), needed) for s, needed in needs.items()
    ]
    for row in program.rows:
        if excess(row, plan, used) <= NOTHING * max(abs(row.rhs), size(row.form)):
            continue
        i = next(i for i, one in enumerate(bounded) if one.name == row.limit)
        figure = _figure(restrictions, program, restrictions.bounded[i], plan)
        if figure is None:
            return
        room = ROOM * max(1.0, abs(figure)) * row.sign
        moved.append((row.limit, row.bound, getattr(bounded[i], row.bound), figure))
        bounded[i] = replace(bounded[i], **{row.bound: figure + room})  # type: ignore[arg-type]
    then = restrictions.program(restrictions.each(), bounded)
    for name, side, now, figure in moved:
        yield _repair(restrictions, then, name, side, now, figure, together=True)


def _attainable(restrictions: Restrictions) -> dict[int, float]:
    """Return, for segments whose entitlement no offer of their class meets, the most that one does."""
    program = restrictions.program(restrictions.each())
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


def _path(restrictions: Restrictions, s: int) -> str:
    return f"segments[{restrictions.problem.segments[s].segment}].entitlement"


def _figure(
    restrictions: Restrictions, program: Program, one: Bounded, plan: Array
) -> float | None:
    """Return what a limit's figure is in a plan over classes."""
    group = restrictions.economics.group
    shares = plan if len(plan) == len(group) and len(program.users) == len(group) else plan[group]
    return one.actual(shares, program.used(plan))


def _elastic(program: Program) -> Program:
    """Return the program with one class more for each row, whose second offer is slack for that row."""
    rows, offers = len(program.rows), program.eligible.shape[1]
    eligible = np.zeros((rows, offers), dtype=bool)
    eligible[:, :2] = True
    weights = np.zeros((rows, offers))
    slacks = np.zeros(rows)
    for k, row in enumerate(program.rows):
        worst = np.where(program.eligible, np.abs(row.form.shares), 0.0).max(axis=1).sum()
        slacks[k] = worst + np.abs(row.form.used).sum() + abs(row.rhs)
        weights[k, 1] = -slacks[k] / (abs(row.rhs) or size(row.form))
    blank = np.zeros((rows, offers))
    longer = []
    for k, row in enumerate(program.rows):
        slack = blank.copy()
        slack[k, 1] = -row.sign * slacks[k]
        longer.append(replace(row, form=Form(np.vstack([row.form.shares, slack]), row.form.used)))
    quiet = np.zeros_like(program.objective.shares)
    return replace(
        program,
        objective=Form(np.vstack([quiet, weights]), np.zeros(offers)),
        cost=Form(np.vstack([program.cost.shares, blank]), program.cost.used),
        rows=tuple(longer),
        eligible=np.vstack([program.eligible, eligible]),
        users=np.concatenate([program.users, np.zeros(rows)]),
        divisible=np.arange(len(program.users) + rows) >= len(program.users),
    )
