"""Any small problem, for hypothesis: every setting, basis and rule, in rounded figures.

Bounds are drawn between the least and the most that a limit's figure can be, so that limits bind,
clash or idle, each often enough.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from math import ceil, floor
from typing import Any

from hypothesis import assume, strategies as st

from compensator.problem import Limit, Offer, Policy, Problem, Response, Segment, Settings
from tests.naive import Naive, Pair, Sum

Plan = dict[Pair, float]
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


@lru_cache(typed=True)  # a strategy is checked once, however often it is drawn from
def pick(*values: Any) -> st.SearchStrategy[Any]:
    """Return one of the values."""
    return st.sampled_from(values)


@cache
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
    outcomes = draw(pick(("retention",), ("reconversion",), ("retention", "reconversion")))
    cells: dict[str, Any] = {"segment": name, "users": draw(pick(0, 1, 2, 3, 7, 10, 40, 100, 1000))}
    for outcome in outcomes:
        money = "retained_value" if outcome == "retention" else "reconverted_value"
        cells |= {outcome: draw(decimals(0, 1)), money: draw(decimals(0, 90, 1))}
        if curve:
            cells[f"{outcome}_ceiling"] = draw(decimals(0, 1))
    if curve:
        cells |= {
            "half_value": draw(decimals(0.5, 9, 1)),
            "steepness": draw(pick(1.0, 2.0, 0.7)),
        }
    cells["word_of_mouth"] = draw(pick(0.0, 0.0, 0.5))
    cells["loss"] = draw(decimals(0, 9, 1))
    cells["entitlement"] = draw(pick(0.0, 0.0, 0.0, 1.0, 3.0))
    tags = {
        "region": draw(pick(*REGIONS)),
        "class": draw(pick("a", "b")),
        "tenure": draw(pick(0.0, 1.0, 2.0)),
    }
    return Segment(**cells, tags=tags)


@st.composite
def offer(draw: st.DrawFn, name: str, segments: list[Segment], *, integer: bool) -> Offer:
    """Return an offer, perhaps per unit of a column, for some segments or all."""
    return Offer(
        offer=name,
        quantity=draw(pick(0.0, 1.0, 5.0, 0.5)),
        per=draw(pick(None, None, None, "loss", "tenure")),
        unit_cost=draw(decimals(0, 2)),
        delivery_cost=draw(pick(0.0, 0.0, 0.1, 1.0)),
        setup_cost=draw(pick(0.0, 5.0, 50.0)) if integer else 0.0,
        redemption=draw(pick(1.0, 0.5, 0.2)),
        usage=draw(pick(1.0, 0.8)),
        face_value=draw(decimals(0, 9, 1)),
        eligible=draw(maybe(st.none() | scopes(segments))),
        lift_if_unredeemed=draw(pick(1.0, 0.3, 0.0)),
        max_users=draw(pick(None, None, None, 0, 1, 5, 50, 500)),
    )


def scopes(segments: list[Segment]) -> st.SearchStrategy[str]:
    """Return filters on segments that match something."""
    regions = sorted({f"region={s.tags['region']}" for s in segments})
    tenures = sorted({f"tenure>={s.tags['tenure']:g}" for s in segments})
    names = [s.segment for s in segments]
    return pick(*regions, *tenures, *names, ",".join(names))


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
    cells: dict[str, Any] = {"maximize": draw(pick(*aims))}
    cells["delay_days"] = draw(pick(0.0, 7.0))
    cells["effect_half_life_days"] = draw(pick(None, 14.0))
    cells["same_offer_within"] = draw(pick(None, None, None, "class"))
    if integer:
        kind = draw(pick("whole", "offers", "both", "neither"))
        cells["whole_segments"] = kind in ("whole", "both")
        if kind in ("offers", "both"):
            cells["max_offers"] = draw(st.integers(0, len(offers)))
    return Settings(**cells)


@st.composite
def limit(draw: st.DrawFn, name: str, problem: Problem, kept: Plan | None) -> Limit:
    """Return a limit of any basis; one that a plan keeps, where one is given."""
    offers, naive = [o.offer for o in problem.offers], Naive(problem)
    custom = any(row.measures for row in problem.responses)
    cells: dict[str, Any] = {
        "limit": name,
        "measure": draw(pick(*(MEASURES if custom else MEASURES[:-1]))),
        "segments": draw(maybe(scopes(list(problem.segments)))),
        "offers": draw(pick(None, offers[0], ",".join(offers), f"none,{offers[-1]}")),
        "enforce": draw(st.integers(0, 7)) < 7,
    }
    basis = draw(pick("total", "total", "per_user", "share", "relative_to", "roi"))
    peopled = [s.segment for s in problem.segments if s.users]
    if basis in ("per_user", "relative_to") and not naive.users(cells["segments"]):
        basis = "total"
    if basis == "relative_to":
        cells["relative_to"] = draw(pick(*peopled))
    elif basis == "roi":
        cells["measure"] = "roi"
    else:
        cells["basis"] = draw(pick(basis, None)) if basis == "total" else basis
    blank = Limit(**cells, min=0.0)
    low, high = draw(around(blank, naive, kept)) if kept else draw(between(blank, naive))
    sides = [("min",)] if basis == "roi" else [("max",), ("min",), ("min", "max")]
    both = {"min": low, "max": high}
    return Limit(**cells, **{side: both[side] for side in draw(pick(*sides))})


@st.composite
def between(draw: st.DrawFn, blank: Limit, naive: Naive) -> tuple[float, float]:
    """Return two bounds between the least and the most that a limit's figure can be."""
    top, below = naive.ratio(blank)
    low, high = {"roi": (-0.9, 4.0)}.get(blank.measure, (0.0, 1.0))
    if blank.relative_to is not None:
        low, high = 0.2, 3.0
    elif not isinstance(below, Sum):
        by_segment = defaultdict(list)
        for (s, _), a in naive.everywhere(top).items():
            by_segment[s].append(a / below)
        low, high = (sum(map(pick, by_segment.values())) for pick in (min, max))
    at = sorted(low + draw(decimals(0, 1)) * (high - low) for _ in range(2))
    return round(at[0], 3), round(at[1], 3)


