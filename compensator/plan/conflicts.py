"""Which limits clash: sets of which each needs all of its members, named as the analyst names them.

What clashes already in the linear relaxation is found by sums of prices and made smaller by leaving out one
member after the other; what clashes only as users, segments or offers are whole, by halving.

Source: Chinneck and Dravnieks (1991), ORSA Journal on Computing 3(2), on the deletion filter; QuickXplain,
Junker (2004), AAAI: a minimal conflict by halving, in O(k log n) feasibility checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from compensator.economics import Program
from compensator.errors import SolverError
from compensator.model import Outcome, Solver
from compensator.optimizer import clash, nothing, optimize
from compensator.plan.grounds import Grounds, grounds
from compensator.plan.restrictions import Restriction, Restrictions
from compensator.tolerances import ROUNDING

MOST_CHECKS = 120
"""Feasibility checks after which a conflict is left as small as it is."""
NODES = 200
"""Nodes that one question about an integer program is worth."""
PATIENCE = 2.0
"""Seconds that looking for conflicts of integer programs is worth, and again for repairs."""
BREATH = 0.4
"""Seconds past the time limit that naming a conflict may take at most, and again repairing it."""
LATER = ("whole_segments", "max_offers", "entitlement")
"""Kinds that take part in a conflict only where others do not clash without them; the last is the first to."""
Block = list[Restriction]
"""Restrictions that are given up together."""


@dataclass(frozen=True)
class Conflict:
    """Restrictions that clash."""

    parts: tuple[Restriction, ...]
    minimal: bool = True
    """Whether each of them is known to be needed; else time or checks ran out before that was settled."""


def conflicts(restrictions: Restrictions) -> list[Conflict]:
    """Return conflicts that share no restriction, with few entitlements, of an infeasible problem."""
    found = [Conflict((part,)) for part in _unmet(restrictions)]
    left = [p for p in restrictions.every if all(p not in one.parts for one in found)]
    checks, known = _Checks(restrictions), not found
    while left and not checks.spent:
        one = _by_grounds(checks, left) or _by_halving(checks, left, known=known)
        if one is None or not one.parts:
            break
        chosen = set(one.parts)
        found.append(replace(one, parts=tuple(p for p in restrictions.every if p in chosen)))
        left, known = [part for part in left if part not in chosen], False
    return found or [Conflict(tuple(left), minimal=False)]


def in_time(restrictions: Restrictions) -> Restrictions:
    """Return the restrictions with as much time as naming a clash is worth, and a breath where there is none left."""
    solver = restrictions.solver.at_least(BREATH)
    if not restrictions.program(restrictions.every).integer:
        return replace(restrictions, solver=solver)
    return replace(restrictions, solver=replace(solver.within(PATIENCE), nodes=NODES))


def is_feasible(program: Program, solver: Solver) -> bool | None:
    """Return whether some plan meets a program's rows, by what settles the status of a plan; None where that is not settled."""
    if program.stranded:
        return False
    relaxed = clash(program, solver)
    if relaxed.prices is not None:
        return False
    if relaxed.settled and not program.integer:
        return True
    try:
        found = optimize(program.aiming(nothing(program)), solver)
    except SolverError:
        return None
    return None if found.outcome is Outcome.NOTHING else found.outcome is not Outcome.INFEASIBLE


class _Checks:
    """Feasibility checks of restrictions, counted, so that a search ends."""

    def __init__(self, restrictions: Restrictions) -> None:
        self.settled = True
        """Whether every check so far told what it was asked."""
        self._restrictions, self._left = in_time(restrictions), MOST_CHECKS
        self._solver = self._restrictions.solver

    @property
    def spent(self) -> bool:
        """Whether no more should be asked."""
        return self._left <= 0 or self._solver.late

    def grounds(self, parts: Sequence[Restriction]) -> Grounds:
        """Return some restrictions that clash by a sum, none where nothing shows that."""
        self._left -= 1
        return grounds(self._restrictions, parts, self._solver)

    def fits(self, parts: Sequence[Restriction]) -> bool:
        """Return whether some plan keeps some of the restrictions; where that is not settled, it may."""
        self._left -= 1
        fits = is_feasible(self._restrictions.program(parts), self._solver)
        self.settled = self.settled and fits is not None
        return fits is not False

    def __call__(self, blocks: Sequence[Block]) -> bool:
        """Return ``fits`` of blocks of restrictions."""
        return self.fits([part for block in blocks for part in block])


def _unmet(restrictions: Restrictions) -> list[Restriction]:
    """Return the entitlements of single segments that no offer of theirs meets."""
    best = restrictions.worths.max(axis=1)
    unmet = (best < restrictions.needs * (1 - ROUNDING)) & (restrictions.economics.left > 0)
    return [p for p in restrictions.every if p.kind == "entitlement" and unmet[p.position]]


def _by_grounds(checks: _Checks, parts: Sequence[Restriction]) -> Conflict | None:
    """Return a conflict that shows in the linear relaxation already, None where none does.

    Entitlements, and the number of offers, take part only where the rest does not clash without them.
    """
    before = None
    for k in range(len(LATER), 0, -1):
        tried = [part for part in parts if part.kind not in LATER[:k]]
        first = checks.grounds(tried) if tried and tried != before else None
        if first is not None and first.parts:
            return _filtered(checks, first)
        before = tried
    return None


def _filtered(checks: _Checks, first: Grounds) -> Conflict:
    """Return a conflict made smaller by leaving out one member after the other, entitlements first."""
    needed: list[Restriction] = []
    left = sorted(first.parts, key=lambda part: part.kind != "entitlement")
    by_sum, checks.settled = first.minimal, True
    while left:
        part, *rest = left
        if by_sum and part.kind == "entitlement":
            needed, left = [*needed, part], rest
            continue
        if checks.spent:
            return Conflict((*needed, *left), minimal=False)
        smaller = checks.grounds([*needed, *rest])
        if smaller.parts:
            needed = [p for p in needed if p in smaller.parts]
            left, by_sum = [p for p in rest if p in smaller.parts], smaller.minimal
        else:
            needed += [part] if smaller.settled or checks.fits([*needed, *rest]) else []
            left = rest
    return Conflict(tuple(needed), checks.settled)


def _by_halving(checks: _Checks, parts: Sequence[Restriction], *, known: bool) -> Conflict | None:
    """Return a conflict of integer programs; entitlements are one restriction first, and taken apart at last.

    Args:
        checks: What may be asked.
        parts: All that hold.
        known: Whether it is known that they clash.
    """
    checks.settled = True
    if not known and checks.fits(parts):
        return None
    owed = [part for part in parts if part.kind == "entitlement"]
    blocks = [[part] for part in parts if part not in owed] + ([owed] if owed else [])
    clashing = _smallest(checks, [], blocks, known_feasible=True)
    if owed in clashing:
        others = [block for block in clashing if block != owed]
        apart = _smallest(checks, others, [[part] for part in owed], known_feasible=True)
        clashing = apart + others
    settled = checks.settled and not checks.spent
    return Conflict(tuple(part for block in clashing for part in block), settled)


def _smallest(
    check: _Checks, background: list[Block], blocks: list[Block], *, known_feasible: bool
) -> list[Block]:
    """Return a minimal part of ``blocks`` that clashes with the background (and itself)."""
    if not known_feasible and not check(background):
        return []
    if len(blocks) <= 1 or check.spent:
        return blocks
    half = len(blocks) // 2
    first, second = blocks[:half], blocks[half:]
    later = _smallest(check, background + first, second, known_feasible=not first)
    earlier = _smallest(check, background + later, first, known_feasible=not later)
    return earlier + later
