"""What a reader sees of a comparison: the plans side by side, what each limit costs, and why plans differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from compensator.plan.wording import percent
from compensator.problem.records import MONEY_MEASURES, USER_MEASURES
from compensator.report.view import Axis, BarChart, Cell, Column, Kind, TableView, View
from compensator.whatif.comparisons.differences import InputChange
from compensator.whatif.comparisons.results import Compared, Comparison
from compensator.whatif.comparisons.words import figure, headline, why

NARROW: Final = 2
"""Plans whose offers a terminal of 80 columns has room for."""
WHOLE: Final = 0.9995
"""Share from which an offer is told without its percentage."""
VARIOUS: Final = "various"
"""Stands where the cells of a path hold different figures."""
_STANDINGS: Final = {
    "optimal": "each plan the best of its problem, proven",
    "feasible": "the base is not proven best",
    "infeasible": "infeasible: no plan meets every limit of the base",
    "unknown": "unknown: the time limit was reached without a plan of the base",
}


def view(comparison: Comparison) -> View:
    """Return a comparison as its reader sees it."""
    return View(
        title=comparison.title,
        headline=headline(comparison),
        standing=_standing(comparison),
        currency=comparison.currency,
        charts=tuple(_charts(comparison)),
        tables=tuple(_tables(comparison)),
        notes=comparison.notes,
    )


def _standing(comparison: Comparison) -> str:
    solved = [one.status for one in comparison.plans if one.kind != "policy"]
    if solved[0] == "optimal" and {"feasible", "unknown"} & set(solved):
        return "the base is proven best; not every plan beside it is"
    return _STANDINGS[solved[0]]


def _charts(comparison: Comparison) -> Iterator[BarChart]:
    """Yield the plans' objectives, and what limits cost where any costs something."""
    shown = [p for p in comparison.plans if p.kind != "without limit" and p.objective is not None]
    axis = Axis(comparison.maximize.replace("_", " "), _kind(comparison.maximize))
    names = tuple(_chart_name(plan) for plan in shown)
    if shown:
        title = f"{axis.title} of each plan".capitalize()
        yield BarChart(title, axis, names, tuple(plan.objective for plan in shown))
    costs = [one for one in comparison.limits if one.cost]
    if costs:
        costs.sort(key=lambda one: -(one.cost or 0.0))
        limits = tuple(one.limit for one in costs)
        yield BarChart("What each limit costs", axis, limits, tuple(one.cost for one in costs))


def _chart_name(plan: Compared) -> str:
    return f"{plan.name} (breaks limits)" if plan.broken else plan.name


def _tables(comparison: Comparison) -> Iterator[TableView]:
    yield _plans(comparison)
    if any(one.cost is not None or one.price is not None for one in comparison.limits):
        yield _limits(comparison)
    yield _reasons(comparison)
    yield _offers(comparison)
    yield from _details(comparison)


def _plans(comparison: Comparison) -> TableView:
    aim, kind = comparison.maximize, _kind(comparison.maximize)
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
    return TableView("plans", columns, [_plan_row(one, columns) for one in comparison.plans], 40)


def _plan_row(plan: Compared, columns: tuple[Column, ...]) -> list[Cell]:
    own: dict[str, Cell] = {
        "name": _name(plan),
        "kind": plan.kind,
        "status": plan.status,
        "difference": plan.difference,
        "broken": ", ".join(plan.broken) or None,
    }
    return [own[c.name] if c.name in own else getattr(plan.totals, c.name, None) for c in columns]


def _name(plan: Compared) -> str:
    return f"without {plan.name}" if plan.kind == "without limit" else plan.name


def _limits(comparison: Comparison) -> TableView:
    columns = (
        Column("limit", "text"),
        Column("measure", "text", brief=False),
        Column("min", "number", brief=False),
        Column("max", "number", brief=False),
        Column("binding", "text", brief=False),
        Column("cost", _kind(comparison.maximize)),
        Column("price", "number"),
        Column("holds_from", "number"),
        Column("holds_to", "number"),
        Column("change", "text", brief=False),
    )
    rows = [[_cell(getattr(one, c.name)) for c in columns] for one in comparison.limits]
    return TableView("limits", columns, rows)


def _reasons(comparison: Comparison) -> TableView:
    """Return what changed in each plan and why, in sentences; a limit that costs nothing changes nothing."""
    columns = (Column("plan", "text"), Column("why", "text"))
    told = [
        one
        for one in comparison.plans
        if one.kind in ("scenario", "policy") or (one.kind == "without limit" and one.difference)
    ]
    rows = [[_name(one), why(comparison, one)] for one in told]
    return TableView("why", columns, rows, 40)


def _offers(comparison: Comparison) -> TableView:
    """Return the main offer of each segment in each plan."""
    shown = [plan for plan in comparison.plans if plan.allocations]
    gifts = [plan.main_offers() for plan in shown]
    segments = dict.fromkeys(segment for one in gifts for segment in one)
    columns = [Column("segment", "text")]
    columns += [Column(name, "text", brief=i < NARROW) for i, name in enumerate(_unique(shown))]
    rows = [
        [segment, *(_gift(one[segment].offer, one[segment].share) for one in gifts)]
        for segment in segments
    ]
    return TableView("who gets what", tuple(columns), rows)


def _unique(plans: list[Compared]) -> list[str]:
    """Return a name for each plan, with its kind where two plans share one."""
    names = [_name(plan) for plan in plans]
    return [
        f"{name} ({plan.kind})" if names.count(name) > 1 else name
        for name, plan in zip(names, plans, strict=True)
    ]


def _gift(offer: str, share: float) -> str:
    return offer if share >= WHOLE else f"{offer} {percent(round(share, 3))}"


def _details(comparison: Comparison) -> Iterator[TableView]:
    """Yield the inputs that changed and the users who move, where there are any."""
    inputs: list[list[Cell]] = [
        [_name(plan), one.path, *_from_to(one), one.cells]
        for plan in comparison.plans
        for one in plan.changes
    ]
    if inputs:
        texts = ("plan", "path", "from", "to")
        columns = (*(Column(name, "text") for name in texts), Column("cells", "count", brief=False))
        yield TableView("changes", columns, inputs)
    moved: list[list[Cell]] = [
        [_name(plan), one.segment, one.before, one.after, one.users]
        for plan in comparison.plans
        for one in plan.moves
    ]
    if moved:
        texts = ("plan", "segment", "from", "to")
        columns = (*(Column(name, "text") for name in texts), Column("users", "users"))
        yield TableView("moves", columns, moved, 10)


def _from_to(one: InputChange) -> tuple[str, str]:
    before, after = (
        VARIOUS if one.varies and value is None else figure(value)
        for value in (one.before, one.after)
    )
    return before, after


def _kind(measure: str) -> Kind:
    if measure in MONEY_MEASURES:
        return "money"
    return "users" if measure in USER_MEASURES else "number"


def _cell(value: Cell) -> Cell:
    return ("yes" if value else "no") if isinstance(value, bool) else value
