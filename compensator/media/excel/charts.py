"""Native charts of a story, drawn from figures on a sheet of their own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from compensator.language import sign, visible
from compensator.media.excel.style import Sheets, signed
from compensator.problem import NONE
from compensator.story import (
    MARKED,
    NOBODY,
    PALETTE,
    Axis,
    BarChart,
    Chart,
    HeatMap,
    Line,
    LineChart,
    Mark,
    Scale,
    TornadoChart,
    around,
    lines_of,
    places_of,
    unit_of,
)

DATA: Final = "Chart data"
ROWS: Final = 19
"""Rows of the summary sheet under one chart."""
NAME_LENGTH: Final = 32
"""Characters of a name beside a bar."""
WIDTH: Final = 960
HEIGHT: Final = 360
BAR_HEIGHT: Final = 22
ROW_HEIGHT: Final = 20
BARS: Final = 25
"""Most bars drawn."""
GRID: Final = {"visible": True, "line": {"color": "#E5E5E5"}}


class Pictures:
    """The charts, and the sheet that holds what they show."""

    def __init__(self, book: Sheets) -> None:
        self._book = book
        self._texts = 0
        self._columns = 1

    def add(self, sheet: str, row: int, chart: Chart) -> int:
        """Insert a chart and return the row below it; a heat map is a shaded table instead."""
        drawn = self._drawn(chart)
        if drawn is None:
            return row
        height = HEIGHT
        if isinstance(chart, (TornadoChart, BarChart)):
            bars = len(chart.bars) if isinstance(chart, TornadoChart) else len(chart.names)
            thick = 1 if isinstance(chart, TornadoChart) or chart.stacked else len(chart.series)
            height = 130 + BAR_HEIGHT * thick * min(BARS, bars)
        drawn.set_title({"name": self._text(chart.title), "name_font": {"size": 12}})
        drawn.set_size({"width": WIDTH, "height": height})
        self._book.canvas.pages[sheet].insert_chart(row, 0, drawn, {"x_offset": 4})
        return row + 2 + height // ROW_HEIGHT

    def _drawn(self, chart: Chart) -> Any:
        match chart:
            case LineChart():
                return self._lines(chart)
            case TornadoChart():
                return self._tornado(chart) if chart.bars else None
            case BarChart():
                return self._bars(chart) if chart.names else None
            case HeatMap():
                return None

    def _lines(self, chart: LineChart) -> Any:
        lines, names = lines_of(chart)
        if not any(line.points for line in lines):
            return None
        if names:
            return self._by_name(chart, lines, names)
        drawn = self._book.canvas.chart({"type": "scatter", "subtype": "straight"})
        for place, line in enumerate(lines):
            own = line.with_gaps()
            drawn.add_series(
                {
                    "name": self._text(line.name),
                    "categories": self._put(chart.x.title, [x for x, _ in own]),
                    "values": self._put(line.name, [y for _, y in own]),
                    "line": {"color": PALETTE[place % len(PALETTE)], "width": 2.25},
                    "marker": {"type": "circle" if len(own) <= 40 else "none", "size": 5},
                }
            )
        for mark in chart.marks:
            self._mark(drawn, mark)
        points = [(x, y) for line in lines for x, y in line.points]
        points += [(mark.x, mark.y) for mark in chart.marks]
        drawn.show_blanks_as("gap")
        drawn.set_x_axis(self._axis(chart.x, [x for x, _ in points]))
        drawn.set_y_axis(self._axis(chart.y, [y for _, y in points]))
        hidden = list(range(len(lines), len(lines) + len(chart.marks)))
        one = len(lines) == 1
        drawn.set_legend({"none": True} if one else {"position": "bottom", "delete_series": hidden})
        return drawn

    def _by_name(self, chart: LineChart, lines: Sequence[Line], names: Sequence[str]) -> Any:
        drawn = self._book.canvas.chart({"type": "line"})
        categories = self._put(chart.x.title, [_brief(name) for name in names])
        for place, line in enumerate(lines):
            heights = dict(line.points)
            values = [heights.get(float(position)) for position in range(len(names))]
            drawn.add_series(
                {
                    "name": self._text(line.name),
                    "categories": categories,
                    "values": self._put(line.name, values),
                    "line": {"color": PALETTE[place % len(PALETTE)], "width": 2.25},
                    "marker": {"type": "circle", "size": 6},
                }
            )
        drawn.set_x_axis({"name": self._text(chart.x.title)})
        drawn.set_y_axis(self._axis(chart.y, [y for line in lines for _, y in line.points]))
        drawn.set_legend({"none": True} if len(lines) == 1 else {"position": "bottom"})
        return drawn

    def _mark(self, drawn: Any, mark: Mark) -> None:
        """Draw one point whose name stands beside it: a series of its own."""
        drawn.add_series(
            {
                "name": self._text(mark.name),
                "categories": self._put(mark.name, [mark.x]),
                "values": self._put(mark.name, [mark.y]),
                "line": {"none": True},
                "marker": {
                    "type": "diamond",
                    "size": 10,
                    "fill": {"color": MARKED},
                    "border": {"color": MARKED},
                },
                "data_labels": {"series_name": True, "value": False, "position": "below"},
            }
        )

    def _tornado(self, chart: TornadoChart) -> Any:
        """Draw changes from the base: bars about zero look alike in every program."""
        shown = chart.bars[:BARS]
        drawn = self._book.canvas.chart({"type": "bar"})
        names = self._put("input", [visible(bar.name) for bar in shown])
        ends = (
            ("at the low input", [bar.low for bar in shown], PALETTE[1]),
            ("at the high input", [bar.high for bar in shown], PALETTE[0]),
        )
        for name, values, color in ends:
            changes = [None if value is None else value - chart.base for value in values]
            drawn.add_series(
                {
                    "name": self._text(name),
                    "categories": names,
                    "values": self._put(name, changes),
                    "fill": {"color": color},
                    "gap": 30,
                    "overlap": 50,  # both are seen where both are on one side
                }
            )
        title = f"{visible(chart.x.title)}: change from the base"
        ends_of = [v - chart.base for bar in shown for v in (bar.low, bar.high) if v is not None]
        self._style_bars(drawn, Axis(title, chart.x.kind), ends_of)
        drawn.set_legend({"position": "bottom"})
        return drawn

    def _bars(self, chart: BarChart) -> Any:
        shown = [[*bars.values[:BARS]] for bars in chart.series]
        values = [value for own in shown for value in own if value is not None]
        scale, several = around([0.0, *values]), len(shown) > 1
        look = {"type": "bar", "subtype": "stacked"} if chart.stacked else {"type": "bar"}
        drawn = self._book.canvas.chart(look)
        names = self._put("name", [_brief(name) for name in chart.names[:BARS]])
        labels = {"value": True, "num_format": self._pattern(chart.x, scale, more=2)}
        for place, (bars, own) in enumerate(zip(chart.series, shown, strict=True)):
            color = NOBODY if bars.name == NONE else PALETTE[place % len(PALETTE)]
            drawn.add_series(
                {
                    "name": self._text(bars.name),
                    "categories": names,
                    "values": self._put(bars.name, own),
                    "fill": {"color": color},
                    "gap": 40,
                    **({} if chart.stacked else {"data_labels": labels}),
                }
            )
        self._style_bars(drawn, chart.x, [1.0] if chart.stacked else values)
        drawn.set_legend({"position": "bottom"} if several else {"none": True})
        return drawn

    def _style_bars(self, drawn: Any, axis: Axis, values: Sequence[float]) -> None:
        look = {"label_position": "low", "major_gridlines": {"visible": False}}
        drawn.set_y_axis({"reverse": True, "interval_unit": 1, **look})  # each bar has its name
        drawn.set_x_axis(self._axis(axis, [0.0, *values]) | {"label_position": "high"})

    def _axis(self, axis: Axis, values: Sequence[float]) -> dict[str, Any]:
        scale = around(values, 8)
        return {
            "name": self._text(axis.title),
            "name_font": {"bold": False},
            "num_format": self._pattern(axis, scale),
            "min": scale.low,
            "max": scale.high,
            "major_unit": scale.step,
            "major_gridlines": GRID,
            "label_position": "low",
        }

    def _pattern(self, axis: Axis, scale: Scale, more: int = 0) -> str:
        """Return a number format as short as the axis's words in the terminal, or more precise."""
        if axis.kind == "rate":
            return f"{_zeros(more + places_of(100 * scale.step))}%"
        unit, letter = unit_of(scale.ticks)
        zeros = _zeros(more * bool(letter) + places_of(scale.step / unit))
        thousands = "," * round(math.log10(unit) / 3)
        pattern = f'#,##{zeros}{thousands}"{letter}"' if letter else f"#,##{zeros}"
        if axis.kind != "money":
            return pattern
        currency = self._book.currency
        return f'{signed(currency, pattern)};"{sign(currency)}0"'

    def _text(self, text: str) -> list[Any]:
        """Return a cell that holds a text: a chart takes what begins with = for a formula."""
        self._texts += 1
        self._data()
        self._book.put(DATA, self._texts, 0, visible(text))
        return [DATA, self._texts, 0]

    def _put(self, head: str, cells: Sequence[str | float | None]) -> list[Any]:
        """Write a column of the data sheet and return where its cells are."""
        self._columns += 1
        self._data()
        self._book.put(DATA, 0, self._columns, visible(head), "heading")
        for row, cell in enumerate(cells, start=1):
            look = "text" if isinstance(cell, str) else "number"
            self._book.put(DATA, row, self._columns, cell, look)
        return [DATA, 1, self._columns, max(1, len(cells)), self._columns]

    def _data(self) -> None:
        """Add the data sheet when it is first needed."""
        if DATA in self._book.canvas.pages:
            return
        page = self._book.add_sheet(DATA)
        self._book.heading(DATA, 0, 0, "what the charts show")
        page.set_column(0, 0, 40)
        page.freeze_panes(1, 0)


def _zeros(places: int) -> str:
    return f"0.{'0' * places}" if places else "0"


def _brief(name: str) -> str:
    """Return a name that leaves room for its bar; the sheets hold all of it."""
    shown = visible(name)
    return shown if len(shown) <= NAME_LENGTH else f"{shown[: NAME_LENGTH - 1]}…"
