"""The program in numbers: scaling changes no answer, size costs no digits, an exported file says the same."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import highspy
import pytest

from compensator import model
from compensator.model import Solver
from compensator.plan import prepared, solve
from compensator.problem import Problem
from compensator.workbook.reading import read_workbook
from compensator.workbook.shipped import shipped_cases
from tests.test_model import CASES, GOLDEN, OFFERS, RESPONSES, SEGMENTS

MIXED = {
    "budget": 150,
    "limits": [
        {"limit": "few", "measure": "recipients", "offers": "gift", "max": 60},
        {"limit": "fair", "measure": "cost", "segments": "us", "relative_to": "eu", "max": 1.5},
        {"limit": "some", "measure": "cost", "basis": "share", "segments": "eu", "min": 0.1},
    ],
}


def problem_of(**changes: Any) -> Problem:
    """The problem of the golden files with some of its tables and settings changed."""
    return Problem(**{"segments": SEGMENTS, "offers": OFFERS, "responses": RESPONSES, **changes})


def by_highs(path: Path) -> float:
    """The optimum of a file as HiGHS itself reads it, as a maximum."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)  # the number that every test of this process gets
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    highs.run()
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return -highs.getInfo().objective_function_value


@pytest.mark.parametrize("users", [1, 10**8])
def test_scaling_changes_neither_the_optimum_nor_the_prices(users: int) -> None:
    """Rows and objective are multiplied by powers of two; what comes back is in the program's own units."""
    grown = [{**s, "users": s["users"] * users} for s in SEGMENTS]
    few = [{**MIXED["limits"][0], "max": 60 * users}, *MIXED["limits"][1:]]
    _, _, program = prepared(problem_of(segments=grown, budget=150 * users, limits=few))
    answers = [model.run(model.build(program, scaled=scaled), Solver()) for scaled in (True, False)]
    one, other = (program.value(answer.shares) for answer in answers)
    assert one == pytest.approx(other, rel=1e-9)
    assert answers[0].prices.rows == pytest.approx(answers[1].prices.rows, rel=1e-7, abs=1e-9)
    assert answers[0].prices.rows.any()


def test_a_segment_of_one_user_beside_200_million_gets_the_right_offer() -> None:
    """A solver's tolerance is measured against the largest segment; the smallest is decided all the same."""
    users = {"mass": 200_000_000, "above": 1, "below": 1}
    value = {"mass": 30.0, "above": 30.001, "below": 29.999}
    plan = solve(
        Problem(
            segments=[
                {"segment": name, "users": count, "retention": 0, "retained_value": 0}
                for name, count in users.items()
            ],
            offers=[{"offer": "card"}],
            responses=[
                {"segment": name, "offer": "card", "cost": 10, "value": worth}
                for name, worth in value.items()
            ],
            budget=1_000_000_000,
        )
    )
    given = {(a.segment, a.offer): a.share for a in plan.allocations}
    assert given["above", "card"] == given["below", "none"] == 1
    assert given["mass", "card"] == pytest.approx((1e9 - 10) / 2e9, rel=1e-15)
    assert plan.objective == pytest.approx(30.001 + 3 * (1e9 - 10), rel=1e-15)
    assert plan.budget_price == pytest.approx(3, rel=1e-15)
    assert plan.certificate.violation <= 1e-9
    assert abs(plan.certificate.gap) <= 1e-12


def exact_best(cells: list[list[tuple[Fraction, Fraction]]], budget: Fraction) -> Fraction:
    """The best value within a budget in fractions: each segment's steps, the steepest first.

    Args:
        cells: For each segment, the total cost and value of each offer; the first is (0, 0).
        budget: Most cost.
    """
    steps: list[tuple[Fraction, Fraction, Fraction]] = []
    total = Fraction(0)
    for offers in cells:
        at = max((o for o in offers if o[0] == 0), key=lambda o: o[1])
        total += at[1]
        while better := [o for o in offers if o[0] > at[0] and o[1] > at[1]]:
            to = max(better, key=lambda o: ((o[1] - at[1]) / (o[0] - at[0]), o[0]))
            steps.append(((to[1] - at[1]) / (to[0] - at[0]), to[0] - at[0], to[1] - at[1]))
            at = to
    for slope, cost, value in sorted(steps, reverse=True):
        if cost >= budget:
            return total + slope * budget
        budget, total = budget - cost, total + value
    return total


