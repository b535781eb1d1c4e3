"""Tables of a story in the terminal: figures are never cut, names fold, the least columns go first."""

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
from compensator.story import MISSES, Column, Table, aligned, figures, heading

NAME_WIDTH: Final = 12
"""Characters that a column of names keeps, if its names are that long."""
EASY_WIDTH: Final = 40
"""Characters with which a column of names is easy to read; lesser columns only show where all are."""
PROSE: Final = 60
"""Characters beyond which a text is prose, and leaves names no more than a third of the line."""
GAP: Final = 2


@dataclass(frozen=True, slots=True)
class Worded:
    """A column and its cells in words; further lines of a cell are those of columns below it."""

    column: Column
    head: str
    cells: Sequence[str]

    @property
    def longest(self) -> int:
        """Characters of the longest line, or of the longest word of the heading."""
        lines = (line for text in self.cells for line in text.split("\n"))
        return max(cell_len(text) for text in (*self.head.split(), *lines))

    @property
    def least(self) -> int:
        """Characters without which the column cannot be read."""
        return self.longest if aligned(self.column) else min(self.longest, NAME_WIDTH)

    @property
    def easy(self) -> int:
        """Characters with which the column is easy to read."""
        return self.longest if aligned(self.column) else min(self.longest, EASY_WIDTH)


def table(told: Table, currency: str, width: int) -> Iterator[RenderableType]:
    """Yield a table as wide as the terminal lets it be, what it leaves out, and its remarks."""
    if not told.rows:
        yield lesser("No rows.")
        return
    every = _worded(told, currency, short=False, brief=False)
    if _together(each.easy for each in every) <= width:
        yield _drawn(every, width)
        hidden = 0
    else:
        columns = _worded(told, currency, short=False, brief=True)
        hidden = len(every) - len(columns)
        for choice in (columns, _worded(told, currency, short=True, brief=True)):
            if _together(each.least for each in choice) <= width:
                yield _drawn(choice, width)
                break
        else:
            yield _listed(columns)
    yield from _left_out(told, hidden)
    yield from map(lesser, told.remarks)


def _together(widths: Iterable[int]) -> int:
    """Return the characters of columns side by side."""
    return sum(each + GAP for each in widths) - GAP


def _worded(told: Table, currency: str, *, short: bool, brief: bool) -> list[Worded]:
    rows = told.rows[: told.shown]
    worded: list[Worded] = []
    for place, column in told.readable():
        if brief and not column.brief:
            continue
        words = figures([row[place] for row in rows], column.kind, currency, short=short)
        own = Worded(column, heading(column), _signed(column, words))
        worded.append(_below(worded.pop(), own) if column.under and worded else own)
    return worded


def _signed(column: Column, words: Sequence[str]) -> Sequence[str]:
    """Return a column's words with the sign before them, each once where that is enough."""
    if column.once:
        return [
            "" if place and text == words[place - 1] else text for place, text in enumerate(words)
        ]
    return [text if text == ABSENT else f"{column.before}{text}" for text in words]


def _below(above: Worded, own: Worded) -> Worded:
    """Return a column with another one's cells below its own, absent ones left out."""
    pairs = zip(above.cells, own.cells, strict=True)
    lines = [[text for text in pair if text not in {"", ABSENT}] for pair in pairs]
    cells = ["\n".join(told) or ABSENT for told in lines]
    return Worded(above.column, f"{above.head}\n{own.head}", cells)


def _drawn(columns: Sequence[Worded], width: int) -> Grid:
    drawn = Grid(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    widths = _widths(columns, width)
    for each, room in zip(columns, widths, strict=True):
        drawn.add_column(
            Text(each.head, style="bold", overflow="fold"),
            justify="right" if aligned(each.column) else "left",
            width=room,
            overflow="fold",
            vertical="top",
        )
    for row in zip(*(each.cells for each in columns), strict=True):
        told = zip(columns, row, widths, strict=True)
        drawn.add_row(*(_cell(each.column, text, room) for each, text, room in told))
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
            if text:
                grid.add_row(Text(each.head, overflow="fold"), _cell(each.column, text))
        grid.add_row("")
    return grid


def _left_out(told: Table, hidden: int) -> Iterator[RenderableType]:
    rows = len(told.rows) - told.shown
    parts = [f"{rows:,} more {'row' if rows == 1 else 'rows'}"] if rows > 0 else []
    parts += [f"{hidden} more {'column' if hidden == 1 else 'columns'}"] if hidden > 0 else []
    if parts:
        yield lesser(f"… and {' and '.join(parts)} in a file (-o).")


def _cell(column: Column, text: str, room: int | None = None) -> Text:
    """Word a cell: what stands below its first line is lesser, nothing and misses are marked."""
    lines = [line if room is None else broken(line, room) for line in text.split("\n")]
    cell = Text(lines[0], overflow="fold", style="dim" if text in {NONE, ABSENT} else "")
    for line in lines[1:]:
        cell.append(f"\n{line}", style="" if aligned(column) else "dim")
    if text in MISSES:
        cell.stylize("red")
    return cell
