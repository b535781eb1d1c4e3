"""Whole users: from shares to people, breaking no limit where some rounding allows it.

Only split segments have anything to round: each cell goes down or up to a whole number, so that a segment
adds up. The largest remainders go up first; where that misses a limit, a small integer program chooses.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from compensator.economics import Array, Bounded, Row, Vector
from compensator.model import SmallRow, minimize
from compensator.tolerances import MET, TRIFLE

Whole = NDArray[np.int64]
MOST = 400
"""Most cells that the integer program decides; further ones keep their largest remainders."""


def whole_users(users: Vector, shares: Array, bounded: Sequence[Bounded] = ()) -> Whole:
    """Return whole users, segments × offers, that add up to each segment.

    Args:
        users: Of each segment.
        shares: The plan, segments × offers.
        bounded: The limits; those not enforced are left aside.
    """
    exact = users[:, None] * shares
    down = np.floor(exact + TRIFLE).astype(np.int64)
    missing = np.rint(users).astype(np.int64) - down.sum(axis=1)
    remainder = exact - down
    up = _largest(remainder, missing)
    rows = [row for one in bounded if one.enforced for row in one.rows()]
    used = (shares > 0).any(axis=0).astype(float)
    if _missed(rows, down + up, users, used):
        up = _chosen(rows, down, missing, users, used, remainder)
    return down + up


def _largest(remainder: Array, missing: Whole) -> Whole:
    """Return 1 for the largest remainders of each segment, as many as it misses."""
    rank = np.argsort(np.argsort(-remainder, axis=1, kind="stable"), axis=1)
    return (rank < missing[:, None]).astype(np.int64)


def _shares(whole: Whole, users: Vector) -> Array:
    return np.divide(whole, users[:, None], out=np.zeros(whole.shape), where=users[:, None] > 0)


def _missed(rows: Sequence[Row], whole: Whole, users: Vector, used: Vector) -> bool:
    shares = _shares(whole, users)
    return any(r.excess(shares, used) > MET * max(1.0, abs(r.rhs)) for r in rows)


def _chosen(
    rows: Sequence[Row], down: Whole, missing: Whole, users: Vector, used: Vector, remainder: Array
) -> Whole:
    """Return the cells to round up that miss the limits least, and among these the nearest to the shares."""
    cells = np.argwhere((remainder > TRIFLE) & (missing[:, None] > 0))
    rest = _largest(remainder, missing)
    if len(cells) > MOST:
        kept = np.unique(cells[:, 0])[: MOST // 2]
        cells = cells[np.isin(cells[:, 0], kept)]
    s, j = cells[:, 0], cells[:, 1]
    rest[np.unique(s)] = 0
    base = _shares(down + rest, users)
    program, costs = [], [*(1 - 2 * remainder[s, j])]
    for k, row in enumerate(rows):
        step = row.sign * row.form.shares[s, j] / users[s]
        unit = np.abs(step).max(initial=0) or row.form.size
        slack = np.zeros(len(rows))
        slack[k] = -1.0
        program.append(
            SmallRow(np.array([*step / unit, *slack]), -np.inf, -row.excess(base, used) / unit)
        )
        costs.append(1e3 * len(cells))
    for segment in np.unique(s):
        ones = np.array([*(s == segment).astype(float), *np.zeros(len(rows))])
        program.append(SmallRow(ones, float(missing[segment]), float(missing[segment])))
    bounds = [(0.0, 1.0)] * len(cells) + [(0.0, np.inf)] * len(rows)
    found = minimize(np.array(costs), program, bounds, integer=len(cells))
    if found is None:
        return _largest(remainder, missing)
    rest[s, j] = np.rint(found[: len(cells)]).astype(np.int64)
    return rest
