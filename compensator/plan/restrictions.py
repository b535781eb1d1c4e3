"""What restricts a plan, each part of which could be given up, and the program that some of it makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

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
from compensator.model import Solver
from compensator.problem import Problem, allowed, entitled, face_values, within_classes
from compensator.tolerances import ROUNDING

Kind = Literal["limit", "entitlement", "same_offer_within", "max_offers", "whole_segments"]


@dataclass(frozen=True)
class Restriction:
    """One restriction that could be given up."""

    kind: Kind
    name: str
    """The limit's name, or the path of an implicit one."""
    position: int = 0
    """Of the limit in the list, or of the segment."""


Side = Literal["min", "max"]


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
    def entitled(self) -> NDArray[np.bool_]:
        """Which offers are worth at least what each segment is owed."""
        return entitled(self.needs, self.worths)

    @cached_property
    def every(self) -> list[Restriction]:
        """Everything that restricts the plan; limits first, in the workbook's order."""
        settings = self.problem.settings
        found = [
            Restriction("limit", one.name, i) for i, one in enumerate(self.bounded) if one.enforced
        ]
        short = (self.economics.eligible & ~self.entitled).any(axis=1)
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
        parts = [one for one in self.every if one in wanted]
        kinds = {one.kind for one in parts}
        owed = np.zeros(len(self.economics.users), dtype=bool)
        owed[[one.position for one in parts if one.kind == "entitlement"]] = True
        own = self.economics.eligible & (self.entitled | ~owed[:, None])
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


def moved(one: Bounded, side: Side, figure: float | None) -> Bounded:
    """Return a limit with one bound at a figure, with a little room; without the bound where there is none."""
    room = 0.0 if figure is None else ROUNDING * max(1.0, abs(figure))
    bound = None if figure is None else figure + (room if side == "max" else -room)
    return replace(one, max=bound) if side == "max" else replace(one, min=bound)
