"""A workbook written is the problem it was written from, and tells its reader what each cell takes."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings, strategies as st

from compensator.errors import UsageError
from compensator.problem import Problem
from compensator.problem.records import SHEETS, Settings
from compensator.workbook.about import About, Source
from compensator.workbook.columns import BAGS, FILLS, Need
from compensator.workbook.reading import read_workbook
from compensator.workbook.starter import starter
from compensator.workbook.template import write_problem, write_template

words = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12
)
hard_words = st.sampled_from(
    ["=1+1", "@sum", "+5", "-x", "'quoted", "<r>bold</r>", "<r></r>", "a & b < c", "_x0041_", "007", "1e5",
     "2007-08-18", "http://example.org", "two\nlines", "über 中文 🙂", "TRUE", "#N/A", "internal:'Offers'!A1"]
)  # fmt: skip
texts = (hard_words | words).filter(lambda text: text.strip())
names = words.map(lambda word: "".join(c for c in word if c not in ",=|[]").strip()).filter(
    lambda name: name and name.casefold() not in ("budget", "none", "do nothing")
)
money = st.floats(0, 1e12) | st.sampled_from([0.1 + 0.2, 1 / 3, 5e-324, 1e-7, 123456789.123456789])
days = st.dates(date(1850, 1, 1), date(2100, 1, 1))
tags = st.dictionaries(st.sampled_from(["region", "joined on", "Größe"]), texts | money | days)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Small problems that use every sheet, any text and any number."""
    unique = {"unique_by": str.casefold, "min_size": 1, "max_size": 3}
    segments, offers = draw(st.lists(names, **unique)), draw(st.lists(names, **unique))
    return Problem(
        title=draw(texts),
        budget=draw(st.none() | money),
        maximize=draw(st.sampled_from(["value", "net_value", "retained"])),
        whole_segments=draw(st.booleans()),
        segments=[
            {"segment": name, "users": draw(st.integers(1, 10**9)), "retention": draw(st.floats(0, 1)),
             "retained_value": draw(money), "retention_ceiling": draw(st.floats(0, 1)),
             "half_value": draw(st.floats(1e-9, 1e9)), "steepness": draw(st.floats(0.1, 5)), **draw(tags)}
            for name in segments
        ],
        offers=[
            {"offer": name, "kind": draw(st.none() | texts), "unit_cost": draw(money),
             "redemption": draw(st.floats(0, 1)), "face_value": draw(money),
             "max_users": draw(st.none() | st.integers(0, 10**9)), **draw(tags)}
            for name in offers
        ],
        responses=[
            {"segment": segments[0], "offer": offers[0], "retention": draw(st.floats(0, 1)),
             "minutes_used": draw(st.floats(-1e9, 1e9))},
        ],
        limits=[
            {"limit": "reach", "measure": "recipients", "max": draw(st.floats(0, 1e9)),
             "enforce": draw(st.booleans()), "segments": segments[-1]},
            {"limit": "minutes", "measure": "minutes_used", "basis": "per_user", "max": 1e12},
        ],
        policies=[{"policy": draw(names), "offer": offers[-1], "share": draw(st.floats(0, 1))}],
        scenarios=[{"scenario": draw(texts), "change": "budget=1e6"}],
    )  # fmt: skip


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(problem=problems(), every=st.booleans())
def test_writing_and_reading_is_the_identity(problem: Problem, every: bool) -> None:
    """Text that looks like a formula, dates, tags and the last bit of each number survive Excel."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "problem.xlsx"
        write_problem(problem, path, every=every)
        assert read_workbook(path) == problem


def test_the_template_is_read_as_the_invented_outage_it_shows(tmp_path: Path) -> None:
    """The first file that anybody solves must be right as it comes."""
    write_template(tmp_path / "new.xlsx")
    assert read_workbook(tmp_path / "new.xlsx") == starter()


def test_equal_problems_give_equal_bytes(tmp_path: Path) -> None:
    """Nothing in the file depends on the clock, so that a version control shows real changes only."""
    write_template(tmp_path / "one.xlsx")
    first = (tmp_path / "one.xlsx").read_bytes()
    write_template(tmp_path / "one.xlsx", force=True)
    assert (tmp_path / "one.xlsx").read_bytes() == first


def test_user_text_never_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    """A segment's tag is data even where it begins like a formula."""
    write_problem(_tagged("=1+1"), tmp_path / "x.xlsx")
    row = openpyxl.load_workbook(tmp_path / "x.xlsx")["Segments"][2]
    tag = row[-1]
    assert (tag.value, tag.data_type, tag.hyperlink) == ("=1+1", "s", None)


