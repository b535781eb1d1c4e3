"""The curve where one budget is all that couples the segments: read off their hulls, without a solver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from compensator import knapsack
from compensator.economics import Program, Vector
from compensator.knapsack import Curve
from compensator.language import money, shortened
from compensator.optimizer import CURVE
from compensator.plan import Case
from compensator.prices import Prices
from compensator.tolerances import ROUNDING, SAME
from compensator.whatif.frontier.answer import Frontier, Points
from compensator.whatif.frontier.floors import along
from compensator.whatif.frontier.ladder import Ladder, ladder_of
from compensator.whatif.frontier.proof import insist_at, most_at, sample


def by_hulls(case: Case, blank: Frontier, program: Program) -> Frontier:
    """Return the whole curve and its ladder.

    Args:
        case: The problem.
        blank: Its frontier, without points.
        program: Without its budget; no row of it couples the classes.
    """
    curve = _curve(program)
    budgets, values, prices = _points(program, curve)
    kinks = np.ones(len(budgets), dtype=bool)
    kinks[1:-1] = curve.ratio[1:] < curve.ratio[:-1] * (1 - ROUNDING)
    return replace(
        along(blank, budgets, values),
        points=Points(budgets[kinks], values[kinks], prices[kinks]),
        ladder=ladder_of(case, curve),
        manifest=replace(blank.manifest, solver=CURVE),
    )


def ladder_by_hulls(case: Case, program: Program) -> Ladder:
    """Return the ladder alone, for a curve that a solver was asked for."""
    return ladder_of(case, _curve(program))


def read_off(blank: Frontier, program: Program, listed: Sequence[float]) -> Frontier | None:
    """Return the points of the curve at some budgets, None where none of them is enough.

    Args:
        blank: The frontier, without points.
        program: As in ``by_hulls``.
        listed: Money, rising.
    """
    curve = _curve(program)
    whole, best, _ = _points(program, curve)
    constant = program.cost.constant
    missed = [money(b, blank.currency) for b in listed if curve.is_below(b - constant)]
    budgets = np.array(listed[len(missed) :], dtype=float)
    if not len(budgets):
        return None
    values = np.interp(budgets, whole, best)
    prices = np.array([curve.price_at(b - constant) for b in budgets.tolist()])
    above = best - np.interp(whole, budgets, values)
    return replace(
        along(blank, whole, best),
        points=Points(budgets, values, prices),
        complete=False,
        max_gap=float(np.max(above, initial=0, where=_within(whole, budgets))),
        chosen=True,
        asked=True,
        notes=(f"No plan costs as little as {shortened(missed)}.",) if missed else (),
        manifest=replace(blank.manifest, solver=CURVE),
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
    room = SAME * max(1.0, float(np.abs(values).max()), float(values[-1] - values[0]))
    none = Prices(np.zeros(len(program.rows)))
    for k in sample(len(budgets)):
        budget, value, price = float(budgets[k]), float(values[k]), float(prices[k])
        insist_at(budget, value, most_at(program, budget, price, none), room)
    return budgets, values, prices
