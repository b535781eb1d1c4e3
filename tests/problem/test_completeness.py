"""Every eligible pair is known: by a response, by a curve, or by its value outright."""

import pytest

from tests.sheets import OFFERS, RESPONSES, SEGMENTS, read, refused

HEADER = ["segment", "users", "retention", "retained_value", "retention_ceiling", "half_value"]


def test_a_pair_without_response_and_curve_is_told_with_both_remedies():
    """An unknown lift is not a lift of zero."""
    assert refused(Responses=RESPONSES[:-1]) == [
        "Segments!3: expected retention of segment 'old' with offer 'sorry': a row in Responses, or retention_ceiling and half_value in Segments, found nothing"
    ]


def test_a_curve_knows_every_offer():
    """With ceiling and half_value, no responses are needed."""
    rows = [HEADER, ["new", 10, 0.5, 40, 0.9, 2]]
    assert len(read(Segments=rows, Responses=[RESPONSES[0]]).responses) == 0


def test_a_pair_known_by_value_needs_nothing_else():
    """Some companies know what a pair is worth and not why."""
    rows = [["segment", "offer", "value"]]
    rows += [[s, o, 5] for s in ("new", "old") for o in ("card", "sorry")]
    assert len(read(Responses=rows).responses) == 4


@pytest.mark.parametrize(
    ("sheets", "who"),
    [
        (
            {"Settings": [["setting", "value"], ["maximize", "retained"]]},
            "maximize retained needs it",
        ),
        (
            {"Limits": [["limit", "measure", "min"], ["floor", "Incremental retained", 5]]},
            "limit 'floor' needs it",
        ),
    ],
)
def test_a_pair_known_by_value_only_cannot_count_where_its_lift_is_asked_for(sheets, who):
    """Its lift would count as 0, and the plan would be wrong without a word."""
    rows = [["segment", "offer", "value", "retention"], ["new", "card", 5, None]]
    rows += [[s, o, None, x] for s, o, x in RESPONSES[2:]]
    assert refused(Responses=rows, **sheets) == [
        f"Responses!D2: expected retention of segment 'new' with offer 'card', known by value only: {who}, found nothing"
    ]


def test_a_pair_that_is_not_eligible_need_not_be_known():
    """The filter already says that nobody will get it."""
    rows = [[*OFFERS[0], "eligible"], [*OFFERS[1], "new"], [*OFFERS[2], None]]
    known = [row for row in RESPONSES if row[:2] != ["old", "card"]]
    assert read(Offers=rows, Responses=known).offers[0].eligible == "new"


def test_a_pair_below_the_entitlement_need_not_be_known():
    """An offer that the law rules out needs no forecast; the card, worth 5, still does."""
    header = [*SEGMENTS[0], "entitlement"]
    rows = [header, [*SEGMENTS[1], 5], [*SEGMENTS[2], 0]]
    known = [row for row in RESPONSES if row[:2] != ["new", "sorry"]]
    assert len(read(Segments=rows, Responses=known).responses) == 3
    lines = refused(
        Segments=rows, Responses=[row for row in RESPONSES if row[:2] != ["new", "card"]]
    )
    assert len(lines) == 1
    assert "retention of segment 'new' with offer 'card'" in lines[0]


def test_a_pair_ruled_out_by_its_class_need_not_be_known():
    """Under same_offer_within an offer that one member may not get is out for the class."""
    rows = [[*OFFERS[0], "eligible"], [*OFFERS[1], "new"], [*OFFERS[2], None]]
    segments = [SEGMENTS[0], *([*row[:4], "EU"] for row in SEGMENTS[1:])]
    known = [row for row in RESPONSES if row[1] != "card"]
    within = [["setting", "value"], ["same_offer_within", "region"]]
    problem = read(Offers=rows, Segments=segments, Responses=known, Settings=within)
    assert len(problem.responses) == 2


def test_each_outcome_of_a_segment_is_needed():
    """A lift of retention says nothing of reconversion."""
    rows = [[*SEGMENTS[0], "reconversion", "reconverted_value"]]
    rows += [[*SEGMENTS[1], 0.1, 9], [*SEGMENTS[2], None, None]]
    assert refused(Segments=rows) == [
        "Segments!1: expected reconversion of 1 segment with their offers: reconversion in Responses, or reconversion_ceiling and half_value in Segments, found no column reconversion_ceiling, and no reconversion in Responses"
    ]
    told = ("reconversion", 0.2, None, None, None)
    known = [[*row, cell] for row, cell in zip(RESPONSES, told, strict=True)]
    assert refused(Segments=rows, Responses=known) == [
        "Responses!D3: expected reconversion of segment 'new' with offer 'sorry': a row in Responses, or reconversion_ceiling and half_value in Segments, found nothing"
    ]


def test_per_needs_a_number_of_every_segment_that_may_get_the_offer():
    """Half of an unknown loss is unknown."""
    offers = [["offer", "per", "face_value"], ["card", "loss", 0.5], ["sorry", None, 0]]
    segments = [[*SEGMENTS[0], "loss"], [*SEGMENTS[1], 8], [*SEGMENTS[2], None]]
    assert refused(Offers=offers, Segments=segments) == [
        "Segments!F3: expected a number of at least 0; offer 'card' is per loss, found nothing"
    ]
    for row, who in zip(offers, ("eligible", "new", None), strict=True):
        row.append(who)
    assert read(Offers=offers, Segments=segments).offers[0].per == "loss"
