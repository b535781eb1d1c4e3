"""What each limit costs: the best plan without it, beside its price and how far that price holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import WithJsonSchema

from compensator.economics import Bounded
from compensator.optimizer import PriceRange, price_range, priced_side
from compensator.plan import Brief, Case, LimitResult, Restriction, Restrictions, Status, Unit
from compensator.story import NULL, Hidden, Schema
from compensator.tolerances import SAME

FIGURE: Final[Schema] = {"anyOf": [{"type": "number"}, NULL]}
"""What a bound is in the document."""
ENTITLEMENTS: Final = "segments[*].entitlement"
"""Entitlements are given up as a whole."""


@dataclass(frozen=True, slots=True)
class Concession:
    """One limit or rule that may be given up, and the assignment that does it."""

    name: str
    """The limit's name, or the path of an implicit one."""
    change: str
    """Such as ``limits[fair].enforce=no``."""
    position: int | None = None
    """Of the limit in the case's list; None for rules without a row."""
    most: int | None = None
    """What ``max_offers`` says."""


@dataclass(frozen=True, slots=True)
class LimitCost:
    """What one limit or rule costs; ``min``, ``max`` and the range are in the limit's own unit."""

    limit: str
    """Name, or path of an implicit one."""
    measure: str | None
    """What it limits; null for rules such as ``same_offer_within``."""
    min: float | None
    max: Annotated[float | int | None, WithJsonSchema(FIGURE)]  # whole where a rule counts offers
    bound: Literal["min", "max", "both"] | None
    """The bound that the price belongs to: of two without a price the nearer; ``both`` where they are equal."""
    binding: bool | None
    """Null for rules, and without a base."""
    cost: float | None
    """Objective without the limit less the base's; null where one of the two is not proven."""
    price: float | None
    """Change of the objective when the written bound rises by one; null for rules, and without a base."""
    holds_from: float | None
    """Least bound with that price; null where it holds without end, and where no range is known."""
    holds_to: float | None
    """Greatest bound with that price; null as above."""
    ranged: Annotated[bool, Hidden]
    """Whether a range is known: of a ratio's price and of an integer program's none is."""
    change: str
    """The assignment that gives the limit up, as ``--set`` takes it."""
    unit: Annotated[Unit, Hidden] = "number"
    """What the bound counts."""


def concessions(case: Case) -> list[Concession]:
    """Return every limit and rule that restricts the plan, in the workbook's order; limits first."""
    found = [_concession(case, part) for part in Restrictions.of(case.problem, case.solver).every]
    return list({one.name: one for one in found}.values())


def _concession(case: Case, part: Restriction) -> Concession:
    if part.kind == "limit":
        one = case.bounded[part.position]
        sheet = one.path[0] if one.path else "Settings"
        change = f"limits[{one.name}].enforce=no" if sheet == "Limits" else f"{one.name}="
        return Concession(one.name, change, part.position)
    if part.kind == "entitlement":
        return Concession(ENTITLEMENTS, f"{ENTITLEMENTS}=0")
    blank = "no" if part.kind == "whole_segments" else ""
    most = case.problem.settings.max_offers if part.kind == "max_offers" else None
    return Concession(part.name, f"{part.name}={blank}", most=most)


def limit_costs(
    base: Brief, given_up: Sequence[Concession], without: Mapping[str, Brief | None]
) -> tuple[LimitCost, ...]:
    """Return what each limit costs.

    Args:
        base: The best plan under all limits.
        given_up: The limits and rules.
        without: How the problem ends without each, by name; None where it is no problem then.
    """
    results = {one.limit: one for one in base.limits}
    return tuple(
        _cost(base, one, results.get(one.name), cost_of(base, without[one.name]))
        for one in given_up
    )


def cost_of(base: Brief, without: Brief | None) -> float | None:
    """Return the objective that a limit costs, None where one of the two plans is not proven best."""
    if without is None or base.objective is None or without.objective is None:
        return None
    if not base.status is without.status is Status.OPTIMAL:
        return None
    # both are proven, so that less than nothing is the rounding of their proofs
    return max(0.0, difference(without.objective, base.objective))


def difference(objective: float, base: float) -> float:
    """Return one objective less another, 0 where they differ by rounding only."""
    apart = objective - base
    return 0.0 if abs(apart) <= SAME * max(1.0, abs(base)) else apart


Side = Literal["min", "max", "both"]


def _cost(
    base: Brief, one: Concession, result: LimitResult | None, cost: float | None
) -> LimitCost:
    bounded = None if one.position is None else base.case.bounded[one.position]
    side, held = _priced(base, bounded)
    return LimitCost(
        limit=one.name,
        measure=bounded.measure if bounded else None,
        min=bounded.min if bounded else None,
        max=bounded.max if bounded else one.most,
        bound=side,
        binding=result.binding if result else None,
        cost=cost,
        price=None if result is None else 0.0 if held and held.idle else result.price,
        holds_from=held.low if held else None,
        holds_to=held.high if held else None,
        ranged=held is not None,
        change=one.change,
        unit=bounded.unit if bounded else "number",
    )


def _priced(base: Brief, bounded: Bounded | None) -> tuple[Side | None, PriceRange | None]:
    """Return the priced bound of a limit, and between which bounds that price holds."""
    if bounded is None or base.status is not Status.OPTIMAL or base.optimum is None:
        return None, None
    program, optimum = base.case.program, base.optimum
    return priced_side(program, optimum, bounded), price_range(program, optimum, bounded)
