"""Horizontal bars of a view as plotly draws them: about a base, or from zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from compensator.media.figures.words import axis_look, axis_title, broken, safe, worded
from compensator.story import Axis, BarChart, TornadoChart, compact

COLOR: Final = "#2F6C8F"
LOW_COLOR: Final = "#E0A030"
HIGH_COLOR: Final = "#2F6C8F"
BARS: Final = 25
"""Most bars drawn."""


def add_tornado(drawn: Any, chart: TornadoChart, currency: str, row: int) -> None:
    """Draw both ends of each bar from the base."""
    from plotly.graph_objects import Bar  # noqa: PLC0415 - heavy, and only needed here

    for name, ends, color, width in (
        ("at the low input", [bar.low for bar in chart.bars[:BARS]], LOW_COLOR, 0.8),
        ("at the high input", [bar.high for bar in chart.bars[:BARS]], HIGH_COLOR, 0.5),
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
    """Draw bars from zero, each with its figure."""
    from plotly.graph_objects import Bar  # noqa: PLC0415 - heavy, and only needed here

    words = [compact(value, chart.x.kind, currency) for value in chart.values[:BARS]]
    drawn.add_trace(
        Bar(
            x=list(chart.values[:BARS]),
            y=list(range(len(words))),
            orientation="h",
            marker_color=COLOR,
            text=words,
            textposition="auto",
            hovertext=[f"{safe(n)}<br>{w}" for n, w in zip(chart.names, words, strict=False)],
            hoverinfo="text",
            showlegend=False,
        ),
        row=row,
        col=1,
    )
    _name_bars(drawn, chart.names, chart.x, currency, row)


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
