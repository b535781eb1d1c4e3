"""Khan's multiple-choice knapsacks, I01–I06: published optima of the linear and of the integer program.

A class is a segment of one user, an item an offer; each class takes exactly one item, so an entitlement
rules out ``none``. Profit is ``value``, each resource a custom measure with a limit.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import compensator as cp
from compensator.workbook.template import write_problem

PUBLISHED = {  # with the digits printed: linear; integer, as in the files
    "I01": ("182.7145", "173.00"),
    "I02": ("365.5769", "364.00"),
    "I03": ("1626.5914", "1602.00"),
    "I04": ("3631.3607", "3597.00"),
    "I05": ("3905.90", "3905.70"),
    "I06": ("4812.8167", "4799.30"),
}
SLOW = {"I03", "I04"}
Reader = Callable[[str], cp.Problem]


@pytest.fixture(scope="module")
def read(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Read an instance back from the workbook that it was written to."""
    folder = tmp_path_factory.mktemp("khan")

    def read(name: str) -> cp.Problem:
        path = folder / f"{name}.xlsx"
        if not path.exists():
            write_problem(problem_of((data / "mmkp" / f"khan_{name}.txt").read_text()), path)
        return cp.read_workbook(path)

    return read


def problem_of(text: str) -> cp.Problem:
    """An instance as a problem: sizes, capacities, then each class's items."""
    numbers = [float(word) for word in text.partition("Solutions")[0].split()]
    classes, items, resources = (int(n) for n in numbers[:3])
    capacities, rest = numbers[3 : 3 + resources], numbers[3 + resources :]
    width = resources + 1
    stride = 1 + items * width  # a class starts with its own number
    responses = []
    for g in range(classes):
        cells = rest[g * stride + 1 : (g + 1) * stride]
        for j in range(items):
            profit, *uses = cells[j * width : (j + 1) * width]
            amounts = {f"r{k}": use for k, use in enumerate(uses, 1)}
            pair = {"segment": f"class {g + 1}", "offer": f"item {j + 1}"}
            responses.append({**pair, "cost": 0, "value": profit, **amounts})
    assert len(rest) == classes * stride
    return cp.Problem(
        segments=[
            {"segment": f"class {g + 1}", "users": 1, "retention": 0, "retained_value": 1, "entitlement": 1}
            for g in range(classes)
        ],
        offers=[{"offer": f"item {j + 1}", "face_value": 1} for j in range(items)],
        responses=responses,
        limits=[
            {"limit": f"resource {k}", "measure": f"r{k}", "max": most}
            for k, most in enumerate(capacities, 1)
        ],
    )  # fmt: skip


def printed(figure: str) -> object:
    """The figure, to the digits with which it was printed."""
    decimals = len(figure.partition(".")[2])
    return pytest.approx(float(figure), rel=0, abs=0.5 * 10**-decimals + 1e-9)


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_linear_optimum_is_the_published_one(read: Reader, name: str) -> None:
    """Ten limits at once, all of them binding somewhere: other people's numbers."""
    plan = cp.solve(read(name))
    assert plan.objective == printed(PUBLISHED[name][0])
    assert plan.certificate.gap <= 1e-6
    assert plan.certificate.violation <= 1e-9


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_integer_optimum_is_the_published_one(read: Reader, name: str) -> None:
    """Whole segments, proven; I03 and I04 take long, and run where COMPENSATOR_SLOW_TESTS is set."""
    if name in SLOW and not os.environ.get("COMPENSATOR_SLOW_TESTS"):
        pytest.skip("proving it takes long; set COMPENSATOR_SLOW_TESTS=1 to run it")
    plan = cp.solve(cp.changed(read(name), ["whole_segments=yes"]))
    assert plan.status == "optimal"
    assert plan.objective == printed(PUBLISHED[name][1])
    assert {a.share for a in plan.allocations} == {1.0}
    assert len(plan.allocations) == len(read(name).segments)


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_frontier_of_the_first_resource_passes_through_the_optimum(
    read: Reader, name: str
) -> None:
    """The first resource as money: alone, at its capacity, as the linear program says; beside the others, as published."""
    problem = read(name)
    first, *others = problem.limits
    money = [r.model_copy(update={"cost": r.measures["r1"]}) for r in problem.responses]
    tables = {"segments": problem.segments, "offers": problem.offers, "responses": money}
    assert first.max is not None
    alone = cp.frontier(cp.Problem(**tables))
    assert alone.ladder is not None
    written = cp.Problem(**{**tables, "responses": problem.responses}, limits=[first])
    optimum = cp.solve(written, solver="highs").objective
    assert alone.value_at(first.max) == pytest.approx(optimum, rel=1e-9)
    beside = cp.frontier(cp.Problem(**tables, limits=others))
    assert beside.complete
    assert beside.value_at(first.max) == printed(PUBLISHED[name][0])
