"""The cheapest repair of a conflict: the nearest value of each bound that works, and what it costs.

A bound's nearest value is the extreme of its own figure under all other limits. For a ratio N ÷ D the
extreme is the greatest ratio (see ``optimizer``), or the least.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compensator.economics import Bounded, Form, Program, grouped, undecided
from compensator.optimizer import greatest_ratio
from compensator.plan.answer import Repair
from compensator.plan.conflicts import is_feasible
from compensator.plan.joint import together
from compensator.plan.repair_costs import best_plan, repair_of
from compensator.plan.restrictions import Restriction, Restrictions, Side, moved

MOST_OWED = 10
"""Entitlements in a conflict up to which each is tried alone."""


def repairs(restrictions: Restrictions, conflict: Sequence[Restriction]) -> tuple[Repair, ...]:
    """Return the repairs that work alone, the cheapest first; else one joint repair.

    Args:
        restrictions: Of an infeasible problem.
        conflict: The restrictions that clash.
    """
    owed = [part for part in conflict if part.kind == "entitlement"]
    tried = [part for part in conflict if part.kind != "entitlement" or len(owed) <= MOST_OWED]
    alone = [repair for part in tried for repair in _alone(restrictions, part)]
    if alone:
        return tuple(sorted(alone, key=_preference))
    return together(restrictions)


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
    needed = _extreme(restrictions, program, one, side)
    if needed is None:
        return
    bounded[part.position] = moved(one, side, needed)
    then = restrictions.program(restrictions.every, bounded)
    yield repair_of(restrictions, then, one.name, side, getattr(one, side), needed)


def _extreme(
    restrictions: Restrictions, program: Program, one: Bounded, side: Side
) -> float | None:
    """Return the least (for a max) or greatest (for a min) figure that other limits allow."""
    sign = -1.0 if side == "max" else 1.0
    numerator = _folded(restrictions, program, one.numerator)
    if not isinstance(one.denominator, Form):
        best = best_plan(restrictions, program, numerator * sign)
        return None if best is None else numerator.at(best, program.used(best)) / one.denominator
    denominator = _folded(restrictions, program, one.denominator)
    upward = numerator * sign

    def at(form: Form) -> tuple[float, float] | None:
        best = best_plan(restrictions, program, form)
        if best is None:
            return None
        used = program.used(best)
        return upward.at(best, used), denominator.at(best, used)

    found = greatest_ratio(at, upward, denominator)
    return sign * found.value + 0.0 if found.complete and found.value is not None else None


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
