"""Results as figures; of a plan who gets what, and value against cost beside the policies."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from compensator.errors import UsageError
from compensator.language import money, sign, visible
from compensator.media.amounts import by_offer, by_segment
from compensator.media.figures import COLORS
from compensator.media.views import view_of
from compensator.plan import Allocation, Plan, headline, standing
from compensator.problem import NONE
from compensator.story import Answer

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

LARGEST: Final = 25
"""Segments with a bar of their own; the rest share one."""
NAME_LENGTH: Final = 32
"""Characters of a name beside a bar; the whole name shows on hover."""
NONE_COLOR: Final = "#D5D8DC"
PLAN_COLOR: Final = "#2F6C8F"
POLICY_COLOR: Final = "#8A8F94"


def plot(result: Answer) -> Figure:
    """Return a plan's or a what-if result's picture as a plotly figure.

    Args:
        result: What ``solve``, ``frontier``, ``tornado``, … returned.

    Returns:
        Of a plan two panels, shares of users by offer and value against cost; of any other result
        its charts, one below the other.

    Raises:
        UsageError: If this is no result, or there is nothing to draw.
    """
    if isinstance(result, Plan):
        return _plan_figure(result)
    view = view_of(result)
    if not view.charts:
        msg = f"there is nothing to draw: {view.standing}"
        raise UsageError(msg)
    from compensator.media.figures import figure_of  # noqa: PLC0415 - only where asked for

    return figure_of(view)


def _plan_figure(plan: Plan) -> Figure:
    if plan.totals is None:
        msg = f"there is nothing to draw: {standing(plan)}"
        raise UsageError(msg)
    figure = _panels()
    rows = _rows(plan)
    for trace in _bars(plan, rows):
        figure.add_trace(trace, row=1, col=1)
    for trace in _points(plan):
        figure.add_trace(trace, row=1, col=2)
    _lay_out(figure, plan, len(rows))
    return figure


def _panels() -> Any:
    from plotly.subplots import make_subplots  # noqa: PLC0415 - heavy, and only needed here

    titles = ("Who gets what", "Value against cost")
    return make_subplots(
        rows=1, cols=2, column_widths=[0.58, 0.42], horizontal_spacing=0.12, subplot_titles=titles
    )


def _rows(plan: Plan) -> dict[str, list[Allocation]]:
    """Return the cells behind each bar, the largest segment first, the rest under one name."""
    groups = by_segment(plan)
    own = {group.name for group in groups[:LARGEST]}
    rest = f"{len(groups) - LARGEST:,} other segments"
    rows: dict[str, list[Allocation]] = {group.name: [] for group in groups[:LARGEST]}
    for cell in plan.allocations:
        rows.setdefault(cell.segment if cell.segment in own else rest, []).append(cell)
    return rows


def _bars(plan: Plan, rows: Mapping[str, Sequence[Allocation]]) -> list[Any]:
    from plotly.graph_objects import Bar  # noqa: PLC0415 - heavy, and only needed here

    totals = [max(1, sum(cell.users for cell in cells)) for cells in rows.values()]
    bars = []
    for place, group in enumerate(by_offer(plan)):
        users = [
            sum(cell.users for cell in cells if cell.offer == group.name) for cells in rows.values()
        ]
        name = _safe(group.name)
        bars.append(
            Bar(
                name=name,
                x=[own / total for own, total in zip(users, totals, strict=True)],
                y=list(range(len(rows))),
                orientation="h",
                marker_color=NONE_COLOR if group.name == NONE else COLORS[place % len(COLORS)],
                customdata=[[_safe(row), own] for row, own in zip(rows, users, strict=True)],
                hovertemplate=f"%{{customdata[0]}}<br>{name}: %{{customdata[1]:,}} users (%{{x:.1%}})<extra></extra>",
            )
        )
    return bars


def _points(plan: Plan) -> list[Any]:
    if plan.totals is None:
        return []
    policies = plan.policies
    names = [_safe(policy.policy) for policy in policies]
    costs, values = [p.cost for p in policies], [p.value for p in policies]
    symbols = ["circle" if policy.feasible else "circle-open" for policy in policies]
    told = [
        name if p.feasible else f"{name} (breaks a limit)"
        for name, p in zip(names, policies, strict=True)
    ]
    return [
        _scatter(plan, costs, values, told, {"color": POLICY_COLOR, "size": 10, "symbol": symbols}),
        _scatter(
            plan,
            [plan.totals.cost],
            [plan.totals.value],
            ["this plan"],
            {"color": PLAN_COLOR, "size": 15, "symbol": "star"},
        ),
    ]


def _scatter(
    plan: Plan,
    costs: Sequence[float],
    values: Sequence[float],
    names: Sequence[str],
    marker: Mapping[str, object],
) -> Any:
    from plotly.graph_objects import Scatter  # noqa: PLC0415 - heavy, and only needed here

    words = [
        f"{name}<br>cost {money(cost, plan.currency)}<br>value {money(value, plan.currency)}"
        for name, cost, value in zip(names, costs, values, strict=True)
    ]
    return Scatter(
        x=costs,
        y=values,
        mode="markers+text",
        text=[_label(name, escaped=True) for name in names],
        textposition="top center",
        hovertext=words,
        hoverinfo="text",
        marker=marker,
        showlegend=False,
        cliponaxis=False,
    )


def _lay_out(figure: Any, plan: Plan, bars: int) -> None:
    prefix = html.escape(sign(plan.currency))
    figure.update_layout(
        barmode="stack",
        template="plotly_white",
        title={"text": f"{_safe(plan.title)}<br><sub>{_safe(headline(plan))}</sub>"},
        legend={
            "orientation": "h",
            "yref": "container",
            "y": 0.01,
            "yanchor": "bottom",
            "traceorder": "normal",
        },
        height=max(460, 260 + 22 * bars),
        margin={"t": 130, "b": 110},
    )
    names = [_label(name) for name in _rows(plan)]
    figure.update_yaxes(
        autorange="reversed",
        tickmode="array",
        tickvals=list(range(bars)),
        ticktext=names,
        row=1,
        col=1,
    )
    figure.update_xaxes(title="share of users", tickformat=".0%", range=[0, 1], row=1, col=1)
    for update, title in ((figure.update_xaxes, "expected cost"), (figure.update_yaxes, "value")):
        update(
            title=f"{title} ({plan.currency})", tickprefix=prefix, rangemode="tozero", row=1, col=2
        )


def _label(name: str, *, escaped: bool = False) -> str:
    text = html.unescape(name) if escaped else visible(name)
    short = text if len(text) <= NAME_LENGTH else f"{text[: NAME_LENGTH - 1]}…"
    return html.escape(short)


def _safe(text: str) -> str:
    """Return text that plotly does not take for markup."""
    return html.escape(visible(text))
