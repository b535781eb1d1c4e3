"""Columns are found by name; one that is nearly a known name is asked about, not guessed."""

import pandas as pd
import pytest

from compensator.errors import InputError, Issue
from compensator.problem import Offer, Problem, Segment, fold
from compensator.problem.headers import distance, is_near, read_headers
from tests.sheets import OFFERS, SEGMENTS, read, refused, sheet


@pytest.mark.parametrize(
    ("a", "b", "letters"),
    [
        ("", "", 0),
        ("cost", "cost", 0),
        ("cost", "cots", 1),
        ("cost", "cst", 1),
        ("cost", "coost", 1),
        ("cost", "cast", 1),
        ("retention", "retension", 1),
        ("retention", "rentention", 1),
        ("users", "uesrs", 1),
        ("abc", "ca", 3),
    ],
)
def test_distance_counts_letters_changed_dropped_added_or_swapped(a, b, letters):
    """Two letters swapped are one slip of the fingers, not two."""
    assert distance(a, b) == distance(b, a) == letters


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [
        ("user", "users", True),
        ("uses", "users", True),
        ("uss", "users", False),
        ("retension", "retention", True),
        ("rettntion", "retention", True),
        ("retenton_", "retention", True),
        ("region", "retention", False),
        ("cost", "cost", False),
        ("loss_", "loss", True),
        ("lo", "loss", False),
        ("unit", "units", True),
    ],
)
def test_near_is_two_letters_away_or_one_for_short_words(word, known, near):
    """Under six letters, two changes make another word: 'age' is not a slip for 'usage'."""
    assert is_near(word, known) is near


@pytest.mark.parametrize(
    "header", ["Retained Value", "retained_value", " RETAINED_VALUE ", "Retained value (money)"]
)
def test_a_known_column_is_found_however_it_is_typed(header):
    """The template shows units in its headers; analysts type what they like."""
    problem = read(Segments=[["segment", "users", "retention", header, "region"], *SEGMENTS[1:]])
    assert problem.segments[0].retained_value == 40


def test_columns_may_stand_in_any_order():
    """A column's place means nothing: workbooks grow columns."""
    assert read(Segments=[row[::-1] for row in SEGMENTS]).segments == read().segments


def test_an_unknown_column_of_segments_and_offers_is_a_tag():
    """Tags are what filters look at; their names stay as written."""
    problem = read(Offers=[[*OFFERS[0], "Sent by"], [*OFFERS[1], "mail"], [*OFFERS[2], None]])
    assert problem.segments[0].tags == {"region": "EU"}
    assert [o.tags for o in problem.offers] == [{"Sent by": "mail"}, {}]


