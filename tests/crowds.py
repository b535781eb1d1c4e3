"""Made-up outages of any size: rounded figures that are no multiples of each other, so nearly no ties."""

from __future__ import annotations

from typing import Any

import numpy as np

from compensator.problem import Problem

Row = dict[str, Any]


def crowd(
    segments: int = 60,
    offers: int = 5,
    seed: int = 1,
    *,
    caps: int = 0,
    regions: int = 0,
    fairness: bool = False,
    **settings: object,
) -> Problem:
    """Return segments with offers of rising cost and falling return; a twentieth of the offers harm.

    Args:
        segments: How many.
        offers: How many; the dearest costs about 0.2 × 2 ** offers.
        seed: Another outage.
        caps: Offers, from the first on, with ``max_users``.
        regions: Regions with a budget of their own.
        fairness: Add limits of the bases ``relative_to``, ``share`` and ``total``, one with a ``min``.
        settings: Such as ``budget`` or ``maximize``.
    """
    rng = np.random.default_rng(seed)
    people = [_segment(i, max(4, regions), rng) for i in range(segments)]
    given: list[Row] = [
        {"offer": f"o{j}", "delivery_cost": round(0.2 * 2**j * rng.uniform(0.8, 1.2), 3)}
        for j in range(offers)
    ]
    responses = [row for one in people for row in _responses(one, given, rng)]
    users = sum(one["users"] for one in people)
    for one in given[:caps]:
        one["max_users"] = int(users * rng.uniform(0.05, 0.2))
    limits = [_regional(f"region=r{r}", people, rng) for r in range(regions)]
    tables: dict[str, Any] = {
        "segments": people,
        "offers": given,
        "responses": responses,
        "limits": [*limits, *(FAIR if fairness else ())],
    }
    return Problem(**tables, **settings)


FAIR: tuple[Row, ...] = (
    {
        "limit": "fair",
        "measure": "value",
        "segments": "region=r0",
        "relative_to": "region=r1",
        "min": 0.8,
    },
    {"limit": "part", "measure": "cost", "segments": "region=r2", "basis": "share", "max": 0.3},
    {"limit": "reach", "measure": "recipients", "segments": "region=r3", "min": 50},
)


def _segment(i: int, regions: int, rng: np.random.Generator) -> Row:
    return {
        "segment": f"s{i}",
        "users": int(rng.integers(1, 5000)),
        "retention": round(rng.uniform(0.3, 0.7), 4),
        "retained_value": round(rng.uniform(5, 200), 2),
        "region": f"r{i % regions}",
    }


def _responses(one: Row, offers: list[Row], rng: np.random.Generator) -> list[Row]:
    """Return what each offer does to a segment: ever less for each further unit of money."""
    most, half = rng.uniform(0.02, 0.2), rng.uniform(0.5, 8)
    rows = []
    for offer in offers:
        cost = offer["delivery_cost"]
        lift = most * cost / (cost + half) * rng.uniform(0.7, 1.3)
        lift -= 0.01 if rng.random() < 0.05 else 0.0
        retention = round(one["retention"] + lift, 6)
        rows.append({"segment": one["segment"], "offer": offer["offer"], "retention": retention})
    return rows


def _regional(scope: str, people: list[Row], rng: np.random.Generator) -> Row:
    users = sum(one["users"] for one in people if f"region={one['region']}" == scope)
    most = round(users * rng.uniform(0.3, 2), 2)
    return {"limit": f"in {scope[7:]}", "measure": "cost", "segments": scope, "max": most}
