"""Sheets become records; everything wrong in them is told at once."""

import pytest

from compensator.cli.documents import Errors
from compensator.errors import InputError
from compensator.problem import Settings, build
from compensator.spreadsheet.tables import Table
from tests.sheets import OFFERS, RESPONSES, SEGMENTS, read, refused, sheet, with_cell


def test_all_problems_of_all_sheets_are_told_in_one_message():
    """Mending one cell a run, ten times over, is how analysts come to hate a tool."""
    segments = with_cell(with_cell(SEGMENTS, 1, 2, 1.4), 2, 1, "many")
    offers = with_cell(OFFERS, 1, 1, "six")
    known = with_cell(RESPONSES, 3, 0, "odl")
    with pytest.raises(InputError) as caught:
        read(Segments=segments, Offers=offers, Responses=known)
    assert str(caught.value) == (
        "plan.xlsx has 4 problems:\n"
        "  Segments!C2: expected a probability between 0 and 1, found 1.4\n"
        "  Segments!B3: expected a number, found 'many'\n"
        "  Offers!B2: expected a number, found 'six'\n"
        "  Responses!A4: expected the name of a segment, found 'odl'"
    )


def test_the_refusal_is_also_a_document():
    """A program that calls this one wants cells, not sentences."""
    with pytest.raises(InputError) as caught:
        read(Segments=with_cell(SEGMENTS, 1, 2, 1.4))
    assert Errors(caught.value.issues).to_dict() == {
        "schema": "compensator/errors/1",
        "errors": [
            {
                "where": "Segments!C2",
                "found": "1.4",
                "expected": "a probability between 0 and 1",
            }
        ],
    }


def test_hundreds_of_problems_are_counted_and_a_hundred_shown():
    """A sheet with one bad column has as many problems as rows."""
    rows = [["segment", "users", "retention", "retained_value"]]
    rows += [[f"s{i}", -1, 0.5, 1] for i in range(120)]
    with pytest.raises(InputError) as caught:
        read(Segments=rows, Responses=[["segment", "offer"]])
    lines = str(caught.value).splitlines()
    assert lines[0] == "plan.xlsx has 120 problems:"
    assert len(lines) == 102
    assert lines[-1] == "  … and 20 more (--json lists all)"


def test_empty_rows_are_skipped_and_addresses_still_fit():
    """Analysts leave gaps between blocks; the row number told is the sheet's own."""
    rows = [SEGMENTS[0], [None] * 5, SEGMENTS[1], ["", "  ", None, None, None], SEGMENTS[2]]
    assert read(Segments=rows).segments == read().segments
    assert refused(Segments=with_cell(rows, 4, 2, 2)) == [
        "Segments!C5: expected a probability between 0 and 1, found 2"
    ]


def test_a_required_cell_left_blank_is_told():
    """A row without a name or a count is not a segment."""
    assert "Segments!B2: expected a whole number of at least 0, found nothing" in refused(
        Segments=with_cell(SEGMENTS, 1, 1, None)
    )


def test_a_bad_row_does_not_make_its_references_wrong():
    """One mistake, one line: a segment whose users are mistyped still has its responses."""
    assert refused(Segments=with_cell(SEGMENTS, 1, 1, "ten")) == [
        "Segments!B2: expected a number, found 'ten'"
    ]


def test_a_blank_cell_of_a_custom_measure_is_an_error():
    """Calls of nobody-knows are not calls of zero."""
    rows = [[*RESPONSES[0], "calls"], *([*row, 1.5] for row in RESPONSES[1:])]
    assert refused(Responses=with_cell(rows, 2, 3, None)) == [
        "Responses!D3: expected a number: calls is a custom measure, found nothing"
    ]


