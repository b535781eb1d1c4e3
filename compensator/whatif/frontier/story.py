"""The frontier as its reader sees it: the answer, the curve, its points, the ladder."""

from __future__ import annotations

from typing import Final

import numpy as np

from compensator.language import named, unit_of
from compensator.problem import NONE
from compensator.story import Axis, Column, Kind, LineChart, Mark, Series, Story, Table, story
from compensator.whatif.frontier.answer import Frontier
from compensator.whatif.frontier.ladder import COLUMNS, Ladder
from compensator.whatif.frontier.sentences import headline, standing

DRAWN: Final = 400
"""Most points of a curve that are drawn; files hold every one."""


@story.register
def told(frontier: Frontier) -> Story:
    """Return what a reader sees of a frontier."""
    found = len(frontier.budgets) > 0
    tables = [_points(frontier)] if found else []
    if frontier.ladder is not None and len(frontier.budgets) > 1:
        tables.append(_ladder(frontier, frontier.ladder))
    return Story(
        **frontier.common(),
        headline=headline(frontier),
        standing=standing(frontier),
        charts=(_curve(frontier),) if len(frontier.budgets) > 1 else (),
        tables=tuple(tables),
    )


def _curve(frontier: Frontier) -> LineChart:
    what = named(frontier.maximize)
    drawn = _drawn(frontier)
    x = frontier.budgets[drawn].tolist()
    series = [Series(f"best {what}", x, frontier.values[drawn].tolist())]
    if frontier.bounds is not None:
        series.append(Series("upper bound", x, frontier.bounds[drawn].tolist()))
    return LineChart(
        title=f"Best {what} for every budget",
        x=Axis("budget", "money"),
        y=Axis(what, unit_of(frontier.maximize)),
        series=tuple(series),
        marks=tuple(_marks(frontier)),
    )


def _drawn(frontier: Frontier) -> np.ndarray:
    """Return the points to draw: all, or those nearest to an even spread of budgets."""
    count = len(frontier.budgets)
    if count <= DRAWN:
        return np.arange(count)
    even = np.linspace(frontier.budgets[0], frontier.budgets[-1], DRAWN)
    near = np.searchsorted(frontier.budgets, even).clip(0, count - 1)
    return np.unique(np.concatenate([[0], near, [count - 1]]))


def _marks(frontier: Frontier) -> list[Mark]:
    """Return the points worth naming, each where it is on the curve."""
    first = frontier.budgets[0]
    late = frontier.roi_from is not None and frontier.roi_from > first  # else the start has it
    named = (
        ("your budget", frontier.budget),
        ("stops paying", frontier.pays_to),
        ("return floor from", frontier.roi_from if late else None),
        ("return floor", frontier.roi_to),
    )
    marks = []
    for name, budget in named:
        if budget is None or not first <= budget <= frontier.budgets[-1]:
            continue
        marks.append(Mark(name, budget, frontier.value_at(budget)))
    return marks


def _points(frontier: Frontier) -> Table:
    kind = unit_of(frontier.maximize)
    columns = [
        Column("budget", "money"),
        Column("value", kind),
        Column("price", "unit money" if kind == "money" else "number"),
    ]
    if frontier.integer:
        columns += [Column("bound", kind), Column("gap", "rate")]
    rows = [tuple(point.values()) for point in frontier.points.rows()]
    return Table("Points", tuple(columns), rows, shown=12)


def _ladder(frontier: Frontier, ladder: Ladder) -> Table:
    kinds: dict[str, tuple[Kind, bool]] = {
        "segment": ("text", True),
        "from": ("text", True),
        "to": ("text", True),
        "users": ("count", True),
        "cost": ("money", True),
        "value": (unit_of(frontier.maximize), False),
        "value_per_cost": ("number", True),
        "cumulative_cost": ("money", False),
    }
    columns = tuple(Column(name, *kinds[name]) for name in COLUMNS)
    idle = {(None, NONE)}  # who starts with nothing is no step
    rows = [row for row in ladder.cells() if (row[1], row[2]) not in idle]
    return Table("Ladder", columns, rows, shown=12)
