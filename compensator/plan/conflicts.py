"""Which limits clash: a smallest set that no plan meets, named as the analyst names them.

Source: QuickXplain, Junker (2004), AAAI: a minimal conflict by halving, in O(k log n) feasibility checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from compensator import model
from compensator.economics import (
    Array,
    Bounded,
    Economics,
    Program,
    Vector,
    assemble,
    evaluate,
    limits,
)
from compensator.model import Outcome, Solver
from compensator.optimizer import elastic
from compensator.problem import Problem, allowed, entitled, face_values, within_classes
from compensator.tolerances import ROUNDING

Kind = Literal["limit", "entitlement", "same_offer_within", "max_offers", "whole_segments"]
MOST_CHECKS = 120
"""Feasibility checks after which a conflict is left as small as it is."""


@dataclass(frozen=True)
class Restriction:
    """One restriction that could be given up."""

    kind: Kind
    name: str
    """The limit's name, or the path of an implicit one."""
    position: int = 0
    """Of the limit in the list, or of the segment."""


Side = Literal["min", "max"]
Block = list[Restriction]
"""Restrictions that are given up together."""


@dataclass(frozen=True)
class Restrictions:
    """A problem whose restrictions can be switched off one by one."""

    problem: Problem
    economics: Economics
    """Of every pair that the offers' own filters allow."""
    bounded: Sequence[Bounded]
    solver: Solver
    needs: Vector
    """Entitlement of each segment, money."""

    @classmethod
    def of(cls, problem: Problem, solver: Solver) -> Restrictions:
        """Return the restrictions of a problem."""
        economics = evaluate(problem, allowed(problem.offers, problem.segment_rows))
        needs = problem.figures.segments["entitlement"]
        return cls(problem, economics, limits(problem, economics), solver, needs)

    def lowered(self, entitlements: Mapping[int, float]) -> Restrictions:
        """Return the restrictions with other entitlements, by segment's position."""
        needs = self.needs.copy()
        needs[list(entitlements)] = list(entitlements.values())
        return replace(self, needs=needs)

    def with_offers(self, most: int) -> Restrictions:
        """Return the restrictions with another number of distinct offers allowed."""
        settings = self.problem.settings.model_copy(update={"max_offers": most})
        return replace(self, problem=self.problem.having(settings=settings))

    @cached_property
    def worths(self) -> Array:
        """What each offer is worth to each segment's users, money; −∞ where its filter rules it out."""
        face = face_values(self.problem.offers, self.problem.segment_rows)
        return np.where(self.economics.eligible, np.nan_to_num(face), -np.inf)

    def entitlement(self, s: int) -> Restriction:
        """Return what a segment is owed, by its position."""
        name = self.problem.segment_rows.names[s]
        return Restriction("entitlement", f"segments[{name}].entitlement", s)

    @cached_property
    def _entitled(self) -> NDArray[np.bool_]:
        return entitled(self.needs, self.worths)

    def each(self) -> list[Restriction]:
        """Return everything that restricts the plan; limits first, in the workbook's order."""
        settings = self.problem.settings
        found = [
            Restriction("limit", one.name, i) for i, one in enumerate(self.bounded) if one.enforced
        ]
        short = (self.economics.eligible & ~self._entitled).any(axis=1)
        found += map(self.entitlement, np.flatnonzero(short).tolist())
        rules: dict[Kind, bool] = {
            "same_offer_within": settings.same_offer_within is not None,
            "max_offers": settings.max_offers is not None,
            "whole_segments": settings.whole_segments,
        }
        return found + [Restriction(rule, rule) for rule, holds in rules.items() if holds]

    def program(
        self, active: Iterable[Restriction], bounded: Sequence[Bounded] | None = None
    ) -> Program:
        """Return the program under some of the restrictions only.

        Args:
            active: Those that hold.
            bounded: The limits to take them from; the problem's own by default.
        """
        wanted = set(active)
        parts = [one for one in self.each() if one in wanted]
        kinds = {one.kind for one in parts}
        owed = np.zeros(len(self.economics.users), dtype=bool)
        owed[[one.position for one in parts if one.kind == "entitlement"]] = True
        own = self.economics.eligible & (self._entitled | ~owed[:, None])
        group = self.economics.group if "same_offer_within" in kinds else np.arange(len(owed))
        economics = replace(self.economics, eligible=within_classes(own, group), group=group)
        settings = self.problem.settings
        changes = {
            "max_offers": settings.max_offers if "max_offers" in kinds else None,
            "whole_segments": "whole_segments" in kinds,
        }
        problem = self.problem.having(settings=settings.model_copy(update=changes))
        chosen = [(bounded or self.bounded)[r.position] for r in parts if r.kind == "limit"]
        return assemble(problem, economics, chosen)

    def feasible(self, active: Iterable[Restriction]) -> bool:
        """Return whether some plan meets these restrictions."""
        return is_feasible(self.program(active), self.solver)


