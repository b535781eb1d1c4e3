"""``compensator sweep``: ranges in, one row for each cell out, and the right exit code."""

import csv
import json
from contextlib import contextmanager
from pathlib import Path

import pytest

import compensator.cli.sweep as command
from compensator.whatif.sweep.asking import explore
from compensator.workbook import read_workbook


def test_the_price_of_silence_is_the_first_line(compensator, norton):
    """What the README promises of one command line."""
    said = compensator("sweep", norton, "--vary", "delay_days=0:60:61")
    assert said.code == 0
    assert "Waiting 38 days instead of 0 costs CN¥" in said.out
    assert "61 cells: 61 optimal" in said.out


def test_the_printed_document_is_that_of_python(compensator, norton):
    """One document, whoever asks for it."""
    ranges = ["--vary", "budget=1e6,2e6", "--vary", "offers[license-auto].unit_cost*=0.8:1.2:3"]
    document = compensator("sweep", norton, *ranges, "--json").document
    vary = {"budget": [1e6, 2e6], "offers[license-auto].unit_cost*=": [0.8, 1, 1.2]}
    expected = json.loads(explore(read_workbook(norton), vary).to_json())
    assert document.pop("manifest")["solver"] == expected.pop("manifest")["solver"]
    assert document == expected


def test_set_changes_the_base_of_the_sweep(compensator, norton):
    """The same options as everywhere."""
    said = compensator("sweep", norton, "--set", "delay_days=5", "--vary", "budget*=1", "--json")
    once = compensator("solve", norton, "--set", "delay_days=5", "--json")
    assert said.document["rows"][0]["objective"] == pytest.approx(once.document["objective"])
    assert said.document["base"]["objective"] == pytest.approx(once.document["objective"])


def test_a_csv_file_holds_one_row_per_cell(compensator, norton):
    """Tidy, ready for another tool."""
    said = compensator("sweep", norton, "--vary", "budget=1e6:2e6:3", "-o", "cells.csv")
    assert (said.code, said.err) == (0, "Wrote cells.csv.\n")
    with Path("cells.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["budget"]) for row in rows] == [1e6, 1.5e6, 2e6]
    assert list(rows[0])[:3] == ["budget", "status", "objective"]
    assert float(rows[0]["value"]) == pytest.approx(float(rows[0]["objective"]))


def test_every_path_that_names_nothing_is_told_at_once(compensator, norton):
    """Exit code 3, before anything is solved: it is the data that lack it."""
    ranges = ["--vary", "delay_day=0:5:6", "--vary", "offers[x].unit_cost=1,2"]
    said = compensator("sweep", norton, *ranges, "--json")
    assert said.code == 3
    assert [error["where"] for error in said.document["errors"]] == [
        "delay_day",
        "offers[x].unit_cost",
    ]
    assert "did you mean 'delay_days'?" in said.document["errors"][0]["expected"]


def test_every_range_that_is_none_is_told_at_once_as_a_wrong_call(compensator):
    """Exit code 2, as of any other option, before anything is read."""
    ranges = ["--vary", "delay_days=0:5", "--vary", "budget=", "--vary", "max_offers=1,1"]
    said = compensator("sweep", "nowhere.xlsx", *ranges)
    assert (said.code, said.out) == (2, "")
    told = "delay_days: expected a range such as 0:5e6:51 (start, stop, how many, ends included) or 1e6,2e6 (a list), found '0:5'"
    assert told in said.err
    assert "budget: expected a range" in said.err
    assert "max_offers: expected each value once, found 1 more than once" in said.err
    said = compensator("frontier", "nowhere.xlsx", "--budgets", "0:5")
    assert (said.code, said.out) == (2, "")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Missing option '--vary'"),
        (("--vary", "budget=1", "--vary", "budget=2"), "expected each input once"),
        (("--vary", "budget=0:1:400", "--vary", "delay_days=0:1:400"), "160,000 cells"),
        (("--vary", "budget=1", "-o", "cells.pdf"), "expected a file that ends in .xlsx"),
    ],
)
def test_a_wrong_call_is_a_usage_error(compensator, norton, arguments, told):
    """Exit code 2."""
    said = compensator("sweep", norton, *arguments)
    assert said.code == 2
    assert told in said.err
    assert said.out == ""


def test_a_filter_with_signs_of_its_own_may_be_varied(compensator, norton):
    """The last sign parts a path from its range."""
    said = compensator("sweep", norton, "--vary", "segments[users>=1].users*=1,2", "--json")
    assert said.code == 0
    assert said.document["varied"] == ["segments[users>=1].users*="]


def test_an_infeasible_base_is_exit_code_4_with_its_rows_and_no_table_file(compensator, norton):
    """A table would pass for an answer."""
    ranges = ["--set", "budget=1", "--vary", "budget=1,2e6"]
    said = compensator("sweep", norton, *ranges, "-o", "cells.csv")
    assert said.code == 4
    assert "As it stands, the problem is infeasible" in said.out
    assert not Path("cells.csv").exists()
    assert "cells.csv was not written" in said.err
    said = compensator("sweep", norton, *ranges, "-o", "cells.json", "-q")
    assert said.code == 4
    written = json.loads(Path("cells.json").read_text(encoding="utf-8"))
    assert [row["status"] for row in written["rows"]] == ["infeasible", "optimal"]


def test_an_interrupted_sweep_prints_and_writes_what_is_done(compensator, norton, monkeypatch):
    """Exit code 130, said on stderr; the interruption comes from where the terminal is watched."""

    @contextmanager
    def stops_at_two(total, what, *, quiet):  # noqa: ARG001 - the counter's signature
        def advance(done):
            if done == 2:
                raise KeyboardInterrupt

        yield advance

    monkeypatch.setattr(command, "counter", stops_at_two)
    said = compensator("sweep", norton, "--vary", "delay_days=0:9:10", "-o", "cells.json", "--json")
    assert said.code == 130
    assert "Interrupted: 2 of 10 cells were solved, and are kept." in said.err
    assert len(said.document["rows"]) == 2
    assert said.document["complete"] is False
    assert json.loads(Path("cells.json").read_text(encoding="utf-8")) == said.document


def test_plans_that_a_csv_cannot_hold_are_told(compensator, norton):
    """The cells are written; who gets what is in the other files."""
    asked = ("sweep", norton, "--vary", "budget=1e6,2e6", "--plans")
    said = compensator(*asked, "-o", "cells.csv")
    assert said.code == 0
    assert said.err == (
        "Wrote cells.csv.\ncells.csv holds the cells only; .xlsx and .json hold who gets what.\n"
    )
    assert compensator(*asked, "-o", "cells.csv", "--force", "-q").err == ""
    assert compensator(*asked, "-o", "cells.xlsx").err == "Wrote cells.xlsx.\n"
    assert compensator(*asked[:-1], "-o", "other.csv").err == "Wrote other.csv.\n"
