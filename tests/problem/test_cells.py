"""A cell becomes a value of its column's kind, or a sentence that says what belongs there."""

from datetime import date, datetime

import pytest
from hypothesis import given, strategies as st

from compensator.problem.cells import CellError, show, to_whole
from compensator.spreadsheet.tables import BadCell
from tests.sheets import OFFERS, SEGMENTS, read, refused, with_cell


@pytest.mark.parametrize(
    ("row", "column", "cell", "message"),
    [
        (1, 2, 1.4, "Segments!C2: expected a probability between 0 and 1, found 1.4"),
        (2, 2, -0.1, "Segments!C3: expected a probability between 0 and 1, found -0.1"),
        (1, 2, "high", "Segments!C2: expected a number, found 'high'"),
        (1, 2, "0.5", "Segments!C2: expected a number, found '0.5' (a number stored as text)"),
        (1, 2, True, "Segments!C2: expected a number, found TRUE"),
        (1, 2, date(2007, 8, 18), "Segments!C2: expected a number, found the date 2007-08-18"),
        (1, 2, float("inf"), "Segments!C2: expected a number, found inf"),
        (1, 2, float("nan"), "Segments!C2: expected a number, found nan"),
        (1, 1, 10.5, "Segments!B2: expected a whole number, found 10.5"),
        (1, 1, -3, "Segments!B2: expected a whole number of at least 0, found -3"),
        (1, 3, -1, "Segments!D2: expected an amount of money of at least 0, found -1"),
        (
            1,
            0,
            "none",
            "Segments!A2: expected a name other than 'none', which is reserved, found 'none'",
        ),
        (
            1,
            0,
            "Budget",
            "Segments!A2: expected a name other than 'Budget', which is reserved, found 'Budget'",
        ),
        (1, 0, "a,b", "Segments!A2: expected a name without any of , = | [ ], found 'a,b'"),
        (1, 0, "a[1]", "Segments!A2: expected a name without any of , = | [ ], found 'a[1]'"),
        (1, 0, 1.5, "Segments!A2: expected text, found 1.5"),
        (
            1,
            0,
            "n\u200bew",
            "Segments!A2: expected text without invisible characters such as U+200B, found 'n\\u200bew'",
        ),
        (1, 4, BadCell("#N/A", "a value"), "Segments!E2: expected a value, found #N/A"),
        (
            1,
            1,
            BadCell("a formula without a stored value", "a number"),
            "Segments!B2: expected a number, found a formula without a stored value",
        ),
        (
            1,
            4,
            datetime(2007, 8, 18, 12, 30),  # noqa: DTZ001 - as Excel has it
            "Segments!E2: expected a date without time of day, a number or text, found the date 2007-08-18 12:30:00",
        ),
    ],
)
def test_a_wrong_cell_is_told_with_address_found_and_expected(row, column, cell, message):
    """The analyst goes to the cell, sees what is there, and knows what to write instead."""
    lines = refused(Segments=with_cell(SEGMENTS, row, column, cell))
    assert message in lines
    assert [line for line in lines if line.split(":")[0] == message.split(":")[0]] == [message]


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        (2, 90, "a probability between 0 and 1 (90 % is 0.9)"),
        (2, 91.5, "a probability between 0 and 1 (91.5 % is 0.915)"),
        (2, "93%", "a number: type 0.93 (93 % is 0.93)"),
        (2, "90 %", "a number: type 0.9 (90 % is 0.9)"),
        (2, "0,915", "a number: type 0.915 (decimal comma)"),
        (2, "0,9400000000000001", "a number: type 0.9400000000000001 (decimal comma)"),
        (3, "€140", "a number: type 140, in the currency of Settings"),
        (3, "$30.00", "a number: type 30, in the currency of Settings"),
        (3, "20 USD", "a number: type 20, in the currency of Settings"),
        (3, "2k", "a number: type 2000"),
        (3, "1,200", "a number: type 1200, or 1.2 where the mark is a decimal one"),
        (3, "1.234,56", "a number: type 1234.56 (decimal comma)"),
        (1, "120,000", "a number: type 120000"),
        (1, "250\u202f000", "a number: type 250000"),
        (1, "1'000'000", "a number: type 1000000"),
        (3, "12 months", "a number"),
        (3, "3 May", "a number"),
        (1, "1,2,3", "a number"),
        (1, 56_999.9, "a whole number"),
        (1, 56_999.999, "a whole number"),
    ],
)
def test_a_text_that_people_take_for_a_number_is_refused_with_what_to_type(column, cell, expected):
    """The hint is what mends the cell; nothing is read into it without the analyst."""
    sheet = with_cell(SEGMENTS, 1, column, cell)
    shown = show(cell)
    assert refused(Segments=sheet) == [
        f"Segments!{'ABCD'[column]}2: expected {expected}, found {shown}"
    ]


@pytest.mark.parametrize("users", [56_999.99999999999, 57_000.00000000001, 57_000.00002])
def test_a_count_that_a_formula_left_beside_a_whole_number_is_whole(users):
    """=0.57*100000 is 56999.99999999999 in every spreadsheet, which shows 57,000."""
    assert read(Segments=with_cell(SEGMENTS, 1, 1, users)).segments[0].users == 57_000
    rows = [[str(cell) for cell in row] for row in with_cell(SEGMENTS, 1, 1, users)]
    assert read(Segments=rows, typed=False).segments[0].users == 57_000


