"""From a program to an exact optimum with its prices, whichever solver is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from compensator import model
from compensator.economics import Form, Program, Row
from compensator.economics.measures import Vector
from compensator.model import Answer, Outcome, Solver
from compensator.optimizer.dual import exact_prices
from compensator.optimizer.faces import (
    KEEP,
    Mask,
    class_scales,
    margins,
    restrict,
    tied,
    vertex,
)
from compensator.plan.certificate import excess, size
from compensator.prices import Prices
from compensator.response import Array

NOISE = 1e-7
"""How far, relative to the largest term, a solver's reduced values may be off."""


@dataclass(frozen=True)
class Optimum:
    """The best plan of a program, exact, and the prices that prove it."""

    outcome: Outcome
    shares: Array
    """Classes × offers."""
    prices: Prices
    """Of the program, or of its LP relaxation where it is an integer one."""
    solver_bound: float | None = None
    """The solver's own upper bound, of an integer program."""


def optimize(program: Program, solver: Solver) -> Optimum:
    """Return the plan of greatest objective; among equals the cheapest, then the first listed.

    Args:
        program: Every class has an eligible offer.
        solver: Which, and when it may stop.
    """
    if program.integer:
        return _integer(program, solver)
    lean = without_idle_rows(pruned(program))
    answer = _first_answer(lean, solver)
    if answer.outcome is not Outcome.OPTIMAL:
        return Optimum(answer.outcome, answer.shares, _spread(program, lean, answer.prices))
    shares = _refined(lean, answer, solver)
    prices = exact_prices(program, shares, _spread(program, lean, answer.prices))
    return Optimum(Outcome.OPTIMAL, cheapest(program, shares, prices), prices)


def pruned(program: Program) -> Program:
    """Return the program without the cells that a row with nothing to give rules out."""
    eligible = program.eligible.copy()
    for row in program.rows:
        if (
            row.bound == "max"
            and row.rhs == 0
            and not (row.form.shares[program.eligible] < 0).any()
        ):
            eligible &= row.form.shares <= 0
    return replace(program, eligible=eligible) if eligible.any(axis=1).all() else program


def without_idle_rows(program: Program) -> Program:
    """Return the program without the rows that no plan can exceed."""
    return replace(program, rows=tuple(r for r in program.rows if not _is_idle(program, r)))


def _is_idle(program: Program, row: Row) -> bool:
    most = np.where(program.eligible, row.sign * row.form.shares, -np.inf).max(axis=1).sum()
    return bool(most + np.maximum(row.sign * row.form.used, 0).sum() <= row.sign * row.rhs)


def _spread(program: Program, lean: Program, prices: Prices) -> Prices:
    """Return prices for every row of the program; idle rows have none."""
    priced = {row.code: price for row, price in zip(lean.rows, prices.rows, strict=True)}
    return replace(prices, rows=np.array([priced.get(row.code, 0.0) for row in program.rows]))


def _first_answer(program: Program, solver: Solver) -> Answer:
    if program.rows:
        return model.run(model.build(program), solver)
    free = Prices(np.zeros(0))
    cells = margins(program, free) <= 0
    shares = np.zeros(cells.shape)
    shares[np.arange(len(cells)), cells.argmax(axis=1)] = 1.0
    return Answer(Outcome.OPTIMAL, shares, free, np.zeros(cells.shape[1]), None, 0.0)


def _refined(program: Program, answer: Answer, solver: Solver) -> Array:
    """Return the solver's plan with every class decided as exactly as the prices can.

    A solver's tolerance is measured against the largest class, so that a small one may get the wrong offer.
    Classes within the noise are solved again, alone, on a scale of their own.
    """
    program_now, shares, prices = program, answer.shares, answer.prices
    priced = prices.rows > 0
    layers = []
    for _ in range(8):
        scales = class_scales(program_now, prices)
        noise = NOISE * scales.max(initial=0)
        cells = program_now.eligible & ((margins(program_now, prices) <= noise) | (shares > 1e-6))
        left = restrict(program_now, cells)
        if len(left.open) in (0, len(program_now.users)):
            break
        answer = model.run(model.build(left.program), replace(solver, name="highs"))
        if answer.outcome is not Outcome.OPTIMAL:
            break
        layers.append(left)
        program_now, shares, prices = left.program, answer.shares, answer.prices
    for layer in reversed(layers):
        shares = layer.whole(shares)
    return vertex(program, shares, answer_tight(program, shares) & priced)


def answer_tight(program: Program, shares: Array) -> Mask:
    """Return the rows that a solver's plan meets with equality, up to its noise."""
    used = program.used(shares)
    gaps = [abs(excess(r, shares, used)) / max(abs(r.rhs), size(r.form)) for r in program.rows]
    return np.array([gap <= KEEP * 10 for gap in gaps], dtype=bool)


def cheapest(program: Program, shares: Array, prices: Prices) -> Array:
    """Return, of the plans with the same objective, the cheapest, then that of the offers listed first."""
    cells = tied(program, prices) | (shares > 0)
    if (cells.sum(axis=1) <= 1).all():
        return shares
    tight = prices.rows > 0
    order = Form(
        np.outer(program.users, np.arange(cells.shape[1], dtype=float)), np.zeros(cells.shape[1])
    )
    for preferred in (program.cost, order):
        face = replace(
            program,
            objective=preferred * -1.0,
            rows=(
                *program.rows,
                *(_opposite(r) for r, t in zip(program.rows, tight, strict=True) if t),
            ),
            eligible=cells,
        )
        shares, cells = _on_face(face, shares, cells)
    return shares


