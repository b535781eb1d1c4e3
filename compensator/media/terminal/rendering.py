"""Any story in a terminal: the answer first, then its figures, pictures, tables and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from compensator.language import visible
from compensator.media.terminal.bars import bar_chart, tornado
from compensator.media.terminal.heat import heat_map
from compensator.media.terminal.lines import line_chart
from compensator.media.terminal.parts import (
    bullets,
    columns_of,
    framed,
    lesser,
    printed,
    section,
)
from compensator.media.terminal.tables import table
from compensator.story import (
    Answer,
    BarChart,
    Chart,
    Figure,
    HeatMap,
    LineChart,
    Story,
    TornadoChart,
    origin,
    story,
    titled,
    worded,
)

GAP: Final = 2
"""Characters between figures."""


def render(answer: Answer | Story, width: int | None = None, *, color: bool | None = None) -> str:
    """Return an answer as text for a terminal.

    Args:
        answer: What ``solve``, ``frontier``, … returned, or its story.
        width: Characters in a line; the terminal's width, or 80 where there is none.
        color: Whether to style the text; by default only on a terminal, never with ``NO_COLOR``.
    """
    told = answer if isinstance(answer, Story) else story(answer)
    columns = columns_of(width)
    return printed(_parts(told, columns), columns, color=color)


def _parts(told: Story, width: int) -> Iterator[RenderableType]:
    look = "green" if told.proven else "yellow"
    yield framed(told.title, told.standing, told.headline, width, look)
    yield from _drawings(told if told.brief else _whole(told), width)
    for passage in told.passages:
        lines = [Text(visible(sentence), overflow="fold") for sentence in passage.sentences]
        if passage.title:
            yield from section(passage.title, *lines)
        else:
            yield ""
            yield from lines
    if told.notes:
        yield from section("Notes", bullets(told.notes, brief=told.brief))
    if told.brief:
        yield from _in_files(told)
    if told.manifest is not None:
        yield ""
        yield lesser(origin(told.manifest))


def _drawings(told: Story, width: int) -> Iterator[RenderableType]:
    figures = [one for one in told.figures if one.brief and one.amount is not None]
    if figures:
        yield from section("Key figures", _figures(figures, told.currency, width))
    for chart in told.charts:
        if not (told.brief and _left_out(chart)):
            yield from section(titled(chart.title), *_drawn(chart, told.currency, width))
    for each in told.tables:
        if each.brief and not each.live:
            yield from section(titled(each.heading), *table(each, told.currency, width))


def _whole(told: Story) -> Story:
    """Return a story of which a terminal shows every figure, table and row."""
    figures = tuple(replace(one, brief=True) for one in told.figures)
    tables = (replace(one, shown=len(one.rows), brief=True) for one in told.tables if one.rows)
    return replace(told, figures=figures, tables=tuple(tables))


def _figures(figures: Sequence[Figure], currency: str, width: int) -> Grid:
    """Return key figures beside their words, two to a line where they fit."""
    lines = _lines(figures, 2)
    room = _room(lines, currency)
    if sum(room) + GAP * (len(room) - 1) > width:
        lines = _lines(figures, 1)
    grid = Grid.grid(padding=(0, GAP, 0, 0))
    for _ in range(max(map(len, lines))):
        grid.add_column(style="dim", overflow="fold")
        grid.add_column(justify="right", no_wrap=True)
    for line in lines:
        grid.add_row(*(text for one in line for text in (one.label, worded(one, currency))))
    return grid


def _room(lines: Sequence[Sequence[Figure]], currency: str) -> list[int]:
    """Return the characters of each column."""
    told = [[text for one in line for text in (one.label, worded(one, currency))] for line in lines]
    return [max(map(cell_len, texts)) for texts in zip_longest(*told, fillvalue="")]


def _lines(figures: Sequence[Figure], most: int) -> list[list[Figure]]:
    """Return the figures of each line: a part stands beside what it is a part of."""
    lines: list[list[Figure]] = []
    for one, after in zip(figures, (*figures[1:], None), strict=True):
        whole = after is not None and after.part
        if lines and len(lines[-1]) < most and (one.part or not whole):
            lines[-1].append(one)
        else:
            lines.append([one])
    return lines


def _left_out(chart: Chart) -> bool:
    return isinstance(chart, BarChart) and not chart.brief


def _in_files(told: Story) -> Iterator[RenderableType]:
    """Tell what only files hold."""
    names = [chart.title for chart in told.charts if _left_out(chart)]
    hidden = (each for each in told.tables if each.filed and not (each.brief or each.live))
    names += [each.heading for each in hidden if each.rows]
    if names:
        listed = "; ".join(f"{name[:1].lower()}{name[1:]}" for name in map(visible, names))
        yield ""
        yield lesser(f"Also in a file (-o): {listed}.")


def _drawn(chart: Chart, currency: str, width: int) -> Iterator[RenderableType]:
    match chart:
        case LineChart():
            return line_chart(chart, currency, width)
        case HeatMap():
            return heat_map(chart, currency, width)
        case TornadoChart():
            return tornado(chart, currency, width)
        case _:
            return bar_chart(chart, currency, width)
