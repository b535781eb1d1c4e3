"""``compensator check``: what was read, or all that is wrong."""

import json
import re

import jsonschema
import pytest

from compensator.cli.documents import Errors
from compensator.plan import Inventory


def test_a_good_workbook_is_told_in_numbers(compensator, skype):
    """Segments, users, offers, pairs, limits, and the span of what can be spent."""
    said = compensator("check", skype)
    assert said.code == 0
    for name, figure in (
        ("Segments", "12"),
        ("Users", "220,350,000"),
        ("Offers", "4"),
        ("Limits", "4"),
    ):
        assert re.search(rf"^{name} +{figure}( \(beside none\))?$", said.out, re.MULTILINE)
    assert "Least cost" in said.out
    assert "Most cost" in said.out


@pytest.mark.parametrize("case", ["skype", "norton"])
def test_the_document_keeps_the_contract(compensator, case, request):
    """Others read it by its schema."""
    document = compensator("check", request.getfixturevalue(case), "--json").document
    jsonschema.validate(document, Inventory.schema())
    assert 0 <= document["least_cost"] <= document["most_cost"]


def folder_of(tmp_path, **files):
    folder = tmp_path / "data"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


SEGMENTS = "segment,users,retention,retained_value,entitlement\neu,100,0.5,10,5\nus,200,0.5,10,\n"
OFFERS = "offer,delivery_cost,face_value\ncard,1,5\ngift,3,9\n"
RESPONSES = "segment,offer,retention\neu,card,0.6\neu,gift,0.7\nus,card,0.6\nus,gift,0.7\n"


def test_least_and_most_cost_are_those_of_a_hand_count(compensator, tmp_path):
    """eu must get the card (100); at most everybody gets the gift (900)."""
    folder = folder_of(tmp_path, segments=SEGMENTS, offers=OFFERS, responses=RESPONSES)
    document = compensator("check", folder, "--json").document
    assert (document["least_cost"], document["most_cost"]) == (100, 900)
    assert document["eligible_pairs"] == 4


def test_a_segment_without_an_eligible_offer_leaves_with_4_and_its_name(compensator, tmp_path):
    """That is infeasible, not bad data."""
    segments = SEGMENTS.replace("10,5", "10,50")
    folder = folder_of(tmp_path, segments=segments, offers=OFFERS, responses=RESPONSES)
    said = compensator("check", folder)
    assert said.code == 4
    assert "No offer is eligible for eu" in said.out


def test_every_problem_is_listed_at_once_by_cell(compensator, tmp_path):
    """Nothing is found only after something else is mended."""
    folder = folder_of(
        tmp_path,
        segments=SEGMENTS.replace("0.5,10,5", "1.5,-10,5").replace("users", "user"),
        offers=OFFERS.replace("card,1", "card,one"),
        responses=RESPONSES.replace("us,gift", "us,gfit"),
    )
    said = compensator("check", folder, "--json")
    assert said.code == 3
    jsonschema.validate(said.document, Errors.schema())
    found = {e["where"]: e for e in said.document["errors"]}
    assert "did you mean 'users'?" in found["segments.csv!B1"]["expected"]
    assert found["segments.csv!C2"]["found"] == "1.5"
    assert "between 0 and 1" in found["segments.csv!C2"]["expected"]
    assert "at least 0" in found["segments.csv!D2"]["expected"]
    assert found["offers.csv!B2"]["expected"] == "a number"
    assert "did you mean 'gift'?" in found["responses.csv!B5"]["expected"]


def test_limits_that_clash_are_noted_without_failing(compensator, tmp_path):
    """check looks at the data; solve says what clashes."""
    limits = "limit,measure,min,max\nall,recipients,300,\nfew,recipients,,10\n"
    folder = folder_of(
        tmp_path, segments=SEGMENTS, offers=OFFERS, responses=RESPONSES, limits=limits
    )
    said = compensator("check", folder)
    assert said.code == 0
    assert "The limits clash" in said.out


def test_a_scenario_that_makes_no_problem_is_noted(compensator, tmp_path):
    """Its result is out of range: that is told before anybody waits for a comparison."""
    from compensator.workbook.template import write_problem
    from tests.cases import outage

    rows = [
        {"scenario": "more than all", "change": "segments[paying].retention*=2"},
        {"scenario": "dearer", "change": "offers[week].delivery_cost*=2"},
    ]
    write_problem(outage(scenarios=rows), tmp_path / "plan.xlsx")
    said = compensator("check", "plan.xlsx")
    assert said.code == 0
    assert "Scenario 'more than all' cannot be solved: " in said.out
    assert "found 1.6" in said.out
    assert "dearer" not in said.out


def test_what_a_check_found_can_be_kept_in_a_file(compensator, tmp_path):
    """For who asks later what the data were; a table holds the columns that are nobody's but the analyst's."""
    segments = SEGMENTS.replace("entitlement", "claim")
    folder = folder_of(tmp_path, segments=segments, offers=OFFERS, responses=RESPONSES)
    document = compensator("check", folder, "--json", "-o", "held.json").document
    kept = json.loads((tmp_path / "held.json").read_text(encoding="utf-8"))
    assert kept["tags"] == document["tags"]
    assert compensator("check", folder, "-o", "held.csv").code == 0
    lines = (tmp_path / "held.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines == ["sheet,column,taken as,known for,of,rows", "Segments,claim,tag,1,2,rows"]
    assert compensator("check", folder, "-o", "held.xlsx").code == 0
    assert (tmp_path / "held.xlsx").exists()


def test_no_note_of_a_check_is_cut_off(compensator, tmp_path):
    """The thirteenth is as wrong as the first."""
    scenarios = "scenario,change\n" + "".join(
        f"s{i},segments[eu].retention*=9\n" for i in range(20)
    )
    folder = folder_of(
        tmp_path, segments=SEGMENTS, offers=OFFERS, responses=RESPONSES, scenarios=scenarios
    )
    said = compensator("check", folder)
    assert said.out.count("cannot be solved") == 20
    assert "more note" not in said.out


def test_a_plan_in_full_holds_every_note_table_and_row(compensator, skype):
    """The page is for who decides; the rest is there for who asks."""
    brief, full = compensator("solve", skype), compensator("solve", skype, "--full")
    headings = re.findall(r"^(\w[^─\n]*) ─{3,}$", full.out, re.MULTILINE)
    assert set(re.findall(r"^(\w[^─\n]*) ─{3,}$", brief.out, re.MULTILINE)) < set(headings)
    assert {"How clearly offers win", "Columns of your own"} <= set(headings)
    assert "more note" not in full.out
    assert "Also in a file" not in full.out
    assert " more rows" not in full.out
