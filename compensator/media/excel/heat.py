"""A heat map as a sheet: the figures themselves, colored from low to high."""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter.utility import xl_col_to_name

from compensator.language import visible
from compensator.media.excel.style import Sheets
from compensator.story import Axis, HeatMap, figure

TOP: Final = 4
"""Row of the first figures."""
LEFT: Final = 1
COLORS: Final = {
    "min_color": "#F7FBFF",
    "mid_color": "#9ECAE1",
    "max_color": "#2171B5",
}


def add_heat_map(book: Sheets, chart: HeatMap, name: str) -> None:
    """Write the map's figures, a row for each value of the vertical input."""
    book.add_sheet(name)
    page: Any = book.sheets[name]
    book.head(name, visible(chart.title), _remark(chart))
    page.freeze_panes(TOP, LEFT)
    book.put(name, TOP - 2, LEFT, visible(chart.x.title), "lesser")
    book.put(name, TOP - 1, 0, visible(chart.y.title), "heading")
    for place, x in enumerate(chart.x_values):
        book.put(name, TOP - 1, LEFT + place, _input(x, chart.x, book.currency), "figure heading")
    for row, (y, line) in enumerate(zip(chart.y_values, chart.values, strict=True), start=TOP):
        book.put(name, row, 0, _input(y, chart.y, book.currency), "figure heading")
        for place, z in enumerate(line, start=LEFT):
            book.put(name, row, place, z, chart.z.kind)
    last = (TOP + len(chart.y_values) - 1, LEFT + len(chart.x_values) - 1)
    if chart.y_values and chart.x_values:
        page.conditional_format(TOP, LEFT, *last, {"type": "3_color_scale", **COLORS})
    page.set_column(0, 0, 18)
    page.set_column(f"{xl_col_to_name(LEFT)}:{xl_col_to_name(max(LEFT, last[1]))}", 13)


def _remark(chart: HeatMap) -> str:
    z, y, x = (visible(axis.title) for axis in (chart.z, chart.y, chart.x))
    return f"{z}: {y} down, {x} across; blank where there is no plan"


def _input(value: float, axis: Axis, currency: str) -> str:
    return figure(value, axis.kind, currency)
