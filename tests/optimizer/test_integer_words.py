"""What a solver says of an integer program without proof is not believed: no plan, a bound, an end without a word."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from compensator import model
from compensator.errors import SolverError, UnsureError
from compensator.model import Answer, Outcome, Solver
from compensator.model.writing import Model
from compensator.optimizer import clash, optimize
from compensator.plan import conflicts, solve
from compensator.plan.answer import Plan
from compensator.plan.case import prepare
from compensator.plan.conflicts import is_feasible
from compensator.plan.settled import attempt
from compensator.prices import Prices
from tests.cases import outage

ask = model.run
Engine = Callable[..., Answer]


def without_plan(asked: Model) -> Answer:
    """Return the answer that there is no plan."""
    program = asked.program
    prices, used = Prices(np.zeros(len(program.rows))), np.zeros_like(program.cost.used)
    none = np.zeros(program.eligible.shape)
    return Answer(Outcome.INFEASIBLE, none, prices, used, None, 0.0)


def answering(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    """Let an engine answer in the solver's place."""
    monkeypatch.setattr(model, "run", engine)


def test_a_relaxation_without_a_plan_is_believed_where_prices_prove_it(monkeypatch):
    """One offer for all brings 580 of weeks; the relaxation with its links is called infeasible."""

    def engine(asked, solver, **options):
        return without_plan(asked) if asked.relaxed else ask(asked, solver, **options)

    answering(monkeypatch, engine)
    plan = solve(outage(max_offers=1))
    assert (plan.status, plan.objective) == ("optimal", pytest.approx(580))


def test_a_clash_that_no_solver_tells_of_is_not_settled(monkeypatch):
    """Nor does it end in an error: who asks goes on without."""

    def engine(*_, **__):
        msg = "solver highs stopped with status 'Unknown'"
        raise UnsureError(msg)

    floor = [{"limit": "reach", "measure": "recipients", "min": 250}]
    program = prepare(outage(max_offers=1, budget=60, limits=floor), Solver()).program
    answering(monkeypatch, engine)
    found = clash(program, Solver())
    assert (found.prices, found.settled) == (None, False)
    assert is_feasible(program, Solver()) is False
    monkeypatch.setattr(conflicts, "optimize", engine)
    assert is_feasible(program, Solver()) is None


FLOOR = [{"limit": "reach", "measure": "recipients", "min": 50}]


def by_highs(**changes: object) -> Plan:
    """Return the plan of whole segments of whom some must get something, by a solver alone."""
    return solve(outage(whole_segments=True, limits=FLOOR, **changes), solver="highs")


def test_no_plan_is_believed_after_asking_without_presolve(monkeypatch):
    """Presolved, the program is called infeasible; cards for the paying are a plan, and weeks the best."""
    turns = []

    def engine(asked, solver, *, presolve=True):
        if asked.relaxed or not asked.program.integer:
            return ask(asked, solver, presolve=presolve)
        turns.append(presolve)
        first = without_plan(asked)
        return first if presolve else ask(asked, solver, presolve=presolve)

    answering(monkeypatch, engine)
    plan = by_highs(budget=130)
    assert (plan.status, plan.objective) == ("optimal", pytest.approx(500))
    assert turns[:2] == [True, False]


def test_no_plan_stands_where_asking_again_takes_too_long(monkeypatch):
    """Ten times as long, two seconds at least: then what the solver said first is told."""

    def engine(asked, solver, *, presolve=True):
        if asked.relaxed or not asked.program.integer:
            return ask(asked, solver, presolve=presolve)
        if presolve:
            return replace(without_plan(asked), seconds=1.0)
        assert 9 < solver.seconds() <= 10
        return replace(without_plan(asked), outcome=Outcome.NOTHING)

    case = prepare(outage(whole_segments=True, limits=FLOOR, budget=130), Solver("highs"))
    answering(monkeypatch, engine)
    assert optimize(case.program, case.solver).outcome is Outcome.INFEASIBLE


def test_a_solver_that_fails_twice_is_told_to_have_failed(monkeypatch):
    """And not that a time limit was reached, of which there is none."""

    def engine(asked, solver, **options):
        if asked.relaxed or not asked.program.integer:
            return ask(asked, solver, **options)
        msg = f"solver {solver.name} failed: out of memory"
        raise SolverError(msg)

    answering(monkeypatch, engine)
    with pytest.raises(SolverError, match="solver highs failed: out of memory"):
        by_highs(budget=130)
    assert attempt(prepare(outage(whole_segments=True, limits=FLOOR), Solver("highs"))).failure


@pytest.mark.parametrize("outcome", [Outcome.NOTHING, Outcome.OPTIMAL])
def test_a_solver_that_ends_without_a_plan_reached_no_time_limit_that_is_not_set(
    monkeypatch, outcome
):
    """It gives up, or its plan keeps no limit; where nodes are limited, giving up is no failure."""

    def engine(asked, solver, **options):
        if asked.relaxed or not asked.program.integer:
            return ask(asked, solver, **options)
        return replace(without_plan(asked), outcome=outcome)

    answering(monkeypatch, engine)
    with pytest.raises(SolverError, match="solver highs ended without a plan that keeps every"):
        by_highs(budget=130)
    case = prepare(
        outage(whole_segments=True, limits=FLOOR), Solver("highs", time_limit=60, nodes=1)
    )
    assert (attempt(case).failure is None) == (outcome is Outcome.NOTHING)