def test_a_text_that_excel_cannot_hold_is_refused_with_its_cell(tmp_path: Path) -> None:
    """Excel would cut it: the file would no longer be the problem."""
    with pytest.raises(UsageError) as refused:
        write_problem(_tagged("x" * 40_000), tmp_path / "x.xlsx")
    assert (
        str(refused.value) == "Segments!G2 cannot hold 40,000 characters; Excel's cells hold 32,767"
    )
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_replaced_only_when_told(tmp_path: Path) -> None:
    """The analyst's own work is in that file."""
    path = tmp_path / "mine.xlsx"
    path.write_text("my numbers")
    with pytest.raises(UsageError, match=r"mine\.xlsx exists already"):
        write_template(path)
    assert path.read_text() == "my numbers"
    write_template(path, force=True)
    assert read_workbook(path) == starter()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    """The template as Excel stores it."""
    path = tmp_path_factory.mktemp("template") / "new.xlsx"
    write_template(path)
    return openpyxl.load_workbook(path)


ROW_SHEETS = [name for name in SHEETS if name != "Settings"]


@pytest.mark.parametrize("name", ROW_SHEETS)
def test_each_column_explains_itself_and_checks_what_is_typed(
    book: openpyxl.Workbook, name: str
) -> None:
    """A template that nobody can fill wrongly: a note on each header, a rule on each cell, also below."""
    sheet, record = book[name], SHEETS[name]
    rules = {rule.promptTitle: rule for rule in sheet.data_validations.dataValidation}
    headers = {cell.value.partition(" (")[0]: cell for cell in sheet[1]}
    for field, info in record.model_fields.items():
        if field in BAGS:
            continue
        cell = headers[field]
        assert info.description in cell.comment.text
        rule = rules[field]
        assert info.description[:200] in rule.prompt
        assert str(rule.sqref).startswith(f"{cell.column_letter}2:{cell.column_letter}1")
        assert max(area.max_row for area in rule.sqref.ranges) > 1000
        if rule.type is not None:
            assert (rule.showErrorMessage, rule.error[:9]) == (True, "Expected ")


@pytest.mark.parametrize("name", ROW_SHEETS)
def test_sheets_are_tables_with_a_header_that_stays(book: openpyxl.Workbook, name: str) -> None:
    """Excel extends a table's rules and colors to new rows; the header stays in view and on each page."""
    sheet = book[name]
    assert list(sheet.tables) == [name]
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_header_colors_tell_what_must_be_filled(book: openpyxl.Workbook) -> None:
    """The legend on READ ME speaks of these colors."""
    colors = {c.value: "#" + c.fill.start_color.rgb[2:] for c in book["Segments"][1]}
    assert colors["segment"] == colors["users"] == FILLS[Need.REQUIRED]
    assert colors["retention (0–1)"] == colors["reconverted_value (money)"] == FILLS[Need.EITHER]
    assert colors["loss (money)"] == FILLS[Need.OPTIONAL]
    assert colors["plan"] == FILLS[Need.OWN]


def test_names_of_other_sheets_are_drop_downs(book: openpyxl.Workbook) -> None:
    """A policy cannot name an offer that is not there; the list grows with the sheet."""
    rules = {
        (name, rule.promptTitle): rule.formula1
        for name in ROW_SHEETS
        for rule in book[name].data_validations.dataValidation
    }
    assert rules["Policies", "offer"] == rules["Responses", "offer"] == "offer_names"
    assert rules["Responses", "segment"] == "segment_names"
    assert book.defined_names["offer_names"].attr_text.startswith(
        "Offers!$A$2:INDEX(Offers!$A$2:$A$"
    )
    assert rules["Limits", "basis"] == '"total,per_user,share"'
    assert rules["Limits", "enforce"] == '"yes,no"'


