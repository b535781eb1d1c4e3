"""The analyst's policies as they are written: who gets what share of which offer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from compensator.economics import Array
from compensator.plan.rounding import Whole, whole_users
from compensator.problem import DO_NOTHING, Problem, mask
from compensator.tolerances import TRIFLE


def policy_shares(problem: Problem) -> dict[str, Array]:
    """Return each policy's shares, segments × offers; ``do nothing`` first, the rest gets ``none``."""
    rows, offers = problem.segment_rows, problem.offer_rows.names
    shares: dict[str, Array] = {}
    for name in dict.fromkeys([DO_NOTHING, *(p.policy for p in problem.policies)]):
        shares[name] = np.zeros((len(rows.names), len(offers)))
    for p in problem.policies:
        shares[p.policy][mask(p.segments, rows), offers.index(p.offer)] += p.share
    for given in shares.values():
        given[:, 0] += np.maximum(0.0, 1 - given.sum(axis=1))
    return shares


def whole_policies(problem: Problem) -> Iterator[Whole]:
    """Yield the users of each policy that gives no offer to a part of a user."""
    users = problem.figures.segments["users"]
    for shares in policy_shares(problem).values():
        whole = whole_users(users, shares)
        if (np.abs(whole - users[:, None] * shares) <= TRIFLE).all():
            yield whole
