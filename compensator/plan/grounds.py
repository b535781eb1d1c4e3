"""Why nothing is feasible, by a sum: restrictions that clash already where plans may be split at will.

Prices that prove a clash prove it for fewer restrictions too, as long as what is left of the sum stays above
nothing. So limits without a price go, and entitlements that add least go first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from compensator.economics import Array, Program
from compensator.model import Solver
from compensator.optimizer import clash, nothing, surplus
from compensator.plan.restrictions import Restriction, Restrictions
from compensator.prices import Prices, reduced_values


@dataclass(frozen=True)
class Grounds:
    """Restrictions that clash by a sum, or that are known not to."""

    parts: tuple[Restriction, ...]
    """Empty where the linear relaxation is not shown to clash."""
    settled: bool
    """Whether that is certain, and no integers ask for more."""
    minimal: bool = False
    """Whether the sum itself shows that every entitlement among them is needed."""


def grounds(restrictions: Restrictions, parts: Sequence[Restriction], solver: Solver) -> Grounds:
    """Return some of the restrictions that clash already, integrality set aside.

    Args:
        restrictions: Of the problem.
        parts: Those that hold.
        solver: Where set-up costs or a number of offers take part.
    """
    program = restrictions.program(parts)
    if program.stranded:
        return Grounds(tuple(_stranded(restrictions, parts, program)), settled=True)
    found = clash(program, solver)
    if found.prices is None:
        return Grounds((), found.settled and not program.integer)
    return _by_sum(restrictions, parts, program, found.prices)


def _stranded(
    restrictions: Restrictions, parts: Sequence[Restriction], program: Program
) -> Iterator[Restriction]:
    """Yield what leaves the first class without an offer that all of its members may get."""
    classes = _Classes.of(restrictions, parts, program)
    g = int((~program.eligible.any(axis=1)).argmax())
    for s in np.flatnonzero(classes.group == g).tolist():
        if classes.blocks[g].any() and (classes.without(s) | ~classes.open[g]).all():
            classes.drop(s)
    kept = [p for p in parts if p.kind == "entitlement" and p.position in classes.owed]
    yield from (p for p in kept if classes.group[p.position] == g)
    yield from (p for p in parts if p.kind == "same_offer_within")


def _by_sum(
    restrictions: Restrictions, parts: Sequence[Restriction], program: Program, prices: Prices
) -> Grounds:
    """Return what the sum of prices needs of the restrictions."""
    idle = program.aiming(nothing(program))
    classes = _Classes.of(restrictions, parts, program)
    reduced = reduced_values(replace(idle, eligible=np.ones_like(program.eligible)), prices)
    best = np.where(program.eligible, reduced, -np.inf).max(axis=1)
    left = surplus(idle, prices)
    for s in classes.by_gain(reduced):
        g = classes.group[s]
        then = reduced[g][classes.open[g] & ~classes.without(s)].max()
        if left - (then - best[g]) > 0:
            left, best[g] = left - (then - best[g]), then
            classes.drop(s)
    names = {r.limit for r, p in zip(program.rows, prices.rows.tolist(), strict=True) if p > 0}
    names |= {"max_offers"} if prices.max_offers > 0 else set()
    kept = tuple(p for p in parts if _is_needed(p, names, classes.owed))
    rows = sum(row.limit in names for row in program.rows)
    return Grounds(kept, settled=True, minimal=rows == 1 and not program.linked.any())


def _is_needed(part: Restriction, priced: set[str], owed: set[int]) -> bool:
    if part.kind == "entitlement":
        return part.position in owed
    return part.kind == "same_offer_within" or part.name in priced


@dataclass(frozen=True)
class _Classes:
    """Which entitlements rule an offer out for a class, counted, so that each can be taken away."""

    group: NDArray[np.intp]
    open: NDArray[np.bool_]
    """Classes × offers that nothing but entitlements rules out."""
    unmet: NDArray[np.bool_]
    """Segments × offers that are worth less than the segment is owed."""
    blocks: NDArray[np.intp]
    """How many entitlements rule out each class × offer."""
    owed: set[int]
    """Segments whose entitlement holds."""

    @classmethod
    def of(
        cls, restrictions: Restrictions, parts: Sequence[Restriction], program: Program
    ) -> _Classes:
        """Return the classes of a program of some restrictions."""
        owed = [part.position for part in parts if part.kind == "entitlement"]
        own = restrictions.economics.group
        group = own if len(program.users) != len(own) else np.arange(len(own))
        others = restrictions.program([part for part in parts if part.kind != "entitlement"])
        unmet = ~restrictions.entitled
        blocks = np.zeros(program.eligible.shape, dtype=np.intp)
        np.add.at(blocks, group[owed], unmet[owed])
        return cls(group, others.eligible, unmet, blocks, set(owed))

    def without(self, s: int) -> NDArray[np.bool_]:
        """Return which offers the other entitlements of a segment's class rule out."""
        ruled_out: NDArray[np.bool_] = self.blocks[self.group[s]] > self.unmet[s]
        return ruled_out

    def drop(self, s: int) -> None:
        """Take an entitlement away."""
        self.blocks[self.group[s]] -= self.unmet[s]
        self.owed.discard(s)

    def by_gain(self, reduced: Array) -> list[int]:
        """Return the segments with an entitlement, what adds least to the sum first."""
        listed = np.array(sorted(self.owed), dtype=np.intp)
        own = np.where(self.open, reduced, -np.inf)[self.group[listed]]
        met = np.where(self.unmet[listed], -np.inf, own)
        gains = own.max(axis=1) - met.max(axis=1)
        ordered: list[int] = listed[np.argsort(gains, kind="stable")].tolist()
        return ordered