def test_numbers_have_the_ranges_of_their_records(book: openpyxl.Workbook) -> None:
    """Excel and the reader must refuse the same numbers."""
    rules = {rule.promptTitle: rule for rule in book["Segments"].data_validations.dataValidation}
    shown = {
        name: (rules[name].type, rules[name].operator, rules[name].formula1, rules[name].formula2)
        for name in ("users", "retention", "half_value", "loss")
    }
    assert shown == {
        "users": ("whole", "greaterThanOrEqual", "0", None),
        "retention": ("decimal", None, "0", "1"),
        "half_value": ("decimal", "greaterThan", "0", None),
        "loss": ("decimal", "greaterThanOrEqual", "0", None),
    }
    assert rules["retention"].error == "Expected a probability between 0 and 1."


def test_every_setting_stands_there_with_its_note(book: openpyxl.Workbook) -> None:
    """A setting nobody sees is a setting nobody sets."""
    rows = {row[0].value: row for row in book["Settings"].iter_rows(min_row=2)}
    assert list(rows) == list(Settings.model_fields)
    for field, info in Settings.model_fields.items():
        assert info.description in rows[field][0].comment.text
    choices = {str(r.sqref): r.formula1 for r in book["Settings"].data_validations.dataValidation}
    assert choices[rows["maximize"][1].coordinate] == '"value,net_value,retained,reconverted"'
    assert choices[rows["whole_segments"][1].coordinate] == '"yes,no"'


def test_read_me_explains_every_column_of_every_sheet(book: openpyxl.Workbook) -> None:
    """It is generated from the records, so no column can be missing from it."""
    lines = [[cell for cell in row if cell] for row in book["READ ME"].iter_rows(values_only=True)]
    told = {(line[0], line[1]): line[-1] for line in lines if len(line) == 4}
    needs = {str(need) for need in Need}
    for record in SHEETS.values():
        for field, info in record.model_fields.items():
            if field not in BAGS:
                assert any((field, n) in told for n in needs), field
                assert any(info.description in line[-1] for line in lines if line), field


def test_the_sources_of_the_figures_are_a_sheet_that_the_reader_leaves_alone(
    tmp_path: Path,
) -> None:
    """Where a number comes from travels with it, and never disturbs the problem."""
    about = About("A case", ("Told.",), (Source("users", "40,000", "annual report", "A"),))
    write_problem(starter(), tmp_path / "x.xlsx", about=about)
    rows = list(openpyxl.load_workbook(tmp_path / "x.xlsx")["Sources"].values)
    assert rows == [
        ("figure", "value", "source", "confidence"),
        ("users", "40,000", "annual report", "A"),
    ]
    assert read_workbook(tmp_path / "x.xlsx") == starter()


def test_the_form_is_for_any_currency(tmp_path: Path) -> None:
    """Whoever sets another currency has nothing else to rename: no header states one."""
    path = tmp_path / "new.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    row = next(row for row in book["Settings"].iter_rows(min_row=2) if row[0].value == "currency")
    row[1].value = "EUR"
    book.save(path)
    assert read_workbook(path).settings.currency == "EUR"


def test_columns_that_hold_only_defaults_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    """A case is read more easily without thirty empty columns."""
    write_problem(_tagged("north"), tmp_path / "x.xlsx")
    header = [cell.value for cell in openpyxl.load_workbook(tmp_path / "x.xlsx")["Segments"][1]]
    assert header == [
        "segment", "users", "retention (0–1)", "retained_value (USD)", "reconversion (0–1)",
        "reconverted_value (USD)", "region",
    ]  # fmt: skip


def _tagged(region: str) -> Problem:
    return Problem(
        segments=[
            {
                "segment": "all",
                "users": 1,
                "retention": 0.5,
                "retained_value": 1.0,
                "region": region,
            }
        ],
        offers=[{"offer": "gift"}],
        responses=[{"segment": "all", "offer": "gift", "retention": 0.6}],
    )
