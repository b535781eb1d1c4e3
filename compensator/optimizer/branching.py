"""A solver's word on an integer program: its plan made exact, its bound believed where the two agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from compensator import model
from compensator.economics import Array, Form, Program, Row, Side
from compensator.errors import SolverError
from compensator.model import AUTO, Answer, Outcome, Solver
from compensator.optimizer.linear import Optimum, optimize_linear
from compensator.optimizer.presolve import row_size
from compensator.optimizer.ranking import Ranking
from compensator.optimizer.ties import by_order
from compensator.optimizer.uses import with_offers
from compensator.optimizer.whole import best_whole
from compensator.prices import Prices, upper_bound
from compensator.tolerances import MET, PROVEN, ROUNDING, SOLVED

PATIENCE = 2.0
"""Seconds that a tie of integer plans is worth."""
CHECKED = 10.0
"""How many times as long as finding no plan it is looked for again, another way."""
DRAWN = 3
"""How often rows are drawn in by what a solver's plan missed."""


def by_solver(program: Program, solver: Solver, guess: Prices) -> Optimum:
    """Return a solver's plan, exact; where its bound and its plan contradict each other, or it finds none, it is asked another way.

    Args:
        program: A lean one.
        solver: Which, and when it may stop.
        guess: Prices of the relaxation, for a bound of our own.
    """
    ranking, word, stopped, seconds, nodes = Ranking(program), np.inf, False, PATIENCE, 0
    failure: str | None = None
    for nothing in _nothing(program):
        ranking.add(nothing)
    for presolve in (True, False):
        refuted = ranking.shares is None and word == -np.inf
        asked = solver.within(max(PATIENCE, CHECKED * seconds)) if refuted else solver
        try:
            answer = model.run(model.build(program), asked, presolve=presolve)
        except SolverError as error:
            failure = str(error)
            continue
        if refuted and answer.outcome is Outcome.NOTHING:
            break
        for shares in _exact(program, answer, solver):
            ranking.add(shares)
        word, seconds, nodes = _word(answer), answer.seconds, nodes + answer.nodes
        stopped = answer.outcome in (Outcome.STOPPED, Outcome.NOTHING)
        if stopped or _agree(program, ranking, word, solver):
            break
    found = ranking.shares
    if found is not None and not stopped and solver.gap == 0:
        ranking.add(_cheapest(program, found, solver, seconds))
        proof = _proof(program, ranking, solver)
        if proof is not None:
            return replace(proof, nodes=nodes)
    concluded = _concluded(program, ranking, word, guess, stopped=stopped)
    return replace(concluded, nodes=nodes, failure=_blame(solver, failure, stopped=stopped))


def _blame(solver: Solver, failure: str | None, *, stopped: bool) -> str | None:
    """Return what keeps a solver from a plan where it found none; None where time or nodes ran out."""
    limited = solver.nodes is not None or solver.seconds() is not None
    if solver.late or (stopped and limited):
        return None
    return failure or f"solver {solver.named} ended without a plan that keeps every limit"


def _word(answer: Answer) -> float:
    """Return the most that any plan brings, by the solver's word."""
    if answer.outcome is Outcome.INFEASIBLE:
        return -np.inf
    return np.inf if answer.bound is None else answer.bound


def _answer(program: Program, solver: Solver, *, presolve: bool) -> Answer | None:
    try:
        return model.run(model.build(program), solver, presolve=presolve)
    except SolverError:
        return None


def _agree(program: Program, ranking: Ranking, word: float, solver: Solver) -> bool:
    """Return whether a solver's bound is the value of its plan, up to the gap asked for; without a plan nothing shows it."""
    if ranking.shares is None:
        return False
    gain = abs(ranking.top - program.objective.constant)
    most = max(PROVEN, solver.gap) * gain + ranking.room
    return -ranking.room <= word - ranking.top <= most


def _nothing(program: Program) -> Iterator[Array]:
    """Yield the plan of every class's first offer, where it keeps all limits: no solver may do worse."""
    shares = np.zeros(program.eligible.shape)
    shares[np.arange(len(shares)), program.eligible.argmax(axis=1)] = 1.0
    if _fits(program, shares):
        yield shares


def _fits(program: Program, shares: Array) -> bool:
    """Return whether a plan keeps all limits: to the last digits where nothing is split."""
    used = program.used(shares)
    if program.max_offers is not None and used[program.linked].sum() > program.max_offers:
        return False
    if ((shares > 0) & (shares < 1)).any():
        return all(row.violation(shares, used) <= MET for row in program.rows)
    return all(
        row.excess(shares, used) <= ROUNDING * row_size(program, row) for row in program.rows
    )


