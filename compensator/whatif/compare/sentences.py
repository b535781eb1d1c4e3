"""A comparison in sentences: what brings more, what changed and why, what each limit costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from compensator.economics import BUDGET
from compensator.language import (
    MONEY_MEASURES,
    WITHOUT_PLAN,
    amount_of,
    count,
    in_unit,
    in_words,
    measure,
    money,
    number,
    shortened,
    standing_of,
    visible,
)
from compensator.problem import parse
from compensator.story import capped
from compensator.whatif.compare.answer import Compared, Comparison
from compensator.whatif.compare.differences import InputChange, Move
from compensator.whatif.compare.limit_costs import LimitCost
from compensator.whatif.inputs import Figure
from compensator.whatif.units import unit_of

SCENARIOS: Final = 6
"""Scenarios of a summary."""
SHOWN: Final = 2
"""Most moves told in a sentence; files hold all."""
RATIO: Final = 1.0
"""Largest bound of a plain number whose price is told for a hundredth instead of one."""


def gist(comparison: Comparison) -> tuple[str, ...]:
    """Return how each scenario compares, a line each."""
    scenarios = [plan for plan in comparison.plans if plan.kind == "scenario"]
    lines = [f"{label(plan)}: {_told(comparison, plan)}" for plan in scenarios]
    return tuple(capped(lines, SCENARIOS, "scenarios"))


def standing(comparison: Comparison) -> str:
    """Return in a few words how far it is proven."""
    base, *others = (one.status for one in comparison.plans if one.kind != "policy")
    if base == "feasible":
        return "the base is not proven best"
    if base != "optimal":
        return f"{standing_of(base)} of the base"
    if {"feasible", "unknown"} & set(others):
        return "the base is proven best; not every plan beside it is"
    return "each plan the best of its problem, proven"


def headline(comparison: Comparison) -> tuple[str, ...]:
    """Return the answer: the base, the dearest limit, the best scenario and policy."""
    told = (_base, _dearest, _without_budget, _feasible_changes, _best_scenario, _best_policy)
    return tuple(sentence for one in told if (sentence := one(comparison)))


def amount(comparison: Comparison, objective: float) -> str:
    """Return an amount of what is maximized, with its unit and its name."""
    return amount_of(objective, comparison.maximize, comparison.currency)


def apart(comparison: Comparison, difference: float) -> str:
    """Return how far an objective is from the base's, in words."""
    if difference == 0:
        return "as much as the base"
    told = measure(abs(difference), comparison.maximize, comparison.currency)
    return f"{told} {'more' if difference > 0 else 'less'} than the base"


def _told(comparison: Comparison, plan: Compared) -> str:
    """Return what a scenario brings, what changed from the base, and why, in one line."""
    if plan.objective is None:
        return reasons(comparison, plan)
    told = amount(comparison, plan.objective)
    if plan.difference is not None:
        told = f"{told}, {apart(comparison, plan.difference)}"
    return f"{told}. {reasons(comparison, plan)}".rstrip()


def reasons(comparison: Comparison, plan: Compared) -> str:
    """Return what changed from the base and why, without what a plan brings; nothing where nothing did.

    A policy changes no input, so that all its users move: only files tell them.
    """
    told = [*_inputs(comparison, plan), *_effects(plan)]
    if plan.broken:
        told.insert(0, f"Breaks {shortened([visible(name) for name in plan.broken])}.")
    if plan.objective is None:
        told.insert(0, f"{WITHOUT_PLAN[plan.why].capitalize()}.")
    return " ".join(told)


def label(plan: Compared) -> str:
    """Return a plan's name as sentences and tables write it."""
    name = f"“{visible(plan.name)}”"
    return f"without {name}" if plan.kind == "without limit" else name


def limit_words(comparison: Comparison, one: LimitCost) -> str:
    """Return what a limit costs, near its bound and as a whole, without its name."""
    if one.cost is None:
        return "not known"
    told = measure(one.cost, comparison.maximize, comparison.currency)
    worth = "" if comparison.maximize in MONEY_MEASURES else f" {comparison.maximize}"
    return f"{told}{worth}{_price_words(comparison, one)}"


