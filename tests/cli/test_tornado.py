"""``compensator tornado``: the tornado, or one pair's break-even, printed and written."""

import csv
import json
from pathlib import Path

import pytest

from compensator.whatif.break_even.asking import break_even
from compensator.whatif.tornado.asking import tornado
from compensator.workbook import read_workbook


def test_the_answer_comes_first_and_twelve_inputs_follow(compensator, norton):
    """What matters most, whether the plan changes, and the chart."""
    said = compensator("tornado", norton)
    assert (said.code, said.err) == (0, "")
    text = " ".join(said.out.replace("│", " ").split())
    assert (
        "What matters most is delay_days: +CN¥294,352 at 30.4 days, −CN¥229,046 at 45.6 days."
        in text
    )
    assert "change the plan; for" in text
    result = tornado(read_workbook(norton))
    assert f"{len(result.rows) - 12} more rows" in text


def test_the_printed_document_is_that_of_python(compensator, norton):
    """One document, whoever asks for it."""
    document = compensator("tornado", norton, "--by", "10%", "--json").document
    expected = json.loads(tornado(read_workbook(norton), by=0.1).to_json())
    del document["manifest"]["seconds"], expected["manifest"]["seconds"]
    assert document == expected
    assert document["schema"] == "compensator/tornado/1"


def test_break_even_prints_the_pair_instead(compensator, skype):
    """One question, one answer."""
    pair = ("world-business", "week")
    said = compensator("tornado", skype, "--break-even", ", ".join(pair))
    assert said.code == 0
    assert "It leaves the plan at a retention with the offer of 86.85% (now 87.67%)" in " ".join(
        said.out.replace("│", " ").split()
    )
    document = compensator("tornado", skype, "--break-even", ",".join(pair), "--json").document
    expected = json.loads(break_even(read_workbook(skype), *pair).to_json())
    del document["manifest"]["seconds"], expected["manifest"]["seconds"]
    assert document == expected


def test_files_hold_every_input(compensator, norton):
    """The terminal shows the first."""
    said = compensator("tornado", norton, "-o", "t.csv")
    assert (said.code, said.err) == (0, "Wrote t.csv.\n")
    rows = list(csv.DictReader(Path("t.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["path"] for row in rows] == [
        row.path for row in tornado(read_workbook(norton)).rows
    ]
    for name in ("t.xlsx", "t.html", "t.json"):
        assert compensator("tornado", norton, "-o", name, "-q").code == 0
        assert Path(name).stat().st_size > 1000
    again = compensator("tornado", norton, "-o", "t.json")
    assert again.code == 2
    assert "--force" in again.err


def test_infeasible_as_it_stands_exits_with_4_and_writes_json_only(compensator, norton):
    """There is nothing to move."""
    harsh = ("tornado", norton, "--set", "budget=0", "--set", "segments[*].entitlement=1e6")
    said = compensator(*harsh, "-o", "t.xlsx")
    assert said.code == 4
    assert "No plan meets every limit today" in said.out
    assert not Path("t.xlsx").exists()
    assert compensator(*harsh, "-o", "t.json").code == 4
    assert json.loads(Path("t.json").read_text(encoding="utf-8"))["rows"] == []


@pytest.mark.parametrize("by", ["0%", "100%", "-5%", "20 percent", "nan"])
def test_a_percentage_out_of_range_is_a_usage_error(compensator, norton, by):
    """Said before anything is solved."""
    said = compensator("tornado", norton, f"--by={by}")
    assert said.code == 2
    assert f"expected a percentage above 0% and below 100%, found {by!r}" in said.err


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ("company", "expected a segment and an offer such as dormant,card-30, found 'company'"),
        ("company,", "expected a segment and an offer"),
        ("compny,apology", "found 'compny'; did you mean 'company'?"),
        ("company,none", "expected an offer other than none"),
    ],
)
def test_a_pair_that_is_none_is_a_usage_error(compensator, norton, pair, message):
    """A name that is not there, or no pair at all."""
    said = compensator("tornado", norton, "--break-even", pair)
    assert (said.code, said.out) == (2, "")
    assert message in said.err