def _opposite(row: Row) -> Row:
    """Return the row that makes another one an equality."""
    return replace(row, bound="min" if row.bound == "max" else "max", code=f"{row.code}_tight")


def _on_face(face: Program, shares: Array, cells: Mask) -> tuple[Array, Mask]:
    """Return the best plan of a face and the cells of that plan's own face."""
    answer = _first_answer_or_decided(face, cells)
    if answer is None:
        return shares, cells
    found, prices = answer
    tight = answer_tight(face, found)
    better = vertex(face, found, tight)
    worst_before = max(
        (excess(r, shares, face.used(shares)) / size(r.form) for r in face.rows), default=0.0
    )
    worst_after = max(
        (excess(r, better, face.used(better)) / size(r.form) for r in face.rows), default=0.0
    )
    if worst_after > max(worst_before, 1e-12) or face.value(better) < face.value(shares):
        return shares, cells
    short = margins(face, prices)
    return better, cells & (short <= NOISE * class_scales(face, prices).max(initial=0)) | (
        better > 0
    )


def _first_answer_or_decided(face: Program, cells: Mask) -> tuple[Array, Prices] | None:
    left = restrict(face, cells)
    answer = _first_answer(left.program, Solver())
    if answer.outcome is not Outcome.OPTIMAL:
        return None
    return left.whole(answer.shares), answer.prices


def _integer(program: Program, solver: Solver) -> Optimum:
    """Solve the integer program for the plan, its LP relaxation for the prices."""
    relaxed = _relaxation(program, solver)
    if relaxed.outcome is Outcome.INFEASIBLE:
        return relaxed
    answer = model.run(model.build(program), solver)
    if answer.outcome in (Outcome.INFEASIBLE, Outcome.NOTHING):
        return Optimum(answer.outcome, answer.shares, relaxed.prices)
    shares = _rounded(program, answer, solver)
    if answer.outcome is Outcome.OPTIMAL and solver.gap == 0:
        shares = _cheapest_integer(program, shares, solver, answer.seconds)
    return Optimum(answer.outcome, shares, relaxed.prices, answer.bound)


def _relaxation(program: Program, solver: Solver) -> Optimum:
    if not program.linked.any():
        return optimize(replace(program, whole=False), replace(solver, gap=0.0))
    answer = model.run(model.build(program, relaxed=True), solver)
    return Optimum(answer.outcome, answer.shares, answer.prices)


def _rounded(program: Program, answer: Answer, solver: Solver) -> Array:
    """Return an integer answer with its binaries rounded and its shares exact."""
    shares = answer.shares
    if program.whole:
        return np.where(program.may_split[:, None], shares, (shares > 0.5).astype(float))
    optimum = optimize(with_offers(program, answer.used), replace(solver, name="highs"))
    return optimum.shares if optimum.outcome is Outcome.OPTIMAL else shares


def with_offers(program: Program, used: Vector) -> Program:
    """Return the linear program that is left when it is settled which offers are used.

    An offer in use has at least one user.
    """
    open_offers = (used > 0) | ~program.linked
    rows = tuple(
        replace(
            r, form=Form(r.form.shares, np.zeros(len(used))), rhs=r.rhs - float(r.form.used @ used)
        )
        for r in program.rows
    )
    given = tuple(_given(program, int(j)) for j in np.flatnonzero((used > 0) & program.linked))
    return replace(
        program,
        objective=Form(program.objective.shares, np.zeros(len(used))),
        rows=rows + given,
        eligible=program.eligible & (open_offers | (program.users == 0)[:, None]),
        linked=np.zeros(len(used), dtype=bool),
        max_offers=None,
    )


def _given(program: Program, j: int) -> Row:
    shares = np.zeros(program.eligible.shape)
    shares[:, j] = program.users
    return Row(
        f"offer {j}", f"given_{j}", "min", Form(shares, np.zeros_like(program.cost.used)), 1.0
    )


def _cheapest_integer(program: Program, shares: Array, solver: Solver, seconds: float) -> Array:
    """Return the cheapest of the integer plans with the same objective, where that is quick to say."""
    used = program.used(shares)
    least = np.where(program.eligible, program.cost.shares, np.inf).min(axis=1).sum()
    cost = program.cost.at(shares, used)
    if seconds > 5 or cost <= least + 1e-12 * max(1.0, abs(cost)):
        return shares
    value = program.value(shares)
    room = 1e-10 * max(1.0, abs(value))
    keep = Row("objective", "objective", "min", program.objective, value - room)
    cheaper = replace(program, objective=program.cost * -1.0, rows=(*program.rows, keep))
    answer = model.run(model.build(cheaper), replace(solver, time_limit=max(2.0, 4 * seconds)))
    if answer.outcome not in (Outcome.OPTIMAL, Outcome.STOPPED):
        return shares
    found = _rounded(program, answer, solver)
    cost_then, value_then = program.cost.at(found, program.used(found)), program.value(found)
    fits = all(
        excess(r, found, program.used(found)) <= 1e-9 * max(abs(r.rhs), size(r.form))
        for r in program.rows
    )
    return found if fits and value_then >= value - 10 * room and cost_then < cost else shares
