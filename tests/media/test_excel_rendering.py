"""Any view as a workbook."""

import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from compensator.media.excel.rendering import write_story
from compensator.story.model import Axis, BarChart, Bars, Column, LineChart, Series, Table
from tests.views import (
    BARS,
    CHINESE,
    CURVE,
    EMPTY,
    HEAT,
    LADDER,
    LINES,
    NOTES,
    SCRIPT,
    TORNADO,
    TWO_WAY,
    make_view,
)

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture
def book(tmp_path):
    """Write a view and read it back with another library."""

    def written(**parts):
        path = tmp_path / "view.xlsx"
        write_story(make_view(**parts), path)
        return openpyxl.load_workbook(path)

    return written


@pytest.fixture
def charts(tmp_path):
    """Write charts and return the XML of each."""

    def written(*shown):
        path = tmp_path / "charts.xlsx"
        write_story(make_view(charts=shown), path)
        with zipfile.ZipFile(path) as parts:
            names = sorted(name for name in parts.namelist() if "charts/chart" in name)
            return [ET.fromstring(parts.read(name)) for name in names]

    return written


def values(root, tag):
    """Return the numbers that each series holds for a program that does not recalculate."""
    found = [series.find(f"{DRAWING}{tag}") for series in root.iter(f"{DRAWING}ser")]
    return [[float(v.text) for v in each.iter(f"{DRAWING}v")] for each in found]


def rows(sheet, first=4):
    return list(sheet.iter_rows(min_row=first, values_only=True))


def test_the_workbook_has_a_page_to_read_then_the_tables_then_what_made_it(book):
    """Readers find sheets by name, in the order of the answer."""
    names = book(charts=(CURVE, HEAT)).sheetnames
    assert names == [
        "Summary", "Ladder", "Cells", "Nothing", "Chart data", "Manifest",
    ]  # fmt: skip


def test_the_summary_holds_the_answer_and_every_note(book):
    """Whoever opens the file sees what the terminal says first."""
    texts = [row[0] for row in book()["Summary"].iter_rows(values_only=True) if row[0]]
    assert texts[:4] == [
        f"Outage {SCRIPT}",
        "exact",
        "The first $1,000,000 bring $3 for each dollar.",
        "Beyond $2,000,000 little.",
    ]
    assert [f"• {note}" for note in NOTES] == texts[-3:-1]


def test_a_table_is_written_cell_by_cell_with_numbers_as_numbers(book):
    """What is computed can be computed with; nothing absent becomes zero."""
    sheet = book()["Ladder"]
    assert [cell.value for cell in sheet[3]] == [
        "segment", "to", "users", "cost", "share", "value per cost", "changes", "cumulative cost",
    ]  # fmt: skip
    assert rows(sheet)[1] == (CHINESE, "apology", 90_000, 22_500, 1, 3.6, "no", 22_500)
    assert rows(sheet)[0][5:7] == (None, "yes")
    patterns = [cell.number_format for cell in sheet[5]]
    assert [patterns[3], patterns[4]] == ['"$"#,##0;"−""$"#,##0', "0.0%"]
    assert sheet.freeze_panes == "A4"
    assert sheet.tables["LadderTable"].ref == "A3:H6"


def test_text_is_never_a_formula_wherever_it_stands(tmp_path):
    """Neither a cell, nor a title, nor the name of a line or a bar is ever run."""
    evil = '=HYPERLINK("http://x")'
    table = Table(evil, (Column(evil, "text"), Column(evil, "text")), [(evil, evil)])
    line = LineChart(evil, Axis(evil), Axis(evil), (Series(evil, [1, 2], [1.0, 2.0]),))
    view = make_view(
        title=evil, headline=(evil,), standing=evil, notes=(evil,), tables=(table,),
        charts=(line, BarChart(evil, Axis(evil), (evil,), (Bars(evil, (1.0,)),))),
    )  # fmt: skip
    write_story(view, tmp_path / "evil.xlsx")
    with zipfile.ZipFile(tmp_path / "evil.xlsx") as parts:
        sheets = [parts.read(n).decode() for n in parts.namelist() if "worksheets/sheet" in n]
        drawn = [ET.fromstring(parts.read(n)) for n in parts.namelist() if "charts/chart" in n]
    assert not any("<f>" in sheet for sheet in sheets)
    formulas = {f.text for root in drawn for f in root.iter(f"{DRAWING}f")}
    assert formulas
    assert all(formula.startswith("'Chart data'!$") for formula in formulas)


