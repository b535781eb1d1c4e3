"""Horizontal bars of a story as plotly draws them: about a base, or from zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from compensator.media.figures.words import (
    axis_look,
    axis_title,
    broken,
    safe,
    worded,
)
from compensator.problem import NONE
from compensator.story import (
    HIGH,
    LOW,
    NOBODY,
    PALETTE,
    Axis,
    BarChart,
    Bars,
    TornadoChart,
    compact,
)

THICK: Final = 0.8
"""Part of its place that a bar, or a set of them, takes."""
BARS: Final = 25
"""Most bars drawn."""


def add_tornado(drawn: Any, chart: TornadoChart, currency: str, row: int) -> None:
    """Draw both ends of each bar from the base."""
    from plotly.graph_objects import Bar  # noqa: PLC0415 - heavy, and only needed here

    for name, ends, color, width in (
        ("at the low input", [bar.low for bar in chart.bars[:BARS]], LOW, 0.8),
        ("at the high input", [bar.high for bar in chart.bars[:BARS]], HIGH, 0.5),
    ):
        told = [
            f"{safe(bar.name)}<br>{name}: {worded(end, chart.x, currency)}"
            for bar, end in zip(chart.bars, ends, strict=False)
        ]
        drawn.add_trace(
            Bar(
                x=[None if end is None else end - chart.base for end in ends],
                base=chart.base,
                y=list(range(len(ends))),
                width=width,  # the narrower one is in front: both are seen on one side
                orientation="h",
                name=name,
                marker_color=color,
                hovertext=told,
                hoverinfo="text",
            ),
            row=row,
            col=1,
        )
    drawn.add_vline(x=chart.base, line={"color": "#595959", "width": 1}, row=row, col=1)
    _name_bars(drawn, [bar.name for bar in chart.bars], chart.x, currency, row)


def add_bars(drawn: Any, chart: BarChart, currency: str, row: int) -> None:
    """Draw bars from zero, each with its figure; those of one name beside or after each other."""
    from plotly.graph_objects import Bar  # noqa: PLC0415 - heavy, and only needed here

    names, many = chart.names[:BARS], len(chart.series)
    ends = [0.0] * len(names)
    for place, bars in enumerate(chart.series):
        values = list(bars.values[:BARS])
        told = [compact(value, chart.x.kind, currency) for value in values]
        apart = {} if chart.stacked else {"offset": THICK * (place / many - 0.5)}
        drawn.add_trace(
            Bar(
                x=values,
                base=list(ends) if chart.stacked else None,
                y=list(range(len(values))),
                width=THICK if chart.stacked else THICK / many,
                **apart,
                orientation="h",
                name=safe(bars.name),
                marker_color=NOBODY if bars.name == NONE else PALETTE[place % len(PALETTE)],
                text=None if chart.stacked else told,
                textposition="auto",
                hovertext=[f"{_told(chart, n, bars)}{w}" for n, w in zip(names, told, strict=True)],
                hoverinfo="text",
                showlegend=many > 1,
            ),
            row=row,
            col=1,
        )
        if chart.stacked:
            ends = [end + (value or 0.0) for end, value in zip(ends, values, strict=True)]
    _name_bars(drawn, chart.names, chart.x, currency, row)


def _told(chart: BarChart, name: str, bars: Bars) -> str:
    """Return what a reader who points at a bar is told before its figure."""
    own = f"{safe(bars.name)}: " if len(chart.series) > 1 else ""
    return f"{safe(name)}<br>{own}"


def _name_bars(drawn: Any, names: Sequence[str], axis: Axis, currency: str, row: int) -> None:
    shown = names[:BARS]
    drawn.update_xaxes(axis_look(axis, currency), row=row, col=1)
    if len(names) > BARS:
        title = f"{axis_title(axis)} (the first {BARS} of {len(names):,} bars)"
        drawn.update_xaxes(title={"text": title}, row=row, col=1)
    drawn.update_yaxes(
        autorange="reversed",
        automargin=True,
        tickmode="array",
        tickvals=list(range(len(shown))),
        ticktext=[broken(name) for name in shown],
        row=row,
        col=1,
    )
