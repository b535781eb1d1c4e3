"""The exact optimum of a linear program, whichever solver is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from compensator import knapsack
from compensator.economics import BUDGET, Array, Program, Row
from compensator.errors import UnsureError
from compensator.knapsack import Curve
from compensator.model import AUTO, Answer, Outcome, Solver
from compensator.optimizer.answers import answer_tight, first_answer
from compensator.optimizer.certificate import certify, violation
from compensator.optimizer.clashes import clash, is_wide, nothing
from compensator.optimizer.dual_prices import exact_prices
from compensator.optimizer.faces import class_scales, margins, restrict, vertex
from compensator.optimizer.rational import UnfinishedError
from compensator.optimizer.settling import settle
from compensator.optimizer.sifting import LARGE, Sifted
from compensator.optimizer.ties import empty_first, ties_settled
from compensator.prices import Prices, reduced_values
from compensator.tolerances import MET, NOISE, ROUNDING, SAME, TRIFLE

CURVE, COLUMNS = "budget curve", "columns"
"""Ways that ask no solver for the whole program."""


@dataclass(frozen=True)
class Optimum:
    """The best plan of a program, exact, and the prices that prove it."""

    outcome: Outcome
    shares: Array
    """Classes × offers."""
    prices: Prices
    """Of the program, or of its LP relaxation where it is an integer one."""
    solver_bound: float | None = None
    """An upper bound beside that of the prices, of an integer program."""
    proven: bool = False
    """Whether that bound is our own, and no solver's word."""
    by: str | None = None
    """What found it where no solver was asked for the whole program."""
    nodes: int = 0
    """That the solver took, of an integer program."""
    failure: str | None = None
    """What kept a solver from a plan of an integer program, of which it found none."""


def optimize_linear(program: Program, solver: Solver, line: Curve | None = None) -> Optimum:
    """Return the exact optimum of a linear program; among equals the cheapest, then the first listed."""
    found = _asked(program, solver, line)
    if _is_settled(program, found):
        return found
    lean = without_idle_rows(program)  # cells that a row rules out stay: prices must tell why
    try:
        outcome, shares, prices = settle(lean, found.shares, solver)
    except UnfinishedError:
        return _unfinished(found, solver)
    prices = _spread(program, lean, prices)
    if outcome is not Outcome.OPTIMAL:
        return Optimum(outcome, shares, prices)
    return completed(program, shares, prices)


def _unfinished(found: Optimum, solver: Solver) -> Optimum:
    """Return what floats say where fractions took too long; what they leave open is told as stopped.

    Raises:
        UnsureError: If floats say nothing and there was time.
    """
    if found.outcome is not Outcome.UNSURE:
        return found
    if solver.late:
        return replace(found, outcome=Outcome.NOTHING)
    msg = f"solver {solver.named} ended without a word on the program, and fractions took too long"
    raise UnsureError(msg)


def _is_settled(program: Program, found: Optimum) -> bool:
    """Return whether how a linear program ended proves itself, or time is up."""
    if found.by == COLUMNS and found.outcome is Outcome.INFEASIBLE:
        return is_wide(program, found.prices)
    if found.by == CURVE or found.outcome is not Outcome.OPTIMAL:
        return found.by == CURVE or found.outcome in (Outcome.STOPPED, Outcome.NOTHING)
    proof = certify(program, found.shares, found.prices)
    return proof.violation <= ROUNDING and abs(proof.gap) <= NOISE


def _asked(program: Program, solver: Solver, line: Curve | None) -> Optimum:
    """Return what the quickest way that applies answers."""
    if solver.name == AUTO:
        line = budget_line(program) if line is None else line
        found = None if line is None else on_line(program, line)
        found = _by_columns(program, solver) if found is None and line is None else found
        if found is not None:
            return found
    lean = without_idle_rows(pruned(program))
    answer = first_answer(lean, solver)
    if answer.outcome is not Outcome.OPTIMAL:
        return Optimum(answer.outcome, answer.shares, _spread(program, lean, answer.prices))
    shares = _refined(lean, answer, solver)
    return completed(program, shares, _spread(program, lean, answer.prices))


