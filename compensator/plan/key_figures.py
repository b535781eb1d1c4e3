"""The plan's key figures, in the order in which they are read; formulas refer to them by their keys."""

from __future__ import annotations

from collections.abc import Iterator

from compensator.language import percent
from compensator.plan.answer import Plan, Totals
from compensator.plan.groups import has_setup_cost, setup_cost
from compensator.plan.sentences import NOBODY
from compensator.story import Figure


def key_figures(plan: Plan) -> Iterator[Figure]:
    """Yield the totals of a plan; what a plan lacks keeps its place."""
    totals = plan.totals
    if totals is None:
        return
    yield from _money(plan, totals)
    yield from _outcomes(totals)
    yield from _promised(totals)
    words, own = f"Objective: {plan.aim.words}", plan.whole.objective if plan.whole else None
    yield Figure("whole", f"{words}, of whole users", plan.aim.unit, own, brief=False)
    words = f"{words}, of exact shares"
    yield Figure("objective", words, plan.aim.unit, plan.objective, brief=False)
    kept = totals.incremental_retained
    if kept >= NOBODY:
        yield Figure("cost_per_user", "Cost per user kept", "unit money", totals.cost / kept)


def _money(plan: Plan, totals: Totals) -> Iterator[Figure]:
    """Yield who is reached, what that costs and what it brings."""
    yield Figure("users", "Users", "count", totals.users)
    own, words = ("Get an offer", "Users who get an offer")
    share = percent(totals.recipients / totals.users if totals.users else 0.0)
    yield Figure("recipients", own, "count", totals.recipients, beside=share, explained=words)
    yield Figure("cost", "Cost, expected", "money", totals.cost)
    setup, told = setup_cost(plan), has_setup_cost(plan)
    yield Figure("setup", "of which set-up costs", "money", setup, part=True, brief=told)
    words = "Budget, set aside" if plan.targets else "Budget"
    yield Figure("budget", words, "money", plan.budget, brief=False)
    yield Figure("value", "Value", "money", totals.value)
    yield Figure("net_value", "Net value", "money", totals.net_value)
    yield Figure("roi", "Net value ÷ cost", "ratio", totals.roi)


def _promised(totals: Totals) -> Iterator[Figure]:
    """Yield what is promised and never used, and what is paid in vain."""
    for name, own, words in (
        ("liability", "Liability (all used)", "Cost if all is used (liability)"),
        ("breakage", "Breakage (unused)", "Never used (breakage)"),
        ("deadweight", "Deadweight", "Paid to who would stay or come anyway (deadweight)"),
    ):
        yield Figure(name, own, "money", getattr(totals, name), explained=words)


def _outcomes(totals: Totals) -> Iterator[Figure]:
    for name, words in (("retained", "Users who stay"), ("reconverted", "Users who come back")):
        yield Figure(name, words, "count", getattr(totals, name))
        more = f"incremental_{name}"
        yield Figure(
            more, "because of the plan", "count", getattr(totals, more), part=True, signed=True
        )
