"""Notes: what a reader should know beside the figures, in sentences with units and their range."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from compensator.economics import Form, decay
from compensator.language import SHOWN, Aim, count, number, percent, setup_in, visible
from compensator.plan.answer import Status
from compensator.plan.assumptions import felt_unredeemed
from compensator.plan.data_notes import data_notes
from compensator.plan.findings import Findings, names
from compensator.plan.harm import harm
from compensator.plan.sums import in_use
from compensator.tolerances import MET, SAME, TRIFLE

_BRINGS = {
    "value": ("keeps", "of value"),
    "net_value": ("keeps", "of net value"),
    "retained": ("keeps", " more user"),
    "reconverted": ("wins back", " more user"),
}


def notes(found: Findings) -> tuple[str, ...]:
    """Return the sentences, the most important first."""
    return tuple(sentence for one in NOTES for sentence in one(found))


def _missed(found: Findings) -> Iterator[str]:
    for one in found.counted.rounding:
        yield f"Whole users miss limit {visible(one.limit)!r} by {number(one.missed_by)}: no whole plan was found that meets every limit; shares do."


def _not_proven(found: Findings) -> Iterator[str]:
    if found.stopped:
        yield "The time limit was reached: a better plan may exist, by at most the gap that is told; prices and margins are provisional."


def _budget(found: Findings) -> Iterator[str]:
    settings, price = found.problem.settings, found.budget_price
    if found.aim.least:
        return  # a target has no budget, and says so itself
    if settings.budget is None:
        yield "No budget is set: the plan spends whatever the other limits allow."
        return
    if found.stopped:
        return
    spare = settings.budget - found.totals.cost > MET * max(1.0, settings.budget)
    left = max(0.0, settings.budget - found.counted.totals.cost)
    rest = f"{found.amount(left)} of {found.amount(settings.budget)} is left"
    if found.integer:
        yield from _integer_budget(found, rest if spare else "")
    elif price is not None and price > 0:
        yield _next_step(found, settings.budget, price)
    elif spare:
        yield f"Budget cannot all be spent: {rest}, since {_reason(found)}."
    else:
        yield "The whole budget is spent, and more of it would bring nothing."


def _integer_budget(found: Findings, rest: str) -> Iterator[str]:
    """An integer plan moves in steps; the relaxation's price is only their average."""
    if rest:
        yield f"Budget cannot all be spent: {rest}, since no whole step that fits would add anything."
    if found.budget_price:
        settings = found.problem.settings
        step = _worth_a_unit(_step(settings.budget or 1.0, None), found.budget_price, found.aim)
        gain = found.aim.amount(step * found.budget_price, settings.currency)
        yield f"More budget is worth about {gain} per {found.amount(step)}, by the linear relaxation; the plan itself moves in steps."


def _reason(found: Findings) -> str:
    bind = [
        f"{visible(one.limit)!r}" for one in found.limits if one.price and one.limit != "budget"
    ]
    if not bind and found.problem.given:
        left = round(float((found.economics.users * found.economics.left).sum()))
        if not left:
            return "all users have an offer already, and keep it"
        return f"no eligible offer would add anything for the {count(left)} without one"
    if not bind:
        return "no eligible offer would add anything"
    return f"limit {bind[0]} binds first" if len(bind) == 1 else f"limits {names(bind)} bind first"


def _next_step(found: Findings, budget: float, price: float) -> str:
    settings = found.problem.settings
    step = _worth_a_unit(_step(budget, None), price, found.aim)
    step = min(step, _step(budget, found.holds_to)) if found.holds_to is not None else step
    gain = found.aim.amount(step * price, settings.currency)
    verb, thing = _BRINGS[settings.maximize]
    brings = f"{gain} {thing}" if found.aim.unit == "money" else gain.replace(" user", thing)
    reach = "" if found.holds_to is None else f", up to a budget of {found.amount(found.holds_to)}"
    return f"One more {found.amount(step)} {verb} {brings}{reach}."


def _worth_a_unit(step: float, price: float, aim: Aim) -> float:
    """Return a step that brings at least one user, where users are counted."""
    one_user = step if aim.unit == "money" else 10.0 ** math.ceil(-math.log10(price))
    return min(max(step, one_user), 100 * step)


def _step(budget: float, holds_to: float | None) -> float:
    """Return a round amount near a hundredth of the budget, no more than the price holds for."""
    step = 10.0 ** max(0, math.floor(math.log10(max(budget, 1.0))) - 2)
    most = holds_to - budget if holds_to is not None else math.inf
    return 10.0 ** math.floor(math.log10(most)) if 0 < most < step else step


def _poor_end(found: Findings) -> Iterator[str]:
    if found.paying is None:
        return
    poor = found.totals.cost - found.paying
    if poor > TRIFLE * max(1.0, found.totals.cost):
        yield f"The last {found.amount(poor)} of the budget returns less than it costs: net value is greatest at a cost of {found.amount(found.paying)}."


