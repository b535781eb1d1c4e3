"""The analyst's reference plans: who gets what, what they come to, and what they break."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from compensator.economics import Array, Bounded, Economics, Form
from compensator.language import aim_of
from compensator.plan.sums import totals, used_offers
from compensator.problem import Problem, entitled
from compensator.tolerances import MET


def assemble_objective(problem: Problem, economics: Economics, shares: Array) -> float:
    """Return the measure named by ``maximize`` for given shares of each segment."""
    sums = totals(economics, shares)
    aim = aim_of(problem.settings.maximize)
    return aim.sign * float(getattr(sums, aim.measure))


def broken_limits(
    problem: Problem, economics: Economics, bounded: list[Bounded], shares: Array
) -> tuple[str, ...]:
    """Return what a policy breaks: limits by name, others by path."""
    used = used_offers(economics, shares)
    broken = [one.name for one in bounded if one.enforced and not _met(one, shares, used)]
    return tuple(dict.fromkeys([*broken, *_broken_paths(problem, economics, shares, used)]))


def _met(one: Bounded, shares: Array, used: Array) -> bool:
    return all(
        r.excess(shares, used) <= MET * max(abs(r.rhs), _activity(r.form, shares))
        for r in one.rows()
    )


def _activity(form: Form, shares: Array) -> float:
    return float(np.abs(form.shares * shares).sum()) or 1.0


def _broken_paths(problem: Problem, economics: Economics, shares: Array, used: Array) -> list[str]:
    settings, names = problem.settings, problem.offer_rows.names
    taken_back = economics.given is not None and bool((shares < economics.given - MET).any())
    count, shares = used.sum(), shares if taken_back else _decided(economics, shares)
    given = shares > 0
    unmet = given & ~entitled(problem.figures.segments["entitlement"], problem.face)
    paths = [
        f"segments[{problem.segment_rows.names[s]}].entitlement"
        for s in np.flatnonzero(unmet.any(axis=1))
    ]
    if taken_back:
        paths.append("freeze")
    other = given & ~economics.eligible & ~unmet
    paths += [f"offers[{names[j]}].eligible" for j in np.flatnonzero(other.any(axis=0))]
    if settings.whole_segments and (np.minimum(shares, 1 - shares) > MET).any():
        paths.append("whole_segments")
    if settings.max_offers is not None and count > settings.max_offers:
        paths.append("max_offers")
    if _differ(shares[economics.left > 0], economics.group[economics.left > 0]):
        paths.append("same_offer_within")
    return paths


def _decided(economics: Economics, shares: Array) -> Array:
    """Return the shares that a policy decides on; 0 for segments where all have an offer already."""
    decided = economics.decided(shares)
    if economics.given is None:
        return decided
    decided = np.where(decided > MET, decided, 0.0)
    decided[economics.left == 0] = 0.0
    return decided


def _differ(shares: Array, group: NDArray[np.intp]) -> bool:
    """Return whether segments of one class get unequal shares."""
    first = {g: s for s, g in reversed(list(enumerate(group.tolist())))}
    leader = np.array([first[g] for g in group.tolist()], dtype=int)
    return bool((np.abs(shares - shares[leader]) > MET).any())
