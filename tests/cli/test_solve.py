"""``compensator solve``: the plan printed, written, and left with the right exit code."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from compensator.plan import Plan


def test_the_founding_case_prints_a_proven_plan(compensator, skype):
    """What the README promises of one command line."""
    said = compensator("solve", skype)
    assert said.code == 0
    assert "Proven: within 0.0000% of the best possible; no limit missed." in said.out
    for policy in ("do nothing", "Skype 2007", "TOM Online 2007", "Skype 2010"):
        assert policy in said.out


def test_the_printed_document_keeps_the_contract(compensator, skype):
    """Others read it by its schema."""
    document = compensator("solve", skype, "--json").document
    jsonschema.validate(document, Plan.schema())
    assert document["certificate"]["gap"] <= 1e-6
    assert document["certificate"]["violation"] <= 1e-9


def test_plain_output_has_no_colors_when_piped_or_unwanted(compensator, skype, monkeypatch):
    """NO_COLOR, and files, get no escapes."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in compensator("solve", skype).out


def test_no_line_is_wider_than_the_terminal(compensator, skype):
    """80 columns are enough."""
    assert max(map(len, compensator("solve", skype).out.splitlines())) <= 80


def test_set_changes_the_problem_and_not_the_file(compensator, skype, tmp_path):
    """A what-if leaves the workbook as it was."""
    mine = tmp_path / "mine.xlsx"
    shutil.copy(skype, mine)
    before = mine.read_bytes()
    base = compensator("solve", mine, "--json").document
    half = compensator(
        "solve", mine, "--json", "--set", "budget*=0.5", "--set", "delay_days=9"
    ).document
    assert half["budget"] == base["budget"] / 2
    assert half["objective"] < base["objective"]
    assert mine.read_bytes() == before


def test_a_wrong_assignment_is_bad_data_with_every_problem_named(compensator, skype):
    """All at once, each with what was expected."""
    said = compensator(
        "solve", skype, "--set", "budgt=1", "--set", "offers[card-31].unit_cost=2", "--json"
    )
    assert said.code == 3
    errors = said.document
    assert errors["schema"] == "compensator/errors/1"
    assert [e["where"] for e in errors["errors"]] == ["budgt=1", "offers[card-31].unit_cost=2"]
    assert "did you mean 'budget'?" in errors["errors"][0]["expected"]
    assert "did you mean 'card-30'?" in errors["errors"][1]["expected"]


def test_bad_data_are_told_by_cell_on_stderr(compensator, skype, tmp_path):
    """Exit code 3, nothing on stdout that a script could take for a plan."""
    mine = tmp_path / "mine.xlsx"
    book = openpyxl.load_workbook(skype)
    headers = {str(c.value).split(" (")[0]: c.column_letter for c in book["Segments"][1]}
    cell = f"{headers['retention']}2"
    book["Segments"][cell] = 1.4
    book.save(mine)
    said = compensator("solve", mine)
    assert (said.code, said.out) == (3, "")
    assert f"Segments!{cell}: expected a probability between 0 and 1, found 1.4" in said.err


def test_infeasible_leaves_with_4_and_names_conflict_and_repair(compensator, norton, tmp_path):
    """Infeasible is an answer; only .json can hold it."""
    said = compensator("solve", norton, "--set", "budget=1000", "--json", "-o", tmp_path / "x.json")
    assert said.code == 4
    jsonschema.validate(said.document, Plan.schema())
    assert said.document["conflict"] == ["budget", "enterprise-covered"]
    assert {r["limit"] for r in said.document["repairs"]} == {"budget", "enterprise-covered"}
    assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["status"] == "infeasible"


def test_an_infeasible_answer_is_not_written_as_a_workbook(compensator, norton, tmp_path):
    """There is no plan to put in it."""
    said = compensator("solve", norton, "--set", "budget=1000", "-o", tmp_path / "x.xlsx")
    assert said.code == 4
    assert not (tmp_path / "x.xlsx").exists()
    assert "only .json" in said.err


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.csv", "plan.json"])
def test_files_are_written_whole_and_not_twice_without_force(compensator, skype, tmp_path, name):
    """A second run keeps the first file unless told otherwise."""
    target = tmp_path / name
    assert compensator("solve", skype, "-o", target).code == 0
    first = target.read_bytes()
    again = compensator("solve", skype, "-o", target)
    assert again.code == 2
    assert "--force" in again.err
    assert target.read_bytes() == first
    assert compensator("solve", skype, "-o", target, "--force").code == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == [name]


def test_the_input_is_never_overwritten(compensator, skype, tmp_path):
    """Not even with --force."""
    mine = tmp_path / "mine.xlsx"
    shutil.copy(skype, mine)
    before = mine.read_bytes()
    said = compensator("solve", mine, "-o", mine, "--force")
    assert said.code == 2
    assert "is the input" in said.err
    assert mine.read_bytes() == before


def test_an_unknown_ending_is_refused_before_any_work(compensator, skype, tmp_path):
    """The known ones are named."""
    said = compensator("solve", skype, "-o", tmp_path / "plan.docx")
    assert said.code == 2
    assert ".xlsx, .csv, .json" in said.err


