"""What a solver says of an integer program without proof is not believed: no plan, a bound, an end without a word."""

from collections.abc import Callable

import numpy as np
import pytest

from compensator import model
from compensator.errors import UnsureError
from compensator.model import Answer, Outcome, Solver
from compensator.model.writing import Model
from compensator.optimizer import clash
from compensator.plan import solve
from compensator.plan.case import prepare
from compensator.plan.conflicts import is_feasible
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
