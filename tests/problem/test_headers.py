"""Columns are found by name; one that is nearly a known name is asked about, not guessed."""

import pytest

from compensator.problem import Offer, Segment
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
        (None, "Segments!E1: expected a column name above every cell that is used, found nothing"),
        (12, "Segments!E1: expected a column name above every cell that is used, found 12"),
    ],
)
def test_a_header_that_is_nearly_known_or_reserved_is_refused(header, message):
    """A mistyped column taken for a tag would silently lose its figures."""
    assert refused(Segments=with_header(header)) == [message]


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
