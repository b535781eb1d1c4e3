"""A comparison in sentences: what brings more, what changed and why, what each limit costs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from compensator.plan.sentences import in_unit
from compensator.plan.wording import count, measure, money, number, shortened, visible
from compensator.problem.records import MONEY_MEASURES
from compensator.whatif.comparisons.differences import Figure, InputChange, Move
from compensator.whatif.comparisons.limit_costs import LimitCost
from compensator.whatif.comparisons.results import Compared, Comparison

SHOWN: Final = 3
"""Most moves told in a sentence; the table holds all."""
_STANDINGS: Final = {
    "infeasible": "no plan meets every limit",
    "unknown": "the time limit was reached without a plan",
    "invalid": "its changes make no valid problem",
}


def summarize(comparison: Comparison) -> str:
    """Return the comparison in a few lines of plain text."""
    lines = [visible(comparison.title), *headline(comparison)]
    lines += [f"{label(p)}: {why(comparison, p)}" for p in comparison.plans if p.kind == "scenario"]
    lines += [f"Note: {note}" for note in comparison.notes]
    return "\n".join(lines)


def headline(comparison: Comparison) -> tuple[str, ...]:
    """Return the answer: the base, the dearest limit, the best scenario and policy."""
    return tuple(
        filter(
            None,
            [
                _base(comparison),
                _dearest(comparison),
                _feasible_changes(comparison),
                _best_scenario(comparison),
                _best_policy(comparison),
            ],
        )
    )


def amount(comparison: Comparison, objective: float) -> str:
    """Return an amount of what is maximized, with its unit and its name."""
    told = measure(objective, comparison.maximize, comparison.currency)
    if comparison.maximize in MONEY_MEASURES:
        return f"{told} of {comparison.maximize.replace('_', ' ')}"
    return f"{told} {comparison.maximize}"


def apart(comparison: Comparison, difference: float) -> str:
    """Return how far an objective is from the base's, in words."""
    if difference == 0:
        return "as much as the base"
    told = measure(abs(difference), comparison.maximize, comparison.currency)
    return f"{told} {'more' if difference > 0 else 'less'} than the base"


def why(comparison: Comparison, plan: Compared) -> str:
    """Return what a plan brings, what changed from the base, and why, in one line.

    A policy changes no input, so that all its users move: only its table tells them.
    """
    moved = () if plan.kind == "policy" else _moved(plan)
    brings = _brings(comparison, plan)
    return " ".join([f"{_started(brings)}.", *_inputs(plan), *_limits(plan), *moved])


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


def _started(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _price_words(comparison: Comparison, one: LimitCost) -> str:
    if one.price is None or one.price == 0 or not one.ranged:
        return ""
    price = measure(abs(one.price), comparison.maximize, comparison.currency)
    held = _range(comparison, one)
    return f"; near its bound {price} for each {in_unit(1, one.unit, comparison.currency)}{held}"


def _range(comparison: Comparison, one: LimitCost) -> str:
    low, high = (
        None if end is None else in_unit(end, one.unit, comparison.currency)
        for end in (one.holds_from, one.holds_to)
    )
    if low is None or high is None:
        return ""
    return f", from {low} to {high}"


def _base(comparison: Comparison) -> str:
    base = comparison.base
    if base.totals is None or base.objective is None:
        return f"The base has no plan: {_STANDINGS[base.status]}."
    cost = money(base.totals.cost, comparison.currency)
    return f"The base brings {amount(comparison, base.objective)} for {cost}."


def _dearest(comparison: Comparison) -> str | None:
    known = [one for one in comparison.limits if one.cost is not None]
    if not known:
        return None
    dearest = max(known, key=lambda one: one.cost or 0.0)
    if not dearest.cost:
        return "No limit costs anything: the plan would be worth as much without any one of them."
    name = f"“{visible(dearest.limit)}”"
    lead = f"The limit that costs most is {name}:" if len(known) > 1 else f"{name} costs"
    return f"{lead} {limit_words(comparison, dearest)}."


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
    told = (
        f"The best scenario is “{visible(best.name)}”: {apart(comparison, best.difference or 0.0)}"
    )
    if worst is best:
        return f"{told}."
    other = apart(comparison, worst.difference or 0.0)
    return f"{told}; the worst “{visible(worst.name)}”: {other}."


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


def _brings(comparison: Comparison, plan: Compared) -> str:
    if plan.objective is None:
        return _STANDINGS[plan.status]
    told = amount(comparison, plan.objective)
    if plan.difference is not None:
        told = f"{told}, {apart(comparison, plan.difference)}"
    if plan.broken:
        told = f"{told}, but it breaks {shortened([visible(name) for name in plan.broken])}"
    return told


def _inputs(plan: Compared) -> Iterator[str]:
    if plan.changes:
        yield f"{shortened([visible(_input(one)) for one in plan.changes], '; ')}."


def _input(one: InputChange) -> str:
    if one.varies:
        return f"{one.change} ({one.cells:,} cells)"
    return f"{one.path} from {figure(one.before)} to {figure(one.after)}"


def figure(value: Figure) -> str:
    """Return an input as people write it.

    >>> figure(7250000.0), figure(0.0125), figure(True), figure(None)
    ('7,250,000', '0.0125', 'yes', 'blank')
    """
    match value:
        case None:
            return "blank"
        case bool():
            return "yes" if value else "no"
        case str():
            return value
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:.6g}"


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
    told = "; ".join(_move(one) for one in plan.moves[:SHOWN])
    rest = len(plan.moves) - SHOWN
    more = f" and {number(rest)} more {'move' if rest == 1 else 'moves'}" if rest > 0 else ""
    yield f"Who moves: {told}{more}."


def _move(one: Move) -> str:
    offers = f"from {visible(one.before)} to {visible(one.after)}"
    return f"{count(one.users)} of {visible(one.segment)} {offers}"