@st.composite
def around(draw: st.DrawFn, blank: Limit, naive: Naive, kept: Plan) -> tuple[float, float]:
    """Return two bounds that a plan keeps, with some room or none."""
    top, below = naive.ratio(blank)
    divisor = naive.figure(below, kept) if isinstance(below, Sum) else below
    figure = naive.figure(top, kept) / divisor if divisor > 1e-9 else 0.0
    room = [draw(pick(0.0, 0.0, 0.2)) * (1 + abs(figure)) for _ in range(2)]
    return floor((figure - room[0]) * 1000) / 1000, ceil((figure + room[1]) * 1000) / 1000


@st.composite
def policies(draw: st.DrawFn, problem: Problem) -> list[Policy]:
    """Return up to two policies, one of two rows."""
    offers = [o.offer for o in problem.offers]
    found = []
    for name in draw(pick((), ("all",), ("all", "half"))):
        scope = draw(maybe(scopes(list(problem.segments))))
        share = 1.0 if name == "all" else 0.5
        found.append(Policy(policy=name, segments=scope, offer=draw(pick(*offers)), share=share))
        if name == "half":
            found.append(Policy(policy=name, offer=draw(pick(*offers)), share=0.3))
    return found


@st.composite
def problems(
    draw: st.DrawFn, *, integer: bool | None = None, limits: int = 3, feasible: bool = False
) -> Problem:
    """Return any small problem.

    Args:
        draw: Given by hypothesis.
        integer: Whether it may have rules that make it an integer program; None for either.
        limits: Most limits beside the budget.
        feasible: Whether some plan meets every limit; either, by default.
    """
    integral = draw(st.booleans()) if integer is None else integer
    curves = draw(st.lists(st.booleans(), min_size=1, max_size=3 if feasible else 4))
    segments = [draw(segment(f"s{i}", curve=curve)) for i, curve in enumerate(curves)]
    count = range(draw(st.integers(1, 3)))
    offers = [draw(offer(f"o{j}", segments, integer=integral)) for j in count]
    known = draw(responses(segments, offers))
    chosen = draw(settings(segments, offers, integer=integral))
    bare = Problem(segments=segments, offers=offers, responses=known, settings=chosen)
    kept = draw(kept_plans(bare)) if feasible else None
    bounded = [draw(limit(f"l{i}", bare, kept)) for i in range(draw(st.integers(0, limits)))]
    broken = Naive(again(bare, limits=bounded)).breaks(kept, 0) if kept and bounded else ()
    bounded = [one for one in bounded if one.limit not in broken]
    budget = draw(maybe(budgets(bare, kept)))
    return again(bare, limits=bounded, policies=draw(policies(bare)), budget=budget)


@st.composite
def kept_plans(draw: st.DrawFn, problem: Problem) -> Plan:
    """Return a whole plan that meets the offers' own limits."""
    naive = Naive(problem)
    plans = [plan for plan in naive.whole_plans() if not naive.breaks(plan)]
    assume(plans)
    return draw(st.sampled_from(plans))


@st.composite
def budgets(draw: st.DrawFn, problem: Problem, kept: Plan | None) -> float:
    """Return a budget up to the most that can be spent; from the cost of a plan on, where one is given."""
    naive = Naive(problem)
    by_segment, cost = defaultdict(list), naive.sum("cost")
    for (s, _), a in cost.shares.items():
        by_segment[s].append(a)
    most = sum(map(max, by_segment.values())) + sum(cost.used.values())
    least = naive.figure(cost, kept) if kept else 0.0
    return ceil((least + draw(decimals(0, 1)) * (most - least)) * 100) / 100


def again(problem: Problem, **changes: Any) -> Problem:
    """Return the problem with other tables or settings; a setting of None is left blank."""
    tables = ("segments", "offers", "responses", "limits", "policies")
    rows = {name: changes.pop(name, getattr(problem, name)) for name in tables}
    return Problem(**rows, settings=problem.settings.model_copy(update=changes))