def moved(one: Bounded, side: Side, figure: float | None) -> Bounded:
    """Return a limit with one bound at a figure, with a little room; without the bound where there is none."""
    room = 0.0 if figure is None else ROUNDING * max(1.0, abs(figure))
    bound = None if figure is None else figure + (room if side == "max" else -room)
    return replace(one, max=bound) if side == "max" else replace(one, min=bound)


def is_feasible(program: Program, solver: Solver) -> bool:
    """Return whether some plan may meet a program's rows: only what is proven is told as infeasible."""
    if program.stranded:
        return False
    if not program.rows and program.max_offers is None:
        return True
    idle = program.aiming(program.objective * 0.0)
    return model.run(model.build(idle), solver).outcome is not Outcome.INFEASIBLE


def conflicts(restrictions: Restrictions) -> list[list[Restriction]]:
    """Return conflicts that share no restriction, smallest where few entitlements take part.

    Entitlements that no offer meets clash with nothing else. The others are taken as one restriction
    first, and apart only where a limited number of checks tells which of them clash.
    """
    found = [[part] for part in _unmet(restrictions)]
    left = [part for part in restrictions.each() if [part] not in found]
    checks = _Counted(restrictions.feasible)
    while left and not checks([left]):
        suspects = _suspects(restrictions, left)
        left, aside = (suspects, left) if not checks([suspects]) else (left, left)
        owed = [part for part in left if part.kind == "entitlement"]
        blocks = [[part] for part in left if part not in owed] + ([owed] if owed else [])
        clash = _smallest(checks, [], blocks, known_feasible=True)
        if owed in clash:
            others = [block for block in clash if block != owed]
            clash = (
                _smallest(checks, others, [[part] for part in owed], known_feasible=True) + others
            )
        chosen = {part for block in clash for part in block}
        if not chosen:
            break
        found.append([part for part in restrictions.each() if part in chosen])
        left = [part for part in aside if part not in chosen]
    return found


def _suspects(restrictions: Restrictions, parts: list[Restriction]) -> list[Restriction]:
    """Return a part that clashes by itself, where the linear relaxation clashes: the limits with a price.

    By Farkas' lemma the priced rows of the least total miss prove that something must be missed.
    """
    program = replace(restrictions.program(parts), whole=False)
    if program.stranded or program.integer or not program.rows:
        return parts
    stretched = elastic(program)
    answer = model.run(model.build(stretched), restrictions.solver)
    if answer.outcome is not Outcome.OPTIMAL:
        return parts
    names = {row.limit for row, p in zip(program.rows, answer.prices.rows, strict=True) if p > 0}
    return [part for part in parts if part.kind != "limit" or part.name in names]


def _unmet(restrictions: Restrictions) -> list[Restriction]:
    """Return the entitlements of single segments that no offer of theirs meets."""
    best = restrictions.worths.max(axis=1)
    unmet = (best < restrictions.needs * (1 - ROUNDING)) & (restrictions.economics.left > 0)
    return [p for p in restrictions.each() if p.kind == "entitlement" and unmet[p.position]]


class _Counted:
    """A feasibility check of blocks of restrictions that counts, so that a search ends."""

    def __init__(self, check: Callable[[Iterable[Restriction]], bool]) -> None:
        self._check = check
        self._left = MOST_CHECKS

    @property
    def spent(self) -> bool:
        return self._left <= 0

    def __call__(self, blocks: Sequence[Block]) -> bool:
        self._left -= 1
        return self._check([part for block in blocks for part in block])


def _smallest(
    check: _Counted, background: list[Block], blocks: list[Block], *, known_feasible: bool
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
