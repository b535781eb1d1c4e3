"""Random integer problems of one user to a billion a segment: set-up costs, limits, whole segments, freezes."""

from __future__ import annotations

import random
from typing import Any

from compensator.plan import Plan
from compensator.problem import Limit, Problem
from compensator.problem.given import Given

MEASURES = ("cost", "value", "retained", "incremental_retained", "recipients", "net_value")
MONEY = (0.0, 0.1, 0.5, 1.0, 3.0, 25.0)


def users(rng: random.Random) -> int:
    """Return from one user to a billion, small numbers as likely as large ones."""
    return rng.choice([1, 2, 3, 7, int(10 ** rng.uniform(0, 9)), 10 ** rng.randint(0, 9)])


def problem(seed: int) -> Problem:
    """Return the integer problem of a seed; its limits lie within what plans can reach, most of the time."""
    rng = random.Random(seed)
    segments = [_segment(rng, f"s{i}") for i in range(rng.randint(1, 4))]
    offers = [
        _offer(rng, f"o{j}", segments) for j in range(rng.randint(1, 4 if len(segments) < 4 else 3))
    ]
    responses = [
        {"segment": s["segment"], "offer": o["offer"], "retention": round(rng.random(), 2)}
        for s in segments
        for o in offers
    ]
    settings = _settings(rng, segments, offers)
    bare = {"segments": segments, "offers": offers, "responses": responses, **settings}
    made = Problem(
        **bare,
        limits=[_limit(rng, f"l{i}", segments, offers) for i in range(rng.choice([0, 0, 1, 1, 2]))],
    )
    return made.with_given(_given(rng, made)) if rng.random() < 0.3 else made


def _segment(rng: random.Random, name: str) -> dict[str, Any]:
    region = rng.choice(["EU", "US"])
    money = rng.choice([0.0, 0.8, 2.0, 10.0, 115.5])
    return {
        "segment": name,
        "users": users(rng),
        "retention": round(rng.random(), 2),
        "retained_value": money,
        "region": region,
    }


def _offer(rng: random.Random, name: str, segments: list[dict[str, Any]]) -> dict[str, Any]:
    crowd = sum(s["users"] for s in segments)
    cells: dict[str, Any] = {"offer": name, "delivery_cost": rng.choice(MONEY)}
    if rng.random() < 0.5:
        cells["setup_cost"] = rng.choice(
            [1.0, 50.0, round(10 ** rng.uniform(0, 6), 2), round(crowd * rng.random() + 0.01, 2)]
        )
    if rng.random() < 0.2:
        cells["max_users"] = rng.randint(0, crowd)
    if rng.random() < 0.2:
        cells["eligible"] = rng.choice(segments)["segment"]
    return cells


def _settings(
    rng: random.Random, segments: list[dict[str, Any]], offers: list[dict[str, Any]]
) -> dict[str, Any]:
    crowd = sum(s["users"] for s in segments)
    found: dict[str, Any] = {"maximize": rng.choice(["value", "value", "retained", "net_value"])}
    if rng.random() < 0.6:
        price = max(o["delivery_cost"] for o in offers) + 0.1
        found["budget"] = round(crowd * price * rng.choice([rng.random(), rng.random() ** 4]), 2)
    if rng.random() < 0.5:
        found["max_offers"] = rng.randint(0, len(offers))
    found["whole_segments"] = rng.random() < 0.4
    return found


def _limit(
    rng: random.Random, name: str, segments: list[dict[str, Any]], offers: list[dict[str, Any]]
) -> dict[str, Any]:
    measure = rng.choice(MEASURES)
    scope = rng.choice([None, "region=EU", segments[0]["segment"]])
    if scope == "region=EU" and all(s["region"] != "EU" for s in segments):
        scope = None
    within = [
        s for s in segments if scope is None or scope in (s["segment"], f"region={s['region']}")
    ]
    most = sum(s["users"] for s in within) * {"value": 20.0, "cost": 2.0, "net_value": 15.0}.get(
        measure, 1.0
    )
    side = rng.choice(["max", "max", "min"])
    part = rng.random() if side == "max" else rng.random() ** 3
    offer = rng.choice([None, None, offers[0]["offer"]])
    return {
        "limit": name,
        "measure": measure,
        "segments": scope,
        "offers": offer,
        side: round(most * part, 3),
    }


def _given(rng: random.Random, made: Problem) -> list[Given]:
    found = []
    for segment in made.segments:
        if rng.random() < 0.5:
            count = rng.choice([1, segment.users // 3, segment.users])
            offer = rng.choice(made.offers).offer
            found.append(Given(segment.segment, offer, count, "plan allocations[0]"))
    return found


def with_ratio(seed: int) -> Problem:
    """Return the problem of a seed with a limit on a share, on one average beside another, or on the return."""
    rng, made = random.Random(f"ratio {seed}"), problem(seed)
    return made.having(limits=(*made.limits, _ratio(rng, made)))


def _ratio(rng: random.Random, made: Problem) -> Limit:
    """Return a limit whose denominator the plan decides on."""
    segments = [s.segment for s in made.segments]
    some, other = rng.choice(segments), rng.choice(segments)
    kind, offer = (
        rng.choice(["share", "relative_to", "roi"]),
        rng.choice([None, made.offers[0].offer]),
    )
    if kind == "roi":
        return Limit(
            limit="ratio", measure="roi", offers=offer, min=round(10 * rng.random() ** 2, 2)
        )
    kinds = {"share": {"basis": "share"}, "relative_to": {"relative_to": other}}
    side = {rng.choice(["min", "max"]): round(rng.random() * rng.choice([1, 1, 2]), 2)}
    measure = rng.choice(["cost", "retained", "recipients", "value"])
    return Limit(limit="ratio", measure=measure, segments=some, offers=offer, **kinds[kind], **side)


def at_own_figures(made: Problem, plan: Plan) -> Problem:
    """Return a problem whose budget and limits are what its plan comes to, where it comes to anything."""
    told = {one.limit: one.actual for one in plan.limits if one.actual is not None}
    limits = tuple(_at(one, told[one.limit]) if one.limit in told else one for one in made.limits)
    budget = None if made.settings.budget is None else told["budget"]
    return made.having(limits=limits, settings=made.settings.model_copy(update={"budget": budget}))


def _at(limit: Limit, figure: float) -> Limit:
    sides = [side for side in ("min", "max") if getattr(limit, side) is not None]
    return limit.model_copy(update=dict.fromkeys(sides, figure))
