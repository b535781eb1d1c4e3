"""The analyst's reference plans, beside the best one and beside the best at their own cost."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from compensator.economics import BUDGET, Array, Bounded, Economics, Form, assemble
from compensator.language import aim_of
from compensator.plan.answer import PolicyResult
from compensator.plan.case import Case
from compensator.plan.settled import attempt
from compensator.plan.sums import totals, used_offers
from compensator.problem import (
    DO_NOTHING,
    Problem,
    entitled,
    mask,
)
from compensator.tolerances import MET


@dataclass(frozen=True)
class Evaluated:
    """A policy's shares and what they come to."""

    shares: Array
    """Segments × offers."""
    result: PolicyResult
    settled: bool
    """Whether the best at its cost is proven, and not only what was found in time."""


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


def evaluate_policies(case: Case) -> list[Evaluated]:
    """Return every policy with its totals, what it breaks, and the best objective at its cost."""
    problem, economics, found = case.problem, case.economics, []
    for name, shares in policy_shares(problem).items():
        sums = totals(economics, shares)
        broken = broken_limits(problem, economics, case.bounded, shares)
        value = assemble_objective(problem, economics, shares)
        best, settled = None, True
        if not aim_of(problem.settings.maximize).least:  # at a given cost all cost the same
            best, settled = best_at_cost(case, sums.cost)
            if not broken:
                best = value if best is None else max(best, value)
        result = PolicyResult(
            name, value, sums.cost, sums.value, sums.net_value, not broken, broken, best
        )
        found.append(Evaluated(shares, result, settled))
    return found


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


def best_at_cost(case: Case, cost: float) -> tuple[float | None, bool]:
    """Return the best objective at a cost, other limits kept, and whether it is proven.

    Returns:
        None and True where nothing is feasible; None and False where nothing was found in time.
    """
    everything = Form(case.economics.total("cost"), case.economics.setup)
    budget = Bounded(BUDGET, BUDGET, "cost", everything, 1.0, min=None, max=cost, enforced=True)
    bounded = [budget, *(one for one in case.bounded if one.code != BUDGET)]
    program = assemble(case.problem, case.economics, bounded)
    end = attempt(replace(case, bounded=bounded, program=program))
    return end.objective, not end.stopped