def _price_words(comparison: Comparison, one: LimitCost) -> str:
    if not one.price or not one.ranged:
        return ""
    both = None not in (one.holds_from, one.holds_to)
    held = f", from {range_words(comparison, one)}" if both else ""
    return f"; near its bound {price_words(comparison, one)}{held}"


def price_words(comparison: Comparison, one: LimitCost) -> str | None:
    """Return what the next unit of a limit is worth, such as ``$1.10 per $1``; None where nothing tells."""
    if one.price is None:
        return None
    if one.price == 0:
        return measure(0, comparison.maximize, comparison.currency)
    step = 0.01 if one.unit == "number" and _bound(one) <= RATIO else 1.0
    price = measure(abs(one.price) * step, comparison.maximize, comparison.currency)
    return f"{price} per {in_unit(step, one.unit, comparison.currency)}"


def range_words(comparison: Comparison, one: LimitCost) -> str | None:
    """Return between which bounds a price holds, None where it holds for all or nothing tells."""
    low, high = (
        None if end is None else in_unit(end, one.unit, comparison.currency)
        for end in (one.holds_from, one.holds_to)
    )
    if low is not None and high is not None:
        return f"{low} to {high}"
    return f"{low} or more" if low else f"{high} or less" if high else None


def _bound(one: LimitCost) -> float:
    """Return the size of a limit's largest bound."""
    return max((abs(end) for end in (one.min, one.max) if end is not None), default=0.0)


def _base(comparison: Comparison) -> str:
    base = comparison.base
    if base.totals is None or base.objective is None:
        return f"The base has no plan: {WITHOUT_PLAN[base.status]}."
    cost = money(base.totals.cost, comparison.currency)
    return f"The base brings {amount(comparison, base.objective)} for {cost}."


def _dearest(comparison: Comparison) -> str | None:
    """Return the limit that costs most; the budget is no rule, and is told by what it would spend."""
    known = [one for one in comparison.limits if one.cost is not None and one.limit != BUDGET]
    if not known:
        return None
    dearest = max(known, key=lambda one: one.cost or 0.0)
    if not dearest.cost:
        return "No limit but the budget costs anything." if len(known) > 1 else None
    name = f"“{visible(dearest.limit)}”"
    lead = f"The limit that costs most is {name}:" if len(known) > 1 else f"{name} costs"
    return f"{lead} {limit_words(comparison, dearest)}."


def _without_budget(comparison: Comparison) -> str | None:
    """Return what spending freely would bring, and what it would spend."""
    free = next(
        (p for p in comparison.plans if p.kind == "without limit" and p.name == BUDGET), None
    )
    base = comparison.base
    if free is None or free.totals is None or base.totals is None or not free.difference:
        return None
    spent = money(free.totals.cost - base.totals.cost, comparison.currency)
    net = money(free.totals.net_value - base.totals.net_value, comparison.currency)
    gain = amount(comparison, free.difference)
    return f"Without the budget the plan would spend {spent} more, for a further {gain}: net value changes by {net}."


def _feasible_changes(comparison: Comparison) -> str | None:
    """Return what makes an infeasible base feasible."""
    if comparison.base.status != "infeasible":
        return None
    solved = [p for p in comparison.plans if p.kind != "policy" and p.objective is not None]
    if not solved:
        return "No scenario has a plan either, and giving up one limit alone is not enough."
    told = [f"{label(p)} ({amount(comparison, p.objective or 0.0)})" for p in solved]
    return f"There is a plan for: {shortened(told, '; ')}."


