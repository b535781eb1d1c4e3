"""A folder of CSV files is read as a workbook is, every cell as text."""

import hashlib
from pathlib import Path

import pytest

from compensator.errors import InputError, Issue
from compensator.spreadsheet import guard
from compensator.workbook import folder
from compensator.workbook.reading import read_tables, read_workbook

OFFERS = b"offer\ncard\n"


def write(path: Path, **files: str | bytes) -> Path:
    """Write files into a folder; ``segments`` is segments.csv."""
    for name, content in {"offers": OFFERS, **files}.items():
        data = content if isinstance(content, bytes) else content.encode()
        (path / f"{name}.csv").write_bytes(data)
    return path


def issues_of(path: Path) -> list[Issue]:
    """Return everything that is wrong with a folder."""
    with pytest.raises(InputError) as caught:
        read_tables(path)
    return list(caught.value.issues)


def test_texts_are_untouched_and_blanks_are_none(tmp_path):
    """What a text means is for the next stage to say; the quote that guards a formula is left on."""
    written = 'segment,users,note\n new , 10,"a, b"\n\'=x,TRUE,  \n'
    table = read_tables(write(tmp_path, segments=written)).tables["Segments"]
    assert table.columns == ("segment", "users", "note")
    assert table.rows == [(" new ", " 10", "a, b"), ("'=x", "TRUE", None)]
    assert not table.typed


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_every_line_end_is_read_with_and_without_a_byte_order_mark(tmp_path, newline, mark):
    """Excel writes the mark, scripts do not; the three systems end their lines in three ways."""
    written = mark + "segment,region\ngrün,\u2028\n".replace("\n", newline).encode()
    table = read_tables(write(tmp_path, segments=written)).tables["Segments"]
    assert [table.columns, *table.rows] == [("segment", "region"), ("grün", None)]


def test_an_address_is_that_which_a_spreadsheet_shows(tmp_path):
    """Blank rows and rows that hold a line break count as they do when the file is opened."""
    written = '\nsegment,users\n\n"two\nlines",1\nnew,2\n,\n'
    table = read_tables(write(tmp_path, Segments=written)).tables["Segments"]
    assert table.rows == [("two\nlines", "1"), ("new", "2")]
    assert table.where(-1, 0) == "Segments.csv!A2"
    assert table.where(1, 1) == "Segments.csv!B5"
    assert table.where(1, None) == "Segments.csv!5:5"


def test_empty_columns_at_the_edge_are_dropped(tmp_path):
    """Excel writes commas for cells that were once formatted."""
    table = read_tables(write(tmp_path, segments="segment,users,,\nnew,1,,\n,,,\n")).tables[
        "Segments"
    ]
    assert [table.columns, *table.rows] == [("segment", "users"), ("new", "1")]


def test_a_value_under_a_blank_header_is_delivered(tmp_path):
    """Only the next stage knows what to say of a column without a name."""
    table = read_tables(write(tmp_path, segments="segment,\nnew,1\n")).tables["Segments"]
    assert table.columns == ("segment", None)


def test_ragged_rows_are_told_row_by_row(tmp_path):
    """A comma too many or too few moves every later value into another column."""
    path = write(tmp_path, segments="segment,users\nnew,1,2\nold\nfine,3\n")
    assert issues_of(path) == [
        Issue("segments.csv!2:2", "3 cells", "2 cells as in the header"),
        Issue("segments.csv!3:3", "1 cell", "2 cells as in the header"),
    ]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (
            "segment,users\ngrün,1\n".encode("latin-1"),
            "the byte 0xfc in line 2, which is not UTF-8",
        ),
        ("segment,users\n".encode("utf-32"), "text in UTF-32"),
        (b"segment,users\nnew\0,1\n", "a NUL character in line 2"),
        (b"PK\x03\x04\x14", "an archive or a workbook"),
        (b'segment,users\n"new,1\n', "text that is not CSV (unexpected end of data)"),
        (b'segment,users\n"new"er,1\n', "text that is not CSV"),
        (b"segment\n" + b"x" * 200_000, "text that is not CSV (field larger"),
    ],
)
def test_a_file_that_is_not_csv_in_utf_8_is_refused(tmp_path, content, found):
    """Guessing an encoding turns one name into another."""
    (issue,) = issues_of(write(tmp_path, segments=content))
    assert issue.where == "segments.csv"
    assert issue.found.startswith(found)
    assert "UTF-8" in issue.expected


