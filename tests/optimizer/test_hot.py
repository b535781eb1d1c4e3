"""One program asked again and again: each answer is that of a program solved from scratch."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st

import compensator as cp
from compensator.economics.rows import BUDGET
from compensator.model import Columns, Live, Outcome, Solver
from compensator.optimizer.certificate import certify
from compensator.optimizer.hot import LARGE, Hot
from compensator.optimizer.linear import CURVE, optimize_linear
from compensator.optimizer.sifting import Sifted
from compensator.plan.case import prepare
from compensator.plan.settled import brief_from, brief_of
from compensator.prices import upper_bound
from compensator.problem import Limit
from tests.cases import outage
from tests.crowds import crowd
from tests.strategies import again, problems

CLOSE = {"rel": 1e-9, "abs": 1e-9}
HIGHS = Solver("highs")


def edges(program, budget=None):
    """The right-hand sides of a program, another budget among them."""
    return np.array(
        [budget if budget is not None and r.code == BUDGET else r.rhs for r in program.rows]
    )


def moved(program, rhs):
    """The program with other right-hand sides."""
    rows = zip(program.rows, rhs.tolist(), strict=True)
    return replace(program, rows=tuple(replace(row, rhs=edge) for row, edge in rows))


@given(
    problems(integer=False),
    st.lists(st.integers(0, 15).map(lambda i: i / 10), min_size=2, max_size=4),
)
def test_an_answer_under_another_bound_is_that_from_scratch(problem, parts):
    """Whatever was asked before: status, objective, cost, and the next unit's price."""
    free = cp.frontier(problem)
    top = free.budgets[-1] if len(free.budgets) else 10.0
    case = prepare(again(problem, budget=top), Solver())
    if case.stranded:
        return
    hot = Hot(case.program, Solver())
    for part in parts:
        budget = round(part * top, 2)
        plan = brief_of(prepare(again(problem, budget=budget), HIGHS))
        found = hot.solved(moved(case.program, edges(case.program, budget)))
        bare = hot.bounded(moved(case.program, edges(case.program, budget)))
        assert (found.outcome is Outcome.OPTIMAL) is (plan.status == "optimal")
        assert bare.outcome is found.outcome
        if plan.status != "optimal":
            continue
        asked = prepare(again(problem, budget=budget), Solver())
        told = brief_from(asked, found)
        assert told.objective == pytest.approx(plan.objective, **CLOSE)
        assert told.totals.cost == pytest.approx(plan.totals.cost, rel=1e-9, abs=1e-7)
        assert told.budget_price == pytest.approx(plan.budget_price, rel=1e-6, abs=1e-7)
        assert asked.program.value(bare.shares) == pytest.approx(plan.objective, **CLOSE)


@given(
    problems(integer=False, feasible=True),
    st.lists(st.integers(0, 24).map(lambda i: i / 4), min_size=2, max_size=4),
)
def test_an_answer_at_a_price_is_proven_by_the_careful_solve(problem, prices):
    """The objective less price × cost, hot and from scratch."""
    case = prepare(again(problem, budget=None), Solver())
    hot = Hot(case.program, Solver())
    for price in prices:
        aim = case.program.objective - case.program.cost * price
        asked = replace(case.program, objective=aim)
        careful = optimize_linear(asked, HIGHS)
        assert asked.value(hot.priced(price).shares) == pytest.approx(
            asked.value(careful.shares), **CLOSE
        )


def test_a_live_program_forgets_nothing_that_it_was_not_told_to():
    """Prices and bounds come and go; the first answer comes back."""
    program = prepare(outage(budget=60), Solver()).program
    live = Live(program)

    def value(**asked):
        outcome, shares, prices = live.solve(**asked)
        assert outcome is Outcome.OPTIMAL
        return program.value(shares), prices.rows.tolist()

    assert value() == (pytest.approx(300), pytest.approx([5]))
    assert value(rhs=np.array([130.0])) == (pytest.approx(600), pytest.approx([200 / 60]))
    assert value(price=4.0)[0] == pytest.approx(500)  # cards bring 3.33 for each 1, not 4
    assert value(price=6.0)[0] == pytest.approx(0)
    assert value(price=0.0, rhs=np.array([60.0])) == (pytest.approx(300), pytest.approx([5]))


def test_a_live_program_says_when_nothing_fits_and_recovers():
    """Ten users at least, at a budget of nothing."""
    reach = [{"limit": "reach", "measure": "recipients", "min": 10}]
    program = prepare(outage(budget=60, limits=reach), Solver()).program
    live = Live(program)
    assert live.solve(rhs=edges(program, 0.0))[0] is Outcome.INFEASIBLE
    assert live.solve(rhs=edges(program, 60.0))[0] is Outcome.OPTIMAL
    hot = Hot(program, Solver())
    assert hot.solved(moved(program, edges(program, 0.0))).outcome is Outcome.INFEASIBLE
    assert hot.bounded(moved(program, edges(program, 0.0))).outcome is Outcome.INFEASIBLE
    assert hot.solved(moved(program, edges(program, 60.0))).outcome is Outcome.OPTIMAL


