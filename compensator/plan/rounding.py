"""Shares as whole users by largest remainders, limits aside."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from compensator.economics import Array, Vector
from compensator.tolerances import TRIFLE

Whole = NDArray[np.int64]


def whole_users(users: Vector, shares: Array) -> Whole:
    """Return whole users, segments × offers, that add up to each segment.

    Args:
        users: Of each segment.
        shares: The plan, segments × offers.
    """
    return largest_remainders(users, users[:, None] * shares)


def largest_remainders(users: Vector, exact: Array) -> Whole:
    """Return whole users whose cells are those of an exact plan, up where most of a user is left."""
    down = floors(exact)
    missing = np.rint(users).astype(np.int64) - down.sum(axis=1)
    rank = np.argsort(np.argsort(down - exact, axis=1, kind="stable"), axis=1)
    whole: Whole = down + (rank < missing[:, None]).astype(np.int64)
    return whole


def floors(exact: Array) -> Whole:
    """Return the whole part of each cell; what is a trifle below a whole user is one."""
    return np.floor(exact + TRIFLE).astype(np.int64)
