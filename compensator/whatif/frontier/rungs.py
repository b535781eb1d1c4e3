"""The ladder in words: consecutive steps to the same offers, told as one rung."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from compensator.language import count, shortened, visible
from compensator.whatif.frontier.ladder import Ladder

RUNGS = 6
"""Most rungs told, but where value per cost falls by more than half within one of them."""
MOST = 10
"""Most rungs told at all."""
OFFERS = 3
"""Most offers of a rung named."""
EVERYONE = 0.999
"""Part of all users that is told as everyone."""
MANY = 300
"""Stretches from which pair by pair would take too long."""
Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Rung:
    """One stretch of the ladder."""

    cost: float
    """Money of the whole stretch."""
    value: float
    """In the measure named by ``maximize``."""
    words: str
    """Who gets what."""


def rungs(ladder: Ladder, par: float | None = None) -> list[Rung]:
    """Return the ladder in few stretches; what costs nothing is the first, what is kept is none.

    Args:
        ladder: The steps.
        par: Value per cost at which a new stretch begins in any case.
    """
    idle = (ladder.source < 0) & (ladder.target == 0)
    taken = np.flatnonzero(~idle & ~ladder.kept & (ladder.users > 0))
    if not len(taken):
        return []
    stretches = _joined([_Stretch.of(ladder, s, par) for s in _cut(ladder, taken, par)])
    return [
        Rung(
            float(ladder.cost[stretch.steps].sum()),
            float(ladder.value[stretch.steps].sum()),
            "; ".join(_who(ladder, stretch.steps)),
        )
        for stretch in stretches
    ]


@dataclass(frozen=True, slots=True, eq=False)
class _Stretch:
    """Consecutive steps."""

    steps: Index
    cost: float
    kind: tuple[bool, bool]
    """Whether they are starts, and whether they are at par; what differs is never joined."""
    first: float
    """Value per cost of the first step, ``last`` of the last."""
    last: float

    @classmethod
    def of(cls, ladder: Ladder, steps: Index, par: float | None) -> _Stretch:
        first, last = float(ladder.ratio[steps[0]]), float(ladder.ratio[steps[-1]])
        kind = (bool(np.isinf(first)), par is None or first >= par)
        return cls(steps, float(ladder.cost[steps].sum()), kind, first, last)

    def with_next(self, other: _Stretch) -> _Stretch:
        steps = np.concatenate([self.steps, other.steps])
        return _Stretch(steps, self.cost + other.cost, self.kind, self.first, other.last)

    def even(self, other: _Stretch) -> bool:
        """Return whether value per cost stays above half of the first when the next is joined."""
        return self.kind == other.kind and (self.kind[0] or other.last >= self.first / 2)


def _cut(ladder: Ladder, taken: Index, par: float | None) -> list[Index]:
    """Return steps cut where the offer changes, the par is passed, or value per cost has halved."""
    ratio = ladder.ratio[taken]
    cuts = np.diff(ladder.target[taken]) != 0
    cuts |= np.isinf(ratio[:-1]) & np.isfinite(ratio[1:])
    if par is not None:
        cuts |= (ratio[:-1] >= par) & (ratio[1:] < par)
    steps = np.flatnonzero(np.isfinite(ratio))
    while len(steps):
        after = steps[ratio[steps] < ratio[steps[0]] / 2]
        if len(after) and after[0] > 0:
            cuts[after[0] - 1] = True
        steps = after
    return np.split(taken, np.flatnonzero(cuts) + 1)


def _joined(stretches: list[_Stretch]) -> list[_Stretch]:
    """Return neighbors joined, those of least cost first, until few are left."""
    joined = _thinned(stretches) if len(stretches) > MANY else stretches
    while len(joined) > RUNGS:
        pairs = [k for k, (a, b) in enumerate(pairwise(joined)) if a.even(b)]
        if not pairs and len(joined) > MOST:
            pairs = [k for k, (a, b) in enumerate(pairwise(joined)) if a.kind == b.kind]
        if not pairs:
            break
        k = min(pairs, key=lambda i: joined[i].cost + joined[i + 1].cost)
        joined = [*joined[:k], joined[k].with_next(joined[k + 1]), *joined[k + 2 :]]
    return joined


def _thinned(stretches: list[_Stretch]) -> list[_Stretch]:
    """Return neighbors joined in one pass, each up to an even part of the money."""
    most = sum(stretch.cost for stretch in stretches) / RUNGS
    runs = [[stretches[0]]]
    cost = stretches[0].cost
    for stretch in stretches[1:]:
        if runs[-1][0].even(stretch) and cost + stretch.cost <= most:
            runs[-1].append(stretch)
            cost += stretch.cost
        else:
            runs.append([stretch])
            cost = stretch.cost
    return [
        _Stretch(
            np.concatenate([one.steps for one in run]),
            sum(one.cost for one in run),
            run[0].kind,
            run[0].first,
            run[-1].last,
        )
        for run in runs
    ]


def _who(ladder: Ladder, steps: Index) -> Iterator[str]:
    """Yield who has which offer at the end of a stretch instead of which, the most money first."""
    segment, width = ladder.segment[steps], len(ladder.offers)
    end, start = np.full(len(ladder.names), -1), np.full(len(ladder.names), -1)
    end[segment] = ladder.target[steps]  # of several steps the last one stays
    start[segment[::-1]] = np.maximum(ladder.source[steps[::-1]], 0)  # and the first is left
    move = np.where(end >= 0, start * width + end, -1)
    everybody = ladder.users[: len(end)]
    money = np.bincount(move[segment], ladder.cost[steps], minlength=width * width)
    users = np.bincount(move[move >= 0], everybody[move >= 0], minlength=width * width)
    order = np.lexsort((-users, -money))
    for place, k in enumerate(order[users[order] > 0].tolist()):
        if place == OFFERS:
            yield "and others"
            return
        left, given = divmod(k, width)
        instead = f" instead of {visible(ladder.offers[left])}" if left else ""
        to = _segments(ladder, np.flatnonzero(move == k))
        yield f"{visible(ladder.offers[given])}{instead} to {to}, {count(float(users[k]))}"


def _segments(ladder: Ladder, segments: NDArray[np.intp]) -> str:
    everybody = ladder.users[: len(ladder.names)]
    part = everybody[segments].sum() / everybody.sum()
    if part >= EVERYONE:
        return "everyone"
    largest = segments[np.argsort(-everybody[segments], kind="stable")]
    names = [visible(ladder.names[s]) for s in largest.tolist()]
    return shortened(names) if len(names) <= 8 else f"{len(names):,} segments"
