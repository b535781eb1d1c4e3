"""What texts in the terminal are made of: a console without surprises, sections, bullets."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich.cells import cell_len
from rich.console import Console, Group as Stack, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from compensator.language import visible

NARROWEST: Final = 40
WIDEST: Final = 140
"""Lines longer than this are hard to read."""
NOTES: Final = 12
"""Most notes shown where not all is; files hold all."""

LONGEST: Final = 600
"""Most characters of a note shown where not all is: eight lines or so."""


def columns_of(width: int | None) -> int:
    """Return the characters in a line: as asked, else the terminal's, within readable ends."""
    asked = shutil.get_terminal_size((80, 24)).columns if width is None else width
    return min(max(asked, NARROWEST), WIDEST)


def printed(parts: Iterable[RenderableType], width: int, *, color: bool | None) -> str:
    """Return parts as text; styled by default only on a terminal, never with ``NO_COLOR``."""
    styled = _wants_color() if color is None else color
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=styled,
        color_system="256" if styled else None,
        no_color=not styled,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def section(title: str, *parts: RenderableType) -> Iterator[RenderableType]:
    """Yield parts under a heading."""
    yield ""
    yield Rule(Text(visible(title), style="bold cyan"), align="left", style="dim")
    yield from parts


def framed(title: str, standing: str, sentences: Sequence[str], width: int, style: str) -> Panel:
    """Return the answer in a frame that bears its title and how far it is proven."""
    told = [visible(text) for text in (title, standing)]
    fits = [text if cell_len(text) <= width - 8 else None for text in told]
    lines = [Text(text, overflow="fold") for text in told if text not in fits]  # else it is cut
    for place, sentence in enumerate(sentences):
        lines.append(Text(visible(sentence), overflow="fold", style="" if place else "bold"))
    return Panel(
        Stack(*lines),
        title=fits[0] and Text(fits[0], style="bold"),
        title_align="left",
        subtitle=fits[1] and Text(fits[1]),
        subtitle_align="right",
        border_style=style,
    )


def bullets(notes: Sequence[str], *, brief: bool = True) -> Table:
    """Return notes as a list; where it is brief, the first of many, and the beginning of a long one."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column()
    grid.add_column(overflow="fold")
    for note in notes[:NOTES] if brief else notes:
        told = _begun(visible(note)) if brief else visible(note)
        grid.add_row("•", Text(told, overflow="fold"))
    if brief and (more := len(notes) - NOTES) > 0:
        rest = f"and {more:,} more {'note' if more == 1 else 'notes'}: --full, or a .json or .xlsx file (-o)"
        grid.add_row("…", rest)
    return grid


def _begun(note: str) -> str:
    """Return a note, or what of a long list fits in some lines."""
    if len(note) <= LONGEST:
        return note
    begun = note[:LONGEST].rpartition("; ")[0] or note[:LONGEST]
    return f"{begun}; … (--full tells all)"


JOINTS: Final = re.compile(r"_?[^\s\[,_-]+[\[,-]*\s*|[\s\[,_-]+")
"""What of a long word stays together: it parts after a bracket, comma or hyphen, and before an underscore."""


def broken(text: str, width: int) -> str:
    r"""Return text that folds between words, after hyphens, and before the field of a path.

    >>> broken("segments[eu].retention", 20), broken("world-never-called", 14)
    ('segments[eu]\n.retention', 'world-never-\ncalled')
    >>> broken("segments[basic].retained_value", 10)
    'segments[\nbasic]\n.retained\n_value'
    """
    if cell_len(text) <= width:
        return text
    scope, bracket, field = ("", "", text) if " " in text else text.rpartition("].")
    lines = [*_lines(f"{scope}]", width)] if bracket else []
    rest = f".{field}" if bracket else field
    if len(lines) > 1 and cell_len(lines[-1] + rest) <= width:
        rest = f"{lines.pop()}{rest}"
    return "\n".join([*lines, *_lines(rest, width)])


def _lines(text: str, width: int) -> Sequence[str]:
    if cell_len(text) != len(text):  # two characters for a letter: rich folds it
        return [text]
    if not any(len(word) > width for word in text.split(" ")):
        return textwrap.wrap(text, width, break_on_hyphens=False) or [text]
    lines = [""]
    for piece in JOINTS.findall(text):
        fits = len(lines[-1] + piece.rstrip()) <= width
        lines = [*lines[:-1], lines[-1] + piece] if fits else [*lines, piece]
    return [part for line in lines if line for part in textwrap.wrap(line, width)]


def lesser(text: str) -> Text:
    """Return text that stands back."""
    return Text(text, style="dim", overflow="fold")


def _wants_color() -> bool:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain
