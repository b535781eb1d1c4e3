"""What a reader sees of a sweep: curves over one input, a heat map over two, and every cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from compensator.language import MONEY_MEASURES, unit_of
from compensator.plan import Allocation
from compensator.story import (
    Axis,
    Chart,
    Column,
    HeatMap,
    Kind,
    LineChart,
    Mark,
    Series,
    Story,
    Table,
    cells_of,
    names_of,
    story,
)
from compensator.whatif.inputs import Input
from compensator.whatif.sweep.answer import Cell, Sweep, Switch
from compensator.whatif.sweep.places import span_words, value_words, where_words
from compensator.whatif.sweep.sentences import always_binding, headline, standing

BRIEF: Final = ("cost", "net_value", "budget_price")
"""Columns of the tidy table that a terminal has room for, beside the inputs and the objective."""
LONG: Final = 24
"""Characters of all paths beyond which a terminal has room for little else."""
DRAWN: Final = 2
"""Least cells with a plan that make a picture."""
MOST_ACROSS: Final = 1_000
"""Most columns of a two-way table: a sheet has room for 16,384, a reader for fewer."""
SWITCHES: Final = 12
"""Switches shown in the terminal."""
PLAN_ROWS: Final = 8
"""Rows of the allocations shown in the terminal."""

_MONEY: Final = MONEY_MEASURES | {"deadweight", "breakage"}
_ALLOCATION: Final[dict[str, Kind]] = {
    "segment": "text",
    "offer": "text",
    "share": "rate",
    "users": "count",
    "cost": "money",
    "value": "money",
    "retained": "users",
    "reconverted": "users",
}


@story.register
def told(sweep: Sweep) -> Story:
    """Return what a reader sees of a sweep, the answer first."""
    return Story(
        **sweep.common(),
        headline=headline(sweep),
        standing=standing(sweep),
        charts=_charts(sweep),
        tables=tuple(table for table in _tables(sweep) if table is not None),
    )


def _tables(sweep: Sweep) -> Sequence[Table | None]:
    return _cells(sweep), _two_way(sweep), _switches(sweep), _allocations(sweep)


def _charts(sweep: Sweep) -> tuple[Chart, ...]:
    if sum(cell.objective is not None for cell in sweep.rows) < DRAWN:
        return ()
    if len(sweep.inputs) == 1:
        return _lines(sweep)
    return (_heat(sweep),) if len(sweep.inputs) == 2 else ()


def _lines(sweep: Sweep) -> tuple[Chart, ...]:
    """Money in one chart; users, where they are what is maximized, in one of their own."""
    (one,) = sweep.inputs
    rising = sorted(sweep.rows, key=lambda cell: cell.inputs[one.path])
    values = [cell.inputs[one.path] for cell in rising]
    money = [_series(rising, values, name) for name in ("value", "net_value")]
    charts = [
        LineChart(
            f"Value over {one.path}",
            _axis(one),
            Axis("value", "money"),
            tuple(money),
            _today(sweep, sweep.maximize) if sweep.maximize in MONEY_MEASURES else (),
        )
    ]
    if sweep.maximize not in MONEY_MEASURES:
        users = Axis(_words(sweep.maximize), "users")
        own = (_series(rising, values, sweep.maximize),)
        title = f"{_words(sweep.maximize).capitalize()} over {one.path}"
        charts.insert(0, LineChart(title, _axis(one), users, own, _today(sweep, sweep.maximize)))
    return tuple(charts)


def _series(cells: Sequence[Cell], values: Sequence[float], name: str) -> Series:
    return Series(_words(name), values, [_total(cell, name) for cell in cells])


def _total(cell: Cell, name: str) -> float | None:
    return None if cell.totals is None else float(getattr(cell.totals, name))


def _today(sweep: Sweep, name: str) -> tuple[Mark, ...]:
    """Mark the present value where the curve reaches it."""
    (one,) = sweep.inputs
    y = _total(sweep.base, name)
    if y is None or not min(one.values) <= one.now <= max(one.values):
        return ()
    return (Mark("today", one.now, y),)


def _heat(sweep: Sweep) -> HeatMap:
    down, across = sweep.inputs
    found = _by_place(sweep)
    rows, columns = sorted(down.values), sorted(across.values)
    return HeatMap(
        f"{_words(sweep.maximize).capitalize()} over {down.path} and {across.path}",
        _axis(across),
        _axis(down),
        Axis(_words(sweep.maximize), _kind(sweep.maximize)),
        columns,
        rows,
        [[found.get((y, x)) for x in columns] for y in rows],
    )


def _two_way(sweep: Sweep) -> Table | None:
    """Return the objective with one input down and the other across; a terminal shows the heat map."""
    if len(sweep.inputs) != 2 or len(sweep.inputs[1].values) > MOST_ACROSS:
        return None
    down, across = sweep.inputs
    found, kind = _by_place(sweep), _kind(sweep.maximize)
    head = Column(f"{_short(down)} \\ {_short(across)}", _input_kind(down))
    columns = [Column(value_words(across, value, sweep.currency), kind) for value in across.values]
    rows = [[y, *(found.get((y, x)) for x in across.values)] for y in down.values]
    told = f"{_words(sweep.maximize)}: {down.path} down, {across.path} across"
    return Table(
        f"{_words(sweep.maximize)} two-way",
        (head, *columns),
        rows,
        brief=False,
        remarks=(f"{told}; none where there is no plan.",),
        shaded=True,
    )


def _by_place(sweep: Sweep) -> dict[tuple[float, ...], float | None]:
    return {tuple(cell.inputs[p] for p in sweep.varied): cell.objective for cell in sweep.rows}


def _cells(sweep: Sweep) -> Table:
    """Return the tidy table, the columns of the data frame; a heat map stands for it in a terminal."""
    first = len(sweep.varied)
    named = sweep.columns[first:]
    columns = [Column(one.path, _input_kind(one)) for one in sweep.inputs]
    columns += [
        Column(name, _column_kind(sweep, name), brief=_brief(sweep, name)) for name in named
    ]
    drawn = any(isinstance(chart, HeatMap) for chart in _charts(sweep))
    rows = [cells_of(cell, sweep.columns) for cell in sweep.rows]
    return Table("cells", tuple(columns), rows, brief=not drawn)


def _brief(sweep: Sweep, name: str) -> bool:
    """Return whether a terminal shows a column: what differs, and what the paths leave room for."""
    if name == "objective":
        return True
    if name == "status":
        return any(cell.status != "optimal" for cell in sweep.rows)
    if name == "binding":
        return always_binding(sweep) is None
    return name in BRIEF and name != sweep.maximize and not _long(sweep)


def _long(sweep: Sweep) -> bool:
    """Return whether the paths fill half of a terminal's width."""
    return sum(len(path) for path in sweep.varied) > LONG


