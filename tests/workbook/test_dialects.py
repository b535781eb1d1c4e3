"""CSV as the world writes it: the same tables in every dialect are the same problem, or a question."""

import codecs
import csv
import io
import re
from datetime import date

import pytest
from hypothesis import given, strategies as st

from compensator.errors import InputError, Issue
from compensator.plan import solve, take
from compensator.problem import SHEETS, records_of
from compensator.workbook.folder import read_csv
from compensator.workbook.reading import read_workbook
from tests.strategies import problems

ENCODINGS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
"""As Python calls them, and as a note does."""
DIALECTS = [(",", "."), (";", ","), (";", "."), ("\t", ","), ("\t", ".")]
WORDS = {";": "semicolons", "\t": "tabs", ",": "decimal commas", ".": "decimal points"}
UNCLEAR = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
"""A number whose mark may part thousands, however it is written."""


def spelled(cell, mark):
    """Return a cell as a program with this decimal mark writes it."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return re.sub(r"\.0$", "", repr(cell)).replace(".", mark)
    return "" if cell is None else str(cell)


def grid(sheet, records):
    """Return a sheet's header and rows; only what is told has a column."""
    if sheet == "Settings":
        return [["setting", "value"], *([name, v] for name, v in told(records[0]).items())]
    rows = [told(record) for record in records]
    header = list(dict.fromkeys(name for row in rows for name in row))
    return [header, *([row.get(name) for name in header] for row in rows)]


def told(record):
    """Return what a record was given, its tags or measures among it."""
    cells = {n: getattr(record, n) for n in record.model_fields_set - {"tags", "measures"}}
    return {**cells, **getattr(record, "tags", {}), **getattr(record, "measures", {})}


def written(rows, delimiter, mark, *, sep=False):
    """Return rows as text."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(
        [spelled(cell, mark) for cell in row] for row in rows
    )
    return f"sep={delimiter}\r\n{stream.getvalue()}" if sep else stream.getvalue()


def folder(path, problem, delimiter, mark, encoding, *, sep=False):
    """Write a problem as a folder of CSV files, and return the texts."""
    path.mkdir(exist_ok=True)
    texts = {}
    for name, record in SHEETS.items():
        records = records_of(problem)[name.lower()]
        if records and (rows := grid(name, records))[0]:
            texts[name] = written(rows, delimiter, mark, sep=sep)
            (path / f"{name.lower()}.csv").write_bytes(texts[name].encode(encoding))
        assert all(isinstance(one, record) for one in records)
    return texts


def is_unclear(text, delimiter, mark):
    """Return whether all marked numbers of a text may be parted in thousands, by the words of the contract."""
    cells = [
        c for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) for c in row
    ]
    marked = [c.replace(mark, ".") for c in cells if re.fullmatch(rf"-?\d+\{mark}\d+", c)]
    return bool(marked) and all(UNCLEAR.fullmatch(cell) for cell in marked)


@given(
    problem=problems(),
    dialect=st.sampled_from(DIALECTS),
    encoding=st.sampled_from([*ENCODINGS]),
    sep=st.booleans(),
)
def test_the_same_tables_in_every_dialect_are_the_same_problem(
    tmp_path_factory, problem, dialect, encoding, sep
):
    """Where an analyst's Excel comes from changes no number; what could be read in two ways is asked."""
    delimiter, mark = dialect
    path = tmp_path_factory.mktemp("csv") / "plan"
    plain = read_workbook_of(path.parent / "plain" / "plan", problem)
    texts = folder(path, problem, delimiter, mark, encoding, sep=sep)
    unclear = {n for n, t in texts.items() if delimiter != "," and is_unclear(t, delimiter, mark)}
    if unclear:
        with pytest.raises(InputError) as caught:
            read_workbook(path)
        places = {issue.where.partition(".csv!")[0] for issue in caught.value.issues}
        assert {name.lower() for name in unclear} <= places
        return
    read = read_workbook(path)
    assert read == plain
    assert {n: r for n, r in records_of(read).items() if n != "settings"} == {
        n: r for n, r in records_of(problem).items() if n != "settings"
    }
    parts = f"with {WORDS[delimiter]}" if delimiter != "," else ""
    assert len(read.notes) == (len(texts) if parts or ENCODINGS[encoding] == "UTF-16" else 0)
    assert all(
        parts in note and (ENCODINGS[encoding] == "utf-8" or "UTF-16" in note)
        for note in read.notes
    )


def read_workbook_of(path, problem):
    """Return a problem read from a folder as every program reads it."""
    path.parent.mkdir()
    folder(path, problem, ",", ".", "utf-8")
    return read_workbook(path)