def test_an_empty_file_is_a_table_without_columns(tmp_path):
    """What is missing in it is for the next stage to say, with an address."""
    table = read_tables(write(tmp_path, segments="\n,,\n")).tables["Segments"]
    assert (table.columns, list(table.rows)) == ((), [])
    assert table.where(-1, None) == "segments.csv!1:1"


def test_a_file_too_large_is_refused_before_it_is_parsed(tmp_path, monkeypatch):
    """A hundred million commas are a hundred million cells."""
    monkeypatch.setattr(folder, "CELL_LIMIT", 1_000)
    path = write(tmp_path, segments="," * 2_000)
    assert issues_of(path)[0].found == "more than 1,000 cells"
    monkeypatch.setattr(folder, "FILE_LIMIT", guard.MIB)
    path = write(tmp_path, segments="x" * (2 * guard.MIB))
    assert issues_of(path)[0] == Issue("segments.csv", "2 MiB", "at most 1 MiB")


def test_files_are_found_by_name_whatever_their_case(tmp_path):
    """Other files in the folder are left alone, even unreadable ones."""
    write(tmp_path, SEGMENTS="segment\nnew\n", notes=b"\0\xff")
    (tmp_path / "Limits.txt").write_text("not a table")
    (tmp_path / "policies.csv").mkdir()
    assert list(read_tables(tmp_path).tables) == ["Segments", "Offers"]


def test_two_files_of_one_name_and_misspelled_ones_are_all_told(tmp_path):
    """On some systems both can stand side by side; nobody could tell which one was solved."""
    write(tmp_path, segments="segment\n", SEGMENTS="segment\n", limitts="limit\n")
    if len(list(tmp_path.iterdir())) < 4:
        pytest.skip("this file system does not tell capitals from small letters")
    assert [(i.where, i.found) for i in issues_of(tmp_path)] == [
        (tmp_path.name, "the CSV files 'SEGMENTS' and 'segments'"),
        (tmp_path.name, "a CSV file called 'limitts'"),
    ]


def test_a_folder_without_tables_is_told_what_it_needs(tmp_path):
    """The user may have given the folder above, or one of workbooks."""
    found = issues_of(tmp_path)
    assert [(i.found, i.expected) for i in found] == [
        ("no CSV files", "a CSV file called 'Segments'"),
        ("no CSV files", "a CSV file called 'Offers'"),
    ]


def test_everything_wrong_with_the_files_comes_at_once(tmp_path):
    """Each round of correcting costs the user time."""
    write(tmp_path, segments="a|b\n", offers="a,b\nc\n", limitts="")
    assert [i.where for i in issues_of(tmp_path)] == [
        tmp_path.name,
        "offers.csv!2:2",
        "segments.csv!1:1",
    ]


def test_the_hash_is_of_the_files_read_with_their_names(tmp_path):
    """The manifest of a plan states what it was made from: notes beside the tables are no part of it."""
    write(tmp_path, segments="segment\n")
    before = read_tables(tmp_path).sha256
    whole = b"offers.csv\n11\n" + OFFERS + b"segments.csv\n8\nsegment\n"
    assert before == hashlib.sha256(whole).hexdigest()
    write(tmp_path, notes="anything")
    assert read_tables(tmp_path).sha256 == before
    write(tmp_path, segments="segment\nnew\n")
    assert read_tables(tmp_path).sha256 != before


def test_a_folder_becomes_a_problem_named_after_it(tmp_path, monkeypatch):
    """Numbers are read from their texts, and ``.`` is a folder with a name too."""
    write(
        tmp_path,
        segments="segment,users,retention,retained_value\nnew,10,0.5,40\n",
        responses="segment,offer,retention\nnew,card,0.6\n",
    )
    monkeypatch.chdir(tmp_path)
    problem = read_workbook(".")
    assert problem.settings.title == tmp_path.name
    assert problem.segments[0].users == 10
