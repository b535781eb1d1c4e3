"""What a frontier says in sentences: how much to spend, on whom first, and where it stops paying."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from compensator.economics import BUDGET
from compensator.language import MONEY_MEASURES, measure, money, named, percent
from compensator.plan import Status
from compensator.tolerances import SAME
from compensator.whatif.frontier.answer import Frontier
from compensator.whatif.frontier.rungs import rungs

STEP: Final = 10_000.0
"""Money of which it is told what it brings."""


def headline(frontier: Frontier) -> tuple[str, ...]:
    """Return the answer in sentences, the most wanted first."""
    if not len(frontier.budgets):
        return (frontier.starts,)
    return (
        *_spend(frontier),
        *_best_net(frontier),
        *_own_budget(frontier),
        *_ends(frontier),
        *_ladder(frontier),
    )


def standing(frontier: Frontier) -> str:
    """Return in a few words how exact the curve is."""
    if frontier.status is Status.INFEASIBLE:
        which = "budget asked for" if BUDGET in frontier.conflict else "budget"
        return f"infeasible: no {which} is enough"
    if frontier.status is Status.UNKNOWN:
        return "unknown: no plan was found in time"
    if len(frontier.budgets) == 1 and not frontier.complete:
        return f"one {'integer plan, at its own' if frontier.integer else 'plan, at one'} budget"
    if frontier.integer:
        return f"{len(frontier.budgets):,} integer plans, each at its own budget"
    if not frontier.complete:
        return (
            f"{len(frontier.budgets):,} points, at most {_amount(frontier, frontier.max_gap)} below the curve between them"
            if frontier.max_gap
            else f"{len(frontier.budgets):,} budgets"
        )
    if len(frontier.budgets) == 1:
        return "exact: one point, money changes nothing"
    return f"exact: {len(frontier.budgets):,} breakpoints, straight between them"


def _amount(frontier: Frontier, amount: float) -> str:
    return measure(amount, frontier.maximize, frontier.currency)


def _spend(frontier: Frontier) -> Iterator[str]:
    unit = money(1, frontier.currency)
    if frontier.pays_to is not None:
        to, value = money(frontier.pays_to, frontier.currency), frontier.value_at(frontier.pays_to)
        if frontier.pays_to <= frontier.budgets[0]:
            yield f"Spend the least that is possible, {to}: nothing beyond it pays, {unit} more brings less than {unit}."
        else:
            yield f"Spend up to {to}, for {_amount(frontier, value)} of value: beyond it {unit} more brings less than {unit}."
    if frontier.roi_floor is not None and frontier.maximize in ("value", "net_value"):
        yield _floor(frontier, f"a net value of {percent(frontier.roi_floor)} of its cost")


def _floor(frontier: Frontier, floor: str) -> str:
    """Return at which budgets a return floor is kept."""
    if frontier.roi_from is None or frontier.roi_to is None:
        return f"{'None of these budgets has a plan with' if frontier.integer else 'No plan has'} {floor}."
    least, most = (money(b, frontier.currency) for b in (frontier.roi_from, frontier.roi_to))
    if frontier.integer:
        return f"Of these budgets, {most} is the greatest whose plan has at least {floor}."
    start = 0.0 if frontier.asked else float(frontier.budgets[0])
    if frontier.roi_from > start:
        return f"From {least} to {most} the plan has at least {floor}."
    return f"Up to {most} the plan has at least {floor}."


def _best_net(frontier: Frontier) -> Iterator[str]:
    """Yield which of several integer plans has the greatest net value."""
    if not frontier.integer or frontier.maximize != "value":
        return
    net = frontier.values - frontier.budgets
    k = int(net.argmax())
    budget, best = (money(float(f), frontier.currency) for f in (frontier.budgets[k], net[k]))
    yield f"Net value is greatest, {best}, at {budget}, of the {len(net):,} budgets tried."


def _own_budget(frontier: Frontier) -> Iterator[str]:
    if frontier.budget is None:
        return
    value = frontier.value_at(frontier.budget)
    own = money(frontier.budget, frontier.currency)
    if math.isnan(value) and frontier.asked:
        yield f"The budget of {own} is not among those asked for."
        return
    if math.isnan(value):
        yield f"The budget of {own} is less than any plan costs."
        return
    brings = (
        f"{_amount(frontier, value)} of value"
        if frontier.maximize == "value"
        else f"{_amount(frontier, value)} ({named(frontier.maximize)})"
    )
    exact = frontier.complete or bool((frontier.budgets == frontier.budget).any())
    told = _more(frontier, frontier.budget, value) if frontier.complete else ""
    yield f"The budget of {own} brings {'' if exact else 'at least '}{brings}{told}."


def _more(frontier: Frontier, budget: float, value: float) -> str:
    """Return what a next step brings, of a curve that is known everywhere."""
    largest = max(1.0, float(frontier.budgets[-1]) / 100)
    step = min(STEP, 10.0 ** math.floor(math.log10(largest)))
    verb = "would bring"
    if frontier.maximize in MONEY_MEASURES:
        verb = "brings" if step == 1 else "bring"
    more = _amount(frontier, frontier.value_at(budget + step) - value)
    return f"; {money(step, frontier.currency)} more {verb} {more}"


def _ends(frontier: Frontier) -> Iterator[str]:
    if not (frontier.asked or frontier.integer) and len(frontier.budgets) > 1:
        yield frontier.starts
        yield frontier.ends


def _ladder(frontier: Frontier) -> Iterator[str]:
    if frontier.ladder is None:
        return
    told = rungs(frontier.ladder, None if frontier.pays_to is None else 1 - SAME)
    for place, rung in enumerate(told):
        cost = money(rung.cost, frontier.currency)
        which = "First" if place == 0 else "Next"
        gain = _amount(frontier, rung.value)
        spent = cost if rung.cost > 0 else "at no cost"
        per = (
            f", {_amount(frontier, rung.value / rung.cost)} per {money(1, frontier.currency)}"
            if rung.cost > 0 and frontier.maximize in MONEY_MEASURES
            else ""
        )
        yield f"{which} {spent}: {rung.words} ({gain}{per})."
