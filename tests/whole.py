"""Every whole plan of a small problem, one by one, by formulas that nothing of the package's own counts with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from compensator.problem import Problem
from tests.naive import Naive, Sum

MOST = 100_000
"""Whole plans that are tried."""


@dataclass(frozen=True)
class Enumerated:
    """All whole plans, by what they bring and whether they keep all limits, clearly or at all."""

    values: np.ndarray
    clear: np.ndarray
    """Plans that keep every limit but for a rounding of 1e-13."""
    near: np.ndarray
    """Plans that keep every limit but for 1e-9."""
    counts: np.ndarray
    """Plans × segments × offers."""

    @property
    def best(self) -> float | None:
        """Return the most that any plan brings that clearly keeps every limit."""
        return float(self.values[self.clear].max()) if self.clear.any() else None


def ways(users: int, offers: list[int], count: int) -> np.ndarray:
    """Return every way to give users offers, ways × all offers."""
    rows = [way for way in product(range(users + 1), repeat=len(offers) - 1) if sum(way) <= users]
    found = np.zeros((len(rows), count), dtype=int)
    for i, way in enumerate(rows):
        found[i, offers[:-1]] = way
        found[i, offers[-1]] = users - sum(way)
    return found


def size(problem: Problem) -> float:
    """Return how many whole plans there are."""
    return float(np.prod([float(len(each)) for each in _each(problem)]))


def _each(problem: Problem) -> list[np.ndarray]:
    naive, count = Naive(problem), len(problem.offers) + 1
    eligible = naive.eligible()
    given: dict[tuple[str, str], int] = {}
    for one in problem.given:
        given[one.segment, one.offer] = given.get((one.segment, one.offer), 0) + one.users
    found = []
    for s, segment in enumerate(problem.segments):
        kept = np.array(
            [given.get((segment.segment, name), 0) for name in problem.offer_rows.names]
        )
        may = [j for j in range(count) if eligible[s, j]]
        rest = segment.users - int(kept.sum())
        found.append(kept + (ways(rest, may, count) if rest else np.zeros((1, count), dtype=int)))
    return found


def every(problem: Problem) -> Enumerated:
    """Return all whole plans."""
    naive, each = Naive(problem), _each(problem)
    index = np.indices([len(one) for one in each]).reshape(len(each), -1)
    counts = np.stack([one[i] for one, i in zip(each, index, strict=True)], axis=1)
    used = (counts > 0).any(axis=1)

    def figures(form: Sum) -> tuple[np.ndarray, np.ndarray]:
        unit = np.zeros(counts.shape[1:])
        for (s, j), amount in form.shares.items():
            users = problem.segments[s].users
            unit[s, j] = amount / users if users else 0.0
        setup = np.zeros(counts.shape[2])
        for j, amount in form.used.items():
            setup[j] = amount
        value = np.einsum("psj,sj->p", counts, unit) + used @ setup
        activity = np.einsum("psj,sj->p", counts, np.abs(unit)) + used @ np.abs(setup)
        return value, activity

    clear = near = _allowed(problem, counts, used)
    for _, side, form, rhs in naive.rows():
        value, activity = figures(form)
        excess = (value - float(rhs)) * (1 if side == "max" else -1)
        scale = np.maximum(abs(float(rhs)), activity)
        clear, near = clear & (excess <= 1e-13 * scale), near & (excess <= 1e-9 * scale)
    return Enumerated(figures(naive.sum(problem.settings.maximize))[0], clear, near, counts)


def _allowed(problem: Problem, counts: np.ndarray, used: np.ndarray) -> np.ndarray:
    """Return which plans keep to the rules that are no limits."""
    allowed = np.ones(len(counts), dtype=bool)
    if problem.settings.max_offers is not None:
        allowed &= used[:, 1:].sum(axis=1) <= problem.settings.max_offers
    if problem.settings.whole_segments:
        allowed &= ((counts == 0) | (counts == counts.sum(axis=2, keepdims=True))).all(axis=(1, 2))
    if problem.settings.same_offer_within is not None:
        allowed &= [_alike(problem, plan) for plan in counts]
    return allowed


def _alike(problem: Problem, plan: np.ndarray) -> bool:
    """Return whether some equal shares are within a user of each member of each class."""
    tag = problem.settings.same_offer_within
    for name in {one.tags[tag] for one in problem.segments}:
        mates: list[tuple[int, np.ndarray]] = [
            (one.users, plan[s])
            for s, one in enumerate(problem.segments)
            if one.tags[tag] == name and one.users
        ]
        offers = range(plan.shape[1])
        low = [max([0.0, *((own[j] - 1) / users for users, own in mates)]) for j in offers]
        high = [min([1.0, *((own[j] + 1) / users for users, own in mates)]) for j in offers]
        if any(a > b + 1e-12 for a, b in zip(low, high, strict=True)):
            return False
        if mates and not sum(low) - 1e-12 <= 1 <= sum(high) + 1e-12:
            return False
    return True


MEASURES = ("cost", "recipients", "value", "retained", "net_value")


def crowded(rng: np.random.Generator, **settings: Any) -> Problem:
    """Return a problem of few users whose limits are near what some whole plan comes to."""
    segments, offers = int(rng.integers(1, 7)), int(rng.integers(1, 5))
    people = [
        {"segment": f"s{i}", "users": int(rng.integers(0, 8)), "retention": round(rng.uniform(0, 0.6), 2),
         "retained_value": float(rng.integers(1, 200)), "class": f"c{rng.integers(0, 3)}"}
        for i in range(segments)
    ]  # fmt: skip
    given = [
        {"offer": f"o{j}", "delivery_cost": float(rng.integers(0, 90)) / int(rng.choice([1, 10])),
         "setup_cost": float(rng.choice([0, 0, 0, 20, 80])) if settings.get("setup") else 0.0}
        for j in range(offers)
    ]  # fmt: skip
    rows = [
        {"segment": p["segment"], "offer": o["offer"], "retention": round(min(1.0, max(0.0, p["retention"] + rng.uniform(-0.05, 0.4))), 2)}
        for p in people
        for o in given
    ]  # fmt: skip
    own = {name: value for name, value in settings.items() if name != "setup"}
    free = Problem(segments=people, offers=given, responses=rows, **own)
    figures = Naive(free)
    budget = float(
        np.round(
            rng.uniform(0, 0.8) * sum(p["users"] for p in people) * 60, int(rng.integers(0, 3))
        )
    )
    limits = [_limit(rng, figures, k, people, given) for k in range(int(rng.integers(0, 4)))]
    return Problem(segments=people, offers=given, responses=rows, budget=budget if rng.random() < 0.8 else None,
                   limits=limits, **own)  # fmt: skip


def _limit(
    rng: np.random.Generator, figures: Naive, k: int, people: list, offers: list
) -> dict[str, Any]:
    """Return a limit whose bound is what a random plan comes to, or a little beside it."""
    there = [p["segment"] for p in people if p["users"]]
    if not there:
        return {"limit": f"l{k}", "measure": "cost", "max": 1.0}
    scope = str(rng.choice(there))
    measure = str(rng.choice(MEASURES))
    kind = str(rng.choice(["total", "total", "per_user", "share", "relative"]))
    row: dict[str, Any] = {"limit": f"l{k}", "measure": measure, "segments": scope}
    if rng.random() < 0.3:
        row["offers"] = str(rng.choice([o["offer"] for o in offers]))
    users = next(p["users"] for p in people if p["segment"] == scope)
    pair = (
        people.index(next(p for p in people if p["segment"] == scope)),
        int(rng.integers(0, len(offers) + 1)),
    )
    level = figures.table[pair][measure] * rng.integers(0, users + 1)
    level = round(float(level) * float(rng.choice([1, 1, 0.97, 1.01])), 2)
    side = str(rng.choice(["min", "max"]))
    if kind == "per_user":
        row |= {"basis": "per_user", side: round(level / users, 3)}
    elif kind == "share":
        row |= {"basis": "share", side: float(rng.choice([0.1, 0.3, 0.5]))}
    elif kind == "relative":
        row |= {
            "relative_to": str(rng.choice(there)),
            side: float(rng.choice([0.5, 0.8, 1.0, 2.0])),
        }
    elif rng.random() < 0.4:  # so narrow that perhaps no whole users are in it
        row |= {"min": level, "max": round(level + float(rng.choice([0, 0.5, 1, 7])), 2)}
    else:
        row[side] = level
    return row


def drawn(count: int, seed: int, **settings: Any) -> Iterator[Problem]:
    """Yield problems that are small enough to try every whole plan of."""
    rng = np.random.default_rng(seed)
    while count:
        problem = crowded(rng, **settings)
        if 1 < size(problem) <= MOST:
            count -= 1
            yield problem
