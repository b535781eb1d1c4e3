"""What a plan says in sentences: the headline, the price of more budget, the proof, the conflict.

The summary, the terminal and the workbook share them, so that all say the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from compensator.language import (
    MONEY_MEASURES,
    count,
    in_unit,
    measure,
    money,
    on_safe_side,
    percent,
    standing_of,
    times,
    visible,
)
from compensator.optimizer import Certificate
from compensator.plan.answer import LimitResult, Plan, Status, Totals, Unit
from compensator.plan.reach import Reach, Target
from compensator.story import Kind
from compensator.tolerances import MET, SLIGHT

NOBODY: Final = 0.5
"""Fewer expected users than this are not worth a word."""


def standing(plan: Plan) -> str:
    """Return the plan's status in words."""
    if plan.targets or any(one.best is not None for one in plan.best):
        return standing_of(plan.status, best="cheapest plan", targets=True)
    return standing_of(plan.status)


def unit_kind(plan: Plan) -> Kind:
    """Return how amounts of it per unit are written."""
    return "unit money" if plan.aim.unit == "money" else "number"


def headline(plan: Plan) -> str:
    """Return the answer in one sentence."""
    if plan.totals is None:
        if any(one.best is not None for one in plan.best):
            return "No plan reaches the targets within the limits."
        if plan.status is Status.INFEASIBLE:
            return "No plan meets every limit."
        return "No plan was found before the time limit; one may exist."
    if plan.totals.recipients <= MET:
        if plan.targets:
            return "Give nobody an offer: doing nothing reaches the targets."
        return "Give nobody an offer: within the limits, doing nothing is best."
    deeds = " and ".join(_deeds(plan.totals, plan.currency))
    price = money(plan.totals.cost, plan.currency)
    cost = f"for {price}" if plan.totals.cost > 0 else "at no cost"
    return f"{deeds[0].upper()}{deeds[1:]} {cost}."


def spending(plan: Plan) -> str:
    """Return the cost beside the budget."""
    if plan.totals is None:
        return ""
    cost = money(plan.totals.cost, plan.currency)
    if plan.targets and plan.budget is not None:
        return f"{cost} (the budget of {money(plan.budget, plan.currency)} is set aside)"
    if not plan.budget:
        budget = money(0, plan.currency)
        return f"{cost} (no budget is set)" if plan.budget is None else f"{cost} of {budget}"
    part = plan.totals.cost / plan.budget
    used = percent(1.0 if abs(part - 1) <= SLIGHT else part)
    return f"{cost} of {money(plan.budget, plan.currency)} ({used} of the budget)"


def worth(plan: Plan) -> str:
    """Return what the plan costs and brings, in money."""
    if plan.totals is None:
        return ""
    amounts = (plan.totals.value, plan.totals.net_value)
    value, net = (money(amount, plan.currency) for amount in amounts)
    back = "" if plan.totals.roi is None else f", {return_on_cost(plan)}"
    return f"Cost: {spending(plan)}. Value: {value}. Net value: {net}{back}."


def return_on_cost(plan: Plan) -> str:
    """Return the net value per unit of cost, in words where there is no cost."""
    if plan.totals is None or plan.totals.roi is None:
        return "no cost to compare with"
    return f"{times(plan.totals.roi)} the cost"


def next_unit(plan: Plan) -> str | None:
    """Return what further budget brings, or None where no budget is set."""
    price = plan.budget_price
    if price is None or plan.integer or plan.stopped:
        return None
    if price <= MET:
        return "Further budget would bring nothing more."
    if plan.maximize in MONEY_MEASURES:
        gain = f"{money(price, plan.currency)} of {plan.aim.words}"
        poor = ", less than it costs" if plan.maximize == "value" and price < 1 else ""
        return f"Further budget brings {gain} per {money(1, plan.currency)}{poor}."
    unit = 10.0 ** max(0, math.ceil(-math.log10(price)))
    verb = "keeps" if plan.maximize == "retained" else "wins back"
    more = count(price * unit).replace(" user", " more user")
    return f"Further budget {verb} {more} per {money(unit, plan.currency)}."


