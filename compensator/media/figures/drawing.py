"""Any story's charts as one plotly figure: the picture of ``cp.plot`` and of the page."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from compensator.errors import UsageError
from compensator.language import visible
from compensator.media.figures.bars import BARS, add_bars, add_tornado
from compensator.media.figures.words import (
    axis_look,
    axis_title,
    broken,
    safe,
    ticks,
    worded,
)
from compensator.story import (
    MARKED,
    PALETTE,
    Answer,
    BarChart,
    Chart,
    HeatMap,
    LineChart,
    Story,
    TornadoChart,
    compact,
    figure,
    lines_of,
    story,
)

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

SHADES: Final = "Blues"
WORDED: Final = 80
"""Most cells of a heat map that bear their figures."""
DOTTED: Final = 40
"""Most points of a line that are marked."""
ANSWER_WIDTH: Final = 110
"""Characters of a line of the answer."""
HEIGHT: Final = 360
BAR_HEIGHT: Final = 34


def plot(answer: Answer | Story) -> Figure:
    """Return an answer's picture as a plotly figure: all its charts, one below the other.

    Args:
        answer: What ``solve``, ``frontier``, ``tornado``, … returned, or its story.

    Raises:
        UsageError: If this is no answer, or there is nothing to draw.
    """
    told = answer if isinstance(answer, Story) else story(answer)
    if not told.charts:
        why = "its tables say all" if told.filed else told.standing
        msg = f"there is nothing to draw: {why}"
        raise UsageError(msg)
    drawn = draw(told.charts, told.currency)
    lines = textwrap.wrap(visible(" ".join(told.headline)), ANSWER_WIDTH)
    words = "".join(f"<br><sub>{safe(line)}</sub>" for line in lines)
    above = 100 + 22 * len(lines)
    drawn.update_layout(
        title={
            "text": f"{safe(told.title)}{words}",
            "yref": "container",
            "y": 0.99,
            "yanchor": "top",
        },
        margin={"t": above},
        height=drawn.layout.height + above,
    )
    return drawn


def draw(charts: Sequence[Chart], currency: str, *, titled: bool = True) -> Figure:
    """Return charts one below the other.

    Args:
        charts: What to draw.
        currency: ISO 4217 code of money.
        titled: Whether each chart bears its title and its marks their names; else the marks are
            numbered, for a list beside the figure.
    """
    from plotly.subplots import make_subplots  # noqa: PLC0415 - heavy, and only needed here

    heights = [_height(chart) for chart in charts] or [HEIGHT]
    drawn = make_subplots(
        rows=len(heights),
        cols=1,
        row_heights=heights,
        vertical_spacing=min(0.3, 110 / sum(heights)) if len(heights) > 1 else 0,
        subplot_titles=[safe(chart.title) for chart in charts] if titled else None,
    )
    for row, chart in enumerate(charts, start=1):
        _ADD[type(chart)](drawn, chart, currency, row)
        if isinstance(chart, LineChart) and chart.marks:
            drawn.add_trace(_marks(chart, currency, named=titled), row=row, col=1)
    drawn.update_layout(
        template="plotly_white",
        barmode="overlay",
        dragmode=False,
        height=sum(heights) + 110 * (len(heights) - 1),
        margin={"t": 50 if titled else 20, "r": 20, "b": 60, "l": 60},
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"},
    )
    return drawn


def _height(chart: Chart) -> int:
    if isinstance(chart, (BarChart, TornadoChart)):
        bars = len(chart.bars) if isinstance(chart, TornadoChart) else len(chart.names)
        return 110 + BAR_HEIGHT * min(max(bars, 2), BARS)
    return HEIGHT


def _add_lines(drawn: Any, chart: LineChart, currency: str, row: int) -> None:
    from plotly.graph_objects import Scatter  # noqa: PLC0415 - heavy, and only needed here

    lines, names = lines_of(chart)
    for place, line in enumerate(lines):
        points = line.with_gaps()
        alone = len(points) <= DOTTED
        drawn.add_trace(
            Scatter(
                x=[x for x, _ in points],
                y=[y for _, y in points],
                mode="lines+markers" if alone else "lines",
                name=safe(line.name),
                hovertext=_told(chart, line.name, points, names, currency),
                hoverinfo="text",
                line={"color": PALETTE[place % len(PALETTE)], "width": 2.5},
                showlegend=len(lines) > 1,
            ),
            row=row,
            col=1,
        )
    drawn.update_xaxes(axis_look(chart.x, currency), row=row, col=1)
    drawn.update_yaxes(axis_look(chart.y, currency), row=row, col=1)
    if names:
        ticks = {"tickvals": list(range(len(names))), "ticktext": [broken(n) for n in names]}
        drawn.update_xaxes(tickmode="array", **ticks, row=row, col=1)


def _told(
    chart: LineChart,
    name: str,
    points: Sequence[tuple[float | None, float | None]],
    names: Sequence[str],
    currency: str,
) -> list[str]:
    words = []
    for x, y in points:
        where = safe(names[int(x)]) if names and x is not None else worded(x, chart.x, currency)
        words.append(f"{safe(name)}<br>{where}<br>{worded(y, chart.y, currency)}")
    return words


def _marks(chart: LineChart, currency: str, *, named: bool) -> Any:
    from plotly.graph_objects import Scatter  # noqa: PLC0415 - heavy, and only needed here

    return Scatter(
        x=[mark.x for mark in chart.marks],
        y=[mark.y for mark in chart.marks],
        mode="markers+text",
        text=[
            broken(mark.name) if named else str(place)
            for place, mark in enumerate(chart.marks, start=1)
        ],
        textposition="bottom right" if named else "top center",
        hovertext=[
            f"{safe(m.name)}<br>{worded(m.x, chart.x, currency)}<br>{worded(m.y, chart.y, currency)}"
            for m in chart.marks
        ],
        hoverinfo="text",
        marker={"color": MARKED, "size": 11, "symbol": "diamond"},
        showlegend=False,
        cliponaxis=False,
    )


def _cell_words(chart: HeatMap, words: list[list[str]], currency: str) -> list[list[str]]:
    """Return what each cell of a heat map says of itself."""
    x_words = [figure(x, chart.x.kind, currency) for x in chart.x_values]
    y_words = [figure(y, chart.y.kind, currency) for y in chart.y_values]
    return [
        [
            f"{axis_title(chart.x)} {x}<br>{axis_title(chart.y)} {y}<br>{axis_title(chart.z)} {z}"
            for x, z in zip(x_words, line, strict=True)
        ]
        for y, line in zip(y_words, words, strict=True)
    ]


def _add_heat(drawn: Any, chart: HeatMap, currency: str, row: int) -> None:
    from plotly.graph_objects import Heatmap  # noqa: PLC0415 - heavy, and only needed here

    words = [[compact(z, chart.z.kind, currency) for z in line] for line in chart.values]
    across, down = len(chart.x_values), len(chart.y_values)
    few = across * down <= WORDED and across <= 8
    domain = drawn.layout[f"yaxis{row if row > 1 else ''}"].domain or (0, 1)
    bar = {"len": domain[1] - domain[0], "y": sum(domain) / 2, "thickness": 12}
    drawn.add_trace(
        Heatmap(
            x=list(chart.x_values),
            y=list(chart.y_values),
            z=[list(line) for line in chart.values],
            text=words,
            texttemplate="%{text}" if few else None,
            hovertext=_cell_words(chart, words, currency),
            hoverinfo="text",
            hoverongaps=False,
            colorscale=SHADES,
            colorbar=bar | ticks(chart.z, currency),
        ),
        row=row,
        col=1,
    )
    drawn.update_xaxes(axis_look(chart.x, currency), row=row, col=1)
    drawn.update_yaxes(axis_look(chart.y, currency), row=row, col=1)


_ADD: Final[dict[type, Any]] = {
    LineChart: _add_lines,
    HeatMap: _add_heat,
    TornadoChart: add_tornado,
    BarChart: add_bars,
}
"""What draws each kind of chart."""
