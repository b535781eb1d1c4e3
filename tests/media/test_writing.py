"""Plans into files, by extension."""

import csv
import json
from dataclasses import replace

import pytest

from compensator.errors import UsageError
from compensator.media.writing import write


def test_json_holds_the_document(plan, tmp_path):
    """What is written is what is printed."""
    write(plan, tmp_path / "plan.JSON")
    assert (tmp_path / "plan.JSON").read_text(encoding="utf-8") == plan.to_json() + "\n"


def test_csv_holds_the_allocations_with_plain_numbers(plan, tmp_path):
    """Other programs read it without guessing at signs and separators."""
    write(plan, str(tmp_path / "plan.csv"))
    lines = (tmp_path / "plan.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "segment,offer,share,users,cost,value,retained,reconverted"
    assert lines[2] == "registered,card-30,0.75,90000,22500.0,81000.0,0.0,4500.0"


def test_csv_text_is_never_run_by_a_spreadsheet_and_negative_numbers_stay_numbers(
    make_plan, plan, tmp_path
):
    """An apostrophe goes before = + - @, a tab and a carriage return; -5.0 is no text."""
    names = ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "a=1", "Übung, 'q' \"z\""]
    cells = [replace(plan.allocations[0], segment=name, value=-5.0) for name in names]
    write(make_plan(allocations=tuple(cells)), tmp_path / "plan.csv")
    with (tmp_path / "plan.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [row["segment"] for row in rows]
    assert found == ["'=1+1", "'+1", "'-1", "'@a", "'\tx", "'\rx", "a=1", "Übung, 'q' \"z\""]
    assert {row["value"] for row in rows} == {"-5.0"}


def test_a_workbook_is_written_by_its_extension(plan, tmp_path):
    """The third kind of file."""
    write(plan, tmp_path / "plan.xlsx")
    assert (tmp_path / "plan.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("name", "found"), [("plan.pdf", "extension '.pdf'"), ("plan", "no extension")]
)
def test_an_unknown_extension_is_refused_with_the_known_ones(plan, tmp_path, name, found):
    """The message is the remedy."""
    with pytest.raises(UsageError, match=rf"ends in \.xlsx, \.csv, \.json, \.html, found {found}"):
        write(plan, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("extension", ["xlsx", "csv", "json"])
def test_a_file_that_exists_is_only_replaced_by_force(plan, tmp_path, extension):
    """Nothing of the user's is overwritten."""
    path = tmp_path / f"plan.{extension}"
    path.write_text("mine")
    with pytest.raises(UsageError, match="exists already"):
        write(plan, path)
    assert path.read_text() == "mine"
    write(plan, path, force=True)
    assert path.read_bytes() != b"mine"


@pytest.mark.parametrize("extension", ["xlsx", "csv"])
@pytest.mark.parametrize("name", ["infeasible", "unknown"])
def test_without_a_plan_only_json_is_written_and_nothing_is_left_behind(
    name, extension, request, tmp_path
):
    """An empty table would look like an answer."""
    answer = request.getfixturevalue(name)
    with pytest.raises(
        UsageError, match=rf"plan\.{extension}: .*; only \.json holds such an answer"
    ):
        write(answer, tmp_path / f"plan.{extension}")
    assert list(tmp_path.iterdir()) == []
    write(answer, tmp_path / "plan.json")
    assert json.loads((tmp_path / "plan.json").read_text())["status"] == name
