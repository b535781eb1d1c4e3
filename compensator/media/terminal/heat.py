"""Heat maps in the terminal: figures where they fit, shades where there are too many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from compensator.language import visible
from compensator.media.terminal.parts import lesser
from compensator.story import Axis, HeatMap, compact, figure, figures, shade_of

SHADES: Final = "·░▒▓█"
"""From the lowest fifth to the highest."""
STYLES: Final = (
    "black on color(231)",
    "black on color(195)",
    "black on color(153)",
    "black on color(111)",
    "bright_white on color(25)",
)
MISSING: Final = " "
ROWS: Final = 24
"""Most rows drawn."""
APART: Final = 1
"""Characters between two figures."""


def heat_map(chart: HeatMap, currency: str, width: int) -> Iterator[RenderableType]:
    """Yield the map, a row for each value of the vertical input."""
    values = [value for row in chart.values for value in row if value is not None]
    if not values:
        yield lesser("Nothing to draw.")
        return
    rows = _spread(len(chart.y_values), ROWS)
    y_words = _named(chart.y_values, chart.y, currency)
    margin = max(cell_len(word) for word in y_words) + 1
    x_words, words = _words(chart, rows, currency, width - margin)
    cell = _cell(x_words, words)
    ends = (min(values), max(values))
    yield lesser(
        f"{visible(chart.z.title)}: {visible(chart.y.title)} down, {visible(chart.x.title)} across"
    )
    if margin + cell * len(x_words) <= width:
        yield _head(x_words, range(len(x_words)), margin, cell)
        for row, line in zip(rows, words, strict=True):
            yield _figures(y_words[row].rjust(margin - 1), line, _levels(chart, row, ends), cell)
        yield from _left_out(chart, len(rows), len(x_words))
        return
    columns = _spread(len(x_words), width - margin)
    cell = (width - margin) // len(columns)
    yield _head(x_words, columns, margin, cell)
    for row in rows:
        levels = _levels(chart, row, ends)
        shades = "".join(_shade(levels[column]) * cell for column in columns)
        yield Text(f"{y_words[row].rjust(margin - 1)} {shades}", no_wrap=True)
    yield lesser(_legend(chart, currency, ends))
    yield from _left_out(chart, len(rows), len(columns))


def _words(
    chart: HeatMap, rows: Sequence[int], currency: str, room: int
) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Return the figures of the head and of each row: in full where they fit, else in three digits."""
    shown = [chart.values[row] for row in rows]
    heads = figures(chart.x_values, chart.x.kind, currency)
    full = [[figure(value, chart.z.kind, currency) for value in row] for row in shown]
    if _cell(heads, full) * len(heads) <= room:
        return heads, full
    short = [[compact(value, chart.z.kind, currency) for value in row] for row in shown]
    return _named(chart.x_values, chart.x, currency), short


def _cell(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Return the characters of a column, the space before it included."""
    return APART + max(cell_len(word) for line in (heads, *rows) for word in line)


def _named(values: Sequence[float], axis: Axis, currency: str) -> tuple[str, ...]:
    """Return an input's values in few characters, or in as many as tell them apart."""
    words = tuple(compact(value, axis.kind, currency) for value in values)
    same = len(set(words)) < len(set(values))
    return figures(values, axis.kind, currency) if same else words


def _spread(many: int, most: int) -> Sequence[int]:
    """Return places evenly chosen from the first to the last."""
    if many <= most:
        return range(many)
    return sorted({round(step * (many - 1) / (most - 1)) for step in range(most)})


def _levels(chart: HeatMap, row: int, ends: tuple[float, float]) -> list[int | None]:
    return [shade_of(value, ends) for value in chart.values[row]]


def _shade(level: int | None) -> str:
    return MISSING if level is None else SHADES[level]


def _head(words: Sequence[str], columns: Sequence[int], margin: int, cell: int) -> Text:
    """Return the horizontal input's values above their cells, every second or third for room."""
    longest = max(cell_len(words[column]) for column in columns)
    stride = -(-(longest + 1) // cell)
    shown = [words[column] for column in columns[::stride]]
    whole = len(columns) // stride * stride == len(columns)
    if stride == 1:
        line = "".join(word.rjust(cell) for word in shown)
    else:
        line = "".join(word.ljust(cell * stride) for word in (shown if whole else shown[:-1]))
    return Text(" " * margin + line.rstrip(), style="bold", no_wrap=True)


def _figures(name: str, words: Sequence[str], levels: Sequence[int | None], cell: int) -> Text:
    parts: list[tuple[str, str]] = [(f"{name} ", "bold")]
    for word, level in zip(words, levels, strict=True):
        parts.append((word.rjust(cell), "dim" if level is None else STYLES[level]))
    return Text.assemble(*parts, no_wrap=True)


def _legend(chart: HeatMap, currency: str, ends: tuple[float, float]) -> str:
    low, high = ends
    steps = [compact(low + (high - low) * step / 5, chart.z.kind, currency) for step in range(6)]
    parts = [f"{shade} {a} to {b}" for shade, a, b in zip(SHADES, steps, steps[1:], strict=False)]
    missing = any(value is None for row in chart.values for value in row)
    return f"{', '.join(parts)}{'; blank: no plan' if missing else ''}"


def _left_out(chart: HeatMap, rows: int, columns: int) -> Iterator[RenderableType]:
    more = []
    if rows < len(chart.y_values):
        more.append(f"{rows} of {len(chart.y_values):,} rows")
    if columns < len(chart.x_values):
        more.append(f"{columns} of {len(chart.x_values):,} columns")
    if more:
        yield lesser(f"Shown: {' and '.join(more)}; a file (-o) holds all.")
