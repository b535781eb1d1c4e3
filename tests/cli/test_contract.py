"""What every what-if command promises alike: its streams, its files, its exit codes, its documents."""

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest
from jsonschema import Draft202012Validator

import compensator as cp
from compensator.cli.main import COMMANDS
from compensator.workbook.shipped import shipped_cases

ASKED = {
    "frontier": (),
    "sweep": ("--vary", "budget=0:160:3"),
    "target": ("--at-least", "value=100"),
    "compare": (),
    "tornado": (),
}
"""The questions of this file, each as short as it may be."""
ENDINGS = dict.fromkeys(ASKED, (".xlsx", ".csv", ".json", ".html"))
FILES = [(name, ending) for name in ASKED for ending in ENDINGS[name]]

SEGMENTS = "segment,users,retention,retained_value\npaying,100,0.8,50\nfree,200,0.5,20\n"
OFFERS = "offer,delivery_cost\ncard,0.3\nweek,1\n"
RESPONSES = (
    "segment,offer,retention\npaying,card,0.82\npaying,week,0.9\nfree,card,0.55\nfree,week,0.52\n"
)
SETTINGS = "setting,value\ntitle,Outage\nbudget,130\n"
"""A week for the paying costs 100 and brings 500; cards for the free cost 60 and bring 200."""

MARKUP = "<script>alert(1)</script>"
TITLE = "[red]{x}[/red] </title> & =1+1"
NAMES = {"paying": "+1 <b>é</b> 日本", "free": "@SUM(A1)", "card": "-card", "week": f"🎁 {MARKUP}"}


def folder(path, **tables):
    """Write a folder of CSV files, some of them other than those above."""
    path.mkdir()
    held = {"segments": SEGMENTS, "offers": OFFERS, "responses": RESPONSES, "settings": SETTINGS}
    for name, text in {**held, **tables}.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def data(tmp_path):
    """The small outage as a folder of CSV files."""
    return folder(tmp_path / "data")


@pytest.fixture
def odd(tmp_path):
    """The same, with names that a terminal, a page or a spreadsheet might take for its own."""
    tables = {"segments": SEGMENTS, "offers": OFFERS, "responses": RESPONSES}
    for name, other in NAMES.items():
        tables = {k: text.replace(name, other) for k, text in tables.items()}
    return folder(tmp_path / "odd", **tables, settings=SETTINGS.replace("Outage", TITLE))


def validated(said):
    """Return the document that was printed alone, after checking it by its shipped schema."""

    def refuse(constant):
        raise AssertionError(constant)

    document = json.loads(said.out, parse_constant=refuse)
    name = document["schema"].removeprefix("compensator/").replace("/", "-")
    shipped = files("compensator").joinpath("schemas", f"{name}.schema.json").read_bytes()
    Draft202012Validator(json.loads(shipped)).validate(document)
    return document


def test_every_question_is_a_command():
    """A command that is added to the what-if questions is added here."""
    others = {"init", "check", "pairs", "solve", "export"}
    assert set(COMMANDS) == set(ASKED) | others


@pytest.mark.parametrize("case", sorted(shipped_cases()))
def test_every_document_of_a_shipped_case_meets_its_schema(compensator, case, tmp_path):
    """Whoever reads them by machine may rely on it."""
    file = tmp_path / "case.xlsx"
    assert validated(compensator("init", file, "--example", case, "--json"))["file"] == str(file)
    known = cp.read_workbook(file)
    outcome = "retained" if any(s.retention is not None for s in known.segments) else "reconverted"
    asked = [
        ("check",),
        ("pairs",),
        ("solve",),
        ("export", "-o", tmp_path / "plan.lp"),
        ("frontier", "--roi-floor", "100%"),
        ("sweep", "--vary", "budget=1e4,1e6", "--vary", "delay_days=0:30:3", "--plans"),
        ("target", "--at-least", f"{outcome}=1"),
        ("compare",),
    ]
    for name, *options in asked:
        said = compensator(name, file, *options, "--json")
        assert (said.code, said.err) == (0, ""), name
        validated(said)


