"""Any view in a terminal: the answer first, then its pictures, tables and notes."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from compensator.language import visible
from compensator.media.terminal.bars import bar_chart, tornado
from compensator.media.terminal.heat import heat_map
from compensator.media.terminal.lines import line_chart
from compensator.media.terminal.parts import bullets, columns_of, framed, lesser, printed, section
from compensator.media.terminal.tables import table
from compensator.story import (
    BarChart,
    Chart,
    HeatMap,
    LineChart,
    Manifest,
    Story,
    TornadoChart,
    origin,
    titled,
)


def render_view(
    view: Story,
    width: int | None = None,
    *,
    color: bool | None = None,
    manifest: Manifest | None = None,
) -> str:
    """Return a view as text for a terminal.

    Args:
        view: What to show.
        width: Characters in a line; the terminal's width, or 80 where there is none.
        color: Whether to style the text; by default only on a terminal, never with ``NO_COLOR``.
        manifest: What made the result, for the last line.
    """
    columns = columns_of(width)
    return printed(_parts(view, columns, manifest), columns, color=color)


def _parts(view: Story, width: int, manifest: Manifest | None) -> Iterator[RenderableType]:
    yield framed(view.title, view.standing, view.headline, width, "green")
    for chart in view.charts:
        if not _left_out(chart):
            yield from section(titled(chart.title), *_drawn(chart, view.currency, width))
    for each in view.tables:
        if each.brief:
            yield from section(titled(each.name), *table(each, view.currency, width))
    if view.notes:
        yield from section("Notes", bullets(view.notes))
    yield from _in_files(view)
    if manifest is not None:
        yield ""
        yield lesser(origin(manifest))


def _left_out(chart: Chart) -> bool:
    return isinstance(chart, BarChart) and not chart.brief


def _in_files(view: Story) -> Iterator[RenderableType]:
    """Tell what only files hold."""
    names = [chart.title for chart in view.charts if _left_out(chart)]
    names += [each.name for each in view.tables if not each.brief]
    if names:
        listed = ", ".join(f"{name[:1].lower()}{name[1:]}" for name in map(visible, names))
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
