"""Every cell of a workbook is delivered as it stands, or refused with its address."""

import hashlib
import tempfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings, strategies as st

from compensator.errors import InputError, Issue
from compensator.spreadsheet import sheet
from compensator.spreadsheet.tables import BadCell
from compensator.workbook.reading import read_tables, read_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NO_VALUE = "a formula without a stored value"


def text(address: str, value: str) -> str:
    """Return a cell that holds a text."""
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


HEADER = f'<row r="1">{text("A1", "segment")}</row>'


def only_cell(parts, cell: str) -> object:
    """Return what is read from one cell in row 2."""
    table = read_tables(parts.segments(f'{HEADER}<row r="2">{cell}</row>').write()).tables[
        "Segments"
    ]
    return table.rows[0][0] if table.rows else None


def issues_of(path: Path) -> list[Issue]:
    """Return everything that is wrong with a file."""
    with pytest.raises(InputError) as caught:
        read_tables(path)
    return list(caught.value.issues)


def write_book(path: Path, **tables: list[list[object]]) -> Path:
    """Write sheets with openpyxl, Offers added where absent."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in {"Offers": [["offer"]], **tables}.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A2"><v>12</v></c>', 12),
        ('<c r="A2" t="n"><v> 12.0 </v></c>', 12),
        ('<c r="A2"><v>-5</v></c>', -5),
        ('<c r="A2"><v>1E+3</v></c>', 1000),
        ('<c r="A2"><v>0.1</v></c>', 0.1),
        ('<c r="A2"><v>5.0000000000000001E-2</v></c>', 0.05),
        ('<c r="A2"><v>12345678901234567890</v></c>', 12345678901234567890.0),
        ('<c r="A2"><f>B2*2</f><v>7</v></c>', 7),
        ('<c r="A2" t="b"><v>1</v></c>', True),
        ('<c r="A2" t="b"><v>0</v></c>', False),
        ('<c r="A2" t="str"><f>B2&amp;""</f><v> a &lt; b </v></c>', " a < b "),
        ('<c r="A2" t="str"><f>B2</f><v></v></c>', None),
        ('<c r="A2" t="inlineStr"><is><r><t>two </t></r><r><t>runs</t></r><rPh><t>sound</t></rPh></is></c>', "two runs"),
        ('<c r="A2" t="inlineStr"><is><t>one_x000D_two _x005F_x0041_ _xD83D_</t></is></c>', "one\rtwo _x0041_ _xD83D_"),
        ('<c r="A2" t="inlineStr"><is><t>   </t></is></c>', None),
        ('<c r="A2" t="d"><v>2007-08-18</v></c>', date(2007, 8, 18)),
        ('<c r="A2" t="d"><v>2007-08-18T12:30:00Z</v></c>', datetime(2007, 8, 18, 12, 30)),  # noqa: DTZ001
        ('<c r="A2" s="3"/>', None),
        ('<c r="A2"><v/></c>', None),
        ('<c r="A2"><v>1</v><extLst><ext><x>9</x></ext></extLst></c>', 1),
        ("<c><v>3</v></c>", 3),
    ],
)  # fmt: skip
def test_a_cell_is_delivered_as_it_stands(parts, cell, value):
    """Text keeps its spaces, a number its size, and nothing is guessed."""
    read = only_cell(parts, cell)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ('<c r="A2"><f>B2*2</f></c>', NO_VALUE),
        ('<c r="A2"><f>B2*2</f><v></v></c>', NO_VALUE),
        ('<c r="A2"><f t="shared" si="0"/><v/></c>', NO_VALUE),
        ('<c r="A2" t="str"><f t="array" ref="A2">B2</f></c>', NO_VALUE),
        ('<c r="A2" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="A2"><v>NaN</v></c>', "'NaN'"),
        ('<c r="A2"><v>-INF</v></c>', "'-INF'"),
        ('<c r="A2"><v>1e400</v></c>', "'1e400'"),
        ('<c r="A2"><v>1_000</v></c>', "'1_000'"),
        ('<c r="A2"><v>١٢</v></c>', "'١٢'"),
        ('<c r="A2"><v>twelve</v></c>', "'twelve'"),
        ('<c r="A2" t="b"><v>2</v></c>', "'2'"),
        ('<c r="A2" t="s"><v>0</v></c>', "a reference to text number 0, which the file lacks"),
        ('<c r="A2" t="s"><v>-1</v></c>', "a reference to text number -1, which the file lacks"),
        ('<c r="A2" t="d"><v>18.8.2007</v></c>', "'18.8.2007'"),
        ('<c r="A2" t="d"><v>10:10:10</v></c>', "the time 10:10:10"),
        ('<c r="A2" t="z"><v>1</v></c>', "a cell of the type 'z'"),
        ('<c r="A2"><is><t>lost?</t></is></c>', "'lost?'"),
        (text("A2", "x" * 40_000), "a text of 40,000 characters"),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(parts, cell, found):
    """A blank or a zero in its place would move a plan unseen."""
    read = only_cell(parts, cell)
    assert isinstance(read, BadCell)
    assert read.found == found
    assert read.expected


@pytest.mark.parametrize("epoch", [1900, 1904])
def test_dates_are_those_that_excel_shows(tmp_path, epoch):
    """Old workbooks from a Mac count their days from 1904."""
    with xlsxwriter.Workbook(tmp_path / "plan.xlsx", {"date_1904": epoch == 1904}) as book:
        page = book.add_worksheet("Segments")
        day, clock = (book.add_format({"num_format": f}) for f in ("yyyy-mm-dd", "d.m.yy hh:mm"))
        page.write_row(0, 0, ["segment", "day", "moment"])
        page.write_datetime(1, 1, date(2007, 8, 18), day)
        page.write_datetime(1, 2, datetime(2007, 8, 16, 18, 30), clock)  # noqa: DTZ001
        book.add_worksheet("Offers")
    (row,) = read_tables(tmp_path / "plan.xlsx").tables["Segments"].rows
    assert row == (None, datetime(2007, 8, 18), datetime(2007, 8, 16, 18, 30))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("number", "style", "found"),
    [
        (0.5, "hh:mm", "the time 12:00:00"),
        (1.5, "[h]:mm", "a duration of 1.5 days"),
        (-3, "yyyy-mm-dd", "-3 formatted as a date"),
        (1e9, "yyyy-mm-dd", "1e+09 formatted as a date"),
    ],
)
def test_a_number_formatted_as_a_time_is_no_number(tmp_path, number, style, found):
    """Excel shows hours where the file holds days: nobody can know which was meant."""
    with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
        page = book.add_worksheet("Segments")
        page.write_row(0, 0, ["loss"])
        page.write_number(1, 0, number, book.add_format({"num_format": style}))
        book.add_worksheet("Offers")
    ((cell,),) = read_tables(tmp_path / "plan.xlsx").tables["Segments"].rows
    assert isinstance(cell, BadCell)
    assert cell.found == found


@pytest.mark.parametrize("style", ["0.0%", "#,##0.00 [$€-407]", '0 "days"', "[Red]0.00", "General"])
def test_a_number_in_any_other_format_stays_a_number(tmp_path, style):
    """A currency or a percentage is shown with letters that dates use too."""
    with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
        page = book.add_worksheet("Segments")
        page.write_row(0, 0, ["loss"])
        page.write_number(1, 0, 0.25, book.add_format({"num_format": style}))
        book.add_worksheet("Offers")
    assert read_tables(tmp_path / "plan.xlsx").tables["Segments"].rows == [(0.25,)]


def test_formulas_that_no_program_has_calculated_are_refused(tmp_path):
    """A script wrote the workbook and nobody opened it: every formula is still empty."""
    path = write_book(tmp_path / "plan.xlsx", Segments=[["segment", "users"], ["new", "=2*5"]])
    assert read_tables(path).tables["Segments"].rows[0][1] == sheet.NO_VALUE
    assert "recalculate and save" in sheet.NO_VALUE.expected


def test_an_address_is_true_wherever_the_table_stands(parts):
    """The user looks for the cell in Excel, not in our list."""
    rows = (
        f'<row r="4">{text("C4", "segment")}{text("D4", "users")}</row>'
        f'<row r="5"/><row r="9">{text("C9", "new")}<c r="D9"><v>10</v></c></row>'
    )
    table = read_tables(parts.segments(rows).write()).tables["Segments"]
    assert table.columns == ("segment", "users")
    assert table.rows == [("new", 10)]
    assert table.where(-1, 1) == "Segments!D4"
    assert table.where(0, 1) == "Segments!D9"
    assert table.where(0, None) == "Segments!9:9"


def test_cells_without_addresses_follow_one_another(parts):
    """Some exporters leave the addresses out; the format allows it."""
    rows = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c r='B3'><v>4</v></c><c><v>5</v></c></row>"
    table = read_tables(parts.segments(rows).write()).tables["Segments"]
    assert [table.columns, *table.rows] == [(1, None, 3), (None, 4, 5)]
    assert table.where(0, 2) == "Segments!C3"


def test_rows_out_of_order_are_all_read(parts):
    """A reader that walks forward only would lose the second of them."""
    rows = f'{HEADER}<row r="3">{text("A3", "c")}</row><row r="2">{text("A2", "b")}</row>'
    assert read_tables(parts.segments(rows).write()).tables["Segments"].rows == [("b",), ("c",)]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (HEADER + HEADER, "row 1 twice"),
        (f'<row r="1">{text("A1", "a")}{text("A1", "b")}</row>', "cell A1 twice"),
        (f'<row r="2">{text("A1", "a")}</row>', "a cell addressed A1 in row 2"),
        (f'<row r="1">{text("XFE1", "a")}</row>', "a cell addressed XFE1 in row 1"),
        (f'<row r="1">{text("1", "a")}</row>', "a cell addressed 1 in row 1"),
        ('<row r="0"/>', "a row numbered 0"),
        ('<row r="1048577"/>', "a row numbered 1048577"),
        ('<row r="two"/>', "a row numbered two"),
        ('<c r="A1"><v>1</v></c>', "an element 'c' where only rows and cells may stand"),
        ('<row><group><c r="A1"><v>1</v></c></group></row>', "an element 'group'"),
        ('<row><c xmlns="urn:other" r="A1"><v>1</v></c></row>', "an element 'c'"),
        ('<row><c r="A1"><value>1</value></c></row>', "an element 'value'"),
        ('</sheetData><row><c r="A1"><v>1</v></c></row><sheetData>', "an element 'row'"),
        ('</sheetData><x><sheetData/></x><sheetData>', "an element 'sheetData'"),
    ],
)  # fmt: skip
def test_a_sheet_that_contradicts_itself_is_refused(parts, rows, found):
    """Whichever reading were taken, another program would take the other."""
    (issue,) = issues_of(parts.segments(rows).write())
    assert issue.where == "Segments"
    assert found in issue.found


@pytest.mark.parametrize("root", ["worksheet", f'chartsheet xmlns="{MAIN}"'])
def test_a_part_that_is_no_worksheet_is_refused(parts, root):
    """Without its namespace a sheet would be read as empty."""
    rows = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    (issue,) = issues_of(
        parts.segments(f"<?xml version='1.0'?><{root}>{rows}</{root.split()[0]}>").write()
    )
    assert "where a worksheet should be" in issue.found


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "iso-8859-1"])
def test_every_encoding_of_xml_is_read(parts, encoding):
    """The standard allows UTF-16; a byte scan would find no cell in it."""
    declared = {"utf-8-sig": "utf-8", "utf-16-be": "utf-16"}.get(encoding, encoding)
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "_rels/.rels"):
        whole = f'<?xml version="1.0" encoding="{declared}"?>{parts[part]}'.replace(
            ">new<", ">grün<"
        )
        parts[part] = whole.encode(encoding)
    assert read_tables(parts.write()).tables["Segments"].rows == [("grün", 10)]


def test_prefixed_names_are_read(parts):
    """Some programs write <x:c> for <c>."""
    rows = '<x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row>'
    whole = f"<?xml version='1.0'?><x:worksheet xmlns:x='{MAIN}'><x:sheetData>{rows}</x:sheetData></x:worksheet>"
    assert read_tables(parts.segments(whole).write()).tables["Segments"].columns == (7,)


def test_shared_texts_are_read_without_pronunciation(parts):
    """Japanese workbooks store how a name is spoken beside the name."""
    parts.sheets(
        {"Segments": '<row r="1"><c r="A1" t="s"><v>1</v></c></row>', "Offers": ""},
        ("sharedStrings", "SharedStrings.xml"),
    )
    spoken = "<r><t>東</t></r><r><t xml:space='preserve'>京 </t></r><rPh><t>トウキョウ</t></rPh>"
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{MAIN}"><si><t>other</t></si><si>{spoken}</si></sst>'
    )
    assert read_tables(parts.write()).tables["Segments"].columns == ("東京 ",)


def test_empty_columns_and_rows_at_the_edge_are_dropped(parts):
    """Formatting a few cells beside the table must not make columns without a header."""
    rows = (
        f'<row r="1">{text("A1", "segment")}<c r="B1" s="1"/></row>'
        f'<row r="2">{text("A2", "new")}<c r="C2" s="1"/>{text("D2", "  ")}</row><row r="3"><c r="A3" s="2"/></row>'
    )
    table = read_tables(parts.segments(rows).write()).tables["Segments"]
    assert [table.columns, *table.rows] == [("segment",), ("new",)]


def test_a_value_under_a_blank_header_is_delivered(parts):
    """Only the next stage knows what to say of a column without a name."""
    rows = f'{HEADER}<row r="2"><c r="B2"><v>1</v></c></row>'
    table = read_tables(parts.segments(rows).write()).tables["Segments"]
    assert [table.columns, *table.rows] == [("segment", None), (None, 1)]


def test_a_formatted_cell_at_the_last_corner_costs_nothing(parts):
    """Solver leaves one at XFD1048576, and the stated size of the sheet may be a lie."""
    rows = f'{HEADER}<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    parts.segments(rows)
    part = "xl/worksheets/sheet1.xml"
    parts[part] = str(parts[part]).replace(
        "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'
    )
    table = read_tables(parts.write()).tables["Segments"]
    assert (table.columns, list(table.rows)) == (("segment",), [])


def test_values_far_outside_the_table_are_refused(parts, monkeypatch):
    """Filling the rectangle between them would take all memory."""
    monkeypatch.setattr(sheet, "AREA_LIMIT", 20_000)
    rows = f'{HEADER}<row r="2">{text("XFD2", "stray")}</row>'
    (issue,) = issues_of(parts.segments(rows).write())
    assert issue == Issue(
        "Segments", "values as far as XFD2", "a table with nothing far outside it"
    )


def test_an_empty_sheet_is_a_table_without_columns(parts):
    """What is missing in it is for the next stage to say, with an address."""
    table = read_tables(parts.segments("").write()).tables["Segments"]
    assert (table.columns, list(table.rows)) == ((), [])
    assert table.where(-1, None) == "Segments!1:1"


def test_merged_cells_in_the_table_are_refused_each_by_name(tmp_path):
    """They show one value and hide the others; beside the table they do no harm."""
    with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
        page = book.add_worksheet("Segments")
        page.write_row(1, 1, ["segment", "users", "region"])
        page.write_row(2, 1, ["new", 10])
        page.write_row(3, 1, ["old", 20])
        page.merge_range("D3:D4", "EU")
        page.merge_range("B2:C2", "segment")
        page.merge_range("F1:G9", "")
        page.merge_range("A7:D8", "")
        book.add_worksheet("Offers")
    found = issues_of(tmp_path / "plan.xlsx")
    assert [issue.where for issue in found] == ["Segments!D3:D4", "Segments!B2:C2"]
    assert found[0] == Issue("Segments!D3:D4", "merged cells D3:D4", "one value in each cell")


@pytest.mark.parametrize(
    ("merged", "refused"), [("A:A", True), ("A1", False), ("A1:A1", False), ("?", True)]
)
def test_merged_ranges_of_every_form_are_understood(parts, merged, refused):
    """Whole columns can be merged, and one cell merged with itself hides nothing."""
    part = "xl/worksheets/sheet1.xml"
    parts[part] = str(parts[part]).replace(
        "</sheetData>", f'</sheetData><mergeCells><mergeCell ref="{merged}"/></mergeCells>'
    )
    path = parts.write()
    if refused:
        assert [i.found for i in issues_of(path)] == [f"merged cells {merged}"]
    else:
        assert read_tables(path).tables["Segments"].rows == [("new", 10)]


def test_hidden_sheets_rows_and_columns_are_read(tmp_path):
    """Hiding is for the eye; the numbers still count in Excel too."""
    path = write_book(
        tmp_path / "plan.xlsx", Segments=[["segment", "users"], ["new", 10], ["old", 20]]
    )
    book = openpyxl.load_workbook(path)
    book["Segments"].sheet_state = "veryHidden"
    book["Segments"].row_dimensions[2].hidden = True
    book["Segments"].column_dimensions["B"].hidden = True
    book.save(path)
    assert read_tables(path).tables["Segments"].rows == [("new", 10), ("old", 20)]


def test_sheets_are_found_by_name_whatever_their_case(tmp_path):
    """Unknown sheets are left alone; their content is not even parsed."""
    tables = {" SEGMENTS ": [["segment"]], "Notes on Segments": [["anything"]]}
    read = read_tables(write_book(tmp_path / "plan.xlsx", **tables)).tables
    assert list(read) == ["Segments", "Offers"]
    assert read["Segments"].where(-1, 0) == "Segments!A1"


def test_an_unreadable_sheet_of_somebody_else_is_left_alone(parts):
    """A workbook may carry a chart or a broken export beside our tables."""
    rows = {"Segments": "", "Offers": "", "Raw": "<?xml version='1.0'?><nonsense>"}
    parts.sheets(rows, ("chartsheet", "chartsheets/sheet1.xml"))
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace(
        "</sheets>", '<sheet name="Limits" sheetId="4" r:id="rId4"/></sheets>'
    )
    assert list(read_tables(parts.write()).tables) == ["Segments", "Offers"]


def test_two_sheets_of_one_name_are_refused(tmp_path):
    """Nobody could tell which one was solved."""
    path = write_book(
        tmp_path / "plan.xlsx", **{"Segments": [["segment"]], " segments": [["segment"]]}
    )
    (issue,) = issues_of(path)
    assert issue == Issue(
        "plan.xlsx", "the sheets 'Segments' and ' segments'", "one sheet called 'Segments'"
    )


def test_missing_and_misspelled_sheets_are_all_told(tmp_path):
    """Reading a plan without its limits because of one letter would be a wrong answer."""
    path = write_book(tmp_path / "plan.xlsx", Segmnets=[[1]], Limit=[[1]], Units=[[1]])
    found = [(i.found, i.expected) for i in issues_of(path)]
    assert found == [
        ("a sheet called 'Segmnets'", "a known name; did you mean 'Segments'?"),
        ("a sheet called 'Limit'", "a known name; did you mean 'Limits'?"),
    ]


def test_a_workbook_about_something_else_is_told_what_is_missing(tmp_path):
    """The names that were found help to see that it is the wrong file."""
    book = openpyxl.Workbook()
    book.save(tmp_path / "plan.xlsx")
    assert [str(i) for i in issues_of(tmp_path / "plan.xlsx")] == [
        "plan.xlsx: expected a sheet called 'Segments', found the sheet 'Sheet'",
        "plan.xlsx: expected a sheet called 'Offers', found the sheet 'Sheet'",
    ]


def test_everything_wrong_with_the_sheets_comes_at_once(parts):
    """Each round of correcting costs the user a visit to Excel."""
    parts.sheets({"Segments": HEADER + HEADER, "Offers": '<row r="0"/>', "Polices": ""})
    assert [i.where for i in issues_of(parts.write())] == ["plan.xlsx", "Segments", "Offers"]


def test_a_source_knows_its_name_title_and_hash(parts):
    """The manifest of a plan states what it was made from."""
    path = parts.write("Outage 2007.xlsx")
    source = read_tables(str(path))
    assert (source.name, source.title) == ("Outage 2007.xlsx", "Outage 2007")
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_workbook_becomes_a_problem_named_after_it(tmp_path):
    """The whole way from the file to what solve takes."""
    path = write_book(
        tmp_path / "outage.xlsx",
        Segments=[["Segment", "Users", "Retention", "Retained value"], ["new", 10, 0.5, 40]],
        Offers=[["offer"], ["card"]],
        Responses=[["segment", "offer", "retention"], ["new", "card", 0.6]],
    )
    problem = read_workbook(path)
    assert problem.settings.title == "outage"
    assert problem.segments[0].users == 10
    assert problem.responses[0].retention == 0.6
    assert problem.input_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


cells = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(-1e300, 1e300).map(lambda x: float(f"{x:.16G}"))
    | st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=30
    )
    | st.dates(date(1900, 3, 1), date(9999, 12, 31))
)


def shown(cell: object) -> object:
    """Return what Excel holds for a written cell: one kind of number, no blank texts."""
    if isinstance(cell, str):
        return cell if cell.strip() else None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    return cell.date() if isinstance(cell, datetime) else cell


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=4))
def test_what_is_written_is_what_is_read(rows):
    """For every text, number and date, each at its own address."""
    written = {
        (r, c): v
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
        if (v := shown(cell)) is not None
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        with xlsxwriter.Workbook(
            path, {"strings_to_formulas": False, "strings_to_urls": False}
        ) as book:
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            page = book.add_worksheet("Segments")
            for (r, c), value in written.items():
                write = {str: page.write_string, bool: page.write_boolean}.get(
                    type(value), page.write_number
                )
                if isinstance(value, date):
                    page.write_datetime(r, c, value, day)
                else:
                    write(r, c, value)
            book.add_worksheet("Offers")
        table = read_tables(path).tables["Segments"]
    read = {
        table.where(r, c): shown(cell)
        for r, row in enumerate([table.columns, *table.rows], -1)
        for c, cell in enumerate(row)
        if cell is not None
    }
    assert read == {f"Segments!{'ABC'[c]}{r + 1}": value for (r, c), value in written.items()}