@pytest.mark.parametrize("case", ["norton-2007", "sk-ii-2006"])
def test_the_sensitivities_of_a_shipped_case_meet_their_schemas(compensator, case):
    """They solve again at every input, so that two cases are enough."""
    file = shipped_cases()[case]
    document = validated(compensator("tornado", file, "--json"))
    assert document["schema"] == "compensator/tornado/1"
    assert document["rows"]
    problem = cp.read_workbook(file)
    pair = f"{problem.segments[0].segment},{problem.offers[0].offer}"
    document = validated(compensator("tornado", file, "--break-even", pair, "--json"))
    assert document["schema"] == "compensator/break-even/1"


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize(
    "change", ["budget=", "budget=0", "whole_segments=yes", "max_offers=1", "maximize=retained"]
)
def test_odd_problems_have_documents_too(compensator, data, name, change):
    """No budget, no money, integer ones, another aim."""
    said = compensator(name, data, *ASKED[name], "--set", change, "--json")
    assert (said.code, said.err) == (0, "")
    document = validated(said)
    assert document["title"] == "Outage"
    assert {"currency", "manifest"} <= set(document)


@pytest.mark.parametrize("name", ASKED)
def test_a_folder_of_csv_files_is_answered_as_a_workbook_is(compensator, data, name):
    """The small outage, whose answer is done by hand."""
    document = validated(compensator(name, data, *ASKED[name], "--json"))
    best = {
        "frontier": lambda d: [p["value"] for p in d["points"]][-1] - 100,
        "sweep": lambda d: d["base"]["objective"],
        "target": lambda d: d["objective"] * 30,
        "compare": lambda d: d["plans"][0]["objective"],
        "tornado": lambda d: d["value"],
    }
    assert best[name](document) == pytest.approx(600)


@pytest.mark.parametrize("name", ASKED)
def test_set_changes_the_problem_before_the_question(compensator, data, name):
    """As cp.changed does."""
    option = ("--set", "segments[paying].retained_value=80", "--set", "budget=200")
    document = validated(compensator(name, data, *ASKED[name], *option, "--json"))
    changes = ["segments[paying].retained_value=80", "budget=200"]
    problem = cp.changed(cp.read_workbook(data), changes)
    asked = {
        "frontier": cp.frontier,
        "sweep": lambda p: cp.explore(p, {"budget": "0:160:3"}),
        "target": lambda p: cp.target(p, {"value": 100}),
        "compare": cp.compare,
        "tornado": cp.tornado,
    }
    expected = json.loads(asked[name](problem).to_json())
    plain = json.loads(compensator(name, data, *ASKED[name], "--json").out)
    for each in (document, expected, plain):
        del each["manifest"]
    assert _near(document, expected)
    assert not _near(document, plain)


