"""Tables of what holds a plan back: its limits, the targets it was to reach, the repairs of what clashes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from compensator.language import on_safe_side
from compensator.plan.answer import LimitResult, Plan, Repair, Unit
from compensator.plan.clash_notes import needed_amount
from compensator.plan.live import bounds_kept, target_reached
from compensator.plan.sentences import unit_kind, without_noise
from compensator.plan.tables import FEW
from compensator.story import Amount, Cell, Column, Kind, Lazy, Table

KINDS: Final[dict[Unit, Kind]] = {
    "money": "money",
    "users": "users",
    "rate": "rate",
    "number": "number",
}


def limits(plan: Plan) -> Iterator[Table]:
    """Yield each limit with what the plan makes of it and what one more unit is worth."""
    many, remark = len(plan.limits) > FEW, _price(plan)
    columns, rows = _limit_columns(plan), Lazy(plan.limits, _limit)
    brief = bool(plan.limits) and not many
    yield Table("Limits", columns, rows, FEW, brief, remarks=(remark,))
    if many:
        calm = sorted(plan.limits, key=_calm)[:FEW]
        order = f"Of {len(plan.limits):,} limits missed ones stand first, then binding ones."
        rows, remarks = Lazy(calm, _limit), (order, remark)
        yield Table("The tightest limits", columns, rows, FEW, remarks=remarks, filed=False)


def _price(plan: Plan) -> str:
    whose = " (of the linear relaxation: an integer plan moves in steps)" if plan.integer else ""
    return f"Price: {plan.aim.words} {plan.aim.moved} when the written bound rises by one{whose}."


def _limit_columns(plan: Plan) -> tuple[Column, ...]:
    return (
        Column("limit", "text"),
        Column("measure", "text", under=True),
        Column("actual"),
        Column("min", before="≥ "),
        Column("max", before="≤ ", under=True),
        Column("slack"),
        Column("price", unit_kind(plan)),
        Column("state", "state"),
        Column("binding", "text", live=True),
        Column("enforced", "text", live=True),
        Column("check", "state", live=True),
    )


def _calm(limit: LimitResult) -> tuple[bool, bool]:
    """Rank missed limits first, then binding ones."""
    return (limit.slack is None or limit.slack >= 0, not limit.binding)


def _limit(limit: LimitResult) -> Sequence[Cell]:
    kind = KINDS[limit.unit]
    actual, low, high, slack = (
        None if figure is None else Amount(figure, kind, without_noise(limit, figure))
        for figure in (limit.actual, limit.min, limit.max, limit.slack)
    )
    said = ("yes" if limit.binding else "no", "yes" if limit.enforced else "no")
    return (
        *(limit.limit, limit.measure, actual, low, high, slack),
        *(limit.price, _state(limit), *said, bounds_kept(limit)),
    )


def _state(limit: LimitResult) -> str | None:
    if limit.binding:
        return "binding"
    if not limit.enforced:
        return "missed, only told" if limit.missed else "only told"
    if limit.slack is None:
        return None
    return "MISSED" if limit.missed else "met"


def targets(plan: Plan) -> Table:
    """Return what a least-cost plan was to reach, and live whether it does."""
    columns = (
        Column("measure", "text"),
        Column("at least"),
        Column("actual"),
        Column("of users", "count"),
        Column("price", "unit money"),
        Column("check", "state", live=True),
    )
    remark = (
        "Price: cost added when the target rises by one; by the whole, where it is a percentage."
    )
    rows = [target_reached(target) for target in plan.targets]
    return Table("Targets", columns, rows, brief=False, remarks=(remark,))


def repairs(plan: Plan) -> Table:
    """Return the repairs of an infeasible problem; targets are reached at least cost, without objective."""
    columns = (
        Column("limit", "text"),
        Column("bound", "text"),
        Column("now"),
        Column("needed"),
        Column("cost then", "money"),
        Column(f"{plan.aim.words} then", plan.aim.unit, live=bool(plan.best)),
    )
    joint = any(repair.together for repair in plan.repairs)
    alone = "Each repair is enough alone."
    remark = (
        "Bounds marked together must all change; any other is enough alone." if joint else alone
    )
    rows = [_repair(repair, plan.currency) for repair in plan.repairs]
    return Table("Repairs", columns, rows, len(rows), remarks=(remark,), filed=False)


def _repair(one: Repair, currency: str) -> Sequence[Cell]:
    kind = KINDS[one.unit]
    return (
        f"{one.limit} (together)" if one.together else one.limit,
        {"min": "minimum", "max": "maximum", None: "rule"}[one.bound],
        None if one.now is None else Amount(one.now, kind),
        _needed(one, kind, currency),
        one.cost,
        one.objective,
    )


def _needed(one: Repair, kind: Kind, currency: str) -> Cell:
    """Return what a bound must be; of a plain number, or a share, with all the digits that its cost needs."""
    if one.needed is None or one.unit in ("number", "rate"):
        return None if one.needed is None else needed_amount(one, currency)
    return Amount(on_safe_side(one.needed, up=one.bound == "max"), kind)
