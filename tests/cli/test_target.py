"""``compensator target``: the cheapest plan that reaches a target, as a user calls it."""

import json

import jsonschema
import openpyxl
import pytest

from compensator.plan import Plan


def test_the_cheapest_plan_says_what_it_reaches_and_what_more_would_cost(compensator, skype):
    """The answer first: cost, target, price; then the budget that is set aside."""
    said = compensator("target", skype, "--at-least", "value=2e6")
    words = " ".join(said.out.replace("│", " ").split())
    assert said.code == 0
    assert "Reaches $2,000,000 value at the least cost; $1 more costs $" in words
    assert "cheapest plan, proven" in words
    assert "The budget of $7,250,000 is set aside: the plan leaves" in words
    assert "lower bound" in words
    assert "upper bound" not in words
    assert "best at" not in words  # plans of equal cost cost the same
    assert "Gain:" not in words
    assert max(map(len, said.out.splitlines())) <= 80


def test_the_document_keeps_the_contract(compensator, skype):
    """A plan/1 whose objective is its cost, with the targets; the bound is below it."""
    document = compensator("target", skype, "--at-least", "reconverted=1.85%", "--json").document
    jsonschema.validate(document, Plan.schema())
    (target,) = document["targets"]
    assert set(target) >= {"measure", "at_least", "actual", "price"}
    assert (target["measure"], target["at_least"]) == ("reconverted", 0.0185)
    assert target["actual"] >= 0.0185 - 1e-9
    assert document["objective"] == pytest.approx(document["totals"]["cost"])
    assert document["certificate"]["bound"] <= document["objective"] * (1 + 1e-9)
    assert document["budget_price"] is None
    assert "budget" not in [limit["limit"] for limit in document["limits"]]


def test_several_targets_and_percentages_of_a_ratio(compensator, skype):
    """The plan reaches all."""
    asked = ("--at-least", "value=2e6", "--at-least", "roi = 150%", "--at-least", "recipients=10%")
    targets = compensator("target", skype, *asked, "--json").document["targets"]
    assert [one["measure"] for one in targets] == ["value", "roi", "recipients"]
    assert all(one["actual"] >= one["at_least"] * (1 - 1e-9) for one in targets)


def test_out_of_reach_is_exit_4_with_the_most_that_is_not(compensator, skype, tmp_path):
    """As text, as JSON, and no file but .json."""
    said = compensator("target", skype, "--at-least", "reconverted=50%", "-o", "plan.xlsx")
    words = " ".join(said.out.replace("│", " ").split())
    assert said.code == 4
    assert "No plan reaches the targets within the limits." in words
    assert "out of reach: the most that any plan reaches is 1.9%" in words
    assert "To repair it, lower the minimum of at least 50% reconverted" in words
    assert not (tmp_path / "plan.xlsx").exists()
    assert "not written" in said.err
    said = compensator("target", skype, "--at-least", "reconverted=50%", "--json", "-o", "no.json")
    assert said.code == 4
    (most,) = said.document["best"]
    assert (most["at_least"], most["together"]) == (0.5, True)
    assert 0.019 < most["best"] < 0.02
    assert said.document["conflict"] == ["at least 50% reconverted"]
    assert json.loads((tmp_path / "no.json").read_text())["best"] == [most]


def test_every_wrong_target_is_told_at_once(compensator, skype):
    """Exit 3, whatever is wrong with them."""
    asked = ("retained", "valu=5", "value=x", "value=5%", "roi=1", "ROI=2")
    options = [part for one in asked for part in ("--at-least", one)]
    said = compensator("target", skype, *options)
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("the list of targets has 5 problems:")
    for told in ("such as retained=95%", "did you mean 'value'?", "found 'x'", "each measure once"):
        assert told in said.err
    document = compensator("target", skype, *options, "--json").document
    assert len(document["errors"]) == 5


def test_a_target_is_asked_for(compensator, skype):
    """Without one, the call is wrong."""
    said = compensator("target", skype)
    assert said.code == 2
    assert "--at-least" in said.err


def test_options_of_solve_are_options_of_target(compensator, skype):
    """Changes, gap and time limit; nothing is refused, nothing is ignored."""
    changes = ("--set", "delay_days=14", "--set", "whole_segments=yes")
    options = (*changes, "--gap", "0.05", "--time-limit", "60", "--solver", "highs")
    said = compensator("target", skype, "--at-least", "recipients=2e6", *options, "--json")
    assert said.code == 0
    base = compensator("target", skype, "--at-least", "recipients=2e6", "--json").document
    assert said.document["objective"] >= base["objective"] * (1 - 1e-9)


def test_the_workbook_holds_the_targets_and_live_checks_that_hold(compensator, skype, tmp_path):
    """What the plan reaches is taken from the totals; policies may not be cheaper."""
    asked = ("--at-least", "value=2e6", "--at-least", "reconverted=1.8%", "--at-least", "roi=1")
    assert compensator("target", skype, *asked, "-o", "plan.xlsx").code == 0
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx", data_only=True)
    live = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    names = [
        "Summary",
        "Plan",
        "Pairs",
        "Targets",
        "Limits",
        "Policies",
        "Margins",
        "Checks",
        "Segments",
        "Chart data",
        "Manifest",
    ]
    assert book.sheetnames == names
    rows = list(book["Targets"].iter_rows(min_row=4, values_only=True))
    assert [row[0] for row in rows] == ["value", "reconverted", "roi"]
    assert {row[5] for row in rows} == {"OK"}
    assert all(str(row[2]).startswith("=Summary!") for row in values(live["Targets"]))
    checks = {row[0]: row[6] for row in values(book["Checks"]) if row[6] is not None}
    assert len(checks) == 16
    assert set(checks.values()) == {"OK"}
    assert {
        "The objective of whole users is the cost, as low as can be",
        "Targets that are missed",
    } <= set(checks)
    heads = [cell.value for cell in book["Policies"][3]]
    assert heads[-1] == "plan not dearer"
    assert "best at this cost" not in heads
    assert {row[-1] for row in values(book["Policies"])} <= {None, "–", "OK"}


def values(sheet):
    """Return a table's rows."""
    return list(sheet.iter_rows(min_row=4, values_only=True))
