"""``compensator frontier``: the curve printed and written, and the right exit code."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from jsonschema import Draft202012Validator

import compensator as cp
from compensator.cli.schemas import SCHEMAS
from compensator.workbook.template import write_problem
from tests.cases import outage


@pytest.fixture
def book(tmp_path):
    """Write the outage of ``tests.cases``, some tables or settings changed, to a workbook."""

    def written(name="outage.xlsx", **changes):
        write_problem(outage(title="Outage", **changes), tmp_path / name)
        return tmp_path / name

    return written


def words(text):
    """The text of the panel as one line."""
    return " ".join(text.replace("│", " ").split())


def test_the_answer_the_curve_and_the_ladder_are_printed(compensator, book):
    """How much to spend, on whom first, and where it ends."""
    said = compensator("frontier", book(budget=130))
    assert (said.code, said.err) == (0, "")
    text = words(said.out)
    assert "Spend up to $160, for $700 of value" in text
    assert "First $100: week to paying, 100 users ($500, $5 per $1)." in text
    assert "Next $60: card to dormant" in text
    assert "your budget: budget $130, value $600" in text
    assert "exact: 3 breakpoints, straight between them" in text
    assert "Ladder" in text


@pytest.mark.parametrize("case", ["skype", "norton"])
def test_the_printed_document_is_that_of_python(compensator, request, case):
    """One document, whoever asks for it."""
    file = request.getfixturevalue(case)
    document = compensator("frontier", file, "--json").document
    expected = json.loads(cp.frontier(cp.read_workbook(file)).to_json())
    del document["manifest"]["seconds"], expected["manifest"]["seconds"]
    assert document == expected
    assert document["schema"] == "compensator/frontier/1"


def test_a_csv_file_holds_the_points(compensator, book):
    """As the contract says: not the ladder."""
    said = compensator("frontier", book(), "-o", "points.csv")
    assert (said.code, said.err) == (0, "Wrote points.csv.\n")
    rows = list(csv.DictReader(Path("points.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert list(rows[0]) == ["budget", "value", "price"]
    assert [float(row["budget"]) for row in rows] == pytest.approx([0, 100, 160])
    assert [float(row["value"]) for row in rows] == pytest.approx([0, 500, 700])


def test_a_workbook_holds_the_points_the_ladder_and_the_picture(compensator, book):
    """What an analyst passes on."""
    assert compensator("frontier", book(), "-o", "curve.xlsx", "-q").err == ""
    written = openpyxl.load_workbook("curve.xlsx")
    assert {"Points", "Ladder"} <= set(written.sheetnames)
    assert sum(len(sheet._charts) for sheet in written) == 1
    cells = {str(cell) for row in written["Ladder"].values for cell in row}
    assert {"paying", "week", "dormant", "card"} <= cells


def test_a_page_holds_the_picture_and_no_markup_of_the_users(compensator, book):
    """Names are data, wherever they stand."""
    name = "<script>alert(1)</script>"
    segments = [{"segment": name, "users": 5, "retention": 0.5, "retained_value": 10}]
    responses = [{"segment": name, "offer": "card", "retention": 0.6, "cost": 0.1}]
    file = book(segments=segments, offers=[{"offer": "card"}], responses=responses)
    assert compensator("frontier", file, "-o", "curve.html").code == 0
    page = Path("curve.html").read_text(encoding="utf-8")
    assert name not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "plotly" in page.lower()


def test_a_written_document_is_the_printed_one(compensator, book):
    """-o curve.json and --json hold the same."""
    file = book()
    said = compensator("frontier", file, "-o", "curve.json", "--json")
    assert json.loads(Path("curve.json").read_text(encoding="utf-8")) == said.document
    assert compensator("frontier", file, "-o", "curve.json").code == 2


def test_budgets_are_solved_where_they_are_asked_for(compensator, book):
    """A range or a list; each integer plan with its bound and gap."""
    said = compensator("frontier", book(), "--budgets", "0:160:3", "--json")
    assert [p["budget"] for p in said.document["points"]] == [0, 80, 160]
    assert [p["value"] for p in said.document["points"]] == pytest.approx([0, 400, 700])
    file = book("whole.xlsx", whole_segments=True)
    said = compensator("frontier", file, "--budgets", "60,100", "--json")
    points = said.document["points"]
    assert [p["value"] for p in points] == pytest.approx([200, 500])
    assert [p["bound"] for p in points] == pytest.approx([300, 500])
    assert [p["gap"] for p in points] == pytest.approx([0.5, 0])
    assert (
        "2 integer plans, each at its own budget"
        in compensator("frontier", file, "--budgets", "60,100").out
    )


def test_a_return_floor_is_a_number_or_a_percentage(compensator, book):
    """400% of its cost beyond it: 500 for 100."""
    file = book()
    for floor in ("4", "400%"):
        said = compensator("frontier", file, "--roi-floor", floor, "--json")
        assert said.document["roi_floor"] == 4
        assert said.document["roi_to"] == pytest.approx(100)
    text = words(compensator("frontier", file, "--roi-floor", "400%").out)
    assert "Up to $100 the plan has at least a net value of 400% of its cost." in text


def test_fewer_points_tell_their_gap(compensator, skype):
    """Cut short, with what may be missing."""
    said = compensator("frontier", skype, "--points", "6", "--json")
    assert len(said.document["points"]) == 6
    assert said.document["complete"] is False
    assert said.document["max_gap"] > 0
    assert "at most $" in words(compensator("frontier", skype, "--points", "6").out)


def test_set_changes_the_problem_and_freeze_keeps_a_plan(compensator, book):
    """Where does the next money go, after a first wave of 40."""
    file = book(budget=40)
    assert compensator("solve", file, "-o", "wave.json").code == 0
    said = compensator("frontier", file, "--freeze", "wave.json", "--json")
    assert [p["budget"] for p in said.document["points"]] == pytest.approx([40, 100, 160])
    said = compensator("frontier", file, "--set", "offers[week].max_users=0", "--json")
    assert [p["budget"] for p in said.document["points"]] == pytest.approx(
        [0, 90]
    )  # cards, equally good for both


def test_a_return_that_comes_late_is_told_from_and_to(compensator, book):
    """Who must be served at a loss first: the start has no return."""
    limits = [{"limit": "reach", "measure": "recipients", "offers": "card", "min": 200}]
    said = compensator("frontier", book(limits=limits), "--roi-floor", "3", "--json")
    assert said.document["roi_from"] > said.document["points"][0]["budget"]
    text = words(compensator("frontier", book("again.xlsx", limits=limits), "--roi-floor", "3").out)
    assert "From $" in text


def test_a_time_limit_that_stops_a_plan_is_exit_code_5(compensator, book):
    """What was found is printed and told; nothing passes for the best."""
    file = book(whole_segments=True)
    said = compensator("frontier", file, "--time-limit", "1e-9", "--budgets", "100", "--json")
    assert said.code == 5
    assert said.document["stopped"] is True
    assert said.document["status"] in ("feasible", "unknown")
    assert "time limit" in " ".join(said.document["notes"])
    Draft202012Validator(SCHEMAS["frontier-1"].schema()).validate(said.document)
    assert compensator("frontier", file, "--time-limit", "1e-9", "--budgets", "100").code == 5
    said = compensator("frontier", file, "--gap", "0.9", "--time-limit", "60", "--json")
    assert (said.code, said.document["stopped"]) == (0, False)


@pytest.mark.parametrize("way", ["auto", "highs"])
def test_the_ladder_is_there_whichever_solver_is_asked(compensator, book, way):
    """One budget couples the segments: the steps are known."""
    said = compensator("frontier", book(), "--solver", way)
    assert "First $100: week to paying, 100 users" in words(said.out)
    assert "every segment then has its best offer" in words(said.out)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--points", "1"), "1 is not in the range x>=2"),
        (("--budgets", "0:5"), "--budgets"),
        (("--budgets", "a"), "found 'a'"),
        (("--budgets", "-5,10"), "budgets of at least 0, found -5"),
        (("--roi-floor", "much"), "expected a ratio such as 1.5 or 150%, found 'much'"),
        (("--roi-floor", "nan"), "found 'nan'"),
        (("--roi-floor", "inf%"), "found 'inf%'"),
        (("--solver", "nobody"), "solver 'nobody' is not known"),
        (("--time-limit", "0"), "0.0 is not in the range x>0"),
        (("--gap", "-1"), "-1.0 is not in the range x>=0"),
        (("-o", "curve.pdf"), "expected a file that ends in .xlsx"),
    ],
)
def test_a_wrong_call_is_a_usage_error(compensator, book, arguments, told):
    """Exit code 2, nothing on stdout, no traceback."""
    said = compensator("frontier", book(), *arguments)
    assert said.code == 2
    assert told in " ".join(said.err.split())
    assert said.out == ""


def test_limits_that_clash_are_exit_code_4_and_written_only_as_json(compensator, book):
    """An empty table would pass for an answer."""
    limits = [
        {"limit": "many", "measure": "recipients", "min": 200},
        {"limit": "few", "measure": "recipients", "max": 100},
    ]
    file = book(limits=limits)
    said = compensator("frontier", file, "-o", "curve.csv")
    assert said.code == 4
    assert "No budget is enough: the other limits clash." in words(said.out)
    assert "many" in said.out
    assert "few" in said.out
    assert not Path("curve.csv").exists()
    said = compensator("frontier", file, "-o", "curve.json", "-q", "--json")
    assert said.code == 4
    assert said.document["status"] == "infeasible"
    assert said.document["points"] == []
    assert said.document["ladder"] is None
    assert set(said.document["conflict"]) == {"many", "few"}
    assert json.loads(Path("curve.json").read_text(encoding="utf-8")) == said.document


def test_budgets_that_are_all_too_small_are_exit_code_4(compensator, book):
    """Told as what they are: not as limits that clash at any budget."""
    file = book(limits=[{"limit": "reach", "measure": "recipients", "min": 50}])
    said = compensator("frontier", file, "--budgets", "1,2")
    assert said.code == 4
    assert "No plan costs as little as the greatest budget asked for." in words(said.out)


def test_bad_data_is_exit_code_3_with_its_cell(compensator, book):
    """The same errors as everywhere."""
    said = compensator("frontier", book(), "--set", "segments[nobody].users=1", "--json")
    assert said.code == 3
    assert "nobody" in said.document["errors"][0]["where"]
    assert compensator("frontier", "nowhere.xlsx").code in (2, 3)
