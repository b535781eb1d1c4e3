"""What a reader sees of a comparison: the plans side by side, what each limit costs, and why plans differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from compensator.language import unit_of
from compensator.story import (
    Axis,
    BarChart,
    Bars,
    Cell,
    Column,
    Story,
    Table,
    cells_of,
    story,
)
from compensator.whatif.compare.answer import Compared, Comparison
from compensator.whatif.compare.differences import InputChange
from compensator.whatif.compare.limit_costs import LimitCost
from compensator.whatif.compare.sentences import (
    figure,
    gist,
    headline,
    price_words,
    range_words,
    reasons,
    standing,
)

MOST_PLANS: Final = 40
"""Plans shown in the terminal."""
VARIOUS: Final = "various"
"""Stands where the cells of a path hold different figures."""


@story.register
def told(comparison: Comparison) -> Story:
    """Return a comparison as its reader sees it."""
    return Story(
        **comparison.common(),
        headline=headline(comparison),
        standing=standing(comparison),
        charts=tuple(_charts(comparison)),
        tables=tuple(_tables(comparison)),
        gist=gist(comparison),
    )


def _charts(comparison: Comparison) -> Iterator[BarChart]:
    """Yield the plans' objectives, and what limits cost where any costs something."""
    shown = [p for p in comparison.plans if p.kind != "without limit" and p.objective is not None]
    axis = Axis(comparison.maximize.replace("_", " "), unit_of(comparison.maximize))
    names = tuple(_chart_name(plan) for plan in shown)
    if shown:
        title = f"{axis.title} of each plan".capitalize()
        bars = Bars(axis.title, tuple(plan.objective for plan in shown))
        yield BarChart(title, axis, names, (bars,), brief=False)
    costs = [one for one in comparison.limits if one.cost]
    if costs:
        costs.sort(key=lambda one: -(one.cost or 0.0))
        limits = tuple(one.limit for one in costs)
        bars = Bars(axis.title, tuple(one.cost for one in costs))
        yield BarChart("What each limit costs", axis, limits, (bars,), brief=False)


def _chart_name(plan: Compared) -> str:
    return f"{plan.name} (breaks limits)" if plan.broken else plan.name


def _tables(comparison: Comparison) -> Iterator[Table]:
    yield _plans(comparison)
    if any(one.cost is not None or one.price is not None for one in comparison.limits):
        yield _limits(comparison)
    if (why := _reasons(comparison)).rows:
        yield why
    yield _offers(comparison)
    yield from _details(comparison)


def _plans(comparison: Comparison) -> Table:
    aim, kind = comparison.maximize, unit_of(comparison.maximize)
    columns = (
        Column("name", "text"),
        Column("kind", "text", brief=False),
        Column("status", "text"),
        Column("cost", "money"),
        Column("value", "money"),
        Column("net_value", "money", brief=aim == "net_value"),
        Column("retained", "users", brief=aim == "retained"),
        Column("reconverted", "users", brief=aim == "reconverted"),
        Column("difference", kind),
        Column("broken", "text", brief=False),
    )
    rows = [_plan_row(one, columns) for one in comparison.plans]
    return Table("plans", columns, rows, _told_apart(comparison))


def _told_apart(comparison: Comparison) -> int:
    """Return how many plans the terminal shows: what giving up a limit brings stands with the limits."""
    solved = comparison.base.objective is not None
    own = [one for one in comparison.plans if not solved or one.kind != "without limit"]
    return min(len(own), MOST_PLANS)


def _plan_row(plan: Compared, columns: tuple[Column, ...]) -> list[Cell]:
    own: dict[str, Cell] = {
        "name": _name(plan),
        "broken": ", ".join(plan.broken) or None,
    }
    return cells_of(plan, [column.name for column in columns], own)


def _name(plan: Compared) -> str:
    return f"without {plan.name}" if plan.kind == "without limit" else plan.name


def _limits(comparison: Comparison) -> Table:
    """Return what each limit costs: in words with units for readers, as figures for spreadsheets."""
    columns = (
        Column("limit", "text"),
        Column("cost", unit_of(comparison.maximize)),
        Column("near_its_bound", "text"),
        Column("while_the_bound_is", "text", brief=any(one.ranged for one in comparison.limits)),
        Column("measure", "text", brief=False),
        Column("min", "number", brief=False),
        Column("max", "number", brief=False),
        Column("binding", "text", brief=False),
        Column("price", "number", brief=False),
        Column("holds_from", "number", brief=False),
        Column("holds_to", "number", brief=False),
        Column("change", "text", brief=False),
    )
    rows = [_limit_row(comparison, one, columns) for one in comparison.limits]
    return Table("limits", columns, rows)


def _limit_row(comparison: Comparison, one: LimitCost, columns: tuple[Column, ...]) -> list[Cell]:
    own: dict[str, Cell] = {
        "near_its_bound": price_words(comparison, one),
        "while_the_bound_is": range_words(comparison, one),
    }
    return cells_of(one, [column.name for column in columns], own)


def _reasons(comparison: Comparison) -> Table:
    """Return what changed in each plan and why, in sentences; a limit that costs nothing changes nothing."""
    columns = (Column("plan", "text"), Column("why", "text"))
    told = [
        one
        for one in comparison.plans
        if one.kind in ("scenario", "policy") or (one.kind == "without limit" and one.difference)
    ]
    words = [(_name(one), reasons(comparison, one)) for one in told]
    return Table("why", columns, [[name, text] for name, text in words if text], MOST_PLANS)


def _offers(comparison: Comparison) -> Table:
    """Return the main offer of each segment in the base, and of those that another plan gives another."""
    columns = (
        Column("plan", "text"),
        Column("kind", "text"),
        Column("segment", "text"),
        Column("offer", "text"),
        Column("share", "rate"),
        Column("users", "users"),
        Column("in_the_base", "text"),
    )
    before = {segment: gift.offer for segment, gift in comparison.base.main_offers().items()}
    rows: list[list[Cell]] = []
    for plan in comparison.plans:
        instead = {} if plan.kind == "base" else before
        rows += [
            [_name(plan), plan.kind, segment, one.offer, one.share, one.users, instead.get(segment)]
            for segment, one in plan.main_offers().items()
            if one.offer != instead.get(segment)
        ]
    return Table("who gets what", columns, rows, 40, brief=False)


def _details(comparison: Comparison) -> Iterator[Table]:
    """Yield the inputs that changed and the users who move, where there are any."""
    inputs: list[list[Cell]] = [
        [_name(plan), one.path, *_from_to(one, comparison.currency), one.cells]
        for plan in comparison.plans
        for one in plan.changes
    ]
    if inputs:
        texts = ("plan", "path", "from", "to")
        columns = (*(Column(name, "text") for name in texts), Column("cells", "count", brief=False))
        yield Table("changes", columns, inputs, brief=False)
    moved: list[list[Cell]] = [
        [_name(plan), one.segment, one.before, one.after, one.users]
        for plan in comparison.plans
        for one in plan.moves
    ]
    if moved:
        texts = ("plan", "segment", "from", "to")
        columns = (*(Column(name, "text") for name in texts), Column("users", "users"))
        yield Table("moves", columns, moved, brief=False)


def _from_to(one: InputChange, currency: str) -> tuple[str, str]:
    before, after = (
        VARIOUS if one.varies and value is None else figure(value, one.path, currency)
        for value in (one.before, one.after)
    )
    return before, after