def _column_kind(sweep: Sweep, name: str) -> Kind:
    if name in ("status", "binding"):
        return "text"
    if name == "objective":
        return _kind(sweep.maximize)
    if name == "budget_price":
        return "number"
    return "count" if name == "users" else _kind(name)


def _switches(sweep: Sweep) -> Table | None:
    """Return which segment switches offer where, each step of an input once over all the others."""
    if not sweep.switches:
        return None
    steps: dict[tuple[str | float, ...], list[Switch]] = {}
    for one in sweep.switches:
        steps.setdefault(_step(one), []).append(one)
    several = len(sweep.inputs) > 1
    at = "number" if several else _input_kind(sweep.inputs[0])
    columns = [
        Column("segment", "text"),
        Column("from", "text"),
        Column("to", "text"),
        Column("input", "text", brief=False),
        Column("before", at, brief=not several),
        Column("after", at, brief=not several),
        *([Column("where", "text")] if several else []),
    ]
    rows = [[*step, *([_place(sweep, alike)] if several else [])] for step, alike in steps.items()]
    return Table("switches", tuple(columns), rows, SWITCHES)


def _step(switch: Switch) -> tuple[str | float, ...]:
    """Return what a switch is, without the inputs that stay."""
    offers = (switch.from_offer, switch.to_offer)
    return (switch.segment, *offers, switch.path, switch.before, switch.after)


def _place(sweep: Sweep, alike: Sequence[Switch]) -> str:
    """Return between which values of one input a switch lies, and at which of the others where not at all."""
    switch = alike[0]
    one = next(one for one in sweep.inputs if one.path == switch.path)
    others = [other for other in sweep.inputs if other is not one]
    step = span_words(one, switch.before, switch.after, sweep.currency)
    if len(alike) == math.prod(len(other.values) for other in others):
        return step
    return f"{step}; {where_words(others, [each.others for each in alike], sweep.currency)}"


def _allocations(sweep: Sweep) -> Table | None:
    """Return who gets what in each cell, where it was asked for."""
    if all(cell.allocations is None for cell in sweep.rows):
        return None
    columns = [Column(one.path, _input_kind(one)) for one in sweep.inputs]
    columns += [
        Column(name, _ALLOCATION[name], brief=name in {"segment", "offer", "users"})
        for name in names_of(Allocation)
    ]
    return Table("allocations", tuple(columns), sweep.allocation_rows(), PLAN_ROWS)


def _short(one: Input) -> str:
    """Return what a path ends in: its column."""
    return one.path.rpartition("].")[2]


def _axis(one: Input) -> Axis:
    return Axis(one.path, _input_kind(one))


def _input_kind(one: Input) -> Kind:
    kinds: dict[str | None, Kind] = {"money": "money", "users": "users", "0–1": "rate"}
    return kinds.get(one.unit, "number")


def _kind(name: str) -> Kind:
    return "money" if name in _MONEY else unit_of(name)


def _words(name: str) -> str:
    return name.replace("_", " ")
