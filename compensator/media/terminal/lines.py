"""Line charts in the terminal, drawn in dots by plotille; the axes are ours, with round ticks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import plotille
from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from compensator.language import visible
from compensator.media.terminal.parts import lesser
from compensator.story import (
    Axis,
    Line,
    LineChart,
    Scale,
    around,
    between,
    lines_of,
    marked,
    tick_words,
)

HEIGHT: Final = 14
LETTERS: Final = "abcdefgh"
"""Stand on the lines where there are several: they are told apart without color."""
STYLES: Final = ("blue", "yellow", "green", "red", "magenta", "cyan", "bright_blue", "white")
NARROW: Final = 12
TICKS: Final = 8
"""Most ticks below a line; those without room go."""
BRAILLE: Final = 0x2800
ALONE: Final = "•"


@dataclass(slots=True)
class Field:
    """The characters between the axes."""

    x: Scale
    y: Scale
    width: int
    cells: list[list[tuple[str, str]]]

    def place(self, x: float, y: float) -> tuple[int, int]:
        """Return the row, from the top, and the column of a point."""
        across = round(self.x.part(x) * (2 * self.width - 1)) // 2
        up = round(self.y.part(y) * (4 * HEIGHT - 1)) // 4
        return HEIGHT - 1 - up, across

    def put(self, x: float, y: float, letter: str, style: str) -> None:
        """Set one character beside those already there, if the point is on the chart."""
        row, column = self.place(x, y)
        near = [column + step for step in (0, 1, -1, 2, -2, 3, -3)]
        if 0 <= row < HEIGHT and 0 <= column < self.width:
            free = [c for c in near if 0 <= c < self.width and not self.cells[row][c][0].isalnum()]
            self.cells[row][(free or [column])[0]] = (letter, style)


def line_chart(chart: LineChart, currency: str, width: int) -> Iterator[RenderableType]:
    """Yield the chart, its letters and its marks in words."""
    lines, names = lines_of(chart)
    shown = lines[: len(LETTERS)]
    points = [point for line in shown for point in line.points]
    if not points:
        yield lesser("Nothing to draw.")
        return
    marks = [(mark.x, mark.y) for mark in chart.marks] if not names else []
    x_scale = between([x for x, _ in points + marks], TICKS)
    y_scale = around([y for _, y in points + marks])
    y_words = tick_words(y_scale, chart.y.kind, currency)
    margin = max(map(cell_len, y_words))
    room = max(NARROW, width - margin - 2)
    field = Field(x_scale, y_scale, room, [[(" ", "")] * room for _ in range(HEIGHT)])
    for line, style in zip(shown, STYLES, strict=False):
        _draw(field, line, style)
    _name(field, shown)
    for place, (x, y) in enumerate(marks, start=1):
        field.put(x, y, str(place % 10), "bold")
    yield Text(visible(chart.y.title), style="dim")
    yield from _rows(field, y_words, margin)
    yield from _foot(field, _x_ticks(x_scale, names, chart.x, currency), margin)
    yield Text(visible(chart.x.title).rjust(margin + 1 + room), style="dim")
    yield from _legend(chart, shown, len(lines) - len(shown), currency)


def _draw(field: Field, line: Line, style: str) -> None:
    """Draw one line on a canvas of its own and lay it over the others."""
    x, y = field.x, field.y
    canvas = plotille.Canvas(
        field.width,
        HEIGHT,
        xmin=x.low,
        ymin=y.low,
        xmax=x.high + (x.high - x.low) / (2 * field.width - 1),  # its high ends are outside
        ymax=y.high + (y.high - y.low) / (4 * HEIGHT - 1),
    )
    for run in line.runs:
        for (x0, y0), (x1, y1) in pairwise(run):
            canvas.line(x0, y0, x1, y1)
    for row, dots in zip(field.cells, canvas.plot(linesep="\n").split("\n"), strict=True):
        for place, dot in enumerate(dots):
            if ord(dot) > BRAILLE:
                below = row[place][0]
                bits = max(BRAILLE, ord(below))
                row[place] = (chr(bits | ord(dot)), style)
    for run in line.runs:
        if len(run) == 1:
            field.put(*run[0], ALONE, style)


def _name(field: Field, lines: Sequence[Line]) -> None:
    """Write each line's letter on it a few times, where there are several lines."""
    if len(lines) < 2:
        return
    for place, line in enumerate(lines):
        points = line.points
        for quarter in (1, 3):
            if points:
                x = (
                    field.x.low
                    + (field.x.high - field.x.low) * (quarter + place / len(lines)) / 4.5
                )
                near = line.at(x)
                if near is not None:
                    field.put(x, near, LETTERS[place], f"bold {STYLES[place]}")


def _rows(field: Field, words: Sequence[str], margin: int) -> Iterator[Text]:
    labels = {
        field.place(field.x.low, tick)[0]: word
        for tick, word in zip(field.y.ticks, words, strict=True)
    }
    for place, row in enumerate(field.cells):
        label = labels.get(place, "")
        edge = f"{' ' * (margin - cell_len(label))}{label}{'┤' if label else '│'}"
        yield Text.assemble((edge, "dim"), *row, no_wrap=True)


def _x_ticks(
    scale: Scale, names: Sequence[str], axis: Axis, currency: str
) -> list[tuple[float, str]]:
    if names:
        return [(place, visible(name)) for place, name in enumerate(names)]
    return list(zip(scale.ticks, tick_words(scale, axis.kind, currency), strict=True))


def _foot(field: Field, ticks: Sequence[tuple[float, str]], margin: int) -> Iterator[Text]:
    """Yield the axis below, with as many of its labels as have room."""
    edge, words, end = ["─"] * field.width, "", -1
    for x, word in ticks:
        column = field.place(x, field.y.low)[1]
        length = cell_len(word)
        start = max(0, min(column - length // 2, field.width - length))
        edge[column] = "┬"
        if start > end and length <= field.width:
            words += " " * (start - cell_len(words)) + word
            end = start + length
    yield Text(f"{' ' * margin}└{''.join(edge)}", style="dim", no_wrap=True)
    yield Text(f"{' ' * (margin + 1)}{words}", style="dim", no_wrap=True)


def _legend(
    chart: LineChart, lines: Sequence[Line], more: int, currency: str
) -> Iterator[RenderableType]:
    if len(lines) > 1:
        parts = [
            (f"{letter} {visible(line.name)}   ", style)
            for letter, line, style in zip(LETTERS, lines, STYLES, strict=False)
        ]
        yield Text.assemble(*parts, overflow="fold")
    if more:
        yield lesser(f"… and {more:,} more {'line' if more == 1 else 'lines'} in a file (-o).")
    for place, mark in enumerate(chart.marks, start=1):
        words = f" {marked(chart, mark, currency)}"
        yield Text.assemble((str(place % 10), "bold"), words, overflow="fold")
