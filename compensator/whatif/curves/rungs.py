"""The ladder in words: consecutive steps to the same offers, told as one rung."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from compensator.plan.wording import percent, shortened, visible
from compensator.whatif.curves.ladder import Ladder

RUNGS = 6
"""Most rungs told."""
OFFERS = 3
"""Most offers of a rung named."""
EVERYONE = 0.999
"""Part of all users that is told as everyone."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One stretch of the ladder."""

    cost: float
    """Money of the whole stretch."""
    value: float
    """In the measure named by ``maximize``."""
    words: str
    """Who gets what."""


def rungs(ladder: Ladder) -> list[Rung]:
    """Return the ladder in at most ``RUNGS`` stretches; what costs nothing is the first, what is kept is none."""
    idle = (ladder.source < 0) & (ladder.target == 0)
    target = np.where(idle | ladder.kept, -1, ladder.target)
    kept = np.flatnonzero((target >= 0) & (ladder.users > 0))
    if not len(kept):
        return []
    cuts = np.flatnonzero(np.diff(target[kept]) != 0) + 1
    stretches = _joined(ladder, np.split(kept, cuts))
    return [
        Rung(
            float(ladder.cost[steps].sum()),
            float(ladder.value[steps].sum()),
            "; ".join(_who(ladder, steps)),
        )
        for steps in stretches
    ]


def _joined(ladder: Ladder, stretches: list[NDArray[np.intp]]) -> list[NDArray[np.intp]]:
    """Return neighbours joined, those of least cost first, until few are left."""
    costs = [float(ladder.cost[s].sum()) for s in stretches]
    if len(stretches) > 50 * RUNGS:  # evenly by money: pair by pair would take too long
        at = np.cumsum(costs)
        part = np.minimum((at / max(at[-1], 1e-300) * RUNGS).astype(int), RUNGS - 1)
        cuts = np.flatnonzero(np.diff(part)) + 1
        return [np.concatenate(group) for group in _split(stretches, cuts.tolist())]
    while len(stretches) > RUNGS:
        k = min(range(len(stretches) - 1), key=lambda i: costs[i] + costs[i + 1])
        stretches[k : k + 2] = [np.concatenate(stretches[k : k + 2])]
        costs[k : k + 2] = [costs[k] + costs[k + 1]]
    return stretches


def _split(items: list[NDArray[np.intp]], cuts: list[int]) -> list[list[NDArray[np.intp]]]:
    ends = [0, *cuts, len(items)]
    return [items[a:b] for a, b in pairwise(ends)]


def _who(ladder: Ladder, steps: NDArray[np.intp]) -> Iterator[str]:
    """Yield who has which offer at the end of a stretch, the most money first."""
    end = np.full(len(ladder.names), -1)
    end[ladder.segment[steps]] = ladder.target[steps]  # of several steps the last one stays
    offer = end[ladder.segment[steps]]
    money = np.bincount(offer, ladder.cost[steps], minlength=len(ladder.offers))
    users = np.bincount(end[end >= 0], ladder.users[: len(end)][end >= 0], len(ladder.offers))
    order = np.lexsort((-users, -money))
    for place, j in enumerate(order[users[order] > 0].tolist()):
        if place == OFFERS:
            yield "and others"
            return
        yield f"{visible(ladder.offers[j])} to {_segments(ladder, np.flatnonzero(end == j))}"


def _segments(ladder: Ladder, segments: NDArray[np.intp]) -> str:
    everybody = ladder.users[: len(ladder.names)]
    part = everybody[segments].sum() / everybody.sum()
    if part >= EVERYONE:
        return "everyone"
    largest = segments[np.argsort(-everybody[segments], kind="stable")]
    names = [visible(ladder.names[s]) for s in largest.tolist()]
    return (
        shortened(names)
        if len(names) <= 8
        else f"{len(names):,} segments ({percent(part)} of users)"
    )
