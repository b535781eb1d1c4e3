"""Any small problem, for hypothesis: every setting, basis and rule, in rounded figures.

Bounds are drawn between the least and the most that a limit's figure can be, so that limits bind,
clash or idle, each often enough.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from compensator.problem import Limit, Offer, Policy, Problem, Response, Segment, Settings
from tests.naive import Naive

USERS = st.sampled_from([0, 1, 2, 3, 7, 10, 40, 100, 1000])
REGIONS = ("EU", "US")
MEASURES = (
    "cost",
    "liability",
    "value",
    "net_value",
    "retained",
    "reconverted",
    "incremental_retained",
    "incremental_reconverted",
    "recipients",
    "face_value",
    "quantity",
    "redemptions",
    "calls",
)


def decimals(low: float, high: float, places: int = 2) -> st.SearchStrategy[float]:
    """Return rounded floats, the ends included."""
    unit = 10**places
    return st.integers(round(low * unit), round(high * unit)).map(lambda i: i / unit)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return the strategy, or None."""
    return st.none() | strategy


@st.composite
def segment(draw: st.DrawFn, name: str, *, curve: bool) -> Segment:
    """Return a segment with one outcome or both."""
    outcomes = draw(
        st.sampled_from([("retention",), ("reconversion",), ("retention", "reconversion")])
    )
    cells: dict[str, Any] = {"segment": name, "users": draw(USERS)}
    for outcome in outcomes:
        money = "retained_value" if outcome == "retention" else "reconverted_value"
        cells |= {outcome: draw(decimals(0, 1)), money: draw(decimals(0, 90, 1))}
        if curve:
            cells[f"{outcome}_ceiling"] = draw(decimals(0, 1))
    if curve:
        cells |= {
            "half_value": draw(decimals(0.5, 9, 1)),
            "steepness": draw(st.sampled_from([1.0, 2.0, 0.7])),
        }
    cells["word_of_mouth"] = draw(st.sampled_from([0.0, 0.0, 0.5]))
    cells["loss"] = draw(decimals(0, 9, 1))
    cells["entitlement"] = draw(st.sampled_from([0.0, 0.0, 0.0, 1.0, 3.0]))
    tags = {
        "region": draw(st.sampled_from(REGIONS)),
        "class": draw(st.sampled_from(["a", "b"])),
        "tenure": draw(st.sampled_from([0.0, 1.0, 2.0])),
    }
    return Segment(**cells, tags=tags)


@st.composite
def offer(draw: st.DrawFn, name: str, segments: list[Segment], *, integer: bool) -> Offer:
    """Return an offer, perhaps per unit of a column, for some segments or all."""
    return Offer(
        offer=name,
        quantity=draw(st.sampled_from([0.0, 1.0, 5.0, 0.5])),
        per=draw(st.sampled_from([None, None, None, "loss", "tenure"])),
        unit_cost=draw(decimals(0, 2)),
        delivery_cost=draw(st.sampled_from([0.0, 0.0, 0.1, 1.0])),
        setup_cost=draw(st.sampled_from([0.0, 5.0, 50.0])) if integer else 0.0,
        redemption=draw(st.sampled_from([1.0, 0.5, 0.2])),
        usage=draw(st.sampled_from([1.0, 0.8])),
        face_value=draw(decimals(0, 9, 1)),
        eligible=draw(maybe(st.none() | scopes(segments))),
        lift_if_unredeemed=draw(st.sampled_from([1.0, 0.3, 0.0])),
        max_users=draw(maybe(st.none() | st.sampled_from([0, 1, 5, 50, 500]))),
    )


def scopes(segments: list[Segment]) -> st.SearchStrategy[str]:
    """Return filters on segments that match something."""
    regions = sorted({f"region={s.tags['region']}" for s in segments})
    tenures = sorted({f"tenure>={s.tags['tenure']:g}" for s in segments})
    names = [s.segment for s in segments]
    return st.sampled_from([*regions, *tenures, *names, ",".join(names)])


@st.composite
def responses(draw: st.DrawFn, segments: list[Segment], offers: list[Offer]) -> list[Response]:
    """Return what is known; every pair whose segment has no curve gets a row. Offers may harm."""
    custom = draw(st.booleans())
    return [
        draw(response(one, other, custom=custom))
        for one in segments
        for other in offers
        if one.half_value is None or draw(st.booleans())
    ]


@st.composite
def response(draw: st.DrawFn, one: Segment, other: Offer, *, custom: bool) -> Response:
    """Return one row: the outcomes that the segment has, and sometimes cost, value, redemption."""
    cells: dict[str, Any] = {"segment": one.segment, "offer": other.offer}
    for outcome in ("retention", "reconversion"):
        if getattr(one, outcome) is not None and (one.half_value is None or draw(st.booleans())):
            cells[outcome] = draw(decimals(0, 1))
    for column, figures in (
        ("redemption", decimals(0, 1, 1)),
        ("cost", decimals(0, 5)),
        ("value", decimals(-9, 30, 1)),
    ):
        if draw(st.integers(0, 5)) == 5:
            cells[column] = draw(figures)
    if custom:
        cells["measures"] = {"calls": draw(decimals(-2, 5, 1))}
    return Response(**cells)


