"""The cells that a search for whole users may move, and the box of whole numbers that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from compensator.economics import Array, Form, Vector
from compensator.model import Box, Entries
from compensator.plan.counting import Counting
from compensator.plan.rounding import Whole
from compensator.plan.sums import in_use
from compensator.tolerances import ROUNDING

Index = NDArray[np.intp]
Cells = tuple[Index, Index]

CELL, USED, SHARE, MISS = range(4)
Part = tuple[int, Index, Index, Vector]
"""Which variables, and of each coefficient its row, its variable, its value."""


@dataclass(frozen=True)
class _Block:
    """Some rows."""

    low: Vector
    high: Vector
    parts: list[Part]


@dataclass(frozen=True)
class Core:
    """Some cells around whole users."""

    counting: Counting
    base: Whole
    """Where the search starts."""
    moving: NDArray[np.bool_]
    """Which cells may move, segments × offers."""
    lower: Vector
    """Fewest more users of each cell than at the start."""
    upper: Vector
    rounding: bool = False
    """Whether exact shares are rounded, so that equal ones stay within a user of being equal by themselves."""

    @cached_property
    def cells(self) -> Cells:
        """Segment and offer of each cell that may move."""
        s, j = np.nonzero(self.moving)
        return s, j

    def people(self, at: Vector) -> Whole:
        """Return the whole users at a point of the box."""
        people = self.base.copy()
        people[self.cells] += at[: len(self.lower)].astype(np.int64)
        return people

    def moved(self, people: Whole) -> Vector:
        """Return cells and used offers of whole users, as the box counts them."""
        used = in_use(people)[self._linked]
        moved: Vector = np.concatenate([(people - self.base)[self.cells], used])
        return moved

    def box(self, aim: Form, allowed: Vector, missing: Vector) -> Box:
        """Return the box in which to look.

        Args:
            aim: What is made great.
            allowed: By how much each row may be exceeded at no cost.
            missing: By how much more it may be missed, in parts of its scale; each costs 1.
        """
        s, j = self.cells
        cost = -aim.shares[s, j] / self.counting.users[s], -aim.used[self._linked]
        parts = len(s), len(self._linked), len(self._shared[0]), len(missing)
        blocks = [
            self._segments(),
            self._limits(allowed),
            self._links(),
            self._most(),
            self._classes(),
        ]
        low_share, high_share = self._share_bounds()
        return Box(
            costs=np.concatenate([*cost, np.zeros(parts[2]), np.ones(parts[3])]),
            rows=_stacked(blocks, parts),
            low=np.concatenate([block.low for block in blocks]),
            high=np.concatenate([block.high for block in blocks]),
            lower=np.concatenate([self.lower, self._needed, low_share, np.zeros(parts[3])]),
            upper=np.concatenate([self.upper, np.ones(parts[1]), high_share, missing]),
            whole=np.arange(sum(parts)) < parts[0] + parts[1],
        )

    @cached_property
    def _linked(self) -> NDArray[np.intp]:
        """Offers whose being used costs or counts."""
        return np.flatnonzero(self.counting.case.program.linked)

    @cached_property
    def _needed(self) -> Vector:
        """1 for each of them that users outside of the cells have."""
        outside = self.base.copy()
        outside[self.cells] = 0
        return in_use(outside)[self._linked]

    @cached_property
    def _several(self) -> NDArray[np.bool_]:
        """Segments whose shares are to be held equal to those of others."""
        return self.counting.several & (not self.rounding)

    @cached_property
    def _shared(self) -> Cells:
        """Class and offer of each share that segments of a class have in common."""
        counting = self.counting
        may = counting.case.economics.eligible & self._several[:, None]
        group = counting.case.economics.group
        shared = np.zeros((int(group.max()) + 1, may.shape[1]), dtype=bool)
        np.logical_or.at(shared, group, may)
        g, j = np.nonzero(shared)
        return g, j

    def _segments(self) -> _Block:
        """Return that the users of each segment add up."""
        segments, place = np.unique(self.cells[0], return_inverse=True)
        short = (self.counting.users - self.base.sum(axis=1))[segments]
        return _Block(short, short, [(CELL, place, np.arange(len(place)), np.ones(len(place)))])

    def _limits(self, allowed: Vector) -> _Block:
        """Return the limits, as what is left of each where the search starts."""
        counting, (s, j) = self.counting, self.cells
        shares, used, rows = counting.shares(self.base), counting.kept_in_use, counting.rows
        terms = [ROUNDING * max(r.bounded, r.form.activity(shares, used)) for r in rows]
        room = allowed + terms - [row.excess(shares, used) for row in rows]
        coefficients = np.zeros((len(rows), len(s)))
        setup = np.zeros((len(rows), len(self._linked)))
        for k, row in enumerate(rows):
            coefficients[k] = row.sign * row.form.shares[s, j] / counting.users[s]
            setup[k] = row.sign * row.form.used[self._linked]
        every, scales = np.arange(len(rows)), np.array([-counting.scale(row) for row in rows])
        parts = [_dense(CELL, coefficients), _dense(USED, setup), (MISS, every, every, scales)]
        return _Block(np.full(len(rows), -np.inf), room, parts)

    def _links(self) -> _Block:
        """Return that an offer which some user of a cell gets is used."""
        column = {offer: u for u, offer in enumerate(self._linked.tolist()) if not self._needed[u]}
        mine = np.flatnonzero(np.isin(self.cells[1], list(column)))
        used = np.array([column[offer] for offer in self.cells[1][mine].tolist()], dtype=np.intp)
        had, every = self.base[self.cells][mine].astype(float), np.arange(len(mine))
        cells = (CELL, every, mine, np.ones(len(mine)))
        uses = (USED, every, used, -(had + self.upper[mine]))
        return _Block(np.full(len(mine), -np.inf), -had, [cells, uses])

    def _most(self) -> _Block:
        """Return that no more offers are used than may be."""
        most = self.counting.case.program.max_offers
        if most is None:
            return _Block(np.zeros(0), np.zeros(0), [])
        ones = _dense(USED, np.ones((1, len(self._linked))))
        return _Block(np.full(1, -np.inf), np.full(1, float(most)), [ones])

    def _classes(self) -> _Block:
        """Return that segments of a class are within a user of equal shares, which add up to 1."""
        (s, j), rest = self.cells, self.counting.rest
        mine = np.flatnonzero(self._several[s])
        own = (self.base - self.counting.least)[self.cells][mine].astype(float)
        share = self._number[self.counting.case.economics.group[s[mine]], j[mine]]
        classes, place = np.unique(self._shared[0], return_inverse=True)
        every, ones = np.arange(len(mine)), np.ones(len(mine))
        parts = [
            (CELL, every, mine, ones),
            (SHARE, every, share, -rest[s[mine]]),
            (SHARE, len(mine) + place, np.arange(len(place)), np.ones(len(place))),
        ]
        whole = np.ones(len(classes))
        return _Block(np.append(-1.0 - own, whole), np.append(1.0 - own, whole), parts)

    @cached_property
    def _number(self) -> NDArray[np.intp]:
        """Number of each share that a class has in common, classes × offers."""
        count = int(self.counting.case.economics.group.max()) + 1
        number = np.zeros((count, self.base.shape[1]), dtype=np.intp)
        number[self._shared] = np.arange(len(self._shared[0]))
        return number

    def _share_bounds(self) -> tuple[Vector, Vector]:
        """Return what the cells that do not move leave to the shares of their classes."""
        counting = self.counting
        low, high = np.zeros(len(self._shared[0])), np.ones(len(self._shared[0]))
        s, j = np.nonzero(counting.case.economics.eligible & self._several[:, None] & ~self.moving)
        own, rest = (self.base - counting.least)[s, j], counting.rest[s]
        share = self._number[counting.case.economics.group[s], j]
        np.maximum.at(low, share, (own - 1) / rest)
        np.minimum.at(high, share, (own + 1) / rest)
        return low, high


def _dense(which: int, coefficients: Array) -> Part:
    row, variable = np.nonzero(coefficients)
    return which, row, variable, coefficients[row, variable]


def _stacked(blocks: Sequence[_Block], parts: Sequence[int]) -> Entries:
    """Return blocks of rows under each other, their variables beside each other."""
    before = np.cumsum([0, *parts])
    above = np.cumsum([0, *(len(block.low) for block in blocks)])
    placed = [
        (row + first, variable + before[which], value)
        for block, first in zip(blocks, above.tolist(), strict=False)
        for which, row, variable, value in block.parts
    ]
    return Entries(*map(np.concatenate, zip(*placed, strict=True)))