@given(whole=st.integers(0, 2**50), off=st.floats(-1, 1))
def test_what_is_further_off_is_shown_with_the_digits_that_say_so(whole, off):
    """Nobody is told that a whole number was expected and a whole number found."""
    users = whole + off
    if abs(users - round(users)) <= 1e-9 * max(1, abs(users)) and round(users) >= 0:
        assert to_whole(users, typed=True) == round(users)
    else:
        with pytest.raises(CellError) as caught:
            to_whole(users, typed=True)
        assert float(caught.value.found) == users
        assert not float(caught.value.found).is_integer()


def test_a_long_cell_is_cut_in_the_message():
    """A paragraph pasted into a cell must not drown the list of problems."""
    (line,) = [x for x in refused(Segments=with_cell(SEGMENTS, 1, 2, "x" * 200)) if "C2" in x]
    assert line == f"Segments!C2: expected a number, found '{'x' * 57}…'"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("yes", True),
        ("NO", False),
        (" Yes ", True),
        (True, True),
        (False, False),
    ],
)
def test_yes_and_no_are_read_as_typed(cell, value):
    """Spreadsheets turn yes into TRUE in some languages; both are plain."""
    problem = read(Settings=[["setting", "value"], ["whole_segments", cell]])
    assert problem.settings.whole_segments is value


@pytest.mark.parametrize("cell", [1, "y", "perhaps", "TRUE"])
def test_anything_else_is_not_a_yes(cell):
    """1 might mean a number; asking costs less than guessing."""
    (line,) = refused(Settings=[["setting", "value"], ["whole_segments", cell]])
    assert line.startswith("Settings!B2: expected yes or no, found ")


@pytest.mark.parametrize(
    ("cell", "tag"),
    [
        ("EU", "EU"),
        ("  EU ", "EU"),
        (12, 12.0),
        (0.5, 0.5),
        ("12", "12"),
        (date(2007, 8, 18), date(2007, 8, 18)),
        (datetime(2007, 8, 18), date(2007, 8, 18)),  # noqa: DTZ001 - as Excel has it
        ("2007-08-18", date(2007, 8, 18)),
        (True, "TRUE"),
        (False, "FALSE"),
    ],
)
def test_a_tag_is_the_number_date_or_text_that_it_is(cell, tag):
    """A text "12" in a typed sheet stays text: the analyst chose so."""
    value = read(Segments=with_cell(SEGMENTS, 1, 4, cell)).segments[0].tags["region"]
    assert (value, type(value)) == (tag, type(tag))


@pytest.mark.parametrize(
    ("text", "tag"),
    [("12", 12.0), ("007", "007"), ("+1", "+1"), ("1e3", 1000.0), ("1.50", 1.5), ("EU", "EU")],
)
def test_in_csv_a_tag_is_a_number_only_in_its_plainest_form(text, tag):
    """Post codes and phone numbers keep their zeros and signs."""
    rows = [[str(cell) for cell in row] for row in with_cell(SEGMENTS, 1, 4, text)]
    offers = [[str(cell) for cell in row] for row in OFFERS]
    known = [["segment", "offer", "retention"]]
    known += [[s, o, "0.9"] for s in ("new", "old") for o in ("card", "sorry")]
    problem = read(typed=False, Segments=rows, Offers=offers, Responses=known)
    assert problem.segments[0].tags["region"] == tag
    assert problem.segments[0].users == 10


def test_a_number_as_a_name_is_its_digits():
    """A segment called 2007 is typed as a number by every spreadsheet."""
    rows = with_cell(SEGMENTS, 1, 0, 2007)
    known = [["segment", "offer", "retention"]]
    known += [[s, o, 0.9] for s in (2007.0, "old") for o in ("card", "sorry")]
    problem = read(Segments=rows, Responses=known)
    assert (problem.segments[0].segment, problem.responses[0].segment) == ("2007", "2007")


@pytest.mark.parametrize(
    ("setting", "cell", "message"),
    [
        (
            "maximize",
            "profit",
            "expected one of value, net_value, retained, reconverted, found 'profit'",
        ),
        (
            "currency",
            "dollars",
            "expected an ISO 4217 code of three capital letters, such as USD, found 'dollars'",
        ),
        ("budget", -1, "expected an amount of money of at least 0, found -1"),
        ("effect_half_life_days", 0, "expected a number above 0, found 0"),
        ("max_offers", 1.5, "expected a whole number, found 1.5"),
        ("max_offers", -1, "expected a whole number of at least 0, found -1"),
    ],
)
def test_a_setting_out_of_its_range_says_the_range(setting, cell, message):
    """Settings are rows, not columns; their messages are the same."""
    assert refused(Settings=[["setting", "value"], ["title", "t"], [setting, cell]]) == [
        f"Settings!B3: {message}"
    ]


def test_choices_are_read_in_any_case():
    """NET_VALUE and net_value are one thing."""
    assert (
        read(Settings=[["Setting", "VALUE"], ["Maximize", "Net_Value"]]).settings.maximize
        == "net_value"
    )
