"""The exact optimum of an integer program; its prices come from the linear relaxation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from compensator import model
from compensator.economics import Array, Form, Program, Row, Side, Vector
from compensator.model import AUTO, Answer, Outcome, Solver
from compensator.optimizer.linear import Optimum, optimize_linear
from compensator.optimizer.ties import by_order, empty_first
from compensator.tolerances import MET, ROUNDING, SOLVED

PATIENCE = 2.0
"""Seconds that a tie of integer plans is worth."""


def optimize_integer(program: Program, solver: Solver) -> Optimum:
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
    shares = empty_first(program, shares)
    return Optimum(answer.outcome, shares, relaxed.prices, answer.bound, nodes=answer.nodes)


def _relaxation(program: Program, solver: Solver) -> Optimum:
    if not program.linked.any():
        return optimize_linear(replace(program, whole=False), replace(solver, gap=0.0))
    answer = model.run(model.build(program, relaxed=True), solver)
    return Optimum(answer.outcome, answer.shares, answer.prices)


def _rounded(program: Program, answer: Answer, solver: Solver) -> Array:
    """Return an integer answer with its binaries rounded and its shares exact."""
    shares = answer.shares
    if program.whole:
        return np.where(program.may_split[:, None], shares, (shares > 0.5).astype(float))
    settled = with_offers(program, answer.used)
    if settled.stranded:
        return shares  # a class is left without an offer: the certificate refuses such a plan
    optimum = optimize_linear(settled, replace(solver, name=AUTO))
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
    """Return, of the integer plans with the same objective, the cheapest, then that of the offers listed first.

    It is looked for where the first solve was quick; ties cost no value, only money and order.
    """
    if seconds > PATIENCE:
        return shares
    kept = [_kept(program, program.objective, shares, "min", "objective")]
    for preferred in (program.cost, by_order(program)):
        shares = _least_integer(program, preferred, tuple(kept), shares, solver)
        kept.append(_kept(program, preferred, shares, "max", f"tie_{len(kept)}"))
    return shares


def _kept(program: Program, form: Form, shares: Array, bound: Side, code: str) -> Row:
    """Return the row that keeps a form where a plan has it, but for rounding."""
    form = replace(form, constant=0.0)
    now = form.at(shares, program.used(shares))
    room = SOLVED * max(1.0, abs(now))
    return Row(code, code, bound, form, now - room if bound == "min" else now + room)


def _least_integer(
    program: Program, preferred: Form, kept: tuple[Row, ...], shares: Array, solver: Solver
) -> Array:
    """Return the integer plan with the least of a form, other forms kept."""
    now = preferred.at(shares, program.used(shares))
    floor = np.where(program.eligible, preferred.shares, np.inf).min(axis=1).sum()
    if now <= floor + ROUNDING * max(1.0, abs(now)):
        return shares
    aimed = replace(program.aiming(preferred * -1.0), rows=program.rows + kept)
    answer = model.run(model.build(aimed), replace(solver, time_limit=PATIENCE))
    if answer.outcome not in (Outcome.OPTIMAL, Outcome.STOPPED):
        return shares
    found = _rounded(program, answer, solver)
    used = program.used(found)
    fits = all(row.room(found, used) >= -MET for row in (*program.rows, *kept))
    return found if fits and preferred.at(found, used) < now else shares
