"""A plan as its readers see it: the answer, who gets what, what holds it back, its rivals, its proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Final

from compensator.language import count, money, percent
from compensator.plan.additions import added
from compensator.plan.answer import Allocation, Plan, Status
from compensator.plan.checks import checked, checks, segments
from compensator.plan.groups import segment_users
from compensator.plan.key_figures import key_figures
from compensator.plan.limit_tables import limits, repairs, targets
from compensator.plan.pairing import sheet
from compensator.plan.pictures import pictures
from compensator.plan.sentences import (
    beside_policies,
    bound_amount,
    headline,
    in_whole_users,
    next_unit,
    proof,
    reached,
    standing,
    worth,
)
from compensator.plan.tables import (
    FEW,
    allocations,
    by_offers,
    closest,
    largest,
    margins,
    policies,
)
from compensator.problem import NONE
from compensator.story import Lazy, Passage, Story, Table, capped, story

LINES: Final = 4
"""Allocations of a summary."""
LEFT_OUT: Final = 200_000
"""Pairs beyond which a plan's workbook has no sheet of them; who asks for pairs gets it."""


@story.register
def told(plan: Plan) -> Story:
    """Return a plan as its reader sees it."""
    made = plan.totals is not None
    return Story(
        schema=plan.SCHEMA,
        title=plan.title,
        headline=tuple(_headline(plan)),
        standing=standing(plan),
        currency=plan.currency,
        manifest=plan.manifest,
        proven=plan.status is Status.OPTIMAL,
        figures=tuple(key_figures(plan)) if made else (),
        charts=tuple(pictures(plan)) if made else (),
        tables=(*(_tables(plan) if made else _repairs(plan)), *plan.own.tables(brief=False)),
        passages=tuple(_proof(plan) if made else _what_now(plan)),
        notes=() if plan.status is Status.INFEASIBLE else plan.notes,
        gist=tuple(_gist(plan)),
        checked=partial(checked, plan) if made else None,
        entries=_entries(plan),
    )


def _headline(plan: Plan) -> Iterator[str]:
    yield headline(plan)
    if plan.totals is not None:
        yield worth(plan)
    yield from reached(plan)
    yield from added(plan)
    if plan.status is Status.INFEASIBLE:
        yield from plan.notes
    yield from filter(None, (next_unit(plan), beside_policies(plan), proof(plan)))


def _gist(plan: Plan) -> Sequence[str]:
    """Return who gets most of what, a line each."""
    real = sorted((a for a in plan.allocations if a.offer != NONE), key=lambda a: -a.users)

    everybody = segment_users(plan)

    def line(one: Allocation) -> str:
        users = f"{count(one.users)} ({percent(one.users / max(1, everybody[one.segment]))})"
        return f"  {one.offer} for {one.segment}: {users}, cost {money(one.cost, plan.currency)}"

    return capped(Lazy(real, line), LINES, "allocations")


def _tables(plan: Plan) -> Iterator[Table]:
    many = len({cell.segment for cell in plan.allocations})
    yield allocations(plan, brief=many <= FEW)
    yield by_offers(plan, brief=many > FEW)
    if many > FEW:
        yield largest(plan, many)
    if plan.ledger is not None and len(plan.ledger) <= LEFT_OUT:
        yield replace(sheet(plan.ledger), live=True)
    if plan.targets:
        yield targets(plan)
    yield from limits(plan)
    yield policies(plan)
    yield closest(plan)
    yield margins(plan)
    yield checks(plan)
    yield segments(plan)


def _repairs(plan: Plan) -> Iterator[Table]:
    if plan.repairs:
        yield repairs(plan)


def _proof(plan: Plan) -> Iterator[Passage]:
    missed = [
        f"Whole users miss {one.limit} by {bound_amount(plan, one.limit, one.missed_by)}."
        for one in plan.rounding[:FEW]
    ]
    told = missed or ["Whole users meet every limit that the shares meet."]
    told += filter(None, (in_whole_users(plan),))
    if (own := plan.certificate) is not None:
        told.append(
            f"Recomputed objective {own.objective:,.2f};"
            f" {plan.aim.side} bound {own.bound:,.2f};"
            f" gap {max(0.0, own.gap):.1e}; largest violation {own.violation:.1e}."
        )
    yield Passage("Whole users and proof", tuple(told))


def _what_now(plan: Plan) -> Iterator[Passage]:
    if plan.status is Status.INFEASIBLE:
        words = "There is no plan to write; -o plan.json keeps this conflict (exit code 4)."
    else:
        words = "Try again with more time, or with --gap to accept a plan near the best."
    yield Passage("", (words,))


def _entries(plan: Plan) -> dict[str, object]:
    """Return what a workbook tells of the plan beside what made it."""
    told: dict[str, object] = {
        "status": f"{plan.status}: {standing(plan)}",
        "maximize": f"{plan.maximize}, among the cheapest" if plan.targets else plan.maximize,
    }
    if plan.certificate is not None:
        own = asdict(plan.certificate)
        told |= {f"certificate {name}": figure for name, figure in own.items()}
    if plan.whole is not None:
        told |= {f"whole users {name}": figure for name, figure in asdict(plan.whole).items()}
    if plan.ledger is not None and len(plan.ledger) > LEFT_OUT:
        told["pairs"] = f"{len(plan.ledger):,}, left out: compensator pairs FILE -o pairs.xlsx"
    return told | {f"whole users miss {one.limit} by": one.missed_by for one in plan.rounding}
