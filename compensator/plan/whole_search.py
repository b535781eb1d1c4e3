"""The best whole plan near the exact shares: first the split cells up or down, then the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from compensator.economics import Array, Form, Vector
from compensator.model import Box, Boxed
from compensator.optimizer import search
from compensator.plan.core import Core
from compensator.plan.counting import Counting, Standing
from compensator.plan.rounding import Whole, floors, largest_remainders
from compensator.prices import Prices, priced
from compensator.tolerances import ROUNDING, SAME, SLIGHT, TIE, TRIFLE

CELLS: Final = 2_000
"""Most cells that are moved at once beside the split ones."""
NODES: Final = 300
"""Boxes looked into for a better whole plan."""
PATIENT_NODES: Final = 1_000
"""Boxes looked into for one that misses no limit."""
WORK: Final = 400_000
"""Coefficients of all boxes together that are looked at in a search, in a large problem of fewer boxes."""
ROOMS: Final = (1.0, 4.0, 16.0)
"""Users' room that is left to each limit before shares are rounded."""
FEWEST: Final = 20
"""Boxes looked into in a problem of any size."""


@dataclass(frozen=True)
class Found:
    """The best whole plan found."""

    standing: Standing
    bound: float
    """What no whole plan that misses nothing brings more than."""
    proven: bool
    """Whether none is better."""


def best_people(
    counting: Counting, shares: Array, prices: Prices, bound: float, rivals: Iterable[Whole]
) -> Found:
    """Return the best whole plan that is found.

    Args:
        counting: What is asked.
        shares: The exact plan, segments × offers.
        prices: Of its rows.
        bound: What no plan in exact shares brings more than.
        rivals: Other whole plans that are known.

    Beside the split cells others are moved where that may bring more than a slight part of the gain:
    nobody wants five users with another offer for a dollar.
    """
    exact = counting.users[:, None] * np.maximum(shares, 0.0)
    down = floors(exact)
    known = counting.standing(largest_remainders(counting.users, exact))
    if counting.case.program.whole:
        return Found(known, bound, proven=False)
    split = (exact - down > TRIFLE) & counting.case.economics.eligible
    if split.any():
        ones = np.ones(int(split.sum()))
        known, _ = _better(Core(counting, down, split, 0 * ones, ones, rounding=True), known)
    reduced = _reduced(counting, prices)
    bound += _freedom(counting, reduced)
    below = bound - known.value
    if known.miss == 0 and below <= SLIGHT * abs(known.value - counting.nothing):
        return Found(known, bound, proven=below <= ROUNDING * abs(bound))
    core, everything = _wide(counting, known, reduced, bound)
    known, exhausted = _better(core, known)
    for rival in rivals:
        standing = counting.judged(rival)
        known = standing if standing is not None and standing.beats(known) else known
    return Found(known, bound, proven=known.miss == 0 and exhausted and everything)


def _reduced(counting: Counting, prices: Prices) -> Array:
    """Return what a user of each cell brings at the prices of the rows; −∞ where none may be added."""
    rows = counting.rows
    reduced = priced(counting.objective, rows, Prices(prices.rows[: len(rows)]))
    may = counting.case.economics.eligible & (counting.rest > 0)[:, None]
    size = np.maximum(1.0, counting.users)[:, None]
    return np.where(may, reduced / size, -np.inf)


def _freedom(counting: Counting, reduced: Array) -> float:
    """Return what segments may gain by a user more or less than the equal shares of their class."""
    mine = np.sort(reduced[counting.several], axis=1)
    mine = np.where(np.isfinite(mine), mine, np.nan)
    middle = np.nanmedian(mine, axis=1) if len(mine) else np.zeros(0)
    return float(np.nansum(np.abs(mine - middle[:, None])))


def _wide(counting: Counting, known: Standing, reduced: Array, bound: float) -> tuple[Core, bool]:
    """Return the cells that may make a plan better, the likelier ones where they are many, and whether these are all.

    At the prices a user loses what his cell is short of the best one: no better plan loses more than the known one.
    """
    may = np.isfinite(reduced)
    loss = np.where(may, reduced.max(axis=1, keepdims=True), np.inf) - np.where(may, reduced, 0.0)
    linear = not counting.case.program.integer and not counting.several.any() and known.miss == 0
    most = bound - known.value if linear else np.inf
    moving = may & ((loss <= most) | (known.people > counting.least))
    moving &= moving.sum(axis=1, keepdims=True) > 1
    second = np.sort(np.where(moving, loss, np.inf), axis=1)[:, min(1, loss.shape[1] - 1)]
    order = np.argsort(second, kind="stable")
    taken = order[np.cumsum(moving.sum(axis=1)[order]) <= CELLS]
    chosen = np.zeros_like(moving)
    chosen[taken] = moving[taken]
    fewest, now = counting.least[chosen], known.people[chosen]
    most_users = (counting.least + counting.rest[:, None])[chosen]
    core = Core(counting, known.people, chosen, (fewest - now).astype(float), most_users - now)
    return core, bool((chosen == moving).all())


