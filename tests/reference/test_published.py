"""Problems that others published with their answers, written as ours, and ours with its rows shuffled."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import compensator as cp

SKYPE = Path(__file__).resolve().parents[2] / "examples" / "skype-2007" / "skype-2007.xlsx"


def exactly(figure: float) -> Any:
    """The figure but for the last digits of floats."""
    return pytest.approx(figure, rel=1e-9)


@pytest.fixture(scope="module")
def tactical(data: Path) -> cp.Problem:
    """Gurobi's tactical campaign: products for clusters of five, two offers of each product at least."""
    given = json.loads((data / "problems" / "gurobi_tactical.json").read_text())
    clusters, products = range(len(given["N"])), range(len(given["minoff"]))
    return cp.Problem(
        segments=[
            {"segment": f"cluster {k}", "users": given["N"][k], "retention": 0, "retained_value": 0}
            for k in clusters
        ],
        offers=[{"offer": f"product {j}"} for j in products],
        responses=[
            {"segment": f"cluster {k}", "offer": f"product {j}", "cost": given["cost"][k][j],
             "value": given["profit"][k][j]}
            for k in clusters for j in products
        ],
        limits=[
            *({"limit": f"least {j}", "measure": "recipients", "offers": f"product {j}",
               "min": given["minoff"][j]} for j in products),
            {"limit": "return", "measure": "roi", "min": given["R"]},
        ],
        budget=given["budget"],
    )  # fmt: skip


def test_the_tactical_campaign_is_infeasible_and_repaired_as_published(
    tactical: cp.Problem,
) -> None:
    """200 is too little: the published repair is 400 more, and brings 6,000."""
    plan = cp.solve(tactical)
    assert plan.status == "infeasible"
    assert "budget" in plan.conflict
    repair = next(r for r in plan.repairs if r.limit == "budget")
    assert (repair.bound, repair.now, repair.needed) == ("max", 200, exactly(600))
    assert (repair.cost, repair.objective) == (exactly(600), exactly(6000))


@pytest.mark.parametrize(
    ("budget", "best"), [(600, 6000), (1000, 10000), (2000, 20000), (2500, 23000), (9000, 23000)]
)
def test_the_tactical_campaign_has_the_published_optima(
    tactical: cp.Problem, budget: float, best: float
) -> None:
    """From the smallest feasible budget to where more of it buys nothing."""
    plan = cp.solve(cp.changed(tactical, [f"budget={budget}"]))
    assert plan.status == "optimal"
    assert plan.objective == exactly(best)
    assert plan.rounding == ()


TELCO = {
    5_000: 149_975.017,
    20_000: 381_140.930,
    50_000: 679_456.214,
    100_000: 1_031_394.843,
    200_000: 1_481_125.337,
    400_000: 1_927_785.925,
}
CREDITS = ("week_credit", "half_month_credit", "full_month_credit")


@pytest.fixture(scope="module")
def telco(data: Path, tmp_path_factory: pytest.TempPathFactory) -> cp.Problem:
    """7,043 customers, a segment each, from a workbook that another program wrote."""
    users = pd.read_csv(data / "problems" / "telco_user_level.csv").to_dict("records")
    book = openpyxl.Workbook(write_only=True)
    segments = [("segment", "users", "retention", "retained_value")]
    segments += [(user["user_id"], 1, 0.5, 0) for user in users]
    responses = [("segment", "offer", "cost", "value")]
    responses += [
        (user["user_id"], credit, user[f"cost_{credit}"], user[f"value_{credit}"])
        for user in users
        for credit in CREDITS
    ]
    offers = [("offer",), *((credit,) for credit in CREDITS)]
    for name, rows in (("Segments", segments), ("Offers", offers), ("Responses", responses)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = tmp_path_factory.mktemp("telco") / "telco.xlsx"
    book.save(path)
    return cp.read_workbook(path)


@pytest.mark.parametrize("budget", TELCO)
def test_seven_thousand_segments_of_one_bring_the_listed_value(
    telco: cp.Problem, budget: float
) -> None:
    """Real costs and values of real customers, solved by others for each budget."""
    plan = cp.solve(cp.changed(telco, [f"budget={budget}"]))
    assert plan.objective == pytest.approx(TELCO[budget], rel=0, abs=5.1e-4)
    dearest = max(a.cost / a.users for a in plan.allocations if a.users)
    assert budget - dearest < plan.totals.cost <= budget  # no part of a customer is given anything
    assert plan.certificate.gap <= 1e-6
    assert plan.certificate.violation <= 1e-9


def test_two_caps_bring_the_listed_value(telco: cp.Problem) -> None:
    """At most 500 full months and 1,500 half months."""
    caps = {"full_month_credit": 500, "half_month_credit": 1_500}
    changes = [f"offers[{offer}].max_users={most}" for offer, most in caps.items()]
    plan = cp.solve(cp.changed(telco, ["budget=100000", *changes]))
    assert plan.objective == pytest.approx(1_019_132.053, rel=0, abs=5.1e-4)
    given = plan.to_frame().groupby("offer")["share"].sum()
    assert all(given[offer] <= most + 1e-9 for offer, most in caps.items())


def test_a_matching_program_has_the_published_optimum(data: Path) -> None:
    """DuaLip's five users and five items, of each of which 0.7 of value may be matched."""
    given = json.loads((data / "problems" / "dualip_5x5.json").read_text())
    users, items = range(len(given["a"])), range(len(given["b"]))
    plan = cp.solve(
        cp.Problem(
            segments=[
                {"segment": f"user {i}", "users": 1, "retention": 0, "retained_value": 0}
                for i in users
            ],
            offers=[{"offer": f"item {j}"} for j in items],
            responses=[
                {"segment": f"user {i}", "offer": f"item {j}", "cost": 0, "value": given["a"][i][j]}
                for i in users
                for j in items
            ],
            limits=[
                {"limit": f"capacity {j}", "measure": "value", "offers": f"item {j}", "max": most}
                for j, most in enumerate(given["b"])
            ],
        )
    )
    assert plan.objective == pytest.approx(3.4685707, rel=0, abs=5e-8)


def shuffled(source: Path, target: Path, seed: int) -> None:
    """Write a workbook again with the rows of every table in another order."""
    book = openpyxl.load_workbook(source)
    for sheet in book:
        if sheet.title not in ("READ ME", "Sources"):
            rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
            for row, values in enumerate(mixed(rows, seed), 2):
                for column, value in enumerate(values, 1):
                    sheet.cell(row, column, value).value = value
    book.save(target)


def mixed(rows: Sequence[Any], seed: int) -> list[Any]:
    """The rows in another order, drawn from a seed."""
    order = random.Random(seed).sample(range(len(rows)), len(rows))
    return [rows[i] for i in order]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_rows_never_changes_the_answer(tmp_path: Path, seed: int) -> None:
    """Sorting a sheet is not a decision: not by segment, offer, response, limit or setting."""
    path = tmp_path / "shuffled.xlsx"
    shuffled(SKYPE, path, seed)
    first, other = cp.read_workbook(SKYPE), cp.read_workbook(path)
    assert [s.segment for s in other.segments] != [s.segment for s in first.segments]
    assert {s.segment: s for s in other.segments} == {s.segment: s for s in first.segments}
    plan, again = cp.solve(first), cp.solve(other)
    assert again.objective == exactly(plan.objective)
    assert again.totals.cost == exactly(plan.totals.cost)
    assert again.budget_price == exactly(plan.budget_price)