@given(
    numbers=st.lists(
        st.from_regex(r"-?[0-9]{1,6}([.,][0-9]{1,4})?", fullmatch=True), min_size=1, max_size=5
    ),
    delimiter=st.sampled_from([";", "\t"]),
)
def test_a_number_is_read_in_the_one_way_that_its_file_allows_or_not_at_all(numbers, delimiter):
    """Every reading that thousands and decimals allow is tried: several that agree with the file are a question."""
    text = f"segment{delimiter}size\n" + "".join(f"s{delimiter}{n}\n" for n in numbers)
    readings = [[r for n in numbers for r in [reading(n, mark)]] for mark in ",."]
    possible = {tuple(r) for r in readings if None not in r}
    thousands = any(
        reading(n, mark, thousands=True) != reading(n, mark) for n in numbers for mark in ",."
    )
    try:
        table = read_csv(text.encode(), "segments.csv", "Segments")
    except InputError:
        assert len(possible) != 1 or thousands
    else:
        assert [tuple(float(row[1]) for row in table.rows)] == [*possible]


def reading(number, mark, *, thousands=False):
    """Return what a number is where the mark is decimal, the other parting thousands if at all; None if it is none."""
    other = "." if mark == "," else ","
    if other in number:
        grouped = re.fullmatch(rf"-?[1-9]\d{{0,2}}\{other}\d{{3}}", number)
        return float(number.replace(other, "")) if thousands and grouped else None
    return float(number.replace(mark, "."))


HEADER = "segment;users;retention;retained_value\n"


def issues(text, file="segments.csv", name="Segments"):
    """Return what is asked of a file."""
    with pytest.raises(InputError) as caught:
        read_csv(text if isinstance(text, bytes) else text.encode(), file, name)
    return list(caught.value.issues)


@pytest.mark.parametrize(
    ("rows", "where", "found", "expected"),
    [
        (
            "a;310.000;1;2\nb;20.000;1;2\n",
            "B2",
            "'310.000' (and 1 more below)",
            "a number that can be read in one way only: type 310000 or 310,0",
        ),
        ("a;1.234;1;2\n", "B2", "'1.234'", "… type 1234 or 1,2340"),
        ("a;9;1;-1.250\n", "D2", "'-1.250'", "… type -1250 or -1,25"),
        ("a;310.000;0,9;2\n", "B2", "'310.000'", "a number without a thousands mark: type 310000"),
        ("a;310,000;0.9;2\n", "B2", "'310,000'", "a number without a thousands mark: type 310000"),
        (
            "a;9;0.9;2\nb;9;0,9;2\n",
            "C2",
            "'0.9' and '0,9'",
            "one decimal mark in the whole file, not another in segments.csv!C3",
        ),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_with_what_to_type(rows, where, found, expected):
    """A thousandfold of users is not guessed."""
    (issue,) = issues(HEADER + rows)
    expected = expected.replace("…", "a number that can be read in one way only:")
    assert issue == Issue(f"segments.csv!{where}", found, expected)


@pytest.mark.parametrize("answer", ["310000", "310,0"])
def test_what_a_question_says_to_type_is_read(answer):
    """An answer that raised the next question would be none."""
    table = read_csv((HEADER + f"a;{answer};1;2\n").encode(), "segments.csv", "Segments")
    assert float(table.rows[0][1]) in {310000, 310}


@pytest.mark.parametrize("number", ["0,915", "1234,567", ",5", "5,", "1,5e3", "-0,250", "1,5E+06"])
def test_a_comma_that_cannot_part_thousands_is_a_decimal_comma(number):
    """Nobody writes 0 before thousands, and four digits before a mark are no group."""
    table = read_csv(f"segment;size\na;{number}\n".encode(), "segments.csv", "Segments")
    assert float(table.rows[0][1]) == float(number.replace(",", "."))


def test_names_filters_and_changes_keep_their_commas_and_points():
    """1,2 are two segments, and half of a budget is 0.5 everywhere: those are our words, not a program's."""
    limits = "limit;measure;segments;max\nl;cost;1,2;1,5\nm;cost;1.000;7\n"
    table = read_csv(limits.encode(), "limits.csv", "Limits")
    assert table.rows == [("l", "cost", "1,2", "1.5"), ("m", "cost", "1.000", "7")]
    changes = "scenario;change\nhalf;budget*=0.5\n"
    assert read_csv(changes.encode(), "s.csv", "Scenarios").rows == [("half", "budget*=0.5")]


def test_settings_have_decimal_commas_too():
    """Their values stand below each other, whatever they are."""
    table = read_csv(b"setting;value\nbudget;2500,5\ntitle;A, B\n", "settings.csv", "Settings")
    assert table.rows == [("budget", "2500.5"), ("title", "A, B")]


def test_dates_stay_as_they_are():
    """Only the ISO form is a date; any other is text, and no number."""
    text = "segment;since\na;2007-08-18\nb;18.08.2007\n"
    assert read_csv(text.encode(), "segments.csv", "Segments").rows[1] == ("b", "18.08.2007")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("sep=;\na;b,c,d\n", ("a", "b,c,d")),
        ("SEP=|\r\nsegment|users\r\n", ("segment", "users")),
        ('"sep=\t"\nsegment\tusers\n', ("segment", "users")),
        ('segment;"users, or so, as told"\n', ("segment", "users, or so, as told")),
        ("segment\tusers\tx,y\n", ("segment", "users", "x,y")),
        ("segment\n", ("segment",)),
        (";;\nsegment;users;x\n", ("segment", "users", "x")),
    ],
)
def test_a_file_says_what_parts_its_columns_or_its_header_shows_it(text, columns):
    """Excel obeys the line sep=, and so does whoever reads what Excel wrote."""
    assert read_csv(text.encode(), "segments.csv", "Segments").columns == columns


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("segment;users,loss\n", "as many commas as semicolons in the header"),
        ("segment;users\tloss\n", "as many semicolons as tabs in the header"),
        ("sep=x\nsegmentxusers\n", "'sep=x'"),
        ("sep=\nsegment\n", "'sep='"),
        ("segment|users\n", "columns separated by vertical bars"),
    ],
)
def test_columns_that_could_be_parted_in_two_ways_are_asked(text, found):
    """With what to write above them."""
    (issue,) = issues(text)
    assert issue.found == found
    assert "sep=" in issue.expected


