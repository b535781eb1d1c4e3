"""``compensator compare``: plans side by side, printed, written, with the right exit code."""

import csv

import pytest

import compensator as cp
from compensator.workbook.shipped import shipped_cases


@pytest.mark.parametrize("name", sorted(shipped_cases()))
def test_every_shipped_case_can_be_compared(compensator, name, monkeypatch):
    """Its scenarios, its policies, and what each of its limits costs."""
    monkeypatch.setenv("COLUMNS", "120")
    file = shipped_cases()[name]
    said = compensator("compare", file)
    assert (said.code, said.err) == (0, "")
    problem = cp.read_workbook(file)
    for one in {row.scenario for row in problem.scenarios}:
        assert one in said.out
    for limit in problem.limits:
        assert limit.limit in said.out or not limit.enforce


def test_no_line_is_wider_than_the_terminal(compensator, skype):
    """80 columns are enough, and so are about two screens for ten plans and four limits."""
    printed = compensator("compare", skype).out.splitlines()
    assert max(map(len, printed)) <= 80
    assert len(printed) <= 90


def test_the_document_agrees_with_solve(compensator, skype):
    """The base is the plan; halving the budget by hand is the scenario that does it."""
    document = compensator("compare", skype, "--json").document
    assert document["schema"] == "compensator/compare/1"
    plans = {(p["kind"], p["name"]): p for p in document["plans"]}
    base = compensator("solve", skype, "--json").document
    half = compensator("solve", skype, "--json", "--set", "budget*=0.5").document
    whole, shares = base["totals"], plans["base", "base"]["totals"]
    assert plans["base", "base"]["objective"] == base["objective"]
    assert shares == pytest.approx(
        whole, rel=1e-6
    )  # of exact shares, where a plan counts whole users
    assert plans["scenario", "half the budget"]["objective"] == half["objective"]
    free = compensator("solve", skype, "--json", "--set", "limits[promise].enforce=no").document
    (promise,) = [one for one in document["limits"] if one["limit"] == "promise"]
    assert promise["cost"] == pytest.approx(free["objective"] - base["objective"])


def test_set_changes_the_base(compensator, skype):
    """And every plan beside it."""
    document = compensator("compare", skype, "--json", "--set", "budget=1e6").document
    assert document["plans"][0]["totals"]["cost"] <= 1e6
    twice = next(p for p in document["plans"] if p["name"] == "twice the budget")
    assert twice["changes"][0]["to"] == 2e6


def test_an_infeasible_base_is_exit_four_and_only_json_is_written(compensator, skype, tmp_path):
    """What the others come to is printed all the same."""
    change = ("--set", "limits[cards-for-never-called].min=2")
    said = compensator("compare", skype, *change, "-o", tmp_path / "c.csv")
    assert said.code == 4
    assert "infeasible" in said.out
    assert "c.csv was not written: the base has no plan; only .json holds" in said.err
    assert not (tmp_path / "c.csv").exists()
    assert compensator("compare", skype, *change, "-o", tmp_path / "c.json").code == 4
    assert (tmp_path / "c.json").exists()


def test_a_csv_file_has_a_row_for_each_plan(compensator, skype, tmp_path):
    """For a spreadsheet of one's own."""
    said = compensator("compare", skype, "-o", tmp_path / "c.csv")
    assert said.code == 0
    assert "Wrote" in said.err
    with (tmp_path / "c.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [plan["name"] for plan in compensator("compare", skype, "--json").document["plans"]]
    assert [row["name"].removeprefix("without ") for row in rows] == names


@pytest.mark.parametrize("ending", [".xlsx", ".html", ".json"])
def test_each_kind_of_file_is_written(compensator, norton, tmp_path, ending):
    """An existing one only with --force."""
    target = tmp_path / f"c{ending}"
    assert compensator("compare", norton, "-o", target, "-q").code == 0
    assert target.stat().st_size > 0
    assert compensator("compare", norton, "-o", target).code == 2
    assert compensator("compare", norton, "-o", target, "--force").code == 0


def test_bad_changes_and_options_have_their_exit_codes(compensator, skype):
    """3 for data, 2 for usage."""
    assert compensator("compare", skype, "--set", "budgt=1").code == 3
    assert compensator("compare", skype, "-o", "c.lp").code == 2
    assert compensator("compare", skype, "--solver", "nosuch").code == 2
    assert compensator("compare", "nothing.xlsx").code != 0
