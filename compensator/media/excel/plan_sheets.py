"""The sheets of rows: plan, limits, policies, margins, manifest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from compensator.language import MONEY_MEASURES
from compensator.media.excel.style import Block, Book, Cell, Column, Formula, Kind
from compensator.plan import LimitResult, Plan, PolicyResult, objective_words, standing

TOLERANCE: Final = 1e-6
"""Relative to the larger of 1 and the figure: what recomputed sums may differ by."""
THIS_PLAN: Final = "this plan"
TABLE_TOP: Final = 2

PLAN_COLUMNS: Final = (
    Column("no.", "count"),
    Column("segment"),
    Column("offer"),
    Column("share", "percent"),
    Column("users", "count"),
    Column("cost", "money"),
    Column("value", "money"),
    Column("retained", "count"),
    Column("reconverted", "count"),
    Column("rounding", "number"),
)
LIMIT_COLUMNS: Final = (
    Column("limit"),
    Column("measure"),
    Column("actual", "number"),
    Column("min", "number"),
    Column("max", "number"),
    Column("slack", "number"),
    Column("binding"),
    Column("price", "number"),
    Column("enforced"),
    Column("check", "check"),
)


def segment_numbers(plan: Plan) -> dict[str, int]:
    """Return the segments in order, numbered from 1: formulas match numbers, never names."""
    names = dict.fromkeys(allocation.segment for allocation in plan.allocations)
    return {name: number for number, name in enumerate(names, start=1)}


def segment_users(plan: Plan) -> dict[str, int]:
    """Return the users of each segment."""
    users = dict.fromkeys(segment_numbers(plan), 0)
    for allocation in plan.allocations:
        users[allocation.segment] += allocation.users
    return users


def add_plan(book: Book, segments: Block) -> None:
    """Write a row for each segment × offer; ``segments`` is where the checks add users up."""
    plan, numbers, users = book.plan, segment_numbers(book.plan), segment_users(book.plan)
    counted = segments.column(2)
    rows: list[Sequence[object]] = []
    for place, cell in enumerate(plan.allocations):
        no, share, own = (xl_rowcol_to_cell(TABLE_TOP + 1 + place, column) for column in (0, 3, 4))
        rounding = Formula(
            f"{own}-{share}*INDEX({counted},{no})", cell.users - cell.share * users[cell.segment]
        )
        figures = (cell.share, cell.users, cell.cost, cell.value, cell.retained, cell.reconverted)
        rows.append((numbers[cell.segment], cell.segment, cell.offer, *figures, rounding))
    remark = "Rounding: whole users less the exact share. Set-up costs are on the sheet Checks."
    book.head("Plan", "Who gets what", remark)
    book.table("Plan", PLAN_COLUMNS, rows)


def add_limits(book: Book) -> None:
    """Write each limit with what the plan makes of it and a live check."""
    words = objective_words(book.plan)
    gained = "added" if book.plan.targets else "gained"
    remark = f"Price: {words} {gained} when the written bound rises by one. Money in {book.plan.currency}."
    book.head("Limits", "Limits", remark)
    rows = [_limit_row(book.plan, place, limit) for place, limit in enumerate(book.plan.limits)]
    book.table("Limits", LIMIT_COLUMNS, rows)
    mark_checks(book, "Limits", book.blocks["Limits"], 9)


def add_policies(book: Book) -> None:
    """Write the plan and the policies beside it."""
    plan, totals, kind = book.plan, book.totals, objective_kind(book.plan)
    at_cost = (Column("best at this cost", kind), Column("gain at this cost", kind))
    columns = (
        Column("policy"),
        Column(f"objective: {objective_words(plan)}", kind),
        Column("cost", "money"),
        Column("value", "money"),
        Column("net value", "money"),
        Column("feasible"),
        Column("breaks"),
        *(() if plan.targets else at_cost),
        Column("plan not dearer" if plan.targets else "plan not below", "check"),
    )
    money_of_plan = (totals.cost, totals.value, totals.net_value)
    best = () if plan.targets else (plan.objective, None)
    rows: list[Sequence[object]] = [
        (THIS_PLAN, plan.objective, *money_of_plan, "yes", None, *best, None)
    ]
    rows += [_policy_row(plan, place, policy) for place, policy in enumerate(plan.policies)]
    gain = "Gain: what the best plan of equal cost adds."
    remark = "Feasible ones reach the targets." if plan.targets else gain
    book.head("Policies", "Policies beside the plan", remark)
    mark_checks(book, "Policies", book.table("Policies", columns, rows), policy_result(plan))


def policy_result(plan: Plan) -> int:
    """Return the column that says whether the plan is at least as good as a policy."""
    return 7 if plan.targets else 9


def _policy_row(plan: Plan, place: int, policy: PolicyResult) -> Sequence[object]:
    row = TABLE_TOP + 2 + place
    gain = (policy.best_at_cost, _gain(row, policy.objective, policy.best_at_cost))
    return (
        policy.policy,
        policy.objective,
        policy.cost,
        policy.value,
        policy.net_value,
        "yes" if policy.feasible else "no",
        ", ".join(policy.broken),
        *(() if plan.targets else gain),
        _not_below(row, plan, policy.objective, feasible=policy.feasible),
    )


def add_margins(book: Book) -> None:
    """Write how clearly each segment's offer wins."""
    kind = _unit_kind(book.plan)
    columns = (
        Column("segment"),
        Column("gets"),
        Column("runner-up"),
        Column("margin per user", kind),
        Column("runner-up wins at cost", "unit money"),
        Column("at lift", "percent"),
        Column("at redemption", "percent"),
    )
    rows = [tuple(asdict(margin).values()) for margin in book.plan.margins]
    remark = (
        f"Margin: {objective_words(book.plan)} per user, less priced use, over the runner-up's."
    )
    book.head("Margins", "How clearly offers win", remark)
    book.table("Margins", columns, rows)