def test_an_unknown_numeric_column_of_responses_is_a_custom_measure():
    """Calls to the hotline can then be limited like money."""
    rows = [["segment", "offer", "retention", "Calls"]]
    rows += [["new", "card", 0.6, 0.1], ["new", "sorry", 0.5, 2]]
    rows += [["old", "card", 0.6, 0], ["old", "sorry", 0.5, -1]]
    assert [r.measures["Calls"] for r in read(Responses=rows).responses] == [0.1, 2, 0, -1]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (
            "user",
            "Segments!E1: expected a column of this sheet; did you mean 'users'?, found 'user'",
        ),
        (
            "retension",
            "Segments!E1: expected a column of this sheet; did you mean 'retention'?, found 'retension'",
        ),
        (
            "Word of mouht",
            "Segments!E1: expected a column of this sheet; did you mean 'word_of_mouth'?, found 'Word of mouht'",
        ),
        ("Users", "Segments!E1: expected each column once, found 'Users'"),
        (
            "net value",
            "Segments!E1: expected a tag or measure whose name is not built in, as 'net_value' is, found 'net value'",
        ),
        (
            "face_value",
            "Segments!E1: expected a tag or measure whose name is not built in, as 'face_value' is, found 'face_value'",
        ),
        (
            "score_low",
            "Segments!E1: expected a name that does not end in _low, _high, _count (reserved), found 'score_low'",
        ),
        (
            "user_count",
            "Segments!E1: expected a name that does not end in _low, _high, _count (reserved), found 'user_count'",
        ),
        (None, "Segments!E2: expected a column name above it, in Segments!E1, found 'EU'"),
        (12, "Segments!E1: expected a column name above every cell that is used, found 12"),
    ],
)
def test_a_header_that_is_nearly_known_or_reserved_is_refused(header, message):
    """A mistyped column taken for a tag would silently lose its figures."""
    assert refused(Segments=with_header(header)) == [message]


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("users", "users"),
        ("users", "number"),
        ("retention", "0–1"),
        ("retention", "0-1"),
        ("retained_value", "USD"),
        ("retained_value", "$"),
        ("retained value", " usd "),
        ("Retained Value", "US$"),
    ],
)
@pytest.mark.parametrize("brackets", ["()", "[]", "（）"])
def test_a_header_may_state_the_unit_that_the_contract_has_anyway(header, unit, brackets):
    """The template writes it; a sign of the workbook's own currency says as much."""
    named = {fold(name): name for name in SEGMENTS[0]}
    stated = f"{header} {brackets[0]}{unit}{brackets[1]}"
    head = [stated if name == named[fold(header)] else name for name in SEGMENTS[0]]
    assert read(Segments=[head, *SEGMENTS[1:]]).segments == read().segments


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("users (thousands)", "'users', with each figure as it is: type 10000 for 10"),
        ("users (k)", "'users', with each figure as it is: type 10000 for 10"),
        ("Users [in millions]", "'users', with each figure as it is: type 10000000 for 10"),
        ("users ('000)", "'users', with each figure as it is: type 10000 for 10"),
        ("users (万)", "'users', with each figure as it is: type 100000 for 10"),
        ("retention (%)", "'retention' or 'retention (0–1)', with each figure as it is: type 0.005 for 0.5"),
        ("retention (per 1,000)", "'retention' or 'retention (0–1)', with each figure as it is: type 0.0005 for 0.5"),
        ("retained_value (cents)", "'retained_value' or 'retained_value (USD)', with each figure as it is: type 0.4 for 40"),
        ("retained_value (USD thousands)", "'retained_value' or 'retained_value (USD)', with each figure as it is: type 40000 for 40"),
        ("retained_value (k$)", "'retained_value' or 'retained_value (USD)', with each figure as it is: type 40000 for 40"),
        ("retained_value (EUR)", "'retained_value' or 'retained_value (USD)': amounts in USD, the workbook's currency; convert them, or set currency to EUR in Settings"),
        ("retained_value (€)", "'retained_value' or 'retained_value (USD)': amounts in USD, the workbook's currency; convert them, or set another currency in Settings"),
        ("users (days)", "'users': the figures are taken as they stand, no other unit is applied"),
    ],
)  # fmt: skip
def test_any_other_unit_in_a_header_is_refused_with_what_to_type(header, expected):
    """A unit that is dropped makes 410 users of 410,000."""
    bare = fold(header.partition("(")[0].partition("[")[0])
    head = [header if name == bare else name for name in SEGMENTS[0]]
    for typed in (True, False):
        rows = SEGMENTS if typed else [[str(cell) for cell in row] for row in SEGMENTS]
        with pytest.raises(InputError) as caught:
            read(Segments=[head, *rows[1:]], typed=typed)
        where = f"Segments!{'ABCDE'[head.index(header)]}1"
        assert caught.value.issues == (Issue(where, repr(header), expected),)


def test_the_currency_of_a_header_is_that_of_the_settings():
    """Each workbook has one currency: figures in another one would be taken for it."""
    head = [*SEGMENTS[0][:3], "retained_value (kr)", "region"]
    rows = {"Segments": [head, *SEGMENTS[1:]]}
    assert (
        read(Settings=[["setting", "value"], ["currency", "SEK"]], **rows).settings.currency
        == "SEK"
    )
    (line,) = refused(**rows)
    assert line.startswith("Segments!D1: expected 'retained_value' or 'retained_value (USD)'")


