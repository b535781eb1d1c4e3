"""Of plans with the same objective: the cheapest, then that of the offers listed first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from compensator.economics import Array, Form, Program
from compensator.model import Outcome, Solver
from compensator.optimizer.answers import answer_tight, first_answer
from compensator.optimizer.certificate import distance
from compensator.optimizer.faces import (
    Mask,
    class_scales,
    gain,
    is_single_point,
    margins,
    restrict,
    tied,
    vertex,
)
from compensator.prices import Prices
from compensator.tolerances import NOISE, NOUGHT, ROUNDING, SAME


def ties_settled(program: Program, shares: Array, prices: Prices) -> tuple[Array, Prices]:
    """Return, of the plans with the same objective, the cheapest, then that of the offers listed first.

    Prices that are worth nothing by the same measure are 0.
    """
    room = SAME * gain(program, shares)
    held = weighty(program, shares, prices, room)
    shares = _cheapest(program, shares, tied(program, prices, room) | (shares > 0), held)
    lighter = replace(prices, rows=np.where(held, prices.rows, 0.0))
    return shares, lighter if distance(program, shares, lighter) <= 2 * room else prices


def _cheapest(program: Program, shares: Array, cells: Mask, held: Mask) -> Array:
    for preferred in (program.cost, by_order(program)):
        if is_single_point(program, cells, held):
            return shares
        shares, cells, held = _on_face(program, preferred, shares, cells, held)
    return shares


def weighty(program: Program, shares: Array, prices: Prices, room: float) -> Mask:
    """Return the rows whose price is worth something: more than some room for all that the plan has of them."""
    used = program.used(shares)
    least = room / max(1, len(program.rows))
    worth = [
        price * max(abs(row.rhs), row.form.activity(shares, used)) if price else 0.0
        for row, price in zip(program.rows, prices.rows.tolist(), strict=True)
    ]
    return np.array(worth) > least


def _on_face(
    program: Program, preferred: Form, shares: Array, cells: Mask, held: Mask
) -> tuple[Array, Mask, Mask]:
    """Return the plan of a face with the least of a form, and the face of all such plans.

    Args:
        program: Whose face it is.
        preferred: What is to be least.
        shares: A plan on the face.
        cells: Those that plans of the face use.
        held: Rows that they meet with equality.
    """
    face = replace(program.aiming(preferred * -1.0).held(held), eligible=cells)
    left = restrict(face, cells)
    answer = first_answer(left.program, Solver())
    if answer.outcome is not Outcome.OPTIMAL:
        return shares, cells, held
    priced = answer.prices.rows[: len(program.rows)] > 0
    found = left.whole(answer.shares)
    better = vertex(program, found, held | (priced & answer_tight(program, found)))
    if not _is_better(program, preferred, better, shares):
        better = shares
    short = margins(face, answer.prices)
    rest = short <= NOISE * class_scales(face, answer.prices)[:, None]
    return better, (cells & rest) | (better > 0), held | priced


def _is_better(program: Program, preferred: Form, plan: Array, other: Array) -> bool:
    """Return whether a plan has less of a form than another, and keeps limits and objective as well."""
    none = np.zeros(plan.shape[1])
    fits = [r.violation(plan, program.used(plan)) for r in program.rows]
    fitted = [r.violation(other, program.used(other)) for r in program.rows]
    kept = max(fits, default=0.0) <= max(ROUNDING, *fitted, 0.0)
    value, before = program.value(plan), program.value(other)
    kept = kept and value >= before - max(SAME * gain(program, other), _digits(program, other))
    return kept and preferred.at(plan, none) < preferred.at(other, none)


def _digits(program: Program, shares: Array) -> float:
    """Return what adding a plan's objective up may leave."""
    return NOUGHT * program.objective.activity(shares, program.used(shares))


def by_order(program: Program) -> Form:
    """Return the form that is least where offers listed first are given."""
    places = np.arange(program.eligible.shape[1], dtype=float)
    return Form(np.outer(program.users, places), np.zeros(len(places)))


def empty_first(program: Program, shares: Array) -> Array:
    """Return the plan with classes without users at their first eligible offer, where nothing is at stake."""
    empty = np.flatnonzero(program.users == 0)
    for row in program.rows:  # slack of a row is a class without users
        empty = empty[~row.form.shares[empty].any(axis=1)]
    settled = shares.copy()
    settled[empty] = 0.0
    settled[empty, program.eligible[empty].argmax(axis=1)] = 1.0
    return settled