def test_at_a_breakpoint_the_price_is_that_of_the_next_unit():
    """There a solver may name any price between the two slopes, wherever it comes from."""
    most = [{"limit": "most", "measure": "recipients", "max": 290}]
    program = prepare(outage(budget=1, limits=most), Solver()).program
    hot = Hot(program, Solver())
    at = program.place(BUDGET)
    for budget, price in ((157, 0), (100, 10 / 3), (0, 5), (157, 0), (200, 0), (40, 5)):
        found = hot.solved(moved(program, edges(program, float(budget))))
        assert found.prices.rows[at] == pytest.approx(price)


def test_a_bound_beside_the_budget_may_move_too():
    """The budget curve of yesterday's caps would allow 100 weeks."""
    problem = cp.changed(outage(budget=130), "offers[week].max_users=300")
    case = prepare(problem, Solver())
    hot = Hot(case.program, Solver())
    names = [row.limit for row in case.program.rows]
    for most in (300, 20, 0, 300):
        rhs = edges(case.program)
        rhs[names.index("offers[week].max_users")] = most
        plan = cp.solve(cp.changed(problem, f"offers[week].max_users={most}"), solver="highs")
        assert case.program.value(hot.solved(moved(case.program, rhs)).shares) == pytest.approx(
            plan.objective
        )


def test_a_named_solver_is_asked_where_it_was_asked_for():
    """Nothing is read off the curve then; the answer is the same."""
    case = prepare(outage(budget=60), HIGHS)
    assert Hot(case.program, HIGHS).solved(moved(case.program, edges(case.program))).by is None
    auto = Hot(case.program, Solver()).solved(moved(case.program, edges(case.program)))
    assert auto.by == CURVE
    assert case.program.value(auto.shares) == pytest.approx(300)


@pytest.fixture(scope="module")
def large():
    """1,500 segments × 8 offers, 8 caps, 10 regional budgets and one for all: enough for columns."""
    problem = crowd(1_500, 8, caps=8, regions=10, budget=400_000.0)
    assert len(problem.segments) >= LARGE
    return problem


def test_columns_make_a_large_program_exact(large):
    """Two budgets and a price, the same columns kept: each proven here, and equal to plain HiGHS."""
    program = prepare(large, Solver()).program
    sifted = Sifted(program)
    for budget in (400_000.0, 1_500_000.0):
        rhs = edges(program, budget)
        outcome, shares, prices = sifted.solve(rhs=rhs)
        assert outcome is Outcome.OPTIMAL, "made exact by itself, not by falling back"
        certificate = certify(moved(program, rhs), shares, prices)
        assert certificate.violation <= 1e-9
        assert abs(certificate.gap) <= 1e-9
        plain = brief_of(prepare(again(large, budget=budget), HIGHS))
        assert program.value(shares) == pytest.approx(plain.objective, rel=1e-9)
        hot = brief_from(
            prepare(again(large, budget=budget), Solver()),
            Hot(program, Solver()).solved(moved(program, rhs)),
        )
        assert hot.budget_price == pytest.approx(plain.budget_price, rel=1e-6)
        assert hot.totals.cost == pytest.approx(plain.totals.cost, rel=1e-9)
    outcome, shares, prices = sifted.solve(price=2.0, rhs=edges(program, 1e12))
    assert outcome is Outcome.OPTIMAL
    net = replace(program, objective=program.objective - program.cost * 2.0)
    assert abs(certify(moved(net, edges(program, 1e12)), shares, prices).gap) <= 1e-9


def test_prices_from_columns_bound_the_optimum_closely(large):
    """Any prices ≥ 0 are a bound; these are within a millionth of the optimum."""
    program = prepare(large, Solver()).program
    columns = Columns(program)
    rhs = edges(program)
    found = columns.prices(0.0, rhs)
    assert found is not None
    assert (found >= 0).all()
    bound, choice = columns.response(0.0, found, rhs)
    optimum = Sifted(program).solve()
    value = program.value(optimum[1])
    assert value * (1 - 1e-12) <= bound <= value * (1 + 2e-6)
    assert bound == pytest.approx(upper_bound(program, replace(optimum[2], rows=found)), rel=1e-12)
    assert program.eligible[np.arange(len(choice)), choice].all()


def test_a_large_program_without_a_plan_is_found_out(large):
    """Columns only say that they found none; the careful way says that there is none."""
    reach = [Limit(limit="reach", measure="recipients", min=1e6)]
    problem = again(large, limits=[*large.limits, *reach])
    program = prepare(problem, Solver()).program
    rhs = edges(program, 10.0)
    assert Sifted(program).solve(rhs=rhs)[0] is Outcome.NOTHING
    assert Hot(program, Solver()).solved(moved(program, rhs)).outcome is Outcome.INFEASIBLE
