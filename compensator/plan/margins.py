r"""How clearly each segment's offer wins, and what would make the runner-up take over.

At the plan's prices a class takes the offer of highest reduced value *r*. The runner-up takes over where
its *r* has risen by the margin. How *r* moves with a figure of the runner-up is not derived here: its
measures are evaluated at other values of the figure, and each measure is worth what it adds to *r*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from compensator.economics import (
    Array,
    Columns,
    Economics,
    Program,
    Vector,
    limits,
    measures,
    objective,
)
from compensator.language import OUTCOMES
from compensator.plan.answer import Margin
from compensator.plan.zeros import Span, zeros_of
from compensator.prices import Prices, priced, reduced_values
from compensator.problem import Problem
from compensator.tolerances import ROUNDING


@dataclass(frozen=True)
class _Contest:
    """Each segment's offer and its runner-up."""

    offer: np.ndarray
    runner_up: np.ndarray
    """−1 where no other offer is eligible."""
    margin: Vector
    """Reduced value of the one less the other's, for the whole class."""
    scale: Vector
    """Largest reduced value of the class."""


@dataclass(frozen=True)
class _Figure:
    """One figure of each segment's runner-up."""

    now: Vector
    span: Span
    at: Callable[[Vector], Columns]
    """The runner-up's columns with other values of it."""


def margins(
    problem: Problem, economics: Economics, program: Program, shares: Array, prices: Prices
) -> tuple[Margin, ...]:
    """Return each segment's contest between its offer and the runner-up.

    Args:
        problem: The segments and offers.
        economics: Their measures.
        program: What was solved.
        shares: The plan, classes × offers.
        prices: Of the program's rows.
    """
    contest = _settled(economics, _contest(program, shares, prices, economics.group))
    names = (*problem.offer_rows.names, None)
    users = program.users[economics.group]
    counts = (contest.runner_up >= 0) & (users > 0)
    per_user = np.divide(contest.margin, users, out=np.full(len(users), np.nan), where=counts)
    takeovers = [
        np.where(counts & (contest.runner_up > 0), at, np.nan)
        for at in _takeovers(problem, economics, prices, contest)
    ]
    return tuple(
        map(
            Margin,
            problem.segment_rows.names,
            map(names.__getitem__, contest.offer.tolist()),
            map(names.__getitem__, contest.runner_up.tolist()),
            *(_plain(figures) for figures in (per_user, *takeovers)),
        )
    )


def _plain(figures: Vector) -> list[float | None]:
    """Return figures, None where there is none."""
    plain = figures.astype(object)
    plain[~np.isfinite(figures)] = None
    return list(plain)


def _contest(program: Program, shares: Array, prices: Prices, group: np.ndarray) -> _Contest:
    reduced = reduced_values(program, prices)
    rows = np.arange(len(reduced))
    given = shares.argmax(axis=1)
    own = reduced[rows, given]
    scale = np.abs(np.where(np.isfinite(reduced), reduced, 0.0)).max(axis=1)
    reduced[rows, given] = -np.inf
    second = reduced.argmax(axis=1)
    rival = reduced[rows, second]
    alone = ~np.isfinite(rival)
    gap = own - np.where(alone, own, rival)
    gap[np.abs(gap) <= ROUNDING * np.abs(own)] = 0.0
    return _Contest(given[group], np.where(alone, -1, second)[group], gap[group], scale[group])


def _settled(economics: Economics, contest: _Contest) -> _Contest:
    """Return the contests, with the offer that most have where nobody is left to decide on."""
    if economics.given is None:
        return contest
    gone = economics.left == 0
    return replace(
        contest,
        offer=np.where(gone, economics.given.argmax(axis=1), contest.offer),
        runner_up=np.where(gone, -1, contest.runner_up),
    )


def _takeovers(
    problem: Problem, economics: Economics, prices: Prices, contest: _Contest
) -> Iterator[Vector]:
    """Yield the cost, the lift and the redemption at which each runner-up takes over; NaN where none is."""
    rows, other = np.arange(len(contest.offer)), np.maximum(contest.runner_up, 0)
    worth = {name: cells[rows, other] for name, cells in _worth(problem, economics, prices).items()}
    columns, now = economics.columns.only(other), economics.measures

    def value(columns: Columns) -> Vector:
        found = measures(columns)
        total: Vector = sum(
            (w * found[name][:, 1] for name, w in worth.items()), np.zeros(len(rows))
        )
        return total

    def takeover(one: _Figure) -> Vector:
        start = contest.margin + value(one.at(one.now))
        at = zeros_of(lambda x: start - value(one.at(x)), one.now, one.span, contest.scale)
        return np.where(np.abs(at) <= ROUNDING * np.abs(one.now), 0.0, at)

    def lift(outcome: str) -> tuple[Vector, np.ndarray]:
        base = columns.segments[outcome]
        if np.isnan(base).all():
            return base, np.zeros(len(rows), dtype=bool)
        at = _telling(replace(columns, decay=1.0), outcome)
        moves = value(at(np.ones(len(rows)))) != value(at(np.zeros(len(rows))))
        lifted = now[f"incremental_{OUTCOMES[outcome]}"][rows, other]
        return takeover(_Figure(lifted, (-base, 1 - base), lambda x: at(base + x))), moves

    (kept, keeping), (won, winning) = map(lift, OUTCOMES)
    yield takeover(_Figure(now["cost"][rows, other], (0.0, np.inf), _telling(columns, "cost")))
    yield np.where(keeping | (~winning & ~np.isnan(columns.segments["retention"])), kept, won)
    used = now["redemptions"][rows, other]
    yield takeover(_Figure(used, (0.0, 1.0), _telling(columns, "redemption")))


def _telling(columns: Columns, name: str) -> Callable[[Vector], Columns]:
    """Return how columns become those in which a response tells the runner-up's figure."""
    return lambda x: replace(columns, responses={**columns.responses, name: x[:, None]})


def _worth(problem: Problem, economics: Economics, prices: Prices) -> Mapping[str, Array]:
    """Return what one more of each measure adds to the reduced value of a cell, for all its users."""
    bounded = limits(problem, economics)
    named = {problem.settings.maximize, *(one.measure for one in bounded if one.enforced)}
    nothing = np.zeros(economics.eligible.shape)
    ones = np.broadcast_to(economics.left[:, None], nothing.shape)
    found = {}
    moved = {"cost", "net_value"} | named - economics.known.measures.keys()
    for name in (one for one in economics.measures if one in moved):
        each = {**dict.fromkeys(economics.measures, nothing), name: ones}
        unit = replace(economics, measures=each)
        rows = [row for one in limits(problem, unit) if one.enforced for row in one.rows()]
        found[name] = priced(objective(problem, unit), rows, prices)
    return {name: cells for name, cells in found.items() if cells.any()}
