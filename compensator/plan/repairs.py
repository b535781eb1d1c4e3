"""The cheapest repair of a conflict: the nearest value of each bound that works, and what it costs.

A bound's nearest value is the extreme of its own figure under all other limits. For a ratio N ÷ D the
extreme is the greatest ratio (see ``optimizer``), or the least.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from compensator.economics import Array, Bounded, Form, Program, grouped, undecided
from compensator.model import Outcome
from compensator.optimizer import COLUMNS, greatest_ratio
from compensator.plan.answer import Repair
from compensator.plan.conflicts import in_time, is_feasible
from compensator.plan.joint import together
from compensator.plan.repair_costs import best_plan, repair_of, typed, unit_of
from compensator.plan.restrictions import Restriction, Restrictions, Side, moved

MOST_OWED = 10
"""Entitlements in a conflict up to which each is tried alone."""


def repairs(restrictions: Restrictions, conflict: Sequence[Restriction]) -> tuple[Repair, ...]:
    """Return the repairs that work alone, the cheapest first; else one joint repair.

    Args:
        restrictions: Of an infeasible problem.
        conflict: The restrictions that clash.
    """
    restrictions = in_time(restrictions)
    owed = [part for part in conflict if part.kind == "entitlement"]
    tried = [part for part in conflict if part.kind != "entitlement" or len(owed) <= MOST_OWED]
    alone = [
        repair
        for left, part in zip(range(len(tried), 0, -1), tried, strict=True)
        for repair in _alone(with_part(restrictions, left), part)
    ]
    if alone:
        return tuple(sorted(alone, key=_preference))
    return together(restrictions)


def with_part(restrictions: Restrictions, parts: int) -> Restrictions:
    """Return the restrictions with a part of the time that is left."""
    return replace(restrictions, solver=restrictions.solver.part(parts))


def _preference(repair: Repair) -> tuple[bool, bool, float]:
    """What a law or a contract grants is given up last; else the cheapest goes first."""
    return repair.limit.endswith(".entitlement"), repair.cost is None, repair.cost or 0.0


def _alone(restrictions: Restrictions, part: Restriction) -> Iterator[Repair]:
    others = [r for r in restrictions.every if r != part]
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
                yield repair_of(restrictions, program, part.name, None, None, None)


def _moved_bound(
    restrictions: Restrictions, part: Restriction, one: Bounded, side: Side
) -> Iterator[Repair]:
    """Move one bound as little as makes some plan feasible, its other side kept."""
    bounded = list(restrictions.bounded)
    bounded[part.position] = moved(one, side, None)
    program = restrictions.program(restrictions.every, bounded)
    if program.stranded:
        return
    extreme = _extreme(with_part(restrictions, 2), program, one, side)
    if extreme is None:
        return
    unit = unit_of(restrictions, one.name)
    now, needed = getattr(one, side), typed(extreme.needed, side, unit)
    if extreme.plan is not None and needed == extreme.needed:
        objective, cost = program.value(extreme.plan), program.spent(extreme.plan)
        yield Repair(one.name, side, now, needed, objective, cost, unit=unit)
        return
    bounded[part.position] = moved(one, side, needed)
    then = restrictions.program(restrictions.every, bounded)
    found = repair_of(restrictions, then, one.name, side, now, needed)
    yield replace(found, unsettled=not extreme.proven)


@dataclass(frozen=True)
class _Extreme:
    """The nearest value of a bound that other limits allow."""

    needed: float
    proven: bool
    """Whether none is nearer."""
    plan: Array | None = None
    """The cheapest plan there, of a large linear program; None where that is still to be asked."""


def _extreme(
    restrictions: Restrictions, program: Program, one: Bounded, side: Side
) -> _Extreme | None:
    """Return the least (for a max) or greatest (for a min) figure that other limits allow."""
    sign = -1.0 if side == "max" else 1.0
    numerator = _folded(restrictions, program, one.numerator)
    if not isinstance(one.denominator, Form):
        best = best_plan(restrictions, program, numerator * sign)
        if best is None:
            return None
        needed = numerator.at(best.shares, program.used(best.shares)) / one.denominator
        proven = best.outcome is Outcome.OPTIMAL
        return _Extreme(needed, proven, best.shares if best.by == COLUMNS else None)
    denominator = _folded(restrictions, program, one.denominator)
    upward = numerator * sign

    def at(form: Form) -> tuple[float, float] | None:
        best = best_plan(restrictions, program, form)
        if best is None or best.outcome is not Outcome.OPTIMAL:
            return None
        used = program.used(best.shares)
        return upward.at(best.shares, used), denominator.at(best.shares, used)

    found = greatest_ratio(at, upward, denominator)
    known = found.complete and found.value is not None
    return _Extreme(sign * (found.value or 0.0) + 0.0, proven=True) if known else None


def _folded(restrictions: Restrictions, program: Program, form: Form) -> Form:
    """Return a form over segments as the program sees it: over classes, what is given a constant."""
    form = undecided(restrictions.economics, form)
    same = len(program.users) == len(restrictions.economics.users)
    return form if same else grouped(form, restrictions.economics.group)


def _lower_entitlement(restrictions: Restrictions, part: Restriction) -> Iterator[Repair]:
    """Lower an entitlement to the worth of the best offer, or to nothing, that then works."""
    s, worths = part.position, restrictions.worths[part.position]
    now = float(restrictions.needs[s])
    for needed in sorted({0.0, *worths[(worths >= 0) & (worths < now)].tolist()}, reverse=True):
        lower = restrictions.lowered({s: needed})
        program = lower.program(lower.every)
        if is_feasible(program, restrictions.solver):
            yield repair_of(restrictions, program, part.name, "min", now, needed)
            return


def _more_offers(restrictions: Restrictions, part: Restriction) -> Iterator[Repair]:
    now = restrictions.problem.settings.max_offers or 0
    for most in range(now + 1, len(restrictions.problem.offers) + 1):
        wider = restrictions.with_offers(most)
        program = wider.program(wider.every)
        if is_feasible(program, restrictions.solver):
            yield repair_of(restrictions, program, part.name, "max", float(now), float(most))
            return