def test_rows_count_as_a_spreadsheet_shows_them_without_the_line_that_parts_columns():
    """Excel and LibreOffice take sep= as an order, not as a row."""
    table = read_csv(b"sep=;\nsegment;users\nnew;1\n", "segments.csv", "Segments")
    assert table.where(0, 1) == "segments.csv!B2"


@pytest.mark.parametrize(
    "encoding", ["cp1252", "latin-1", "cp850", "gb18030", "shift_jis", "utf-32"]
)
def test_any_other_encoding_is_refused_with_how_to_save(encoding):
    """A guess would turn one name into another."""
    (issue,) = issues(
        "segment,users\ngrün é,1\n".replace("é", "日" if "j" in encoding else "ü").encode(
            encoding, "replace"
        )
        if encoding != "shift_jis"
        else "segment,users\n日本,1\n".encode(encoding)
    )
    assert "CSV UTF-8" in issue.expected


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, b""])
def test_a_damaged_file_in_utf_16_is_refused(mark):
    """Half a character at the end: something was cut off."""
    content = mark + "segment,users\nnew,1\n".encode("utf-16-le")[:-1]
    assert "UTF-16" in issues(content)[0].found


def test_names_in_any_script_survive_utf_16_without_its_mark():
    """Characters whose halves look like another order of bytes: 一 and 愀 hold a NUL or an ASCII letter."""
    rows = "segment;users\n一愀;1\nЉ;2\n"
    for encoding in ("utf-16-le", "utf-16-be"):
        table = read_csv(rows.encode(encoding), "segments.csv", "Segments")
        assert table.rows == [("一愀", "1"), ("Љ", "2")]


def test_how_a_file_was_read_is_told_by_check_and_plan(tmp_path):
    """Whoever reads the answer sees that 0,9 was taken for 0.9."""
    files = {
        "segments": "segment;users;retention;retained_value\nnew;10;0,5;40\n",
        "offers": "offer\tdelivery_cost\ncard\t0.5\n",
        "responses": "segment,offer,retention\nnew,card,0.6\n",
    }
    for name, text in files.items():
        encoding = "utf-16" if name == "segments" else "utf-8"
        (tmp_path / f"{name}.csv").write_bytes(text.encode(encoding))
    problem = read_workbook(tmp_path)
    told = (
        "segments.csv is read with semicolons and decimal commas, as UTF-16.",
        "offers.csv is read with tabs and decimal points.",
    )
    assert problem.notes == told
    assert set(told) <= {*take(problem).notes} & {*solve(problem).notes}


def test_a_comma_file_in_utf_8_is_not_spoken_of():
    """It is what everybody expects."""
    assert read_csv(b"segment,users\nnew,1\n", "segments.csv", "Segments").notes == ()


def test_a_date_is_no_number_in_any_dialect():
    """Points between digits of dates and versions decide nothing."""
    assert spelled(date(2007, 8, 18), ",") == "2007-08-18"
    text = "segment;v;users\na;1.2.3;5\nb;192.168.0.1;6\n"
    assert read_csv(text.encode(), "segments.csv", "Segments").rows[0] == ("a", "1.2.3", "5")