@st.composite
def settings(
    draw: st.DrawFn, segments: list[Segment], offers: list[Offer], *, integer: bool
) -> Settings:
    """Return settings without a budget, which needs figures to be drawn from."""
    aims = ["value", "value", "net_value"]
    aims += ["retained"] if any(s.retention is not None for s in segments) else []
    aims += ["reconverted"] if any(s.reconversion is not None for s in segments) else []
    cells: dict[str, Any] = {"maximize": draw(st.sampled_from(aims))}
    cells["delay_days"] = draw(st.sampled_from([0.0, 7.0]))
    cells["effect_half_life_days"] = draw(st.sampled_from([None, 14.0]))
    cells["same_offer_within"] = draw(st.sampled_from([None, None, None, "class"]))
    if integer:
        kind = draw(st.sampled_from(["whole", "offers", "both", "neither"]))
        cells["whole_segments"] = kind in ("whole", "both")
        if kind in ("offers", "both"):
            cells["max_offers"] = draw(st.integers(0, len(offers)))
    return Settings(**cells)


@st.composite
def limit(draw: st.DrawFn, name: str, problem: Problem) -> Limit:
    """Return a limit of any basis whose bounds lie among the figures that it can have."""
    segments, offers = problem.segments, [o.offer for o in problem.offers]
    custom = any(row.measures for row in problem.responses)
    cells: dict[str, Any] = {
        "limit": name,
        "measure": draw(st.sampled_from(MEASURES if custom else MEASURES[:-1])),
        "segments": draw(maybe(scopes(list(segments)))),
        "offers": draw(maybe(st.sampled_from([offers[0], ",".join(offers), f"none,{offers[-1]}"]))),
        "enforce": draw(st.integers(0, 7)) < 7,
    }
    basis = draw(st.sampled_from(["total", "total", "per_user", "share", "relative_to", "roi"]))
    naive = Naive(problem)
    peopled = [s.segment for s in segments if s.users]
    if basis in ("per_user", "relative_to") and not naive.users(cells["segments"]):
        basis = "total"
    if basis == "relative_to" and peopled:
        return Limit(**cells, relative_to=draw(st.sampled_from(peopled)), **draw(bounds(0.2, 3)))
    if basis == "roi":
        return Limit(**cells | {"measure": "roi"}, min=draw(decimals(-0.9, 4, 1)))
    if basis == "share":
        return Limit(**cells, basis="share", **draw(bounds(0, 1)))
    form = naive.sum(cells["measure"], cells["segments"], cells["offers"])
    per = naive.users(cells["segments"]) if basis == "per_user" else 1.0
    choices = range(len(offers) + 1)
    cell = [[form.shares.get((s, j), 0.0) / per for j in choices] for s in range(len(segments))]
    low, high = sum(map(min, cell)), sum(map(max, cell))
    return Limit(
        **cells,
        basis=draw(st.sampled_from([basis, None])) if basis == "total" else basis,
        **draw(bounds(low, high)),
    )


@st.composite
def bounds(draw: st.DrawFn, low: float, high: float) -> dict[str, float]:
    """Return a min, a max or both between two figures."""
    at = sorted(low + draw(decimals(0, 1)) * (high - low) for _ in range(2))
    both = dict(zip(("min", "max"), (round(figure, 3) for figure in at), strict=True))
    return {
        side: both[side] for side in draw(st.sampled_from([("max",), ("min",), ("min", "max")]))
    }


@st.composite
def policies(draw: st.DrawFn, problem: Problem) -> list[Policy]:
    """Return up to two policies, one of two rows."""
    offers = [o.offer for o in problem.offers]
    found = []
    for name in draw(st.sampled_from([(), ("all",), ("all", "half")])):
        scope = draw(maybe(scopes(list(problem.segments))))
        share = 1.0 if name == "all" else 0.5
        found.append(
            Policy(policy=name, segments=scope, offer=draw(st.sampled_from(offers)), share=share)
        )
        if name == "half":
            found.append(Policy(policy=name, offer=draw(st.sampled_from(offers)), share=0.3))
    return found


@st.composite
def problems(
    draw: st.DrawFn, *, integer: bool | None = None, limits: int = 3, most: int = 4
) -> Problem:
    """Return any small problem.

    Args:
        draw: Given by hypothesis.
        integer: Whether it may have rules that make it an integer program; None for either.
        limits: Most limits beside the budget.
        most: Most segments.
    """
    integral = draw(st.booleans()) if integer is None else integer
    curves = draw(st.lists(st.booleans(), min_size=1, max_size=most))
    segments = [draw(segment(f"s{i}", curve=curve)) for i, curve in enumerate(curves)]
    offers = [
        draw(offer(f"o{j}", segments, integer=integral)) for j in range(draw(st.integers(1, 3)))
    ]
    known = draw(responses(segments, offers))
    chosen = draw(settings(segments, offers, integer=integral))
    bare = Problem(segments=segments, offers=offers, responses=known, settings=chosen)
    bounded = [draw(limit(f"l{i}", bare)) for i in range(draw(st.integers(0, limits)))]
    full = again(bare, limits=bounded, policies=draw(policies(bare)))
    return with_budget(full, draw(maybe(decimals(0, 1.1))))


def with_budget(problem: Problem, part: float | None) -> Problem:
    """Return the problem with a part of the most that can be spent as its budget; None for no budget."""
    if part is None:
        return problem
    naive = Naive(problem)
    most = sum(
        max(naive.sum("cost").shares[s, j] for j in range(len(problem.offers) + 1))
        for s in range(len(problem.segments))
    )
    return again(
        problem, budget=round(part * (most + sum(o.setup_cost for o in problem.offers)), 2)
    )


def again(problem: Problem, **changes: Any) -> Problem:
    """Return the problem with other tables or settings; a setting of None is left blank."""
    tables = ("segments", "offers", "responses", "limits", "policies")
    rows = {name: changes.pop(name, getattr(problem, name)) for name in tables}
    return Problem(**rows, settings=problem.settings.model_copy(update=changes))
