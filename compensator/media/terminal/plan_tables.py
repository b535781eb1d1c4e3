"""Tables for the terminal: names fold where room is short, figures never do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from compensator.language import ABSENT, MONEY_MEASURES, in_unit, money, percent, visible
from compensator.media.amounts import Group, MoneyFormat, brief, by_offer, by_segment
from compensator.plan import (
    Allocation,
    LimitResult,
    Margin,
    Plan,
    PolicyResult,
    bound_amount,
    needed_amount,
    objective_amount,
    objective_words,
    without_noise,
)
from compensator.problem import NONE

NAME_WIDTH: Final = 12
"""Characters that a column of names keeps, if its names are that long."""
GAP: Final = 2
LARGEST: Final = 10
"""Segments shown where there are too many to show all."""
FEW: Final = 30
"""Most rows of a table that is shown whole."""
CLOSEST: Final = 5
"""Margins shown."""

Rows = Sequence[Sequence[str]]


def allocation_table(plan: Plan, cells: Sequence[Allocation], width: int) -> Table:
    """Return who gets what, a row for each segment × offer; a repeated segment is not repeated."""
    heads = ("segment", "offer", ">share", ">users", ">cost", ">value")

    def rows(worded: MoneyFormat) -> Iterator[Sequence[str]]:
        before = None
        for cell in cells:
            name = "" if cell.segment == before else visible(cell.segment)
            before = cell.segment
            amounts = (worded(cell.cost, plan.currency), worded(cell.value, plan.currency))
            yield (name, visible(cell.offer), percent(cell.share), f"{cell.users:,}", *amounts)

    return _fitted(heads, rows, width)


def group_table(plan: Plan, groups: Sequence[Group], width: int) -> Table:
    """Return the allocations added up by offer."""
    heads = ("offer", ">segments", ">users", ">of all", ">cost", ">value")
    users = max(1, plan.totals.users if plan.totals else 0)

    def rows(worded: MoneyFormat) -> Iterator[Sequence[str]]:
        for group in groups:
            amounts = (worded(group.cost, plan.currency), worded(group.value, plan.currency))
            sizes = (f"{group.segments:,}", f"{group.users:,}", percent(group.users / users))
            yield (visible(group.name), *sizes, *amounts)

    return _fitted(heads, rows, width)


def largest_cells(plan: Plan) -> list[Allocation]:
    """Return the cells of the segments with most users."""
    rank = {group.name: place for place, group in enumerate(by_segment(plan)[:LARGEST])}
    cells = [cell for cell in plan.allocations if cell.segment in rank]
    return sorted(cells, key=lambda cell: rank[cell.segment])


def offer_groups(plan: Plan) -> tuple[list[Group], int]:
    """Return the offers to show and how many are left out."""
    groups = by_offer(plan)
    return groups[:FEW], len(groups[FEW:])


def limit_table(plan: Plan, limits: Sequence[LimitResult], width: int) -> Table:
    """Return each limit with what the plan makes of it and what one more unit is worth."""
    heads = ("limit", ">actual", ">bound", ">slack", ">price", "state")

    def rows(worded: MoneyFormat) -> Iterator[Sequence[str]]:
        for limit in limits:
            yield _limit_row(plan, limit, worded)

    return _fitted(heads, rows, width)


def policy_table(plan: Plan, policies: Sequence[PolicyResult], width: int) -> Table:
    """Return the policies and how much more the best plan of the same cost brings."""
    heads = ["policy", f">{objective_words(plan)}", ">cost", ">net value"]
    heads += [">best at\nthis cost", ">gain"]
    if plan.targets:  # plans of equal cost cost the same: there is nothing to gain
        heads = ["policy", ">cost", ">value", ">net value"]

    def rows(worded: MoneyFormat) -> Iterator[Sequence[str]]:
        for policy in policies:
            yield _policy_row(plan, policy, worded)

    return _fitted(heads, rows, width)


def margin_table(plan: Plan, margins: Sequence[Margin], width: int) -> Table:
    """Return how clearly offers win, and where their runners-up would take over."""
    names = ("segment", "gets", "runner-up")
    heads = (*names, ">margin\nper user", ">wins at\ncost", ">or\nlift", ">or re-\ndemption")

    def rows(worded: MoneyFormat) -> Iterator[Sequence[str]]:
        for margin in margins:
            yield (
                visible(margin.segment),
                visible(margin.offer),
                visible(margin.runner_up or ABSENT),
                _or_absent(margin.margin, lambda m: _objective(plan, m, worded)),
                _or_absent(margin.cost_at, lambda cost: worded(cost, plan.currency)),
                _or_absent(margin.lift_at, percent),
                _or_absent(margin.redemption_at, percent),
            )

    return _fitted(heads, rows, width)


def closest(plan: Plan) -> list[Margin]:
    """Return the margins of real contests, the closest first."""
    contests = [margin for margin in plan.margins if margin.margin is not None]
    return sorted(contests, key=lambda margin: margin.margin or 0.0)[:CLOSEST]


def repair_table(plan: Plan, width: int) -> Table:
    """Return the repairs of an infeasible problem."""
    heads = ["limit", "bound", ">now", ">needed", ">cost then"]
    heads += (
        [] if plan.best else [f">{objective_words(plan)} then"]
    )  # targets are reached at least cost

    def rows(worded: MoneyFormat) -> Iterator[Sequence[str]]:
        for repair in plan.repairs:
            unit = partial(bound_amount, plan, repair.limit)
            cells = (
                visible(repair.limit) + (" (together)" if repair.together else ""),
                {"min": "minimum", "max": "maximum", None: "rule"}[repair.bound],
                _or_absent(repair.now, unit),
                ABSENT if repair.needed is None else needed_amount(repair, plan.currency),
                _or_absent(repair.cost, lambda cost: worded(cost, plan.currency)),
                _or_absent(repair.objective, lambda o: _objective(plan, o, worded)),
            )
            yield cells[: len(heads)]

    return _fitted(heads, rows, width)


def _limit_row(plan: Plan, limit: LimitResult, worded: MoneyFormat) -> Sequence[str]:
    def figure(amount: float) -> str:
        settled = without_noise(limit, amount)
        if limit.unit == "money":
            return worded(settled, plan.currency)
        return in_unit(settled, limit.unit, plan.currency)

    bounds = [f"≥ {figure(limit.min)}"] if limit.min is not None else []
    bounds += [f"≤ {figure(limit.max)}"] if limit.max is not None else []
    return (
        f"{visible(limit.limit)}\n{limit.measure.replace('_', ' ')}",
        _or_absent(limit.actual, figure),
        "\n".join(bounds),
        _or_absent(limit.slack, figure),
        _objective(plan, limit.price, worded),
        _state(limit),
    )


def _state(limit: LimitResult) -> str:
    if limit.binding:
        return "binding"
    if not limit.enforced:
        missed = limit.slack is not None and limit.slack < 0
        return "missed,\nonly told" if missed else "only told"
    if limit.slack is None:
        return ABSENT
    return "MISSED" if limit.slack < 0 else "met"


def _policy_row(plan: Plan, policy: PolicyResult, worded: MoneyFormat) -> Sequence[str]:
    broken = ", ".join(map(visible, policy.broken[:3]))
    more = f" and {len(policy.broken) - 3} more" if len(policy.broken) > 3 else ""
    state = "feasible" if policy.feasible else f"breaks {broken or 'a limit'}{more}"
    best, name = policy.best_at_cost, f"{visible(policy.policy)}\n{state}"
    if plan.targets:
        money_of = (policy.cost, policy.value, policy.net_value)
        return (name, *(worded(amount, plan.currency) for amount in money_of))
    return (
        name,
        _objective(plan, policy.objective, worded),
        worded(policy.cost, plan.currency),
        worded(policy.net_value, plan.currency),
        _or_absent(best, lambda amount: _objective(plan, amount, worded)),
        _or_absent(best, lambda amount: _objective(plan, amount - policy.objective, worded)),
    )


def _objective(plan: Plan, amount: float, worded: MoneyFormat) -> str:
    if plan.targets or plan.maximize in MONEY_MEASURES:
        return worded(amount, plan.currency)
    return objective_amount(plan, amount).split(" ")[0]


def _or_absent(amount: float | None, worded: Callable[[float], str]) -> str:
    return ABSENT if amount is None else worded(amount)


def _fitted(
    heads: Sequence[str], rows: Callable[[MoneyFormat], Iterator[Sequence[str]]], width: int
) -> Table:
    """Return a table of full amounts, else of brief ones, else a list, as names find room.

    A heading that begins with ``>`` is that of a column of figures.
    """
    for worded in (money, brief):
        cells = list(rows(worded))
        if _width(heads, cells) <= width:
            return _table(heads, cells)
    return _listed(heads, list(rows(money)))


def _width(heads: Sequence[str], rows: Rows) -> int:
    widths = []
    for place, head in enumerate(heads):
        longest = _longest([head.lstrip(">"), *(row[place] for row in rows)])
        widths.append(longest if head.startswith(">") else min(longest, NAME_WIDTH))
    return sum(widths) + GAP * (len(heads) - 1)


def _longest(texts: Sequence[str]) -> int:
    return max(cell_len(line) for text in texts for line in (text.splitlines() or [""]))


def _table(heads: Sequence[str], rows: Rows) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for head in heads:
        right = head.startswith(">")
        table.add_column(
            Text(head.lstrip(">"), style="bold"),
            justify="right" if right else "left",
            no_wrap=right,
            overflow="fold",
            vertical="top",
        )
    for row in rows:
        table.add_row(*map(_cell, row))
    return table


def _listed(heads: Sequence[str], rows: Rows) -> Table:
    """Return the rows one below the other, a line for each cell: for narrow terminals."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim")
    grid.add_column(overflow="fold")
    for row in rows:
        for head, text in zip(heads, row, strict=True):
            label = head.lstrip(">").replace("-\n", "").replace("\n", " ")
            if text:
                grid.add_row(label, _cell(text))
        grid.add_row("")
    return grid


def _cell(text: str) -> Text:
    """Word a cell: what stands under its first line is lesser, nothing and misses are marked."""
    cell = Text(text, overflow="fold")
    if text in {NONE, ABSENT}:
        cell.stylize("dim")
    if text.startswith(("MISSED", "missed")):
        cell.stylize("red")
    first = text.find("\n")
    if first >= 0 and not text.startswith(("≥", "missed")):
        cell.stylize("dim", first)
    return cell