def test_sheets_are_named_as_excel_takes_it_and_never_twice(book):
    """Two tables may bear one name, or one that Excel or this workbook keeps."""
    names = ["Summary", "summary", "a/b", "History", "'q'", "x" * 40, "x" * 45, "  "]
    tables = tuple(Table(name, (Column("a"),), [(1,)]) for name in names)
    assert book(tables=tables, charts=()).sheetnames[1:-1] == [
        "Summary 2", "Summary 3", "A-b", "History 2", "q", "X" + "x" * 30, "X" + "x" * 28 + " 2", "Table",
    ]  # fmt: skip


def test_columns_of_one_name_keep_their_cells(book):
    """Excel refuses a table with two equal headings."""
    table = Table("t", (Column("a"), Column("A"), Column("a")), [(1, 2, 3)])
    sheet = book(tables=(table,), charts=())["T"]
    assert [cell.value for cell in sheet[3]] == ["a", "A (2)", "a (3)"]
    assert rows(sheet) == [(1, 2, 3)]


def test_a_shaded_table_has_three_colors_and_a_heat_map_no_sheet_of_its_own(book):
    """The same figures stand once: the table that can be computed with is the picture too."""
    told = book(charts=(HEAT,), tables=(TWO_WAY,))
    assert told.sheetnames == ["Summary", "Value two-way", "Manifest"]
    sheet = told["Value two-way"]
    assert rows(sheet) == [(1_000_000, None, 265_170), (2_000_000, 3_000_000, 2_000_000)]
    (area,) = sheet.conditional_formatting
    assert str(area.sqref) == "B4:C5"
    assert area.rules[0].type == "colorScale"
    assert len(area.rules[0].colorScale.color) == 3


def test_a_line_is_drawn_from_its_points_with_its_gap_and_its_mark(charts):
    """A native chart: it can be restyled, and shows the same figures."""
    curve, lines = charts(CURVE, LINES, EMPTY)
    assert values(curve, "xVal") == [[0, 1e6, 2e6, 3e6], [2e6]]
    assert values(curve, "yVal") == [[0, 3e6, 4e6, 4.2e6], [4e6]]
    assert values(lines, "yVal") == [[1e6, 8e5, 6e5, 5e5], [9e5, 3e5, 1e5]]
    heights = list(lines.iter(f"{DRAWING}yVal"))[1]
    assert [pt.get("idx") for pt in heights.iter(f"{DRAWING}pt")] == ["0", "2", "3"]
    (name,) = [
        v.text
        for v in list(curve.iter(f"{DRAWING}ser"))[1].find(f"{DRAWING}tx").iter(f"{DRAWING}v")
    ]
    assert name == "today's budget"


def test_tornado_bars_are_changes_from_the_base(charts):
    """Bars about zero look alike in every program; the axis says what they are."""
    (root,) = charts(TORNADO)
    low, high = values(root, "val")
    assert low == [-1e6, 2e5, 1e5, 0]
    assert high == [1e6, 5e5, 0]
    titles = [
        "".join(t.text for t in title.iter(f"{DRAWING}v")) for title in root.iter(f"{DRAWING}title")
    ]
    assert "value: change from the base" in titles


def test_bars_name_what_they_show(charts):
    """Names in any script, losses below zero, nothing where there is no plan."""
    (root,) = charts(BARS)
    assert values(root, "val") == [[3e9, 1e9, -5e8]]
    names = next(root.iter(f"{DRAWING}cat"))
    assert [v.text for v in names.iter(f"{DRAWING}v")] == ["base", CHINESE, "loss", "no plan"]
    patterns = {each.get("formatCode") for each in root.iter(f"{DRAWING}numFmt")}
    assert '"$"#,##0.0,,,"B";"−""$"#,##0.0,,,"B";"$0"' in patterns


def test_small_amounts_keep_their_cents(book):
    """A cost per user of $0.63 is not $1."""
    table = Table("t", (Column("cost", "money"),), [(0.63,), (2.5,)])
    assert "0.00##" in book(tables=(table,), charts=())["T"]["A4"].number_format
    assert "0.00" not in book(tables=(LADDER,), charts=())["Ladder"]["D4"].number_format


def test_the_manifest_holds_what_made_the_result(book):
    """A workbook on a desk can be traced to its input."""
    entries = dict(row[:2] for row in rows(book()["Manifest"]))
    assert entries["schema"] == "compensator/shown/1"
    assert entries["input_sha256"] == "3f5a" * 16
    assert entries["seconds"] == "0.042"
