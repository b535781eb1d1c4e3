"""The analyst's reference plans: who gets what, what they come to, and what they break."""

from __future__ import annotations

import numpy as np

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
    nobody = economics.nobody[:, None]
    taken_back = economics.given is not None and bool((shares < economics.given - nobody).any())
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
    if settings.whole_segments and (np.minimum(shares, 1 - shares) > nobody).any():
        paths.append("whole_segments")
    if settings.max_offers is not None and count > settings.max_offers:
        paths.append("max_offers")
    if _differ(economics, shares):
        paths.append("same_offer_within")
    return paths


def _decided(economics: Economics, shares: Array) -> Array:
    """Return the shares that a policy decides on; 0 for segments where all have an offer already."""
    decided = economics.decided(shares)
    return decided if economics.given is None else decided * (economics.left > 0)[:, None]


def _differ(economics: Economics, shares: Array) -> bool:
    """Return whether segments of one class get unequal shares, by more than nobody of those still to be decided on."""
    open_ones = np.flatnonzero(economics.left > 0).tolist()
    first = {int(economics.group[s]): s for s in reversed(open_ones)}
    leader = [first[int(economics.group[s])] for s in open_ones]
    left, nobody = economics.left, economics.nobody
    apart = np.abs(shares[open_ones] - shares[leader])
    apart *= np.minimum(left[open_ones], left[leader])[:, None]
    return bool((apart > np.maximum(nobody[open_ones], nobody[leader])[:, None]).any())