def test_an_unknown_solver_is_refused_with_those_that_are_there(compensator, skype):
    """A name that PuLP does not know is a usage error."""
    said = compensator("solve", skype, "--solver", "oracle")
    assert said.code == 2
    assert "solver 'oracle' is not known" in said.err
    assert "highs" in said.err


def test_quiet_says_nothing_but_the_plan(compensator, skype, tmp_path):
    """stderr stays empty."""
    said = compensator("solve", skype, "-q", "-o", tmp_path / "plan.json")
    assert said.err == ""


@pytest.mark.parametrize(
    "option", [["--time-limit", "0"], ["--gap", "-1"], ["--time-limit", "soon"]]
)
def test_options_out_of_range_are_usage_errors(compensator, skype, option):
    """Before anything is read."""
    assert compensator("solve", skype, *option).code == 2


def test_a_closed_pipe_is_no_traceback(skype):
    """``compensator solve … | head -1`` ends quietly."""
    command = f'"{sys.executable}" -m compensator solve "{skype}" | head -1'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "Skype" in done.stdout


def test_shuffled_rows_give_the_same_value(compensator, skype, tmp_path):
    """The order of rows never changes the answer's value."""
    import random

    mine, rng = tmp_path / "mine.xlsx", random.Random(7)
    book = openpyxl.load_workbook(skype)
    for name in ("Settings", "Segments", "Offers", "Responses", "Limits", "Policies", "Scenarios"):
        if name not in book.sheetnames:
            continue
        sheet = book[name]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        rows = [row for row in rows if any(value is not None for value in row)]
        rng.shuffle(rows)
        for r, row in enumerate(rows, 2):
            for c, value in enumerate(row, 1):
                sheet.cell(r, c).value = value
    book.save(mine)
    base, shuffled = (compensator("solve", f, "--json").document for f in (skype, mine))
    assert shuffled["objective"] == pytest.approx(base["objective"], rel=1e-9)
    assert shuffled["budget_price"] == pytest.approx(base["budget_price"], rel=1e-9)


def test_a_folder_of_csv_files_does_as_well(compensator, tmp_path):
    """The same tables, one file each."""
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "segments.csv").write_text(
        "segment,users,retention,retained_value\nnew,100,0.5,10\n", encoding="utf-8"
    )
    (folder / "offers.csv").write_text("offer,delivery_cost\ncard,1\n", encoding="utf-8")
    (folder / "responses.csv").write_text(
        "segment,offer,retention\nnew,card,0.75\n", encoding="utf-8"
    )
    (folder / "settings.csv").write_text(
        "setting,value\nbudget,50\nwhole_segments,no\n", encoding="utf-8"
    )
    document = compensator("solve", folder, "--json").document
    assert document["objective"] == pytest.approx(125)
    assert document["budget_price"] == pytest.approx(2.5)
    assert Path(folder).name == document["title"]


def test_a_time_limit_leaves_with_5_and_never_below_a_feasible_policy(compensator):
    """What was found in time is told as such: no price, no promise, and at least the best policy."""
    compensator("init", "plan.xlsx")
    said = compensator("solve", "plan.xlsx", "--time-limit", "1e-9", "--json")
    assert said.code == 5
    plan = said.document
    jsonschema.validate(plan, Plan.schema())
    assert plan["status"] == "feasible"
    best = max(p["objective"] for p in plan["policies"] if p["feasible"])
    assert plan["objective"] >= best > 0
    assert plan["notes"][0].startswith("The time limit was reached")
    assert any("was not settled in the time given" in note for note in plan["notes"])
    told = compensator("solve", "plan.xlsx", "--time-limit", "1e-9").out
    assert "Further budget" not in told
    assert "Not proven best" in told


def test_a_gap_is_an_answer_with_exit_0(compensator):
    """Within the asked gap is what was asked for."""
    compensator("init", "o2.xlsx", "--example", "o2-2012")
    said = compensator("solve", "o2.xlsx", "--gap", "0.5", "--json")
    assert said.code == 0
    assert said.document["status"] in ("feasible", "optimal")
    assert said.document["certificate"]["solver_gap"] <= 0.5


def test_a_folder_of_tables_is_never_overwritten(compensator, tmp_path):
    """The allocations would become the segments of the next run."""
    (tmp_path / "segments.csv").write_text(
        "segment,users,retention,retained_value\na,9,0.5,1\n", encoding="utf-8"
    )
    (tmp_path / "offers.csv").write_text("offer\ncard\n", encoding="utf-8")
    (tmp_path / "responses.csv").write_text(
        "segment,offer,retention\na,card,0.6\n", encoding="utf-8"
    )
    said = compensator("solve", ".", "-o", "segments.csv", "--force")
    assert said.code == 2
    assert "would be read as input" in said.err
    assert (tmp_path / "segments.csv").read_text(encoding="utf-8").startswith("segment,users")


def test_a_folder_that_cannot_be_written_to_is_refused_first(compensator, skype, tmp_path):
    """Before the plan is solved and printed."""
    said = compensator("solve", skype, "-o", tmp_path / "nowhere" / "plan.xlsx")
    assert (said.code, said.out) == (2, "")
    assert "is not a folder that may be written to" in said.err


@pytest.mark.parametrize("option", [("--gap", "nan"), ("--time-limit", "nan")])
def test_not_a_number_is_no_option(compensator, skype, option):
    """NaN compares with nothing."""
    assert compensator("solve", skype, *option).code == 2
