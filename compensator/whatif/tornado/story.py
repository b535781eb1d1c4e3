"""What a reader sees of a tornado: the inputs that matter most, and what re-planning is worth."""

from __future__ import annotations

from typing import Final

from compensator.language import MONEY_MEASURES
from compensator.plan import Status
from compensator.story import Axis, Bar, Cell, Column, Kind, Story, Table, TornadoChart, story
from compensator.whatif.tornado.answer import Swing, Tornado
from compensator.whatif.tornado.sentences import ends, gist, headline

BARS: Final = 25
"""Most bars of the chart; the terminal draws fewer, the table holds all."""
SHOWN: Final = 12
"""Rows of the table in the terminal."""
_STANDINGS: Final = {
    Status.OPTIMAL: "each end solved anew, proven",
    Status.FEASIBLE: "a plan, not proven best",
    Status.INFEASIBLE: "infeasible: no plan meets every limit",
}


@story.register
def told(tornado: Tornado) -> Story:
    """Return a tornado as its reader sees it."""
    return Story(
        schema=tornado.SCHEMA,
        title=tornado.title,
        headline=headline(tornado),
        standing=_standing(tornado),
        currency=tornado.currency,
        charts=_charts(tornado),
        tables=(_inputs(tornado),) if tornado.rows else (),
        notes=tornado.notes,
        manifest=tornado.manifest,
        gist=gist(tornado),
    )


def _standing(tornado: Tornado) -> str:
    ends = {status for row in tornado.rows for status in (row.status_low, row.status_high)}
    if tornado.status is Status.OPTIMAL and Status.FEASIBLE in ends:
        return "today's plan is proven best; not every plan at an end is"
    return _STANDINGS.get(tornado.status, tornado.status.value)


def _charts(tornado: Tornado) -> tuple[TornadoChart, ...]:
    bars = tuple(
        Bar(row.path, row.value_low, row.value_high) for row in tornado.rows[:BARS] if row.effect
    )
    if tornado.value is None or not bars:
        return ()
    axis = Axis(tornado.maximize.replace("_", " "), _kind(tornado))
    title = f"Best {axis.title} as each input moves"
    return (TornadoChart(title, axis, tornado.value, bars),)


def _kind(tornado: Tornado) -> Kind:
    return "money" if tornado.maximize in MONEY_MEASURES else "users"


def _inputs(tornado: Tornado) -> Table:
    kind = _kind(tornado)
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
    return [own[c.name] if c.name in own else getattr(row, c.name) for c in columns]
