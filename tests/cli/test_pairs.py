"""``compensator pairs``: each segment with each offer, in a terminal and in every kind of file."""

import csv
import json
from pathlib import Path

import jsonschema
import openpyxl
import pytest

import compensator as cp
from compensator.cli.documents import Errors
from tests.cli.test_contract import OFFERS, SEGMENTS, folder


@pytest.fixture
def data(tmp_path):
    """The small outage as a folder of CSV files; a week is for the paying."""
    offers = "offer,delivery_cost,eligible\ncard,0.3,\nweek,1,paying\n"
    return folder(tmp_path / "data", offers=offers)


def test_a_terminal_shows_real_offers_by_value_with_what_forbids_one(compensator, data):
    """5.00 for a week costs 1.00; the document has none too."""
    said = compensator("pairs", data)
    assert (said.code, said.err) == (0, "")
    words = [line.split() for line in said.out.splitlines()]
    assert ["paying", "week", "100", "$1", "$5", "$4", "$500"] in words
    assert said.out.index("only for paying") > said.out.index("free     card")
    document = compensator("pairs", data, "--json").document
    jsonschema.validate(document, cp.Pairs.schema())
    assert len(document["pairs"]) == 6


def test_set_changes_what_is_computed(compensator, data):
    """A card that costs more is told so, and only it."""
    changed = compensator(
        "pairs", data, "--set", "offers[card].delivery_cost*=2", "--json"
    ).document
    costs = {one["offer"]: one["cost"] for one in changed["pairs"] if one["segment"] == "paying"}
    assert costs == {"none": 0, "card": 0.6, "week": 1}


def test_each_kind_of_file_holds_every_pair(compensator, data):
    """In the order of the sheets; plain figures in .csv, formulas in .xlsx."""
    for ending in ("csv", "xlsx", "json", "html"):
        said = compensator("pairs", data, "-q", "-o", f"pairs.{ending}")
        assert (said.code, said.err) == (0, "")
    names = [("paying", "none"), ("paying", "card"), ("paying", "week")]
    rows = list(csv.DictReader(Path("pairs.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["segment"], row["offer"]) for row in rows[:3]] == names
    assert (rows[2]["eligible"], rows[2]["users"]) == ("true", "100")
    assert float(rows[2]["total_value"]) == pytest.approx(500)
    assert (rows[5]["eligible"], rows[5]["why"], rows[5]["value"]) == (
        "false",
        "only for paying",
        "",
    )
    sheet = openpyxl.load_workbook("pairs.xlsx")["Pairs"]
    assert [tuple(c.value for c in row[:2]) for row in sheet.iter_rows(min_row=4)][:3] == names
    written = json.loads(Path("pairs.json").read_text(encoding="utf-8"))["pairs"]
    assert len(written) == len(rows) == sheet.max_row - 3 == 6
    assert "only for paying" in Path("pairs.html").read_text(encoding="utf-8")


def test_bad_data_are_told_by_their_cells(compensator, tmp_path):
    """Exit 3, as everywhere."""
    bad = folder(
        tmp_path / "bad",
        segments=SEGMENTS.replace("0.8", "1.8"),
        offers=OFFERS.replace("0.3", "-1"),
    )
    said = compensator("pairs", bad, "--json")
    assert said.code == 3
    jsonschema.validate(said.document, Errors.schema())
    assert [one["where"] for one in said.document["errors"]] == ["segments.csv!C2", "offers.csv!B2"]
    assert "found 1.8" in compensator("pairs", bad).err


def test_what_is_infeasible_has_pairs_nonetheless(compensator, tmp_path):
    """Nothing is solved: an entitlement that no offer meets is why none is eligible."""
    segments = "segment,users,retention,retained_value,entitlement\npaying,100,0.8,50,9\n"
    responses = "segment,offer,retention\npaying,card,0.82\npaying,week,0.9\n"
    stuck = folder(tmp_path / "stuck", segments=segments, responses=responses)
    said = compensator("pairs", stuck, "-o", "pairs.xlsx", "--json")
    assert said.code == 0
    assert {one["why"] for one in said.document["pairs"]} == {
        "worth $0 to a user, less than the entitlement of $9"
    }
    assert Path("pairs.xlsx").exists()


@pytest.mark.parametrize("options", [("-o", "pairs.lp"), ("--nonsense",), ("--solver", "cbc")])
def test_a_wrong_call_leaves_with_2(compensator, data, options):
    """There is nothing to solve, and no program to write."""
    said = compensator("pairs", data, *options)
    assert (said.code, said.out) == (2, "")
