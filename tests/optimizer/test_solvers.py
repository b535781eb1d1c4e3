"""Solvers: whichever is asked, the plan is right; one that lies is caught, never believed."""

import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pulp
import pytest
from hypothesis import given, settings, strategies as st

from compensator import model
from compensator.errors import SolverError, UsageError
from compensator.plan import solve
from compensator.problem import Problem
from tests.cases import outage
from tests.naive import Naive
from tests.strategies import problems

Lie = Callable[[pulp.LpProblem], None]


class Liar(pulp.HiGHS):
    """A solver that solves, and then tells something else."""

    lie: Lie = staticmethod(lambda _: None)

    def actualSolve(self, lp: pulp.LpProblem, **options: Any) -> Any:
        """Solve, then tell the lie; it still says that it is optimal."""
        said = super().actualSolve(lp, **options)
        self.lie(lp)
        return said


@contextmanager
def lying(lie: Lie) -> Iterator[None]:
    """Put the liar behind the one door to solvers."""

    def engine(_: model.Solver, **__: bool) -> Liar:
        liar = Liar(msg=False, threads=1)
        liar.lie = lie
        return liar

    with mock.patch.object(model.running, "engine_for", engine):
        yield


def set_shares(figure: Callable[[str], float | None]) -> Lie:
    """Return the lie that every variable has another value."""

    def lie(lp: pulp.LpProblem) -> None:
        for variable in lp.variables():
            variable.varValue = figure(variable.name)

    return lie


def set_duals(figure: Callable[[float], float | None]) -> Lie:
    """Return the lie that every row has another dual."""

    def lie(lp: pulp.LpProblem) -> None:
        rows = lp.constraints
        for row in rows.values() if isinstance(rows, dict) else rows() if callable(rows) else rows:
            row.pi = figure(row.pi or 0.0)

    return lie


def random_lie(seed: int) -> Lie:
    """Return the lie of random values and duals."""

    def lie(lp: pulp.LpProblem) -> None:
        dice = random.Random(seed)
        set_shares(lambda _: dice.choice([0.0, 1.0, 0.5, 1e-3, -1.0, 7.0]))(lp)
        if seed % 2:
            set_duals(lambda _: dice.choice([0.0, 1.0, -1.0, 1e6]))(lp)

    return lie


LIES = {
    "everybody gets a week": set_shares(lambda name: float(name.endswith("_2"))),
    "nobody gets anything": set_shares(lambda name: float(name.endswith("_0"))),
    "everybody gets everything": set_shares(lambda _: 1.0),
    "shares below zero": set_shares(lambda name: 2.0 if name.endswith("_2") else -1.0),
    "shares of nothing": set_shares(lambda _: 0.0),
    "no values at all": set_shares(lambda _: None),
    "not a number": set_shares(lambda _: float("nan")),
    "no prices": set_duals(lambda _: None),
    "prices of zero": set_duals(lambda _: 0.0),
    "prices of the other sign": set_duals(lambda pi: -pi),
    "prices thrice as high": set_duals(lambda pi: 3 * pi),
    "prices that are not numbers": set_duals(lambda _: float("nan")),
}
PROBLEMS = {
    "budget": {"budget": 130},
    "floor": {
        "budget": 150,
        "limits": [
            {
                "limit": "f",
                "measure": "recipients",
                "offers": "week",
                "segments": "dormant",
                "min": 20,
            }
        ],
    },
    "share": {
        "limits": [
            {"limit": "s", "measure": "cost", "segments": "dormant", "basis": "share", "max": 0.1}
        ]
    },
    "whole": {"budget": 159, "whole_segments": True},
    "one offer": {"budget": 130, "max_offers": 1},
    "free": {},
}


def check(problem: Problem) -> None:
    """A lying solver ends in SolverError, or in a plan that is right, or in one not told as proven."""
    best = Naive(problem).best().objective
    try:
        plan = solve(problem, solver="highs")
    except SolverError as error:
        assert "our fault" in str(error) or "solver" in str(error)  # noqa: PT017 - either end is right
        return
    if plan.status == "optimal":
        assert plan.objective == pytest.approx(best, rel=1e-6, abs=1e-6)
    if plan.allocations:
        names = {s.segment: i for i, s in enumerate(problem.segments)}
        offers = {name: j for j, name in enumerate(problem.offer_rows.names)}
        shares = {(names[a.segment], offers[a.offer]): a.share for a in plan.allocations}
        assert Naive(problem).breaks(shares, 1e-8) == []


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("name", PROBLEMS)
def test_a_lying_solver_is_never_believed(name, lie):
    """The certificate is made from the data; what a solver says is only a suggestion."""
    with lying(LIES[lie]):
        check(outage(**PROBLEMS[name]))


