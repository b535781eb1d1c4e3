"""An infeasible problem in sentences: what clashes, where it stands, and the cheapest repairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from compensator.plan.document import Repair
from compensator.plan.sentences import in_unit, needed_amount
from compensator.plan.wording import money, visible
from compensator.problem import Problem


def clash_notes(
    clashes: Sequence[Sequence[str]],
    where: Mapping[str, str],
    repairs: Sequence[Repair],
    problem: Problem,
) -> tuple[str, ...]:
    """Return the sentences.

    Args:
        clashes: Names or paths of the limits of each conflict.
        where: Cell of each.
        repairs: As found.
        problem: For money and titles.
    """
    return (*(_clash(names, where) for names in clashes), *_repairs(repairs, problem))


def _clash(names: Sequence[str], where: Mapping[str, str]) -> str:
    told = [f"{visible(name)} ({where[name]})" for name in names]
    if len(told) == 1:
        return f"No plan can meet {told[0]}."
    return f"No plan meets these together: {', '.join(told[:-1])} and {told[-1]}."


def _repairs(repairs: Sequence[Repair], problem: Problem) -> Iterator[str]:
    if not repairs:
        yield "No single bound repairs this, and no joint repair was found."
    currency = problem.settings.currency
    for one in repairs:
        cost = (
            ""
            if one.cost is None
            else f"; the least-cost plan then costs {money(one.cost, currency)}"
        )
        if one.bound is None:
            yield f"Without {visible(one.limit)} a plan exists{cost}."
            continue
        verb = "Raising" if (one.needed or 0) > (one.now or 0) else "Lowering"
        side = (
            ""
            if "." in one.limit or one.limit in ("budget", "max_offers")
            else f"the {one.bound} of "
        )
        change = f"{verb} {side}{visible(one.limit)} from {in_unit(one.now or 0.0, one.unit, currency)} to {needed_amount(one, currency)}"
        yield f"{change} {'is part of the joint repair' if one.together else 'is enough'}{cost}."