def _exact(program: Program, answer: Answer, solver: Solver) -> Iterator[Array]:
    """Yield a solver's plan with its integers fixed and its shares exact.

    What a solver accepts within its tolerance may miss a limit: the limits are then drawn in by the miss.
    """
    drawn = program
    for turn in range(DRAWN):
        if answer.outcome not in (Outcome.OPTIMAL, Outcome.STOPPED):
            return
        shares = _settled(program, answer, solver)
        if shares is not None and _fits(program, shares):
            yield shares
            return
        drawn = _drawn_in(drawn, 10.0**turn)
        again = _answer(drawn, solver, presolve=True)
        if again is None:
            return
        answer = again


def _drawn_in(program: Program, by: float) -> Program:
    """Return the program with every row tighter by a solver's tolerance times a factor."""
    rows = {r.code: r.rhs - r.sign * by * MET * row_size(program, r) for r in program.rows}
    return program.under(rows)


def _settled(program: Program, answer: Answer, solver: Solver) -> Array | None:
    """Return the exact linear answer that is left once the integers are a solver's."""
    fixed = program
    if program.whole:
        chosen = answer.shares == answer.shares.max(axis=1, keepdims=True)
        cells = np.where(program.may_split[:, None], program.eligible, chosen & program.eligible)
        fixed = replace(program, whole=False, divisible=None, eligible=cells)
        if not program.may_split.any():
            first: Array = (chosen & (chosen.cumsum(axis=1) == 1)).astype(float)
            return first
    fixed = with_offers(fixed, answer.used) if program.linked.any() else fixed
    if fixed.stranded:
        return None
    optimum = optimize_linear(fixed, replace(solver, name=AUTO, gap=0.0))
    return optimum.shares if optimum.outcome is Outcome.OPTIMAL else None


def _proof(program: Program, ranking: Ranking, solver: Solver) -> Optimum | None:
    """Return our own proof of the best plan, or a better one, where classes are whole and it is short."""
    if not program.whole or program.linked.any() or program.may_split.any():
        return None
    return best_whole(program, solver, known=ranking.shares)


def _concluded(
    program: Program, ranking: Ranking, word: float, guess: Prices, *, stopped: bool
) -> Optimum:
    """Return the best plan with the least bound that does not contradict it."""
    none = Prices(np.zeros(len(program.rows)))
    if ranking.shares is None:
        ended = Outcome.INFEASIBLE if word == -np.inf else Outcome.NOTHING
        return Optimum(ended, np.zeros(program.eligible.shape), none)
    own, value = upper_bound(program, guess), program.value(ranking.shares)
    believed = word if word >= ranking.top - ranking.room else np.inf
    bound = min(believed, own)
    bound = value if bound <= ranking.top + ranking.room else bound
    outcome = Outcome.STOPPED if stopped else Outcome.OPTIMAL
    return Optimum(outcome, ranking.shares, none, bound, proven=own <= believed)


def _cheapest(program: Program, shares: Array, solver: Solver, seconds: float) -> Array:
    """Return, of the integer plans with the same objective, the cheapest, then that of the offers listed first.

    It is looked for where the first solve was quick; ties cost no value, only money and order.
    """
    if seconds >= PATIENCE:
        return shares
    kept = [_kept(program, program.objective, shares, "min", "objective")]
    for preferred in (program.cost, by_order(program)):
        shares = _least(program, preferred, tuple(kept), shares, solver)
        kept.append(_kept(program, preferred, shares, "max", f"tie_{len(kept)}"))
    return shares


def _kept(program: Program, form: Form, shares: Array, bound: Side, code: str) -> Row:
    """Return the row that keeps a form where a plan has it, but for rounding."""
    form = replace(form, constant=0.0)
    now = form.at(shares, program.used(shares))
    room = SOLVED * abs(now)
    return Row(code, code, bound, form, now - room if bound == "min" else now + room)


def _least(
    program: Program, preferred: Form, kept: tuple[Row, ...], shares: Array, solver: Solver
) -> Array:
    """Return the integer plan with the least of a form, other forms kept."""
    now = preferred.at(shares, program.used(shares))
    floor = np.where(program.eligible, preferred.shares, np.inf).min(axis=1).sum()
    if now <= floor + ROUNDING * max(1.0, abs(now)):
        return shares
    aimed = replace(program.aiming(preferred * -1.0), rows=program.rows + kept)
    answer = _answer(aimed, replace(solver, time_limit=PATIENCE), presolve=True)
    if answer is None or answer.outcome not in (Outcome.OPTIMAL, Outcome.STOPPED):
        return shares
    found = _settled(program, answer, solver)
    if found is None or not _fits(program, found):
        return shares
    used = program.used(found)
    fits = all(row.room(found, used) >= -MET for row in kept)
    return found if fits and preferred.at(found, used) < now else shares
