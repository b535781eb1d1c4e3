"""One cause, one line: a missing column once, a stray cell by its own address, no cell twice."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from compensator.errors import InputError
from compensator.problem import Problem
from tests.sheets import OFFERS, RESPONSES, SEGMENTS, read, refused, with_cell

LIMITS = [
    ["limit", "measure", "segments", "offers", "min", "max", "basis"],
    ["a", "cost", "region=EU", None, None, 5, "per_user"],
    ["b", "retained", "age>=3", "card", 1, 9, None],
]
POLICIES = [
    ["policy", "segments", "offer", "share"],
    ["old way", "*", "card", 0.5],
    ["old way", "new", "sorry", 0.5],
]
BOOK = {
    "Segments": [[*row, age] for row, age in zip(SEGMENTS, ("age", 3, 5), strict=True)],
    "Offers": [
        [*row, *more]
        for row, more in zip(
            OFFERS, (("per", "eligible"), (None, "age>=3"), ("age", None)), strict=True
        )
    ],
    "Responses": RESPONSES,
    "Limits": LIMITS,
    "Policies": POLICIES,
    "Settings": [["setting", "value"], ["budget", 5], ["same_offer_within", "region"]],
}
CELLS = [
    (name, r, c)
    for name, rows in BOOK.items()
    for r in range(len(rows))
    for c in range(len(rows[0]))
]
ODD = (
    None,
    "",
    "many",
    "0,5",
    "12 EUR",
    "90%",
    90,
    -1,
    1.5,
    True,
    "new",
    "card",
    "none",
    "budget",
    "region=MARS",
    "age>=x",
    "age<0",
    "a,b",
    "retention",
    "users (k)",
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from(ODD)), min_size=1, max_size=4))
def test_no_cell_is_told_twice(changes):
    """Two lines for one cell send the analyst there twice."""
    sheets = dict(BOOK)
    for (name, row, column), cell in changes:
        sheets[name] = with_cell(sheets[name], row, column, cell)
    cells = [where for where in places(sheets) if re.fullmatch(r"\w+![A-Z]+\d+", where)]
    assert sorted(cells) == sorted(set(cells))


def places(sheets) -> list[str]:
    """Return where each issue of some sheets stands; nothing where they are right."""
    try:
        read(**sheets)
    except InputError as error:
        return [issue.where for issue in error.issues]
    return []


def test_a_column_that_is_missing_is_told_once():
    """Twenty lines for one column hide the one that is different."""
    rows = [[row[0], row[1], row[2], row[4]] for row in SEGMENTS]
    assert refused(Segments=rows) == [
        "Segments!1: expected the money that goes with retention of 2 segments, found no column retained_value"
    ]


def test_an_outcome_that_nothing_tells_is_told_once():
    """Without responses and curves every pair lacks the same."""
    assert refused(Responses=[["segment", "offer"]]) == [
        "Segments!1: expected retention of 2 segments with their offers: retention in Responses, or retention_ceiling and half_value in Segments, found no column retention_ceiling, and no retention in Responses"
    ]


def test_the_offers_of_a_segment_of_which_nothing_is_known_are_told_together():
    """They are told in one cell: the ceiling that would tell them all."""
    rows = [
        [*row, *more]
        for row, more in zip(
            SEGMENTS, (("retention_ceiling", "half_value"), (None, None), (0.95, 3)), strict=True
        )
    ]
    assert refused(Segments=rows, Responses=[RESPONSES[0]]) == [
        "Segments!F2: expected retention of segment 'new' with offers 'card', 'sorry': rows in Responses, or retention_ceiling and half_value in Segments, found nothing"
    ]


def test_what_several_offers_are_per_is_told_once_with_what_stands_there():
    """Of '12 EUR' nobody should read that there is no number."""
    offers = [["offer", "per", "face_value"], ["card", "price", 0.5], ["sorry", "price", 1]]
    segments = [[*row, price] for row, price in zip(SEGMENTS, ("price", "12 EUR", 8), strict=True)]
    assert refused(Offers=offers, Segments=segments) == [
        "Segments!F2: expected a number of at least 0: type 12, in the currency of Settings; offers 'card', 'sorry' are per price, found '12 EUR'"
    ]
    assert refused(Offers=offers, Segments=with_cell(segments, 1, 5, None)) == [
        "Segments!F2: expected a number of at least 0; offers 'card', 'sorry' are per price, found nothing"
    ]


def test_a_note_below_the_table_is_told_as_one():
    """That a note has no users is not what is wrong with it."""
    rows = [*SEGMENTS, [None] * 5, ["Source: extract of 3 May", None, None, None, None]]
    assert refused(Segments=rows) == [
        "Segments!A5: expected a whole row of the table, or nothing: a note belongs on a sheet of its own, found 'Source: extract of 3 May'"
    ]
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    with pytest.raises(InputError) as caught:
        Problem(segments=frame, offers=[{"offer": "card"}])
    assert [issue.where for issue in caught.value.issues] == ["segments.loc[3, 'segment']"]


def test_a_measure_that_no_row_knows_is_told_once():
    """The header was typed ahead; the cells were never filled."""
    rows = [[*row, more] for row, more in zip(RESPONSES, ("calls", *(None,) * 4), strict=True)]
    assert refused(Responses=rows) == [
        "Responses!D1: expected numbers: calls is a custom measure, found no number below"
    ]
    assert refused(Responses=with_cell(rows, 1, 3, 0.1)) == [
        f"Responses!D{row}: expected a number: calls is a custom measure, found nothing"
        for row in (3, 4, 5)
    ]