def beside_policies(plan: Plan) -> str | None:
    """Return how much the plan's method adds at the cost of the best policy, where it adds."""
    paid = [p for p in plan.policies if p.cost > 0 and p.best_at_cost is not None]
    if not paid:
        return None
    rival = max(paid, key=lambda p: (p.feasible, p.objective))
    gain = (rival.best_at_cost or 0.0) - rival.objective
    if gain <= MET * max(1.0, abs(rival.objective)):
        return None
    cost = money(rival.cost, plan.currency)
    more = f"{plan.aim.amount(gain, plan.currency).removesuffix(' users')} more {plan.aim.words}"
    return f"The policy “{visible(rival.policy)}” costs {cost}; the best plan of that cost brings {more}."


def reached(plan: Plan) -> Iterator[str]:
    """Yield what a least-cost plan reaches and what more of it costs; or the most that any plan reaches."""
    for target in plan.targets:
        yield _reached(plan, target)
    for most in plan.best:
        floor = (
            f"{_level(most.measure, most.at_least, most.per, plan.currency)} {_what(most.measure)}"
        )
        if most.best is None and not most.proven:
            yield f"{floor}: how much of it can be reached was not found before the time limit."
        elif most.best is None:
            yield f"{floor} is out of reach: no plan meets the other limits."
        elif most.best >= most.at_least - MET * max(1.0, abs(most.at_least)):
            shared = most.together or not most.proven
            alone = "" if shared else ", not together with the other targets"
            yield f"{floor} can be reached alone{alone}."
        else:
            best = _level(most.measure, _not_above(most), most.per, plan.currency)
            kept = " together with the other targets" if most.together and plan.best[1:] else ""
            if most.proven:
                yield f"{floor} is out of reach: the most that any plan reaches{kept} is {best}."
            else:
                yield f"{floor} was not reached before the time limit: a plan reaches{kept} at least {best}."


def _not_above(most: Reach) -> float:
    """Return the most that is reached as a figure that is reached when it is typed as it was read."""
    best = most.best or 0.0
    if most.per is None:
        return on_safe_side(best, up=False)
    steps = math.floor(1000 * best + MET)
    return steps / 1000 if steps > 0 else best


def _reached(plan: Plan, target: Target) -> str:
    """Return what a plan makes of one target."""
    floor = _level(target.measure, target.at_least, target.per, plan.currency)
    what = _what(target.measure)
    if target.actual is None:
        return f"{floor} {what} has no figure: the plan costs nothing."
    actual = _level(target.measure, target.actual, target.per, plan.currency)
    beyond = "" if actual == floor else f" ({actual})"
    least = "least cost found" if plan.stopped else "least cost"
    dearer = "" if plan.integer or plan.stopped else f"; {_dearer(target, plan.currency)}"
    return f"Reaches {floor} {what}{beyond} at the {least}{dearer}."


def _what(name: str) -> str:
    """Return a measure as a word that follows a figure and its unit."""
    return "net value ÷ cost" if name == "roi" else name.replace("_", " ")


def _level(name: str, level: float, per: float | None, currency: str) -> str:
    return measure(level, name, currency) if per is None else percent(level)


def _dearer(target: Target, currency: str) -> str:
    if target.price <= MET:
        return "a little more of it costs nothing"
    if target.per is not None:
        return f"one more percentage point costs {money(target.price / 100, currency)}"
    if target.measure == "roi":
        return f"0.01 more of it costs {money(target.price / 100, currency)}"
    return f"{measure(1, target.measure, currency)} more costs {money(target.price, currency)}"