@pytest.mark.parametrize("missing", ["Segments", "Offers"])
def test_a_workbook_without_segments_or_offers_is_refused(missing):
    """Any workbook may be opened by mistake; the message names what it has."""
    tables = {"Segments": SEGMENTS, "Offers": OFFERS}
    del tables[missing]
    given = {name: sheet(name, rows) for name, rows in tables.items()}
    with pytest.raises(InputError) as caught:
        build(given, source="plan.xlsx", title="plan")
    assert str(caught.value) == (
        f"plan.xlsx has 1 problem:\n  plan.xlsx: expected a sheet {missing!r}, found {next(iter(given))}"
    )


@pytest.mark.parametrize("name", ["Segments", "Offers"])
def test_a_sheet_with_a_header_and_no_rows_is_refused(name):
    """Nobody to compensate, or nothing to give, is not a problem to solve."""
    lines = refused(**{name: [{"Segments": SEGMENTS, "Offers": OFFERS}[name][0]]})
    assert f"{name}!1: expected at least one row below the header of {name}, found no rows" in lines


def test_settings_are_rows_found_by_name():
    """Order, case and underscores do not matter; what is not set has its default."""
    rows = [["Value", "setting"], [1000, "Budget"], ["EUR", "CURRENCY"], [3, "delay days"]]
    settings = read(Settings=rows).settings
    assert (settings.budget, settings.currency, settings.delay_days) == (1000, "EUR", 3)
    assert settings.maximize == Settings().maximize == "value"


def test_the_title_is_the_files_name_unless_set():
    """Every output needs a title, and a file has one."""
    assert read().settings.title == "plan"
    assert read(Settings=[["setting", "value"], ["title", "June"]]).settings.title == "June"


SETTINGS = ", ".join(Settings.model_fields)


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (
            [["bugdet", 5]],
            f"Settings!A2: expected one of the settings {SETTINGS}; did you mean 'budget'?, found 'bugdet'",
        ),
        ([["colour", 5]], f"Settings!A2: expected one of the settings {SETTINGS}, found 'colour'"),
        ([["budget", 5], ["Budget", 6]], "Settings!A3: expected each setting once, found 'Budget'"),
    ],
)
def test_a_setting_that_is_not_known_or_set_twice_is_refused(rows, line):
    """A misspelled budget would be no budget at all."""
    assert refused(Settings=[["setting", "value"], *rows]) == [line]


def test_settings_need_their_two_columns():
    """A third column would be ignored silently otherwise."""
    assert refused(Settings=[["setting", "amount"], ["budget", 5]]) == [
        "Settings!B1: expected one of the columns setting, value, found 'amount'",
        "Settings!1: expected columns setting, value, found setting, amount",
    ]


def test_records_do_not_change():
    """A plan refers to the problem it was made from."""
    problem = read()
    with pytest.raises(ValueError, match="frozen"):
        problem.segments[0].users = 5
    with pytest.raises(AttributeError):
        problem.segments = ()


def test_a_csv_table_gives_the_same_records():
    """The same tables may come as CSV, where every cell is text."""

    def as_text(rows: list[list[object]]) -> list[list[object]]:
        return [[None if cell is None else str(cell) for cell in row] for row in rows]

    same = read(
        typed=False,
        Segments=as_text(SEGMENTS),
        Offers=as_text(OFFERS),
        Responses=as_text(RESPONSES),
    )
    assert same == read()


def test_a_formula_that_gives_empty_text_is_a_blank_cell():
    """=IF(A1>0, 5, "") leaves a text of no length."""
    assert read(Segments=with_cell(SEGMENTS, 1, 4, "")).segments[0].tags == {}


def test_a_problem_is_equal_to_another_of_the_same_records():
    """Where the records came from does not matter."""
    assert read() == read()
    assert read() != read(Settings=[["setting", "value"], ["budget", 5]])


def test_tables_carry_no_address_function_of_their_own():
    """Guard of this file's own helper: a table's address function is called with row and column."""
    table = sheet("S", [["a"], [1]])
    assert isinstance(table, Table)
    assert (table.where(0, 0), table.where(-1, None)) == ("S!A2", "S!1")