def _policies(found: Findings) -> Iterator[str]:
    aim, currency = found.aim, found.problem.settings.currency
    if aim.least:
        return
    if open_ones := [one.result.policy for one in found.policies if not one.settled]:
        given = (
            "in the time given" if found.case.solver.late else "with the work that the plan took"
        )
        yield f"The best plan at the cost of {names(open_ones)} was not settled {given}: it is not told."
    for policy in (one.result for one in found.policies[1:] if one.settled):
        if policy.best_at_cost is None:
            yield f"Policy {visible(policy.policy)!r}: no plan of its cost, {found.amount(policy.cost)}, meets every other limit."
            continue
        more = policy.best_at_cost - policy.objective
        if policy.cost > 0 and more > SAME * max(1.0, abs(policy.objective)):
            yield f"Policy {visible(policy.policy)!r} costs {found.amount(policy.cost)}; the best plan at that cost has {aim.amount(more, currency)} more {aim.measure.replace('_', ' ')}."


def _deadweight(found: Findings) -> Iterator[str]:
    totals = found.counted.totals
    if totals.cost > 0 and totals.deadweight > 0:
        part = percent(totals.deadweight / totals.cost)
        yield f"Deadweight: {found.amount(totals.deadweight)} of the cost ({part}) goes to users who would have stayed or come back anyway."


def _over_compensation(found: Findings) -> Iterator[str]:
    problem = found.problem
    loss = problem.figures.segments["loss"][:, None]
    face = np.nan_to_num(problem.face)
    over = (found.shares > 0) & (face > problem.settings.max_generosity * loss) & (face > 0)
    for j in np.flatnonzero(over.any(axis=0)):
        who = names([problem.segment_rows.names[s] for s in np.flatnonzero(over[:, j])])
        yield f"Over-compensation: {visible(problem.offer_rows.names[j])!r} is worth more than {problem.settings.max_generosity:g} × the loss of {who}; compensation beyond that hardly pays."


def _delay(found: Findings) -> Iterator[str]:
    settings, left = found.problem.settings, decay(found.problem)
    if left < 1:
        yield f"Offers reach users {number(settings.delay_days)} days after the incident: {percent(left)} of their effect is left."


def _ratios(found: Findings) -> Iterator[str]:
    nothing = np.zeros_like(found.shares)
    nothing[:, 0] = 1.0
    used = np.zeros(found.shares.shape[1])
    for one, result in zip(found.bounded, found.counted.limits, strict=True):
        if not isinstance(one.denominator, Form):
            continue
        if result.actual is None:
            yield f"Limit {visible(one.name)!r} has no figure: what it divides by is not above 0 in this plan."
        elif all(row.sign * (row.form.at(nothing, used) - row.rhs) <= MET for row in one.rows()):
            yield f"Limit {visible(one.name)!r} is a ratio that doing nothing satisfies."


def _given(found: Findings) -> Iterator[str]:
    users = sum(one.users for one in found.problem.given)
    if users:
        yield f"{count(users)} keep what they were given; its cost is part of the plan's."
    blind, given = found.economics.unknown, found.economics.given
    if given is not None and (unheard := blind & (given > 0) & ~found.economics.eligible).any():
        who = names(
            [found.problem.segment_rows.names[s] for s in np.flatnonzero(unheard.any(axis=1))]
        )
        yield f"What {who} were given has no known lift: it counts as 0."


def _setup(found: Findings) -> Iterator[str]:
    """Yield what set-up costs come to, and the limits that do not see one."""
    setup = float(found.economics.setup @ in_use(found.counted.users))
    if setup > 0:
        yield f"Set-up costs of {found.amount(setup)} are in the total cost and in no row of the allocations."
    costs = found.economics.setup > 0
    blind = [
        one.name
        for one in found.bounded
        if setup_in(one.measure)
        and (costs & one.numerator.shares.any(axis=0) & (one.numerator.used == 0)).any()
    ]
    if blind:
        yield f"Set-up costs are not all in {names(blind)}: an offer's counts where the limit's segments are all that may get it."


def _integer(found: Findings) -> Iterator[str]:
    if found.integer:
        told = "This is an integer plan: its bound, gap, margins and prices come from the linear relaxation, so the gap may be above 0 for the best plan."
        yield f"{told}{_whose_word(found)}"


def _whose_word(found: Findings) -> str:
    """Say of a best integer plan whether that is proven here, or a solver's word."""
    if found.status is not Status.OPTIMAL or found.optimum is None:
        return ""
    if found.optimum.proven:
        return " That none is better is proven by enumeration."
    return f" That none is better is the word of solver {found.case.solver.named}."


def _split(found: Findings) -> Iterator[str]:
    split = (found.counted.users > 0).sum(axis=1) > 1
    if 0 < split.sum() <= SHOWN:
        listed = names([found.problem.segment_rows.names[s] for s in np.flatnonzero(split)])
        yield f"Split between offers: {listed} ({count(float(found.economics.users[split].sum()))})."


def _harm(found: Findings) -> Iterator[str]:
    return harm(found.case)


def _data(found: Findings) -> Iterator[str]:
    return data_notes(found.case)


NOTES = (
    _missed,
    _not_proven,
    _budget,
    _poor_end,
    _harm,
    _policies,
    _deadweight,
    felt_unredeemed,
    _over_compensation,
    _delay,
    _ratios,
    _integer,
    _setup,
    _split,
    _given,
    _data,
)
