"""Whatever an answer says, its workbook says the same: no text runs, no digit is lost."""

import re
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings, strategies as st
from python_calamine import CalamineWorkbook

from compensator.errors import UsageError
from compensator.media.excel.rendering import write_story
from compensator.spreadsheet import open_book, read_sheet
from compensator.spreadsheet.writing import LONGEST_TEXT, canvas
from compensator.story.model import Amount, Column, Figure, Passage, Table
from tests.views import make_view

TRAPS = [
    "=1+1", "@sum", "+5", "-x", "<r>bold</r>", "<r></r>", "<r>", "a & b < c", "_x0041_", "007", "1e5", "TRUE",
    "#N/A", "http://example.org", "internal:'Plan'!A1", "two\nlines", "a\rb", "a\x00b", "\x1b[31m", "\ufffe",
    "über 中文 🙂", " a ", "x" * LONGEST_TEXT,
]  # fmt: skip
texts = st.sampled_from(TRAPS) | st.text(max_size=20)
numbers = (
    st.floats(allow_nan=False, allow_infinity=False)
    | st.integers(-(2**70), 2**70)
    | st.sampled_from([0.1 + 0.2, 1 / 3, 5e-324, -0.0, 1.7976931348623157e308, 2**53 + 1])
)


def told(rows):
    """Return a story of one table."""
    columns = (Column("name", "text"), Column("amount", "money"))
    return make_view(tables=(Table("t", columns, rows),), charts=())


def spelled(text):
    """Return a text as openpyxl reads it: control characters stay as the file spells them."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]", lambda c: f"_x{ord(c[0]):04X}_", text)


@settings(max_examples=80, deadline=None)
@given(rows=st.lists(st.tuples(texts, numbers), min_size=1, max_size=6))
def test_what_an_answer_says_is_what_every_reader_reads(rows):
    """Three readers agree on each text, and on the last bit of each number."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answer.xlsx"
        write_story(told(rows), path)
        first = openpyxl.load_workbook(path)["T"].iter_rows(min_row=4)
        second = CalamineWorkbook.from_path(path).get_sheet_by_name("T")
        second = second.to_python(skip_empty_area=False)[3:]
        book = open_book(path.read_bytes(), "answer.xlsx")
        third = read_sheet(book, "T", dict(book.sheets)["T"]).rows[3:]
    cells = [[cell.value for cell in row] for row in first]
    assert [(text or "", float(figure)) for text, figure in cells] == [
        (spelled(text), float(figure)) for text, figure in rows
    ]
    for (text, figure), ours, theirs in zip(rows, third, second, strict=True):
        assert (ours[0] or "") == ("" if text.isspace() else text)
        assert float(ours[1]) == float(theirs[1]) == float(figure)
        if spelled(text) == text:
            assert theirs[0] == text


def test_a_text_looks_like_markup_wherever_it_stands(tmp_path):
    """The writing library takes <r>…</r> for its own; a sheet of it would not open."""
    evil = "<r>x</r>"
    table = Table(evil, (Column(evil, "text"), Column("a\tb\x01")), [(evil, 1)], remarks=(evil,))
    top = Table("top", (Column(evil, "text"),), [(evil,)], on_top=True)
    story = make_view(
        title=evil, headline=(evil, evil), standing=evil, notes=(evil,), charts=(), tables=(table, top),
        figures=(Figure("f", evil, "money", 1.0),), passages=(Passage(evil, (evil,)),),
    )  # fmt: skip
    write_story(story, tmp_path / "evil.xlsx")
    book = openpyxl.load_workbook(tmp_path / "evil.xlsx")
    shown = [cell.value for row in book["Summary"] for cell in row if cell.value is not None]
    assert shown.count(evil) >= 8
    sheet = book.worksheets[1]
    assert [cell.value for cell in sheet[3]] == [evil, "a␉b␁"]
    assert [each.name for each in next(iter(sheet.tables.values())).tableColumns] == [evil, "a␉b␁"]


def test_both_traps_in_one_text_leave_a_sign_and_a_workbook_to_fill_refuses_them(tmp_path):
    """In a text taken for markup what has to be spelled would be spelled twice."""
    write_story(told([("<r>a\x01_x0041_</r>", 1)]), tmp_path / "answer.xlsx")
    assert openpyxl.load_workbook(tmp_path / "answer.xlsx")["T"]["A4"].value == "<r>a��x0041_</r>"
    with (
        pytest.raises(UsageError, match=r"S!A1 cannot hold '<r>\\x01</r>'"),
        canvas(tmp_path / "x.xlsx", "t") as drawing,
    ):
        drawing.put(drawing.sheet("S"), 0, 0, "<r>\x01</r>")


@pytest.mark.parametrize("letter", ["x", "🙂", "<r>"])
def test_a_text_longer_than_a_cell_is_cut_as_excel_counts(tmp_path, letter):
    """An answer never fails for a long name; Excel counts a smiley twice."""
    write_story(told([(letter * 40_000 + "</r>", 1)]), tmp_path / "answer.xlsx")
    held = openpyxl.load_workbook(tmp_path / "answer.xlsx")["T"]["A4"].value
    assert len(held.encode("utf-16-le")) == 2 * LONGEST_TEXT
    assert (letter * 40_000).startswith(held[:-1])


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (10**400, str(10**400)),
        (True, "yes"),
        (date(1899, 12, 31), "1899-12-31"),
        (date(1900, 3, 1), datetime.fromisoformat("1900-03-01")),
        (datetime.fromisoformat("2007-08-16T09:30"), "2007-08-16 09:30:00"),
    ],
)
def test_what_no_number_or_date_of_excel_holds_is_text(tmp_path, value, cell):
    """A figure that is none must not be added up, nor a day before Excel's first be another."""
    with canvas(tmp_path / "x.xlsx", "t") as drawing:
        drawing.put(drawing.sheet("S"), 0, 0, value)
    assert openpyxl.load_workbook(tmp_path / "x.xlsx")["S"]["A1"].value == cell


def test_a_figure_that_is_none_stands_as_a_word_and_half_a_character_as_a_sign(tmp_path):
    """An answer is written whatever it holds."""
    write_story(told([("\ud800", float("nan")), ("a", Amount(1 / 3, "rate"))]), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["T"]
    assert [cell.value for cell in sheet[4]] == ["\ufffd", "nan"]
    assert (sheet["B5"].value, sheet["B5"].number_format) == (1 / 3, "0.0%")


def test_equal_answers_give_equal_bytes(tmp_path):
    """Nothing in a workbook depends on the clock."""
    for name in ("a.xlsx", "b.xlsx"):
        write_story(make_view(), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