def proof(plan: Plan) -> str | None:
    """Return how near the best possible the plan is, and whether it misses a limit."""
    certificate = plan.certificate
    if certificate is None:
        return None
    reported = any(one.missed for one in plan.limits)
    missed = _missed(plan) or f"no {'enforced ' if reported else ''}limit missed"
    if certificate.violation > MET:
        missed = f"a limit is missed by {percent(certificate.violation)} of its bound"
    word = "Proven" if plan.status is Status.OPTIMAL else f"Not proven {plan.aim.best}"
    bound = f"{plan.aim.bounded} {plan.aim.amount(certificate.bound, plan.currency)}"
    return f"{word}: {_nearness(certificate, bound)}{_in_whole(plan)}; {missed}."


def in_whole_users(plan: Plan) -> str | None:
    """Return what whole users come to beside the exact shares, where the amounts show it."""
    if plan.whole is None or plan.objective is None:
        return None
    own, exact = (
        plan.aim.amount(one, plan.currency) for one in (plan.whole.objective, plan.objective)
    )
    if own == exact:
        return None
    best = "no whole plan is better"
    if plan.rounding:
        best = "a whole plan that misses as little may bring more"
    elif not plan.whole.proven:
        below = plan.aim.amount(plan.whole.below_bound, plan.currency)
        best = f"a better whole plan may exist, by at most {below}"
    return f"Users are whole: {plan.aim.words} is {own}, that of the exact shares {exact}; {best}."


def _in_whole(plan: Plan) -> str:
    """Return how far whole users stay below the bound, where a percentage shows it."""
    whole, certificate = plan.whole, plan.certificate
    if whole is None or certificate is None or not plan.objective:
        return ""
    part = whole.below_bound / abs(plan.objective)
    if part <= SLIGHT:
        return ""
    best = ", as near as any whole plan" if whole.proven else ""
    return f", in whole users within {100 * part:.4f}%{best}"


def _missed(plan: Plan) -> str | None:
    """Return what whole users miss, None where they miss nothing."""
    if not plan.rounding:
        return None
    most = plan.rounding[0]
    more = len(plan.rounding) - 1
    others = f" and {more:,} more" if more else ""
    by = bound_amount(plan, most.limit, most.missed_by)
    return f"whole users miss limit {visible(most.limit)!r} by {by}{others}"


def bound_amount(plan: Plan, name: str, amount: float) -> str:
    """Return a figure of the limit called ``name``, or of its repair, with its unit."""
    units: dict[str, Unit] = {one.limit: one.unit for one in plan.limits}
    units |= {one.limit: one.unit for one in plan.repairs}
    return in_unit(amount, units.get(name, "number"), plan.currency)


def without_noise(limit: LimitResult, amount: float) -> float:
    """Return a figure of a limit, 0 where it is no more than rounding of floats."""
    scale = max(1.0, *(abs(bound) for bound in (limit.min, limit.max) if bound is not None))
    return 0.0 if abs(amount) <= MET * scale else amount


def _deeds(totals: Totals, currency: str) -> Iterator[str]:
    kept, back = totals.incremental_retained, totals.incremental_reconverted
    if abs(kept) >= NOBODY:
        yield f"{'retain' if kept > 0 else 'lose'} {_more(abs(kept))}"
    if abs(back) >= NOBODY:
        users = f"{count(back).split(' ')[0]}" if kept >= NOBODY else _more(abs(back))
        yield f"{'win back' if back > 0 else 'fail to win back'} {users.lstrip('−')}"
    if max(abs(kept), abs(back)) < NOBODY:
        yield f"bring {money(totals.value, currency)} of value"


def _more(users: float) -> str:
    return count(users).replace(" user", " more user")


def _nearness(certificate: Certificate, bound: str) -> str:
    gap = certificate.gap if certificate.solver_gap is None else certificate.solver_gap
    if gap >= 1:  # beside nothing at all, a plan is as near as that
        return f"nothing is known of how far from the best possible, but that it is {bound}"
    near = f"within {100 * max(0.0, gap):.4f}% of the best possible"
    if certificate.solver_gap is None or certificate.gap <= certificate.solver_gap + MET:
        return near
    return f"{near} by the solver's own bound (without the solver: {bound})"