def _better(core: Core, known: Standing) -> tuple[Standing, bool]:
    """Return a whole plan that misses less, or brings more, than a known one, and whether none does more."""
    if not len(core.lower):
        return known, True
    known = known if known.miss == 0 else _least_missed(core, known)
    return _most(core, known)


def _least_missed(core: Core, known: Standing) -> Standing:
    """Return the whole plan that misses least."""
    counting, none = core.counting, np.zeros(len(known.misses))
    nothing = Form(np.zeros(core.base.shape), np.zeros(core.base.shape[1]))

    def judge(at: Vector) -> float | None:
        standing = counting.judged(core.people(at))
        return None if standing is None else standing.miss

    known = _drawn_in(core, known, nothing)
    if known.miss == 0:
        return known
    box = core.box(nothing, none, none + known.miss)
    near = SAME * known.miss
    found = search(
        box, judge, best=known.miss, near=near, nodes=_nodes(box, PATIENT_NODES, 4 * WORK)
    )
    return known if found.at is None else counting.standing(core.people(found.at))


def _drawn_in(core: Core, known: Standing, nothing: Form) -> Standing:
    """Return the whole plan that misses least of those next to shares that leave some users' room to each limit.

    A vertex splits no more cells than there are limits: what these may exceed a limit by is kept free before.
    """
    counting, (s, j) = core.counting, core.cells
    room = np.zeros(len(counting.rows))
    for k, row in enumerate(counting.rows):
        room[k] = np.abs(row.form.shares[s, j] / counting.users[s]).max(initial=0)
    for many in ROOMS:
        box = core.box(nothing, -many * room, np.full(len(room), np.inf))
        said = Boxed(box).solve(box.lower, box.upper)
        if not said.solved:
            continue
        exact = core.base.astype(float)
        exact[s, j] += said.at[: len(s)]
        standing = counting.judged(largest_remainders(counting.users, exact))
        known = standing if standing is not None and standing.miss < known.miss else known
        if known.miss == 0:
            break
    return known


def _most(core: Core, known: Standing) -> tuple[Standing, bool]:
    """Return the whole plan that brings most of those that miss no more than a known one, whichever limits."""
    counting = core.counting
    scales = np.array([counting.scale(row) for row in counting.rows])
    box = core.box(counting.thrifty, known.miss * scales, np.zeros(len(scales)))

    def cost_of(people: Whole) -> float:
        moved = core.moved(people)
        return float(box.costs[: len(moved)] @ moved)

    def judge(at: Vector) -> float | None:
        people = core.people(at)
        standing = counting.judged(people)
        worse = standing is None or standing.miss > known.miss + ROUNDING
        return None if worse else cost_of(people)

    found = search(
        box, judge, best=cost_of(known.people), near=_near(core), nodes=_nodes(box, NODES, WORK)
    )
    standing = known if found.at is None else counting.standing(core.people(found.at))
    return standing, found.exhausted


def _nodes(box: Box, most: int, work: int) -> int:
    """Return how many boxes are looked into, fewer where they are large."""
    return max(FEWEST, min(most, work // max(1, len(box.rows.value))))


def _near(core: Core) -> float:
    """Return a difference that is none: less than the step in which all that is brought comes, and a trace of cost."""
    counting = core.counting
    figures = np.unique([*_each(core, counting.objective), *np.abs(counting.objective.used)])
    trace = _each(core, counting.thrifty - counting.objective) @ (core.upper - core.lower)
    trace += np.abs(counting.thrifty.used - counting.objective.used).sum()
    return max(TIE * float(figures.max(initial=0)), (1 - TRIFLE) * _step(figures) - float(trace))


def _each(core: Core, form: Form) -> Vector:
    """Return the size of what a user of each cell that may move adds to a form."""
    each: Vector = np.abs(form.shares[core.moving] / core.counting.users[core.cells[0]])
    return each


def _step(figures: Vector) -> float:
    """Return the greatest number that all figures are multiples of, 0 where it is small beside them (Euclid)."""
    step, largest = 0.0, float(figures.max(initial=0))
    for figure in figures.tolist():
        rest = figure
        while rest > ROUNDING * largest:
            step, rest = rest, abs(step - rest * round(step / rest))
        if 0 < step < SLIGHT * largest:
            return 0.0
    return step