def add_manifest(book: Book) -> None:
    """Write what made the plan, and its proof."""
    plan, certificate = book.plan, book.plan.certificate
    entries: dict[str, Any] = {
        "schema": plan.SCHEMA,
        "title": plan.title,
        "status": f"{plan.status}: {standing(plan)}",
        "maximize": f"{plan.maximize}, among the cheapest" if plan.targets else plan.maximize,
        "currency": plan.currency,
        **asdict(plan.manifest),
    }
    if certificate is not None:
        entries |= {f"certificate {name}": each for name, each in asdict(certificate).items()}
    entries |= {f"whole users miss {miss.limit} by": miss.missed_by for miss in plan.rounding}
    book.head("Manifest", "What made this plan", "The .json file of the plan holds the same.")
    rows = [
        (name, entry if isinstance(entry, str) else _plain(entry))
        for name, entry in entries.items()
    ]
    book.table("Manifest", (Column("entry"), Column("content")), rows)


def objective_kind(plan: Plan) -> Kind:
    """Return how amounts of what the plan maximizes are shown."""
    return "money" if plan.targets or plan.maximize in MONEY_MEASURES else "count"


def _unit_kind(plan: Plan) -> Kind:
    """Return how amounts of it per unit are shown."""
    return "unit money" if plan.targets or plan.maximize in MONEY_MEASURES else "number"


def mark_checks(book: Book, sheet: str, block: Block, column: int) -> None:
    """Color the results of checks."""
    for word, style in (("OK", "good"), ("FAILED", "bad")):
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"'}
        rule["format"] = book.formats[style]
        book.sheets[sheet].conditional_format(block.first, column, block.last, column, rule)


def limit_holds(limit: LimitResult) -> str:
    """Return the result of an enforced limit's check: OK, FAILED, or – where there is none."""
    if not limit.enforced or limit.actual is None:
        return "–"
    low = limit.min is None or limit.actual >= limit.min - TOLERANCE * max(1, abs(limit.min))
    high = limit.max is None or limit.actual <= limit.max + TOLERANCE * max(1, abs(limit.max))
    return "OK" if low and high else "FAILED"


def not_below(plan: Plan, objective: float, *, feasible: bool) -> str:
    """Return whether the plan is at least as good as a policy; – where that is not promised."""
    if not feasible or plan.objective is None:
        return "–"
    slack = TOLERANCE * max(1, abs(objective))
    if plan.targets:
        return "OK" if plan.objective <= objective + slack else "FAILED"
    return "OK" if plan.objective >= objective - slack else "FAILED"


def _limit_row(plan: Plan, place: int, limit: LimitResult) -> Sequence[object]:
    kind = _limit_kind(limit)
    row = TABLE_TOP + 1 + place
    actual, low, high, enforced = (xl_rowcol_to_cell(row, column) for column in (2, 3, 4, 8))
    above = f'OR({low}="",{actual}>={low}-{TOLERANCE}*MAX(1,ABS(N({low}))))'
    below = f'OR({high}="",{actual}<={high}+{TOLERANCE}*MAX(1,ABS(N({high}))))'
    told = f'IF(OR({enforced}="no",{actual}=""),"–",IF(AND({above},{below}),"OK","FAILED"))'
    price = _unit_kind(plan)
    figures = [Cell(x, kind) for x in (limit.actual, limit.min, limit.max, limit.slack)]
    return (
        limit.limit,
        limit.measure,
        *figures,
        "yes" if limit.binding else "no",
        Cell(limit.price, price),
        "yes" if limit.enforced else "no",
        Formula(told, limit_holds(limit)),
    )


def _limit_kind(limit: LimitResult) -> Kind:
    if limit.unit == "money":
        return "money"
    bounds = (limit.actual, limit.min, limit.max)
    return "count" if all(x is None or x == int(x) for x in bounds) else "number"


def _gain(row: int, objective: float, best: float | None) -> Formula | None:
    if best is None:
        return None
    return Formula(f"{xl_rowcol_to_cell(row, 7)}-{xl_rowcol_to_cell(row, 1)}", best - objective)


def _not_below(row: int, plan: Plan, objective: float, *, feasible: bool) -> Formula:
    own, mine = (
        xl_rowcol_to_cell(row, 1),
        xl_rowcol_to_cell(TABLE_TOP + 1, 1, row_abs=True, col_abs=True),
    )
    good = f"{mine}<={own}+" if plan.targets else f"{mine}>={own}-"
    test = f'IF({good}{TOLERANCE}*MAX(1,ABS({own})),"OK","FAILED")'
    text = f'IF({xl_rowcol_to_cell(row, 5)}="yes",{test},"–")'
    return Formula(text, not_below(plan, objective, feasible=feasible))


def _plain(entry: float | None) -> str:
    return "" if entry is None else repr(entry)