def _by_columns(program: Program, solver: Solver) -> Optimum | None:
    """Return the optimum of a large program by columns, None where that does not prove itself."""
    if len(program.users) < LARGE:
        return None
    lean = without_idle_rows(pruned(program))
    if not lean.rows:
        return None
    outcome, shares, prices = Sifted(lean, solver).solve()
    if outcome is not Outcome.OPTIMAL:
        proof = clash(lean, solver).prices
        return None if proof is None else _infeasible(program, lean, proof)
    certificate = certify(lean, shares, prices)
    if certificate.violation > MET or abs(certificate.gap) > SAME:
        return None
    return replace(completed(program, shares, _spread(program, lean, prices)), by=COLUMNS)


def _infeasible(program: Program, lean: Program, proof: Prices) -> Optimum:
    """Return the answer that no plan keeps the rows, with the prices that prove it."""
    none = np.zeros(program.eligible.shape)
    prices = _ruling(program, lean, _spread(program, lean, proof))
    return Optimum(Outcome.INFEASIBLE, none, prices, by=COLUMNS)


def _ruling(program: Program, lean: Program, prices: Prices) -> Prices:
    """Return the prices of a clash with one for each row that rules out cells: as much as those would gain."""
    gains = reduced_values(program.aiming(nothing(program)), prices)
    gains -= np.where(lean.eligible, gains, -np.inf).max(axis=1)[:, None]
    rows = prices.rows.copy()
    for k, row in enumerate(program.rows):
        ruled = program.eligible & ~lean.eligible & (row.form.shares > 0) & (gains > 0)
        if row.bound == "max" and row.rhs == 0 and ruled.any():
            rows[k] = max(rows[k], 2 * (gains[ruled] / row.form.shares[ruled]).max())
    return replace(prices, rows=rows)


def completed(program: Program, shares: Array, guess: Prices) -> Optimum:
    """Return an exact vertex with the least budget price that proves it, and its ties settled."""
    prices = exact_prices(program, shares, guess)
    shares, prices = ties_settled(program, shares, prices)
    return Optimum(Outcome.OPTIMAL, empty_first(program, shares), prices)


def budget_line(program: Program) -> Curve | None:
    """Return the exact budget curve where the budget is all that couples the classes, else None."""
    free = one_budget(program)
    if free is None or program.place(BUDGET) is None:
        return None
    return knapsack.curve(program.cost.shares, program.objective.shares, free.eligible)


def on_line(program: Program, line: Curve) -> Optimum | None:
    """Return the optimum that a budget curve gives, None where its certificate does not prove it."""
    budget = program.place(BUDGET)
    if budget is None:
        return None
    most, cost = program.rows[budget].rhs, program.cost.shares
    prices = Prices(np.zeros(len(program.rows)))
    if line.is_below(most):
        return Optimum(Outcome.INFEASIBLE, np.zeros(cost.shape), prices, by=CURVE)
    shares = line.shares_at(most, cost)
    prices.rows[budget] = line.price_at(most)
    certificate = certify(program, shares, prices)
    if certificate.violation > ROUNDING or certificate.gap > SAME:
        return None
    shares, prices = ties_settled(program, shares, prices)
    return Optimum(Outcome.OPTIMAL, empty_first(program, shares), prices, by=CURVE)


def one_budget(program: Program) -> Program | None:
    """Return the program without its budget where no other row can bind, else None."""
    free = without_idle_rows(pruned(program.without(BUDGET)))
    return None if free.rows or program.integer else free


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
    left = replace(program, eligible=eligible)
    return program if left.stranded else left


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
        cells = program_now.eligible & (
            (margins(program_now, prices) <= noise) | (shares > TRIFLE * program_now.reach())
        )
        left = restrict(program_now, cells)
        if len(left.open) in (0, len(program_now.users)):
            break
        answer = first_answer(left.program, replace(solver, name="highs"))
        if answer.outcome is not Outcome.OPTIMAL:
            break
        layers.append(left)
        program_now, shares, prices = left.program, answer.shares, answer.prices
    for layer in reversed(layers):
        shares = layer.whole(shares)
    exact = vertex(program, shares, answer_tight(program, shares) & priced)
    return exact if _is_as_good(program, exact, shares) else shares


def _is_as_good(program: Program, exact: Array, shares: Array) -> bool:
    """Return whether a vertex keeps what a solver's own figures have: next to infeasible it may not."""
    if violation(program, shares) > MET:
        return True
    lost = program.value(shares) - program.value(exact)
    small = lost <= MET * max(1.0, abs(program.value(shares)))
    return small and violation(program, exact) <= MET