def _near(one, other):
    """Return whether two documents say the same, figures to nine digits."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_near(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_near, one, other))
    if isinstance(one, float) and isinstance(other, (int, float)):
        return one == pytest.approx(other, rel=1e-9, abs=1e-6)
    return one == other


@pytest.mark.parametrize("name", ASKED)
def test_text_goes_to_stdout_and_nothing_to_stderr(compensator, data, name):
    """Progress is for a terminal; here nobody watches."""
    said = compensator(name, data, *ASKED[name])
    assert (said.code, said.err) == (0, "")
    assert "Outage" in said.out
    assert "\x1b" not in said.out


@pytest.mark.parametrize(("name", "ending"), FILES)
def test_each_kind_of_file_is_written_whole_and_told_on_stderr(compensator, data, name, ending):
    """Nothing else is left in the folder; -q keeps silent."""
    target = Path(f"answer{ending}")
    said = compensator(name, data, *ASKED[name], "-o", target)
    assert (said.code, said.err) == (0, f"Wrote {target}.\n")
    assert {path.name for path in Path().iterdir()} == {"data", target.name}
    assert target.stat().st_size > 50
    quiet = compensator(name, data, *ASKED[name], "-o", target, "--force", "-q", "--json")
    assert (quiet.code, quiet.err) == (0, "")
    document = validated(quiet)
    if ending == ".json":
        assert json.loads(target.read_text(encoding="utf-8")) == document


@pytest.mark.parametrize("name", ASKED)
def test_a_file_that_exists_is_replaced_only_with_force_and_at_once(compensator, data, name):
    """Whoever has the old one open keeps it whole: it is never written into."""
    target, kept = Path("answer.json"), Path("kept.json")
    target.write_text("mine", encoding="utf-8")
    os.link(target, kept)
    said = compensator(name, data, *ASKED[name], "-o", target)
    assert (said.code, said.out) == (2, "")
    assert "--force replaces it" in said.err
    assert target.read_text(encoding="utf-8") == "mine"
    assert compensator(name, data, *ASKED[name], "-o", target, "--force").code == 0
    assert kept.read_text(encoding="utf-8") == "mine"
    assert json.loads(target.read_text(encoding="utf-8"))["title"] == "Outage"


@pytest.mark.parametrize("name", ASKED)
def test_the_input_is_never_overwritten(compensator, data, name, tmp_path, norton):
    """Not by its name, not by another one, not in a folder; --force or not."""
    book = tmp_path / "book.xlsx"
    book.write_bytes(norton.read_bytes())
    Path("other.xlsx").symlink_to(book)
    for file, target in [(book, "book.xlsx"), (book, "other.xlsx"), (data, data / "Offers.CSV")]:
        said = compensator(name, file, *ASKED[name], "-o", target, "--force")
        assert (said.code, said.out) == (2, "")
        assert "never overwritten" in said.err
    assert book.read_bytes() == norton.read_bytes()
    assert (data / "offers.csv").read_text(encoding="utf-8") == OFFERS
    assert not (data / "Offers.CSV").exists()


@pytest.mark.parametrize("name", ["solve", "target", "frontier"])
def test_the_plan_that_is_gone_on_from_is_never_overwritten(compensator, data, name):
    """It is input too, by whichever name."""
    assert compensator("solve", data, "-o", "first.json", "-q").code == 0
    before = Path("first.json").read_bytes()
    Path("second.json").symlink_to("first.json")
    freeze = (*ASKED.get(name, ()), "--freeze", "first.json", "--set", "budget=200")
    for target in ("first.json", "second.json"):
        said = compensator(name, data, *freeze, "-o", target, "--force")
        assert (said.code, said.out) == (2, "")
        assert f"{target} is the input; it is never overwritten" in said.err
    assert Path("first.json").read_bytes() == before
    document = validated(compensator(name, data, *freeze, "--json"))
    least = document["points"][0]["budget"] if name == "frontier" else document["totals"]["cost"]
    assert least >= 130 - 1e-9


@pytest.mark.parametrize("name", ASKED)
def test_a_target_that_cannot_be_written_is_told_before_any_work(compensator, data, name):
    """Even before the data are read: they are bad here."""
    (data / "offers.csv").write_text("offer,delivery_cost\ncard,much\n", encoding="utf-8")
    for target, told in [
        ("answer.pdf", f"expected a file that ends in {', '.join(ENDINGS[name])}, found '.pdf'"),
        ("answer", "found 'no extension'"),
        ("nowhere/answer.json", "nowhere is not a folder that may be written to"),
    ]:
        said = compensator(name, data, *ASKED[name], "-o", target)
        assert (said.code, said.out) == (2, "")
        assert told in said.err
    assert {path.name for path in Path().iterdir()} == {"data"}


@pytest.mark.parametrize("name", ASKED)
def test_bad_data_leave_with_3_and_all_that_is_wrong(compensator, tmp_path, name):
    """On stdout as errors/1 under --json, else in words on stderr."""
    bad = folder(
        tmp_path / "bad",
        segments=SEGMENTS.replace("0.8", "1.8").replace("200", "two"),
        offers=OFFERS.replace("0.3", "-1"),
    )
    said = compensator(name, bad, *ASKED[name], "-o", "answer.json", "--json")
    assert (said.code, said.err) == (3, "")
    assert [error["where"] for error in validated(said)["errors"]] == [
        "segments.csv!C2",
        "segments.csv!B3",
        "offers.csv!B2",
    ]
    told = compensator(name, bad, *ASKED[name])
    assert (told.code, told.out) == (3, "")
    assert all(error in told.err for error in ("found two", "found 1.8", "offers.csv!B2"))
    assert not Path("answer.json").exists()


@pytest.mark.parametrize("name", ASKED)
def test_a_change_that_is_none_leaves_with_3(compensator, data, name):
    """Each with what was meant."""
    changes = ("--set", "budgt=1", "--set", "offers[crd].unit_cost=1")
    said = compensator(name, data, *ASKED[name], *changes, "--json")
    assert said.code == 3
    expected = [error["expected"] for error in validated(said)["errors"]]
    assert "did you mean 'budget'?" in expected[0]
    assert len(expected) == 2


@pytest.mark.parametrize("name", ASKED)
def test_what_is_infeasible_leaves_with_4_and_is_written_as_json_only(compensator, tmp_path, name):
    """A table would pass for an answer."""
    limits = "limit,measure,min\nmore than there are,recipients,400\n"
    harsh = folder(tmp_path / "harsh", limits=limits)
    said = compensator(name, harsh, *ASKED[name], "-o", "answer.csv")
    assert said.code == 4
    assert said.out
    assert "answer.csv was not written" in said.err
    assert not Path("answer.csv").exists()
    silent = compensator(name, harsh, *ASKED[name], "-o", "answer.csv", "-q")
    assert (silent.code, silent.err) == (4, "")
    assert not Path("answer.csv").exists()
    again = compensator(name, harsh, *ASKED[name], "-o", "answer.json", "-q", "--json")
    assert (again.code, again.err) == (4, "")
    written = json.loads(Path("answer.json").read_text(encoding="utf-8"))
    assert written == validated(again)


@pytest.mark.parametrize("name", ["sweep", "compare", "tornado"])
def test_a_time_limit_that_leaves_the_base_without_its_best_plan_leaves_with_5(
    compensator, tmp_path, name
):
    """The document says which plans are there."""
    segments = "\n".join([SEGMENTS.splitlines()[0], *(f"s{i},{97 + i},0.5,9" for i in range(30))])
    responses = "\n".join(
        [
            "segment,offer,retention",
            *(f"s{i},{o},{0.51 + 0.01 * (i * k % 37)}" for i in range(30) for k, o in OFTEN),
        ]
    )
    settings = f"{SETTINGS}whole_segments,yes\n".replace("130", "1300")
    hard = folder(tmp_path / "hard", segments=segments, responses=responses, settings=settings)
    said = compensator(name, hard, *ASKED[name], "--time-limit", "1e-9", "--json")
    assert said.code == 5
    document = validated(said)
    base = document
    if name != "tornado":
        base = document["base"] if name == "sweep" else document["plans"][0]
    assert base["status"] in ("feasible", "unknown")


OFTEN = ((3, "card"), (7, "week"))


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize(
    "arguments",
    [
        ("--nonsense",),
        ("--solver", "nosuch"),
        ("another.xlsx",),
        ("--set",),
        ("-o", "."),
    ],
)
def test_a_wrong_call_leaves_with_2_and_no_traceback(compensator, data, name, arguments):
    """Nothing on stdout, the remedy on stderr."""
    said = compensator(name, data, *ASKED[name], *arguments)
    assert (said.code, said.out) == (2, "")
    assert "Error: " in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("file", ["nothing.xlsx", "empty.xlsx", "empty"])
def test_a_file_that_is_none_is_told_without_a_traceback(compensator, name, file):
    """Not there, no workbook, a folder without tables."""
    Path("empty.xlsx").write_bytes(b"")
    Path("empty").mkdir()
    said = compensator(name, file, *ASKED[name])
    assert (said.code, said.out) == (3, "")
    assert file in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("frontier", "--points", "1"), "1 is not in the range x>=2"),
        (("frontier", "--budgets", "0:1"), "a range such as 0:5e6:51"),
        (("frontier", "--budgets", "5,-1"), "expected budgets of at least 0, found -1"),
        (("frontier", "--budgets", "1e400"), "found '1e400'"),
        (("frontier", "--roi-floor", "half"), "expected a ratio such as 1.5 or 150%, found 'half'"),
        (("frontier", "--roi-floor", "nan"), "expected a ratio such as 1.5 or 150%, found 'nan'"),
        (("frontier", "--roi-floor", "inf%"), "expected a ratio such as 1.5 or 150%, found 'inf%'"),
        (("sweep", "--vary", "=1:2:3"), "--vary =1:2:3: expected a path and a range"),
        (("sweep", "--vary", "*=1,2"), "found no path"),
        (("sweep", "--vary", "budget=1", "--time-limit", "0"), "0.0 is not in the range x>0"),
        (("sweep", "--vary", "budget=1", "--gap", "nan"), "at least 0"),
        (("target",), "Missing option '--at-least'"),
        (("compare", "--time-limit", "nan"), "a time limit above 0 seconds, found 0 and nan"),
        (("tornado", "--by", "nan"), "above 0% and below 100%, found 'nan'"),
        (("tornado", "--break-even", "paying"), "expected a segment and an offer"),
        (("tornado", "--break-even", "payin,card"), "did you mean 'paying'?"),
    ],
)
def test_an_option_that_cannot_be_meant_is_told(compensator, data, arguments, told):
    """With what was found, and what is expected."""
    name, *options = arguments
    said = compensator(name, data, *options)
    assert (said.code, said.out) == (2, "")
    assert told in " ".join(said.err.split())


@pytest.mark.parametrize("name", ASKED)
def test_an_interrupt_leaves_with_130_and_nothing_is_written(compensator, data, name, monkeypatch):
    """Control-C while the file is read."""

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("compensator.workbook.read_workbook", interrupted)
    said = compensator(name, data, *ASKED[name], "-o", "answer.json")
    assert (said.code, said.out) == (130, "")
    assert "Interrupted: nothing was written." in said.err
    assert not Path("answer.json").exists()


@pytest.mark.parametrize("name", ASKED)
def test_names_are_data_in_the_terminal_and_in_documents(compensator, odd, name):
    """Markup is printed as it is written, and other scripts come through."""
    said = compensator(name, odd, *ASKED[name])
    assert (said.code, said.err) == (0, "")
    assert TITLE in said.out
    assert "\x1b" not in said.out
    document = validated(compensator(name, odd, *ASKED[name], "--json"))
    assert document["title"] == TITLE
    printed = json.dumps(document, ensure_ascii=False)
    assert NAMES["paying"] in printed


@pytest.mark.parametrize("name", [n for n in ASKED if ".html" in ENDINGS[n]])
def test_names_are_data_in_a_page(compensator, odd, name):
    """They can neither end the title nor start a script."""
    assert compensator(name, odd, *ASKED[name], "-o", "answer.html").code == 0
    page = Path("answer.html").read_text(encoding="utf-8")
    assert MARKUP not in page
    assert "[red]{x}[/red] </title>" not in page
    assert "[red]{x}[/red] &lt;/title&gt; &amp; =1+1" in page


@pytest.mark.parametrize("name", ASKED)
def test_names_are_data_in_a_workbook_and_in_a_table(compensator, odd, name):
    """No cell of the user's is a formula; a CSV cell that looks like one has an apostrophe before it."""
    for target in ("answer.xlsx", "answer.csv"):
        assert compensator(name, odd, *ASKED[name], "-o", target).code == 0
    book = openpyxl.load_workbook("answer.xlsx")
    cells = [c for sheet in book for row in sheet for c in row if c.value is not None]
    assert TITLE in {c.value for c in cells}
    words = (*NAMES.values(), TITLE)
    formulas = [c.value for c in cells if c.data_type == "f"]
    assert not [f for f in formulas if any(word in f for word in words)]
    table = Path("answer.csv").read_text(encoding="utf-8")
    assert not [
        line for line in table.splitlines() if line.lstrip('"').startswith(("+", "@", "-", "="))
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
@pytest.mark.parametrize("name", ASKED)
def test_progress_goes_to_a_terminal_and_never_into_the_data(data, name):
    """stderr is a terminal here, stdout a pipe; -q leaves the terminal alone."""
    shown = {flag: _in_a_terminal([name, data, *ASKED[name], "--json", *flag]) for flag in FLAGS}
    loud, quiet = (shown[flag] for flag in FLAGS)
    assert json.loads(loud[0])["title"] == json.loads(quiet[0])["title"] == "Outage"
    assert "\x1b" not in loud[0]
    assert "Reading" in loud[1]
    assert quiet[1] == ""


FLAGS = ((), ("-q",))


def _in_a_terminal(arguments):
    """Return what a command printed to a pipe, and what it showed on a terminal."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "compensator", *map(str, arguments)]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=theirs, text=True, check=True, encoding="utf-8"
    )
    os.close(theirs)
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        os.set_blocking(ours, False)
        shown = b""
        try:
            while part := terminal.read(65_536):
                shown += part
        except OSError:  # how a closed terminal ends
            pass
    return done.stdout, shown.decode()


@pytest.mark.parametrize("name", ["check", "solve", "pairs", *ASKED])
def test_how_a_file_was_read_is_a_note_of_every_answer(compensator, tmp_path, name):
    """Half a user is 0,5 or 0.5: whoever reads an answer sees what was taken for what."""
    tables = {"segments": SEGMENTS, "offers": OFFERS, "responses": RESPONSES, "settings": SETTINGS}
    made = folder(
        tmp_path / "data",
        **{one: text.replace(",", ";").replace(".", ",") for one, text in tables.items()},
    )
    notes = validated(compensator(name, made, *ASKED.get(name, ()), "--json"))["notes"]
    assert "segments.csv is read with semicolons and decimal commas." in notes


def test_who_misses_an_entitlement_by_a_hair_reads_it_where_nothing_is_feasible(
    compensator, tmp_path
):
    """2.5 is not 2.5000001: nobody may get the credit, and the message is of an entitlement."""
    made = folder(
        tmp_path / "data",
        segments=SEGMENTS.replace("value\n", "value,entitlement\n")
        .replace(",50\n", ",50,2.5000001\n")
        .replace(",20\n", ",20,\n"),
        offers="offer,face_value\ncard,2.5\nweek,1\n",
    )
    told = "Offer 'card' (offers.csv!B2) just misses the entitlement of paying by 0.000004% (2.5, not 2.5000001 as in segments.csv!E2): it is not eligible there."
    for name in ("check", "solve"):
        said = compensator(name, made, "--json")
        assert said.code == 4
        assert told in said.document["notes"]
        assert "just misses the entitlement of paying" in " ".join(
            compensator(name, made).out.replace("│", " ").split()
        )
