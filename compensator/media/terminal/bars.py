"""Horizontal bars in the terminal: about a base, or from zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from compensator.language import visible
from compensator.media.terminal.parts import broken, lesser
from compensator.story import BarChart, TornadoChart, compact, figure

LOW: Final = ("░", "yellow")
HIGH: Final = ("█", "blue")
BASE: Final = "│"
MOST: Final = 15
"""Most bars drawn: the widest."""
GAP: Final = 2
NARROW: Final = 10
"""Characters below which a bar says nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the picture: a name, ends of its bars, its figures."""

    name: str
    low: float | None
    high: float | None
    words: tuple[str, ...]


def tornado(chart: TornadoChart, currency: str, width: int) -> Iterator[RenderableType]:
    """Yield bars about the base, with the value at either end."""

    def worded(value: float | None) -> str:
        return compact(value, chart.x.kind, currency)

    if not chart.bars:
        yield lesser("Nothing to draw.")
        return
    lines = [Line(b.name, b.low, b.high, (worded(b.low), worded(b.high))) for b in chart.bars]
    base = figure(chart.base, chart.x.kind, currency)
    yield from _picture(lines, chart.base, ("", "", "at low", "at high"), width)
    yield lesser(
        f"{chart.x.title}: {BASE} {base} as it is  {LOW[0]} at the low input  {HIGH[0]} at the high input"
    )


def bar_chart(chart: BarChart, currency: str, width: int) -> Iterator[RenderableType]:
    """Yield bars from zero."""
    if not chart.names:
        yield lesser("Nothing to draw.")
        return
    several = len(chart.series) > 1
    lines = [
        Line(
            f"{name}, {bars.name}" if several else name,
            None,
            value,
            (_worded(value, chart, currency),),
        )
        for place, name in enumerate(chart.names)
        for bars in chart.series
        for value in bars.values[place : place + 1]
    ]
    yield from _picture(lines, 0.0, ("", "", chart.x.title), width)


def _worded(value: float | None, chart: BarChart, currency: str) -> str:
    return compact(value, chart.x.kind, currency)


def _picture(
    lines: Sequence[Line], base: float, heads: Sequence[str], width: int
) -> Iterator[RenderableType]:
    shown = lines[:MOST]
    figures = [_widest(shown, place, head) for place, head in enumerate(heads[2:])]
    spare = width - sum(figures) - GAP * (1 + len(figures))
    names = min(max(cell_len(visible(line.name)) for line in shown), max(NARROW, spare // 2))
    room = max(NARROW, spare - names)
    low, high = _ends(shown, base)
    grid = Table.grid(padding=(0, GAP, 0, 0))
    grid.add_column(overflow="fold", width=names)
    grid.add_column(no_wrap=True, width=room)
    for each in figures:
        grid.add_column(justify="right", overflow="fold", width=each)
    grid.add_row(*(Text(visible(head), style="bold") for head in heads))
    for line in shown:
        name = Text(broken(visible(line.name), names), overflow="fold")
        grid.add_row(name, _bar(line, base, (low, high), room), *line.words)
    yield grid
    if len(lines) > MOST:
        rest = len(lines) - MOST
        yield lesser(f"… and {rest:,} more {'bar' if rest == 1 else 'bars'} in a file (-o).")


def _widest(lines: Sequence[Line], place: int, head: str) -> int:
    return max(cell_len(text) for text in (head, *(line.words[place] for line in lines)))


def _ends(lines: Sequence[Line], base: float) -> tuple[float, float]:
    values = [v for line in lines for v in (line.low, line.high) if v is not None]
    low, high = min([base, *values]), max([base, *values])
    return (low, high) if high > low else (low - 1, high + 1)


def _bar(line: Line, base: float, ends: tuple[float, float], room: int) -> Text:
    """Draw both ends from the base, the farther first, so that neither hides the other."""

    def place(value: float) -> int:
        return round((value - ends[0]) / (ends[1] - ends[0]) * (room - 1))

    middle, cells = place(base), [(" ", "")] * room
    drawn = [(line.low, LOW), (line.high, HIGH)]
    for value, look in sorted(drawn, key=lambda pair: -abs((pair[0] or base) - base)):
        if value is None or value == base:
            continue
        end = place(value)
        end += (1 if value > base else -1) if end == middle else 0  # a change is always seen
        for cell in range(min(middle, end), max(middle, end) + 1):
            if cell != middle and 0 <= cell < room:
                cells[cell] = look
    cells[middle] = (BASE, "dim")
    return Text.assemble(*cells, no_wrap=True)
