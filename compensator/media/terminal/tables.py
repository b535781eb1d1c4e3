"""Tables of a view in the terminal: figures are never cut, names fold, the least columns go first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from compensator.language import ABSENT
from compensator.media.terminal.parts import broken, lesser
from compensator.problem import NONE
from compensator.story import Column, Table, aligned, figures, heading

NAME_WIDTH: Final = 12
"""Characters that a column of names keeps, if its names are that long."""
EASY_WIDTH: Final = 40
"""Characters with which a column of names is easy to read; lesser columns only show where all are."""
PROSE: Final = 60
"""Characters beyond which a text is prose, and leaves names no more than a third of the line."""
GAP: Final = 2


@dataclass(frozen=True, slots=True)
class Worded:
    """A column and its cells in words."""

    column: Column
    cells: Sequence[str]

    @property
    def longest(self) -> int:
        """Characters of the longest cell, or of the longest word of the heading."""
        words = heading(self.column).split(" ")
        return max(cell_len(text) for text in (*words, *self.cells))

    @property
    def least(self) -> int:
        """Characters without which the column cannot be read."""
        return self.longest if aligned(self.column) else min(self.longest, NAME_WIDTH)

    @property
    def easy(self) -> int:
        """Characters with which the column is easy to read."""
        return self.longest if aligned(self.column) else min(self.longest, EASY_WIDTH)


def table(view: Table, currency: str, width: int) -> Iterator[RenderableType]:
    """Yield a table as wide as the terminal lets it be, and what it leaves out."""
    if not view.rows:
        yield lesser("No rows.")
        return
    every = _worded(view, currency, short=False, brief=False)
    if _together(each.easy for each in every) <= width:
        yield _drawn(every, width)
        yield from _left_out(view, len(every))
        return
    columns = _worded(view, currency, short=False, brief=True)
    for choice in (columns, _worded(view, currency, short=True, brief=True)):
        if _together(each.least for each in choice) <= width:
            yield _drawn(choice, width)
            break
    else:
        yield _listed(columns)
    yield from _left_out(view, len(columns))


def _together(widths: Iterable[int]) -> int:
    """Return the characters of columns side by side."""
    return sum(each + GAP for each in widths) - GAP


def _worded(view: Table, currency: str, *, short: bool, brief: bool) -> list[Worded]:
    rows = view.rows[: view.shown]
    return [
        Worded(column, figures([row[place] for row in rows], column.kind, currency, short=short))
        for place, column in enumerate(view.columns)
        if column.brief or not brief
    ]


def _drawn(columns: Sequence[Worded], width: int) -> Grid:
    drawn = Grid(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    widths = _widths(columns, width)
    for each, room in zip(columns, widths, strict=True):
        right = aligned(each.column)
        drawn.add_column(
            Text(heading(each.column), style="bold", overflow="fold"),
            justify="right" if right else "left",
            width=room,
            overflow="fold",
            vertical="top",
        )
    for row in zip(*(each.cells for each in columns), strict=True):
        cells = (broken(text, room) for text, room in zip(row, widths, strict=True))
        drawn.add_row(*map(_cell, cells))
    return drawn


def _widths(columns: Sequence[Worded], width: int) -> list[int]:
    """Return each column's characters: names share what the figures leave, the shortest first."""
    widths = [each.least for each in columns]
    spare = width - _together(widths)
    wanting = [place for place, each in enumerate(columns) if each.longest > each.least]
    wanting.sort(key=lambda place: columns[place].longest)
    prose = any(columns[place].longest > PROSE for place in wanting)
    for left, place in zip(range(len(wanting), 0, -1), wanting, strict=True):
        wanted = columns[place].longest
        if prose and wanted <= PROSE:
            wanted = min(wanted, max(widths[place], width // 3))
        more = min(spare // left, wanted - widths[place])
        widths[place] += more
        spare -= more
    return widths


def _listed(columns: Sequence[Worded]) -> Grid:
    """Return the rows one below the other, a line for each cell: for narrow terminals."""
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", overflow="fold")
    grid.add_column(overflow="fold")
    for row in zip(*(each.cells for each in columns), strict=True):
        for each, text in zip(columns, row, strict=True):
            grid.add_row(Text(heading(each.column), overflow="fold"), _cell(text))
        grid.add_row("")
    return grid


def _left_out(view: Table, columns: int) -> Iterator[RenderableType]:
    rows, hidden = len(view.rows) - view.shown, len(view.columns) - columns
    parts = [f"{rows:,} more {'row' if rows == 1 else 'rows'}"] if rows > 0 else []
    parts += [f"{hidden} more {'column' if hidden == 1 else 'columns'}"] if hidden > 0 else []
    if parts:
        yield lesser(f"… and {' and '.join(parts)} in a file (-o).")


def _cell(text: str) -> Text:
    return Text(text, overflow="fold", style="dim" if text in {NONE, ABSENT} else "")