def test_a_currency_that_many_headers_state_is_told_once():
    """Whoever set another currency in Settings has one thing to mend, not one for each column."""
    segments = [[*SEGMENTS[0][:3], "retained_value (USD)", "region"], *SEGMENTS[1:]]
    offers = [["offer", "face_value (USD)"], *OFFERS[1:]]
    assert refused(
        Settings=[["setting", "value"], ["currency", "EUR"]], Segments=segments, Offers=offers
    ) == [
        "Segments!D1: expected amounts in EUR, the workbook's currency; name it in the headers and convert them, or set currency to USD in Settings, found 'retained_value (USD)' and 1 more header in another currency"
    ]


def test_a_frame_is_asked_for_its_units_too():
    """Columns of a DataFrame come from the same sheets."""
    frame = pd.DataFrame(SEGMENTS[1:], columns=["segment", "users (k)", *SEGMENTS[0][2:]])
    with pytest.raises(InputError) as caught:
        Problem(segments=frame, offers=[{"offer": "card"}])
    assert caught.value.issues[0].where == "segments.loc[columns, 'users (k)']"


def test_the_parentheses_of_a_tag_are_part_of_its_name():
    """Nothing is computed with a tag that is not named somewhere."""
    problem = read(Segments=[[*SEGMENTS[0][:4], "spend (k EUR)"], *SEGMENTS[1:]])
    assert problem.segments[0].tags == {"spend (k EUR)": "EU"}


def test_a_second_table_beside_the_first_is_told_by_its_own_first_cell():
    """Of an empty column between them nothing is wrong: the lookup table is in the way."""
    rows = [
        [*row, None, None, *beside]
        for row, beside in zip(SEGMENTS, [["lookup", "price"], ["S", 8], ["M", 12]], strict=True)
    ]
    assert refused(Segments=rows) == [
        "Segments!H1: expected nothing right of the empty column: a note or another table belongs on a sheet of its own, found 'lookup'"
    ]


def test_a_note_beside_the_table_is_told_where_it_stands():
    """The message names the cell that has to go, not an empty one."""
    rows = [
        [*row, None, note]
        for row, note in zip(SEGMENTS, [None, None, "check with sales"], strict=True)
    ]
    assert refused(Segments=rows) == [
        "Segments!G3: expected nothing right of the empty column: a note or another table belongs on a sheet of its own, found 'check with sales'"
    ]


def test_columns_right_of_an_empty_one_are_not_called_missing():
    """Who spaces a table out gets one line, not one for each column behind the gap."""
    rows = [[*row[:2], None, *row[2:]] for row in SEGMENTS]
    assert refused(Segments=rows) == [
        "Segments!D1: expected nothing right of the empty column: a note or another table belongs on a sheet of its own, found 'retention'"
    ]


def with_header(header: object) -> list[list[object]]:
    """Return the segments with their tag's header replaced."""
    return [[*SEGMENTS[0][:4], header], *SEGMENTS[1:]]


def test_elsewhere_an_unknown_column_is_an_error():
    """Limits have no tags: a column that is not known does nothing, which nobody means."""
    assert refused(Limits=[["limit", "measure", "max", "because"], ["l", "cost", 5, "x"]]) == [
        "Limits!D1: expected one of the columns limit, measure, segments, offers, min, max, basis, relative_to, enforce, found 'because'"
    ]


def test_missing_columns_are_named_together():
    """One line is enough to know what to add."""
    assert refused(Segments=[["segment", "retention"], ["new", 0.5]])[0] == (
        "Segments!1: expected column users, found segment, retention"
    )


@pytest.mark.parametrize("record", [Segment, Offer])
def test_every_field_is_found_by_its_own_name(record):
    """A field that its own name does not find could never be written down."""
    fields = [f for f in record.model_fields if f != "tags"]
    headers = read_headers(sheet("S", [fields]), record)
    assert list(headers.known.values()) == fields
    assert (dict(headers.extra), headers.issues) == ({}, ())
