"""What a reader sees of a tornado: the inputs that matter most, and what re-planning is worth."""

from __future__ import annotations

from typing import Final

from compensator.language import unit_of
from compensator.story import (
    Axis,
    Bar,
    Cell,
    Column,
    Story,
    Table,
    TornadoChart,
    cells_of,
    story,
)
from compensator.whatif.tornado.answer import Swing, Tornado
from compensator.whatif.tornado.sentences import ends, gist, headline, standing

BARS: Final = 25
"""Most bars of the chart; the terminal draws fewer, the table holds all."""
SHOWN: Final = 12
"""Rows of the table in the terminal."""


@story.register
def told(tornado: Tornado) -> Story:
    """Return a tornado as its reader sees it."""
    return Story(
        **tornado.common(),
        headline=headline(tornado),
        standing=standing(tornado),
        charts=_charts(tornado),
        tables=(_inputs(tornado),) if tornado.rows else (),
        gist=gist(tornado),
    )


def _charts(tornado: Tornado) -> tuple[TornadoChart, ...]:
    bars = tuple(
        Bar(row.path, row.value_low, row.value_high) for row in tornado.rows[:BARS] if row.effect
    )
    if tornado.value is None or not bars:
        return ()
    axis = Axis(tornado.maximize.replace("_", " "), unit_of(tornado.maximize))
    title = f"Best {axis.title} as each input moves"
    return (TornadoChart(title, axis, tornado.value, bars),)


def _inputs(tornado: Tornado) -> Table:
    kind = unit_of(tornado.maximize)
    columns = (
        Column("path", "text"),
        Column("moves", "text"),
        Column("now", "number", brief=False),
        Column("low", "number", brief=False),
        Column("high", "number", brief=False),
        Column("value_low", kind, brief=False),
        Column("value_high", kind, brief=False),
        Column("held_low", kind, brief=False),
        Column("held_high", kind, brief=False),
        Column("effect", kind),
        Column("replanning", kind),
        Column("plan_changes", "text"),
        Column("users_moved", "users", brief=False),
        Column("status_low", "text", brief=False),
        Column("status_high", "text", brief=False),
        Column("breaks_low", "text", brief=False),
        Column("breaks_high", "text", brief=False),
    )
    rows = [_row(row, columns, tornado.currency) for row in tornado.rows]
    return Table("inputs", columns, rows, SHOWN)


def _row(row: Swing, columns: tuple[Column, ...], currency: str) -> list[Cell]:
    own: dict[str, Cell] = {
        "moves": ends(row, currency),
        "breaks_low": ", ".join(row.breaks_low) or None,
        "breaks_high": ", ".join(row.breaks_high) or None,
    }
    return cells_of(row, [column.name for column in columns], own)
