"""The plan in a terminal: the answer first, then where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len
from rich.console import Group as Stack, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from compensator.language import count, money, percent, times, visible
from compensator.media.amounts import has_setup_cost, setup_cost
from compensator.media.terminal.parts import bullets, columns_of, lesser, printed, section
from compensator.media.terminal.plan_tables import (
    FEW,
    allocation_table,
    closest,
    group_table,
    largest_cells,
    limit_table,
    margin_table,
    offer_groups,
    policy_table,
    repair_table,
)
from compensator.plan import (
    NOBODY,
    LimitResult,
    Plan,
    Status,
    Totals,
    added,
    beside_policies,
    bound_amount,
    headline,
    next_unit,
    objective_words,
    proof,
    reached,
    return_on_cost,
    spending,
    standing,
)
from compensator.story import Manifest

_RELAXED: Final = (
    " At the prices of the linear relaxation: below 0 where only whole steps made it win."
)


def render(plan: Plan, width: int | None = None, *, color: bool | None = None) -> str:
    """Return the plan as text for a terminal.

    Args:
        plan: A finished plan, feasible or not.
        width: Characters in a line; the terminal's width, or 80 where there is none.
        color: Whether to style the text; by default only on a terminal, never with ``NO_COLOR``.
    """
    columns = columns_of(width)
    return printed(_parts(plan, columns), columns, color=color)


def _parts(plan: Plan, width: int) -> Iterator[RenderableType]:
    yield _answer(plan, width)
    if plan.totals is None:
        yield from _impossible(plan, width)
    else:
        yield from section("Totals", _totals(plan, plan.totals, width))
        yield from _recipients(plan, width)
        yield from _limits(plan, width)
        yield from _policies(plan, width)
        yield from _margins(plan, width)
        yield from section("Whole users and proof", *_proofs(plan))
    if plan.notes and plan.status is not Status.INFEASIBLE:
        yield from section("Notes", bullets(plan.notes))
    yield ""
    yield lesser(_origin(plan.manifest))


def _answer(plan: Plan, width: int) -> Panel:
    title, status = visible(plan.title), standing(plan)
    framed = [text if cell_len(text) <= width - 8 else None for text in (title, status)]
    unframed = [text for text in (title, status) if text not in framed]  # a frame would cut them
    lines = [Text(text, overflow="fold") for text in unframed]
    lines.append(Text(headline(plan), style="bold"))
    if plan.totals is not None:
        lines.append(Text(_worth(plan, plan.totals)))
    told = plan.notes if plan.status is Status.INFEASIBLE else ()
    sentences = [
        *reached(plan),
        *added(plan),
        *map(visible, told),
        next_unit(plan),
        beside_policies(plan),
        proof(plan),
    ]
    lines.extend(Text(sentence, overflow="fold") for sentence in sentences if sentence)
    style = "green" if plan.status is Status.OPTIMAL else "yellow"
    return Panel(
        Stack(*lines),
        title=framed[0] and Text(framed[0], style="bold"),
        title_align="left",
        subtitle=framed[1] and Text(framed[1]),
        subtitle_align="right",
        border_style=style,
    )


def _worth(plan: Plan, totals: Totals) -> str:
    value, net = money(totals.value, plan.currency), money(totals.net_value, plan.currency)
    back = "" if totals.roi is None else f", {return_on_cost(plan)}"
    return f"Cost: {spending(plan)}. Value: {value}. Net value: {net}{back}."


def _totals(plan: Plan, totals: Totals, width: int) -> Table:
    pairs = list(_pairs(plan, totals))
    label, figure = (max(len(pair[place]) for pair in pairs) for place in (0, 1))
    across = 2 if 2 * (label + figure) + 8 <= width else 1
    grid = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(across):
        grid.add_column(style="dim", overflow="fold")
        grid.add_column(justify="right", no_wrap=True, min_width=figure)
    for start in range(0, len(pairs), across):
        grid.add_row(*(text for pair in pairs[start : start + across] for text in pair))
    return grid


def _pairs(plan: Plan, totals: Totals) -> Iterator[tuple[str, str]]:
    def amount(value: float) -> str:
        return money(value, plan.currency)

    reached = totals.recipients / totals.users if totals.users else 0.0
    yield "Users", f"{totals.users:,}"
    yield "Get an offer", f"{totals.recipients:,.0f} ({percent(reached)})"
    yield "Users who stay", f"{totals.retained:,.0f}"
    yield "because of the plan", _signed(totals.incremental_retained)
    yield "Users who come back", f"{totals.reconverted:,.0f}"
    yield "because of the plan", _signed(totals.incremental_reconverted)
    yield "Cost", amount(totals.cost)
    yield "Value", amount(totals.value)
    yield "Net value", amount(totals.net_value)
    yield "Net value ÷ cost", "–" if totals.roi is None else times(totals.roi)
    yield "If all is used", amount(totals.liability)
    yield "Never used (breakage)", amount(totals.breakage)
    yield "Deadweight", amount(totals.deadweight)
    if totals.incremental_retained >= NOBODY:
        yield "Cost per user kept", amount(totals.cost / totals.incremental_retained)
    if has_setup_cost(plan):
        yield "Set-up, in the cost", amount(setup_cost(plan))


def _signed(users: float) -> str:
    text = count(users).split(" ")[0]
    return f"+{text}" if users > 0 and text != "0" else text


def _recipients(plan: Plan, width: int) -> Iterator[RenderableType]:
    if len({cell.segment for cell in plan.allocations}) <= FEW:
        yield from section("Who gets what", allocation_table(plan, plan.allocations, width))
        return
    groups, left = offer_groups(plan)
    yield from section("Who gets what, by offer", group_table(plan, groups, width))
    if left:
        yield lesser(f"… and {left:,} more offers")
    cells = largest_cells(plan)
    yield from section("The largest segments", allocation_table(plan, cells, width))
    total = len({cell.segment for cell in plan.allocations})
    yield lesser(f"All {total:,} segments: write the plan to .xlsx, .csv or .json (-o plan.xlsx).")


def _limits(plan: Plan, width: int) -> Iterator[RenderableType]:
    if not plan.limits:
        return
    shown = sorted(plan.limits, key=_calm)[:FEW] if len(plan.limits) > FEW else plan.limits
    yield from section("Limits", limit_table(plan, shown, width))
    if len(plan.limits) > FEW:
        yield lesser(f"… and {len(plan.limits) - FEW:,} more limits, none of them tighter")
    whose = " (of the linear relaxation: an integer plan moves in steps)" if plan.integer else ""
    yield lesser(
        f"Price: {objective_words(plan)} {'added' if plan.targets else 'gained'} when the written bound rises by one{whose}."
    )


def _calm(limit: LimitResult) -> tuple[bool, bool]:
    """Rank missed limits first, then binding ones."""
    return (limit.slack is None or limit.slack >= 0, not limit.binding)


def _policies(plan: Plan, width: int) -> Iterator[RenderableType]:
    if not plan.policies:
        return
    yield from section("Policies", policy_table(plan, plan.policies[:FEW], width))
    if len(plan.policies) > FEW:
        yield lesser(f"… and {len(plan.policies) - FEW:,} more policies")
    if not plan.targets:
        words = objective_words(plan)
        yield lesser(f"Gain: {words} that the best plan of the policy's cost brings beyond it.")


def _margins(plan: Plan, width: int) -> Iterator[RenderableType]:
    margins = closest(plan)
    if not margins:
        return
    yield from section("Closest calls", margin_table(plan, margins, width))
    yield lesser(
        f"Margin: {objective_words(plan)} per user, less priced use, by which the offer beats its"
        " runner-up, which wins at the cost, lift or redemption shown."
        f"{_RELAXED if plan.integer else ''}"
    )


def _proofs(plan: Plan) -> Iterator[RenderableType]:
    if not plan.rounding:
        yield Text("Whole users meet every limit that the shares meet.")
    for miss in plan.rounding[:FEW]:
        amount = bound_amount(plan, miss.limit, miss.missed_by)
        yield Text(f"Whole users miss {visible(miss.limit)} by {amount}.")
    sentence = proof(plan)
    if sentence and plan.certificate is not None:
        yield Text(sentence)
        own = plan.certificate
        words = (
            f"Recomputed objective {own.objective:,.2f};"
            f" {'lower' if plan.targets else 'upper'} bound {own.bound:,.2f};"
            f" gap {max(0.0, own.gap):.1e}; largest violation {own.violation:.1e}."
        )
        yield lesser(words)


def _impossible(plan: Plan, width: int) -> Iterator[RenderableType]:
    if plan.repairs:
        yield from section("Repairs", repair_table(plan, width))
        if any(repair.together for repair in plan.repairs):
            yield lesser("Bounds marked together must all change; any other is enough alone.")
        else:
            yield lesser("Each repair is enough alone.")
    yield ""
    if plan.status is Status.INFEASIBLE:
        yield Text("There is no plan to write; -o plan.json keeps this conflict (exit code 4).")
    else:
        yield Text("Try again with more time, or with --gap to accept a plan near the best.")


def _origin(manifest: Manifest) -> str:
    source = f" · input {manifest.input_sha256[:12]}" if manifest.input_sha256 else ""
    seed = "" if manifest.seed is None else f" · seed {manifest.seed}"
    made = f"compensator {manifest.compensator} · pulp {manifest.pulp} · {manifest.solver}"
    return f"{made}{seed}{source} · {manifest.seconds:,.2f} s"
