r"""How clearly each segment's offer wins, and what would make the runner-up take over.

At the plan's prices a class takes the offer of highest reduced value *r*. Every measure is linear in the
cost, the lift and the redemption of one pair, so the runner-up takes over where its *r* has risen by the
margin: at ``cost + margin / (dr/dcost)``, and so for lift and redemption. The derivatives come out of the
same limits and objective, with each measure replaced by its derivative.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from compensator.economics import (
    Array,
    Economics,
    Program,
    Vector,
    column,
    limits,
    objective,
)
from compensator.language import OUTCOMES
from compensator.plan.answer import Margin
from compensator.prices import Prices, reduced_values
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
    rows = np.arange(len(economics.users))
    other = np.maximum(contest.runner_up, 0)
    names = problem.offer_rows.names
    users = program.users[economics.group]
    per_user = np.divide(contest.margin, users, out=np.full(len(users), np.nan), where=users > 0)
    takeovers = {
        name: _takeover(now[rows, other], contest.margin, slope[rows, other], span)
        for name, (now, slope, span) in _levers(problem, economics, prices).items()
    }
    for takes in takeovers.values():
        takes[(contest.runner_up <= 0) | (users == 0)] = np.nan
    return tuple(
        Margin(
            segment=problem.segment_rows.names[s],
            offer=names[contest.offer[s]],
            runner_up=names[contest.runner_up[s]] if contest.runner_up[s] >= 0 else None,
            margin=_plain(per_user[s]) if contest.runner_up[s] >= 0 else None,
            cost_at=_plain(takeovers["cost"][s]),
            lift_at=_plain(takeovers["lift"][s]),
            redemption_at=_plain(takeovers["redemption"][s]),
        )
        for s in rows
    )


def _plain(figure: float) -> float | None:
    return float(figure) if np.isfinite(figure) else None


def _contest(program: Program, shares: Array, prices: Prices, group: np.ndarray) -> _Contest:
    reduced = reduced_values(program, prices)
    rows = np.arange(len(reduced))
    given = shares.argmax(axis=1)
    rivals = reduced.copy()
    rivals[rows, given] = -np.inf
    second = rivals.argmax(axis=1)
    alone = ~np.isfinite(rivals[rows, second])
    gap = reduced[rows, given] - np.where(alone, reduced[rows, given], rivals[rows, second])
    noise = ROUNDING * np.abs(reduced[rows, given])
    gap = np.where(np.abs(gap) <= noise, 0.0, gap)
    return _Contest(given[group], np.where(alone, -1, second)[group], gap[group])


def _settled(economics: Economics, contest: _Contest) -> _Contest:
    """Return the contests, with the offer that most have where nobody is left to decide on."""
    if economics.given is None:
        return contest
    gone = economics.left == 0
    return _Contest(
        np.where(gone, economics.given.argmax(axis=1), contest.offer),
        np.where(gone, -1, contest.runner_up),
        contest.margin,
    )


def _takeover(
    now: Vector, margin: Vector, slope: Vector, span: tuple[Vector | float, Vector | float]
) -> Vector:
    """Return where a lever of the runner-up closes the margin, NaN where no value in its span does."""
    step = np.divide(margin, slope, out=np.where(margin == 0, 0.0, np.nan), where=slope != 0)
    at = now + step
    inside = (at >= np.asarray(span[0]) - ROUNDING) & (at <= np.asarray(span[1]) + ROUNDING)
    return np.where(inside, np.clip(at, *span), np.nan)


def _levers(
    problem: Problem, economics: Economics, prices: Prices
) -> Mapping[str, tuple[Array, Array, tuple[Vector | float, Vector | float]]]:
    """Return for cost, lift and redemption: the figures now, dr/dfigure, and the span they may have."""
    m, slopes = economics.measures, {}
    for name, derivative in _derivatives(problem, economics).items():
        slope = _reduced_slope(problem, economics, prices, derivative)
        slopes[name] = slope * economics.left[:, None]
    first = _first_outcome(economics, slopes)
    lift = np.where(first, m["incremental_retained"], m["incremental_reconverted"])
    lift_slope = np.where(first, slopes["retention"], slopes["reconversion"])
    base = np.where(first[:, 0], economics.base_retention, economics.base_reconversion)
    return {
        "cost": (m["cost"], slopes["cost"], (0.0, np.inf)),
        "lift": (lift, lift_slope, (-base, 1 - base)),
        "redemption": (economics.redemption, slopes["redemption"], (0.0, 1.0)),
    }


def _first_outcome(economics: Economics, slopes: Mapping[str, Array]) -> np.ndarray:
    """Return, as a column, whether a segment's lift is its retention's (else its reconversion's)."""
    matters = (slopes["retention"] != 0).any(axis=1) | (slopes["reconversion"] == 0).all(axis=1)
    has = ~np.isnan(economics.base_retention)
    first: np.ndarray = has & (matters | np.isnan(economics.base_reconversion))
    return first[:, None]


def _derivatives(problem: Problem, economics: Economics) -> dict[str, dict[str, Array]]:
    """Return every measure's derivative per user, by the lever that moves."""
    ones = np.ones(economics.eligible.shape)
    cost = {"cost": ones, "net_value": -ones}
    spread = 1 + column(problem, "word_of_mouth")[:, None]
    by_value = np.isnan(economics.known.columns["value"])
    found = {"cost": cost}
    for outcome, measure in OUTCOMES.items():
        money = np.nan_to_num(column(problem, _money_column(measure)))[:, None]
        value = np.where(by_value, spread * money, 0.0)
        found[outcome] = {
            "value": value,
            "net_value": value,
            measure: ones,
            f"incremental_{measure}": ones,
        }
    found["redemption"] = _by_redemption(problem, economics, found)
    return found


def _money_column(measure: str) -> str:
    return f"{measure}_value"


def _by_redemption(
    problem: Problem, economics: Economics, found: Mapping[str, Mapping[str, Array]]
) -> dict[str, Array]:
    known, offers = economics.known.columns, problem.offers
    per_redeemer = (
        np.array([0.0, *(o.usage * o.unit_cost for o in offers)]) * economics.measures["quantity"]
    )
    cost = np.where(np.isnan(known["cost"]), per_redeemer, 0.0)
    total: dict[str, Array] = {"cost": cost, "net_value": -cost, "redemptions": np.ones(cost.shape)}
    shape = np.nan_to_num(economics.columns.curve)
    read = np.array([0.0, *(1 - o.lift_if_unredeemed for o in offers)])
    for outcome in OUTCOMES:
        way = column(problem, f"{outcome}_ceiling") - column(problem, outcome)
        lift = economics.decay * np.nan_to_num(way)[:, None] * shape * read
        lift = np.where(np.isnan(known[outcome]), lift, 0.0)
        for measure, derivative in found[outcome].items():
            total[measure] = total.get(measure, np.zeros(cost.shape)) + derivative * lift
    return total


def _reduced_slope(
    problem: Problem, economics: Economics, prices: Prices, derivative: Mapping[str, Array]
) -> Array:
    """Return how fast each segment's reduced value (for all its users) rises with a lever."""
    nothing = np.zeros(economics.eligible.shape)
    moved = replace(
        economics,
        measures={name: derivative.get(name, nothing) for name in economics.measures},
        setup=np.zeros(len(economics.setup)),
    )
    slope = objective(problem, moved).shares.copy()
    rows = [row for one in limits(problem, moved) if one.enforced for row in one.rows()]
    for row, price in zip(rows, prices.rows, strict=True):
        if price:
            slope -= row.sign * price * row.form.shares
    return slope