def _best_scenario(comparison: Comparison) -> str | None:
    ends = [p for p in comparison.plans if p.kind == "scenario" and p.difference is not None]
    if not ends:
        return None
    best = max(ends, key=lambda p: p.objective or 0.0)
    worst = min(ends, key=lambda p: p.objective or 0.0)
    top, bottom = (apart(comparison, one.difference or 0.0) for one in (best, worst))
    if worst is best:
        return f"The one scenario, {label(best)}, brings {top}."
    if (worst.difference or 0.0) <= 0 <= (best.difference or 0.0):
        return f"The best scenario is {label(best)}: {top}; the worst {label(worst)}: {bottom}."
    top, bottom = (words.removesuffix(" than the base") for words in (top, bottom))
    all_of_them = f"Each scenario brings {top.rpartition(' ')[2]} than the base"
    return f"{all_of_them}: at best {top}, {label(best)}; at worst {bottom}, {label(worst)}."


def _best_policy(comparison: Comparison) -> str | None:
    """Return how far the best policy that keeps the limits is from the base."""
    kept = [p for p in comparison.plans if p.kind == "policy" and p.status == "feasible"]
    if not kept or comparison.base.objective is None:
        return None
    best = max(kept, key=lambda p: p.objective or 0.0)
    return (
        f"The best policy within the limits, “{visible(best.name)}”, brings "
        f"{apart(comparison, best.difference or 0.0)}."
    )


def _inputs(comparison: Comparison, plan: Compared) -> Iterator[str]:
    """Tell the inputs that differ; a limit that is given up is told by the plan's name."""
    if plan.changes and plan.kind != "without limit":
        told = [visible(_input(one, comparison.currency)) for one in plan.changes]
        yield f"{shortened(told, '; ')}."


def _input(one: InputChange, currency: str) -> str:
    if one.varies:
        return f"{one.change} ({one.cells:,} cells)"
    before, after = (figure(value, one.path, currency) for value in (one.before, one.after))
    return f"{one.path} from {before} to {after}"


def figure(value: Figure, path: str, currency: str) -> str:
    """Return an input as people write it.

    >>> figure(7250000.0, "budget", "USD"), figure(0.0125, "segments[*].retention", "USD")
    ('$7,250,000', '1.25%')
    >>> figure(True, "whole_segments", "USD"), figure(None, "budget", "USD")
    ('yes', 'blank')
    """
    match value:
        case None:
            return "blank"
        case bool():
            return "yes" if value else "no"
        case str():
            return value
    unit = unit_of(parse(f"{path}=0"))
    days = unit == "days" and path.casefold().endswith("days")
    return in_words(value, None if days else unit, currency)


def _effects(plan: Compared) -> Iterator[str]:
    """Tell what the changes do: which limits bind, who moves."""
    yield from _limits(plan)
    if plan.kind != "policy":
        yield from _moved(plan)


def _limits(plan: Compared) -> Iterator[str]:
    given_up = plan.name if plan.kind == "without limit" else None
    freed = [visible(one) for one in plan.no_longer_binding if one != given_up]
    if plan.now_binding:
        yield f"Now binding: {shortened([visible(one) for one in plan.now_binding])}."
    if freed:
        yield f"No longer binding: {shortened(freed)}."


def _moved(plan: Compared) -> Iterator[str]:
    if not plan.moves:
        if plan.objective is not None and plan.difference is not None:
            yield "Nobody gets another offer."
        return
    groups = _grouped(plan.moves)
    told = "; ".join(_move(*one) for one in groups[:SHOWN])
    rest = len(groups) - SHOWN
    more = f"; and {number(rest)} more {'move' if rest == 1 else 'moves'}" if rest > 0 else ""
    yield f"Who moves: {told}{more}."


def _grouped(moves: Sequence[Move]) -> list[tuple[tuple[str, str], list[Move]]]:
    """Return the moves by the offers that they are between, those of most users first."""
    groups: dict[tuple[str, str], list[Move]] = {}
    for one in moves:
        groups.setdefault((one.before, one.after), []).append(one)
    return sorted(groups.items(), key=lambda group: -sum(one.users for one in group[1]))


def _move(offers: tuple[str, str], moves: Sequence[Move]) -> str:
    names = shortened([visible(one.segment) for one in moves])
    users = count(sum(one.users for one in moves))
    before, after = map(visible, offers)
    if len(moves) == 1:
        return f"{users} of {names} from {before} to {after}"
    return f"{users} from {before} to {after} ({names})"