@pytest.mark.parametrize("name", PROBLEMS)
def test_prices_beyond_all_bounds_are_not_calculated_with(name):
    """Infinity times nothing is not a number, and compares as anything."""
    with lying(set_duals(lambda _: float("-inf"))):
        check(outage(**PROBLEMS[name]))


def test_an_integer_answer_that_leaves_somebody_without_an_offer_is_refused():
    """The paying are owed a week; a solver that says nobody gets one has solved nothing."""
    segments = [
        {"segment": "paying", "users": 9, "retention": 0.8, "retained_value": 50, "entitlement": 1},
        {"segment": "dormant", "users": 9, "reconversion": 0.1, "reconverted_value": 20},
    ]
    offers = [{"offer": "card"}, {"offer": "week", "face_value": 1, "setup_cost": 5}]
    with lying(set_shares(lambda _: 0.0)):
        check(outage(segments=segments, offers=offers))


@given(problems(feasible=True), st.integers(0, 1000))
def test_no_random_lie_is_believed(problem, seed):
    """Any problem, any lie."""
    with lying(random_lie(seed)):
        check(problem)


def test_a_solver_that_breaks_is_told_as_our_fault_not_the_datas():
    """Exit 1, not 3."""

    def broken(_: pulp.LpProblem) -> None:
        msg = "segmentation fault"
        raise pulp.PulpSolverError(msg)

    with lying(broken), pytest.raises(SolverError, match="solver highs failed: segmentation fault"):
        solve(outage(budget=130), solver="highs")


def test_a_solver_that_is_not_installed_is_told_with_those_that_are():
    """The remedy is in the message."""
    with pytest.raises(
        UsageError, match=r"solver 'xpress' is not installed; available here: auto, highs"
    ):
        solve(outage(budget=130), solver="xpress")


needs_cbc = pytest.mark.skipif(
    shutil.which("cbc") is None, reason="the solver cbc is not installed"
)


@needs_cbc
@settings(max_examples=15)
@given(problems(feasible=True))
def test_cbc_and_highs_agree(problem):
    """Another solver, another language, another sign convention for duals: the same answer."""
    ours, other = solve(problem), solve(problem, solver="cbc")
    assert other.manifest.solver == "cbc"
    assert other.status == ours.status
    assert other.objective == pytest.approx(ours.objective, rel=1e-6, abs=1e-6)
    assert other.totals.cost == pytest.approx(ours.totals.cost, rel=1e-5, abs=1e-5)
    if ours.certificate.solver_bound is None and ours.budget_price is not None:
        assert other.budget_price == pytest.approx(ours.budget_price, rel=1e-6, abs=1e-6)


@needs_cbc
@pytest.mark.parametrize("name", PROBLEMS)
def test_cbcs_prices_have_the_sign_and_size_of_highss(name):
    """≥ 0 for a max, ≤ 0 for a min, in the limit's own unit."""
    ours, other = (solve(outage(**PROBLEMS[name]), solver=solver) for solver in ("highs", "cbc"))
    assert [row.price for row in other.limits] == pytest.approx([row.price for row in ours.limits])
    assert [a.share for a in other.allocations] == pytest.approx(
        [a.share for a in ours.allocations]
    )


@needs_cbc
def test_cbc_tells_an_infeasible_problem_as_such():
    """Its words for it differ."""
    plan = solve(outage(limits=[{"limit": "l", "measure": "recipients", "min": 500}]), solver="cbc")
    assert (plan.status, plan.conflict) == ("infeasible", ("l",))


ANOTHER = """
import sys
import highspy

own = highspy.Highs()
own.setOptionValue("output_flag", False)
own.setOptionValue("threads", int(sys.argv[1]))
own.addVar(0.0, 1.0)
assert own.run() == highspy.HighsStatus.kOk

import compensator as cp

problem = cp.read_workbook(sys.argv[2])
told = [
    cp.solve(problem),
    cp.solve(problem, solver="highs"),
    cp.solve(cp.changed(problem, ["max_offers=2"])),
    cp.frontier(problem, points=20),
    cp.target(problem, ["value=1e6"]),
]
print(*(answer.status for answer in told))
"""
"""A program that has asked HiGHS for something of its own before."""


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_a_program_that_uses_highs_itself_may_ask_for_any_number_of_threads(threads):
    """Threads are shared within a process, and so is the number that came first."""
    book = Path(__file__).parents[2] / "examples" / "skype-2007" / "skype-2007.xlsx"
    command = [sys.executable, "-c", ANOTHER, str(threads), str(book)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-5:] == ["optimal"] * 5
