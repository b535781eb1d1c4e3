"""The curve where one budget is all that couples the segments: read off their hulls, without a solver."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from compensator import knapsack
from compensator.economics import Program, Vector
from compensator.knapsack import Curve
from compensator.language import money, shortened
from compensator.optimizer import CURVE
from compensator.plan import Case, Status
from compensator.prices import Prices
from compensator.tolerances import ROUNDING
from compensator.whatif.frontier.answer import Points
from compensator.whatif.frontier.floors import stretch
from compensator.whatif.frontier.ladder import Ladder, ladder_of
from compensator.whatif.frontier.outline import Outline
from compensator.whatif.frontier.proof import BY_HULLS, insist_at, most_at, sample


def by_hulls(case: Case, program: Program, per_unit: float | None) -> Outline:
    """Return the whole curve and its ladder.

    Args:
        case: The problem.
        program: Without its budget; no row of it couples the classes.
        per_unit: What each unit of cost must bring, where a return floor is asked for.
    """
    curve = _curve(program)
    budgets, values, prices = _points(program, curve)
    kinks = np.ones(len(budgets), dtype=bool)
    kinks[1:-1] = curve.ratio[1:] < curve.ratio[:-1] * (1 - ROUNDING)
    return Outline(
        Points(budgets[kinks], values[kinks], prices[kinks]),
        ladder=ladder_of(case, curve),
        roi=None if per_unit is None else stretch(budgets, values, per_unit),
        by=CURVE,
    )


def ladder_by_hulls(case: Case, program: Program) -> Ladder:
    """Return the ladder alone, for a curve that a solver was asked for."""
    return ladder_of(case, _curve(program))


def read_off(
    case: Case, program: Program, listed: Sequence[float], per_unit: float | None
) -> Outline | None:
    """Return the points of the curve at some budgets, None where none of them is enough.

    Args:
        case: The problem.
        program: As in ``by_hulls``.
        listed: Money, rising.
        per_unit: As in ``by_hulls``.
    """
    curve = _curve(program)
    whole, best, _ = _points(program, curve)
    constant, currency = program.cost.constant, case.problem.settings.currency
    missed = [money(b, currency) for b in listed if curve.is_below(b - constant)]
    budgets = np.array(listed[len(missed) :], dtype=float)
    if not len(budgets):
        return None
    values = np.interp(budgets, whole, best)
    return Outline(
        Points(
            budgets,
            values,
            np.array([curve.price_at(b - constant) for b in budgets.tolist()]),
        ),
        status=Status.OPTIMAL,
        complete=False,
        max_gap=float(
            np.max(
                best - np.interp(whole, budgets, values), initial=0, where=_within(whole, budgets)
            )
        ),
        roi=None if per_unit is None else stretch(whole, best, per_unit),
        chosen=True,
        asked=True,
        told=(f"No plan costs as little as {shortened(missed)}.",) if missed else (),
        by=CURVE,
    )


def _within(whole: Vector, budgets: Vector) -> np.ndarray:
    """Return which breakpoints lie between the first and the last of some budgets."""
    inside: np.ndarray = (whole >= budgets[0]) & (whole <= budgets[-1])
    return inside


def _curve(program: Program) -> Curve:
    return knapsack.curve(program.cost.shares, program.objective.shares, program.eligible)


def _points(program: Program, curve: Curve) -> tuple[Vector, Vector, Vector]:
    """Return budgets, values and prices of every step, some of them proven by the Lagrangian bound."""
    budgets = curve.budgets + program.cost.constant
    values = curve.values + program.objective.constant
    prices = np.append(curve.ratio, 0.0)
    room = BY_HULLS * max(1.0, float(np.abs(values).max()), float(values[-1] - values[0]))
    none = Prices(np.zeros(len(program.rows)))
    for k in sample(len(budgets)):
        budget, value, price = float(budgets[k]), float(values[k]), float(prices[k])
        insist_at(budget, value, most_at(program, budget, price, none), room)
    return budgets, values, prices
