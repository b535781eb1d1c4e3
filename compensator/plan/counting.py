r"""Whole users as a program in whole numbers, and its exact judgement.

======  ===============  =====================================================
symbol  name             meaning
======  ===============  =====================================================
n       ``people``       whole users of segment s who get offer j; Σ_j n_sj = users
z       a cell           n less the whole users from where the search starts
u       ``used``         1 where anybody gets offer j; only where it matters
x       ``shares``       of a class of several segments: n differs from users · x by at most 1
e       ``miss``         of a limit, where some cannot be kept; in parts of what it is measured against
======  ===============  =====================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from compensator.economics import Array, Form, Row, Vector, objective
from compensator.plan.case import Case
from compensator.plan.rounding import Whole
from compensator.plan.sums import in_use
from compensator.tolerances import ROUNDING, SAME


@dataclass(frozen=True)
class Standing:
    """What a whole plan comes to; the less it misses, and then the more it brings, the better."""

    people: Whole
    misses: Vector
    """Of each row, in parts of what it is measured against."""
    value: float

    @property
    def miss(self) -> float:
        """Return all misses together."""
        return float(self.misses.sum())

    def beats(self, other: Standing | None) -> bool:
        """Return whether it misses less, or as little and brings more."""
        return other is None or (self.miss, -self.value) < (other.miss, -other.value)


@dataclass(frozen=True)
class Counting:
    """Who may get what, and what is limited."""

    case: Case

    @cached_property
    def users(self) -> Vector:
        """Users of each segment."""
        return np.rint(self.case.economics.users)

    @cached_property
    def least(self) -> Whole:
        """Users who keep what they have, segments × offers."""
        given = self.case.economics.given
        cells = np.zeros(self.case.economics.eligible.shape) if given is None else given
        return np.rint(cells * self.users[:, None]).astype(np.int64)

    @cached_property
    def rest(self) -> Vector:
        """Users of each segment who are decided on."""
        rest: Vector = self.users - self.least.sum(axis=1)
        return rest

    @cached_property
    def rows(self) -> list[Row]:
        """The enforced limits."""
        return [row for one in self.case.bounded if one.enforced for row in one.rows()]

    @cached_property
    def objective(self) -> Form:
        """What is made great, in shares."""
        return objective(self.case.problem, self.case.economics)

    @cached_property
    def nothing(self) -> float:
        """What doing nothing brings, beside what is kept."""
        nothing = self.least.copy()
        nothing[:, 0] += self.rest.astype(np.int64)
        return self.standing(nothing).value

    @cached_property
    def thrifty(self) -> Form:
        """The objective less a trace of cost: of plans that bring the same, the cheaper one."""
        cost = Form(self.case.economics.total("cost"), self.case.economics.setup)
        return self.objective - cost * (SAME * self.objective.size / cost.size)

    @cached_property
    def several(self) -> NDArray[np.bool_]:
        """Which segments share a class with others, so that their shares are to be equal."""
        group, there = self.case.economics.group, self.rest > 0
        return there & (np.bincount(group, weights=there)[group] > 1)

    @cached_property
    def kept_in_use(self) -> Vector:
        """1 for each offer that somebody keeps."""
        return in_use(self.least)

    def shares(self, people: Whole) -> Array:
        """Return whole users as shares; 0 where a segment has none."""
        size = self.users[:, None]
        return np.divide(people, size, out=np.zeros(people.shape), where=size > 0)

    def judged(self, people: Whole) -> Standing | None:
        """Return what a whole plan comes to, None where it is none."""
        return self.standing(people) if self._allowed(people) else None

    def standing(self, people: Whole) -> Standing:
        """Return what a whole plan comes to."""
        shares, used = self.shares(people), in_use(people)
        misses = np.array([self._miss(row, shares, used) for row in self.rows])
        return Standing(people, misses, self.objective.at(shares, used))

    def _allowed(self, people: Whole) -> bool:
        """Return whether whole users add up, keep what they have and get what they may."""
        used, program = in_use(people), self.case.program
        if (people < self.least).any() or (people.sum(axis=1) != self.users).any():
            return False
        if ((people > self.least) & ~self.case.economics.eligible).any():
            return False
        if program.max_offers is not None and used[program.linked].sum() > program.max_offers:
            return False
        return not self.several.any() or self._alike(people)

    def _miss(self, row: Row, shares: Array, used: Vector) -> float:
        """Return by how much a row is missed, in parts of its bound, or of what the terms add up to."""
        excess, terms = row.excess(shares, used), row.form.activity(shares, used)
        if excess <= ROUNDING * max(row.bounded, terms):
            return 0.0
        return excess / self.scale(row)

    @staticmethod
    def scale(row: Row) -> float:
        """Return what the misses of a row are measured against: its bound, or its largest term."""
        return row.bounded or row.form.size

    def _alike(self, people: Whole) -> bool:
        """Return whether the segments of each class are within a user of some equal shares."""
        mine = self.several
        group, rest = self.case.economics.group[mine], self.rest[mine][:, None]
        own = people[mine] - self.least[mine]
        low, high = (
            np.zeros((group.max() + 1, own.shape[1])),
            np.ones((group.max() + 1, own.shape[1])),
        )
        np.maximum.at(low, group, (own - 1) / rest)
        np.minimum.at(high, group, (own + 1) / rest)
        there = np.unique(group)
        low, high = low[there], high[there]
        fits = (low <= high + ROUNDING).all(axis=1) & (low.sum(axis=1) <= 1 + ROUNDING)
        return bool((fits & (high.sum(axis=1) >= 1 - ROUNDING)).all())
