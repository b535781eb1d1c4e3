"""The tables of a plan: who gets what, its policies, its margins."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from typing import Final

from compensator.plan.answer import (
    Allocation,
    Margin,
    Plan,
    PolicyResult,
)
from compensator.plan.groups import (
    by_offer,
    largest_segments,
    segment_numbers,
    segment_users,
)
from compensator.plan.live import best_of_feasible, rounded
from compensator.plan.pictures import THIS_PLAN
from compensator.plan.sentences import (
    unit_kind,
)
from compensator.story import Cell, Column, Formula, Lazy, Table

FEW: Final = 30
"""Most rows of a table that a terminal shows whole."""
LARGEST: Final = 10
"""Segments shown where there are too many to show all."""
CLOSEST: Final = 5
"""Margins shown."""

MONEY: Final = ("cost", "value", "net value")
"""What of a plan and of a policy is money."""
WHO: Final = (Column("segment", "text", once=True), Column("offer", "text"))
GIFT: Final = (
    Column("share", "rate"),
    Column("users", "count"),
    Column("cost", "money"),
    Column("value", "money"),
    Column("retained", "users", brief=False),
    Column("reconverted", "users", brief=False),
)


def allocations(plan: Plan, *, brief: bool) -> Table:
    """Return a row for each segment × offer with somebody in it."""
    columns = (*WHO, *GIFT, Column("no.", "count", live=True), Column("rounding", live=True))
    numbers, users = cache(partial(segment_numbers, plan)), cache(partial(segment_users, plan))

    def row(cell: Allocation) -> Sequence[Cell]:
        rest = rounded(cell, users()[cell.segment])
        return (*_gift(cell), numbers()[cell.segment], rest)

    return Table(
        "Plan",
        columns,
        Lazy(plan.allocations, row),
        len(plan.allocations) if brief else FEW,
        brief,
        "Who gets what",
    )


def by_offers(plan: Plan, *, brief: bool) -> Table:
    """Return the allocations added up by offer."""
    columns = (
        Column("offer", "text"),
        Column("segments", "count"),
        Column("users", "count"),
        Column("of all", "rate"),
        Column("cost", "money"),
        Column("value", "money"),
    )
    everybody = max(1, plan.totals.users if plan.totals else 0)
    rows = [
        (one.name, one.segments, one.users, one.users / everybody, one.cost, one.value)
        for one in by_offer(plan)
    ]
    return Table("Offers", columns, rows, FEW, brief, "Who gets what, by offer", on_top=True)


def largest(plan: Plan, many: int) -> Table:
    """Return the allocations of the segments with most users."""
    rank = {name: place for place, name in enumerate(largest_segments(plan)[:LARGEST])}
    cells = [cell for cell in plan.allocations if cell.segment in rank]
    rows = [_gift(cell) for cell in sorted(cells, key=lambda cell: rank[cell.segment])]
    remark = f"All {many:,} segments: write the plan to .xlsx, .csv or .json (-o plan.xlsx)."
    name = "The largest segments"
    return Table(name, (*WHO, *GIFT), rows, len(rows), remarks=(remark,), filed=False)


def _gift(cell: Allocation) -> Sequence[Cell]:
    who = (cell.segment, cell.offer, cell.share, cell.users)
    return (*who, cell.cost, cell.value, cell.retained, cell.reconverted)


def policies(plan: Plan) -> Table:
    """Return the plan and the policies, and how much more the best plan of the same cost brings."""
    words, kind = plan.aim.words, plan.aim.unit
    columns = (
        Column("policy", "text"),
        Column("state", "text", under=True),
        *(Column(name, "money") for name in MONEY),
        *(() if words in MONEY else (Column(words, kind),)),
        *(() if plan.targets else (Column("best at this cost", kind), Column("gain", kind))),
        Column("feasible", "text", live=True),
        Column("breaks", "text", live=True),
        Column("plan not dearer" if plan.targets else "plan not below", "state", live=True),
    )
    rows = [_policy(plan, policy, words) for policy in plan.policies]
    rows = [_plan_row(plan, words), *rows] if rows else []
    gain = f"Gain: {words} that the best plan of the policy's cost brings beyond it."
    remarks = ("Feasible ones reach the targets.",) if plan.targets else (gain,)
    return Table("Policies", columns, rows, FEW, bool(rows), remarks=remarks)


def _plan_row(plan: Plan, words: str) -> Sequence[Cell]:
    totals = plan.totals
    money = () if totals is None else (totals.cost, totals.value, totals.net_value)
    own = () if words in MONEY else (plan.objective,)
    best = () if plan.targets else (None, None)
    return (THIS_PLAN, None, *money, *own, *best, "yes", None, None)


def _policy(plan: Plan, one: PolicyResult, words: str) -> Sequence[Cell]:
    best = one.best_at_cost
    gain = (
        None
        if best is None
        else Formula(f"{{.best at this cost}}-{{.{words}}}", best - one.objective)
    )
    named = ", ".join(one.broken[:3])
    more = f" and {len(one.broken) - 3} more" if len(one.broken) > 3 else ""
    return (
        one.policy,
        "feasible" if one.feasible else f"breaks {named or 'a limit'}{more}",
        *(one.cost, one.value, one.net_value),
        *(() if words in MONEY else (one.objective,)),
        *(() if plan.targets else (best, gain)),
        "yes" if one.feasible else "no",
        ", ".join(one.broken) or None,
        best_of_feasible(plan, one, words),
    )


def _margin_columns(plan: Plan) -> tuple[Column, ...]:
    return (
        Column("segment", "text"),
        Column("gets", "text"),
        Column("runner-up", "text"),
        Column("margin per user", unit_kind(plan)),
        Column("wins at cost", "unit money"),
        Column("or lift", "rate"),
        Column("or redemption", "rate"),
    )


def _margin(one: Margin) -> Sequence[Cell]:
    at = (one.cost_at, one.lift_at, one.redemption_at)
    return (one.segment, one.offer, one.runner_up, one.margin, *at)


def closest(plan: Plan) -> Table:
    """Return the margins of real contests, the closest first."""
    contests = [one for one in plan.margins if one.margin is not None]
    contests.sort(key=lambda one: one.margin or 0.0)
    rows = [_margin(one) for one in contests[:CLOSEST]]
    relaxed = " At the prices of the linear relaxation: below 0 where only whole steps made it win."
    remark = (
        f"Margin: {plan.aim.words} per user, less priced use, by which the offer beats its"
        " runner-up, which wins at the cost, lift or redemption shown."
        f"{relaxed if plan.integer else ''}"
    )
    columns, brief = _margin_columns(plan), bool(rows)
    return Table("Closest calls", columns, rows, CLOSEST, brief, remarks=(remark,), filed=False)


def margins(plan: Plan) -> Table:
    """Return how clearly each segment's offer wins."""
    title = "How clearly offers win"
    rows = Lazy(plan.margins, _margin)
    return Table("Margins", _margin_columns(plan), rows, brief=False, title=title)