@pytest.mark.parametrize("seed", range(8))
def test_budgets_of_a_billion_are_exact_beside_single_users(seed: int) -> None:
    """Sizes from 1 to 200 million at once, compared with the same sum in fractions."""
    draw = random.Random(seed)
    sizes = [200_000_000, 1, 1, 1, *(int(10 ** draw.uniform(0, 8.3)) for _ in range(36))]
    costs = [[round(draw.uniform(0, 40), 2) for _ in range(4)] for _ in sizes]
    values = [[round(c * draw.uniform(0, 4), 2) for c in row] for row in costs]
    budget = 1_000_000_000
    plan = solve(
        Problem(
            segments=[
                {"segment": f"s{i}", "users": size, "retention": 0, "retained_value": 0}
                for i, size in enumerate(sizes)
            ],
            offers=[{"offer": f"o{j}"} for j in range(4)],
            responses=[
                {"segment": f"s{i}", "offer": f"o{j}", "cost": costs[i][j], "value": values[i][j]}
                for i in range(len(sizes)) for j in range(4)
            ],
            budget=budget,
        )
    )  # fmt: skip
    nothing = (Fraction(0), Fraction(0))
    cells = [
        [nothing, *((size * Fraction(c), size * Fraction(v)) for c, v in zip(*pair, strict=True))]
        for size, *pair in zip(sizes, costs, values, strict=True)
    ]
    exact = exact_best(cells, Fraction(budget))
    assert plan.objective == pytest.approx(float(exact), rel=1e-13)
    assert plan.certificate.violation <= 1e-9
    priced = plan.budget_price
    for i, size in enumerate(sizes):
        best = max(float(v) - priced * float(c) for c, v in cells[i]) / size
        mine = [a for a in plan.allocations if a.segment == f"s{i}"]
        got = sum(a.value - priced * a.cost for a in mine) / size
        assert got == pytest.approx(best, rel=1e-9, abs=1e-9), f"s{i} of {size} users"


EXPORTS = {
    "budget": {"budget": 150},
    "mixed": MIXED,
    "integer": {
        "offers": [OFFERS[0], {**OFFERS[1], "setup_cost": 40}],
        "budget": 150,
        "maximize": "net_value",
    },
    "whole": {"whole_segments": True, "budget": 150},
    "retained": {"maximize": "retained", "budget": 150},
}


@pytest.mark.parametrize("ending", [".lp", ".mps"])
@pytest.mark.parametrize("name", [*EXPORTS, *shipped_cases()])
def test_an_exported_program_has_the_optimum_that_is_told(
    name: str, ending: str, tmp_path: Path
) -> None:
    """Whoever solves the file elsewhere finds our objective, its sign turned."""
    problem = (
        problem_of(**EXPORTS[name]) if name in EXPORTS else read_workbook(shipped_cases()[name])
    )
    path = tmp_path / f"program{ending}"
    _, _, program = prepared(problem)
    model.write(model.build(program, scaled=False), path)
    assert by_highs(path) == pytest.approx(solve(problem).objective, rel=1e-7)


@pytest.mark.parametrize("name", CASES)
def test_a_golden_program_has_the_optimum_that_is_told(name: str) -> None:
    """The file that a reader checks by hand is solved as it stands, by HiGHS alone."""
    plan = solve(problem_of(**CASES[name]))
    assert by_highs(GOLDEN / f"{name}.lp") == pytest.approx(plan.objective, rel=1e-7)


def test_a_written_number_keeps_its_digits(tmp_path: Path) -> None:
    """PuLP writes twelve significant digits: enough for the cents of a budget of a billion."""
    _, _, program = prepared(problem_of(budget=1_234_567_890.12))
    path = tmp_path / "program.lp"
    model.write(model.build(program, scaled=False), path)
    assert "<= 1234567890.12" in path.read_text("utf-8")
