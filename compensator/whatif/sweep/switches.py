"""Where a sweep's plan switches offers: between which neighboring cells a segment gets another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from compensator.plan import Brief
from compensator.problem import Problem
from compensator.whatif.inputs import Input
from compensator.whatif.sweep.answer import Switch

MainOffers = NDArray[np.intp]
"""Position of the offer that most users of each segment get (``none`` is 0); −1 for nobody."""
MOST_LISTED: Final = 10_000
"""Most switches that a result lists; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Switches:
    """The switches of a sweep."""

    listed: tuple[Switch, ...]
    count: int
    """All of them, listed or not."""


def main_offers(ended: Brief) -> MainOffers:
    """Return the offer that the larger share of each segment gets, the first listed of equal ones."""
    shares, users = np.asarray(ended.shares), ended.case.economics.users
    chosen: MainOffers = np.where(users > 0, shares.argmax(axis=1), -1)
    return chosen


def switches(problem: Problem, inputs: Sequence[Input], mains: NDArray[np.intp]) -> Switches:
    """Return where the main offer of a segment differs between two neighboring cells that have a plan.

    Args:
        problem: Holds the names.
        inputs: The varied ones.
        mains: Inputs' values (one axis each) × segments; −1 where there is no plan or nobody.
    """
    listed: list[Switch] = []
    count = 0
    for axis, one in enumerate(inputs):
        rising = np.argsort(one.values)
        ordered = np.moveaxis(mains.take(rising, axis=axis), axis, 0)
        before, after = ordered[:-1], ordered[1:]
        differ = (before != after) & (before >= 0) & (after >= 0)
        count += int(differ.sum())
        places = np.argwhere(differ)[: MOST_LISTED - len(listed)]
        listed += _named(problem, inputs, axis, [(at, before, after) for at in places])
    return Switches(tuple(listed), count)


def _named(
    problem: Problem, inputs: Sequence[Input], axis: int, found: Sequence[tuple[Any, ...]]
) -> Iterator[Switch]:
    """Return switches along one input by name: which segment, between which values, from and to what."""
    one, others = inputs[axis], [other for k, other in enumerate(inputs) if k != axis]
    names, values = problem.offer_rows.names, sorted(one.values)
    for at, before, after in found:
        step, *rest, segment = at
        yield Switch(
            problem.segments[segment].segment,
            one.path,
            values[step],
            values[step + 1],
            names[before[tuple(at)]],
            names[after[tuple(at)]],
            {other.path: other.values[i] for other, i in zip(others, rest, strict=True)},
        )
