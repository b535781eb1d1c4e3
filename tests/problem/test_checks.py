"""What must hold between cells, one check after another, each with its whole message."""

import pytest

from tests.sheets import OFFERS, RESPONSES, SEGMENTS, limit_sheet, read, refused, with_cell


@pytest.mark.parametrize("again", ["new", "NEW"])
def test_names_are_unique_also_without_case(again):
    """Filters and answers name segments; two that differ in case only would be taken for one."""
    rows = with_cell(SEGMENTS, 2, 0, again)
    assert (
        f"Segments!A3: expected a name not used before; Segments!A2 has it, found {again!r}"
        in refused(Segments=rows, Responses=[RESPONSES[0]])
    )


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (
            [None, None, None, None, None, None],
            "Segments!C2: expected retention, reconversion or both for segment 'new', found nothing",
        ),
        (
            [0.5, None, None, None, None, None],
            "Segments!D2: expected the money that goes with retention of segment 'new', found nothing",
        ),
        (
            [0.5, 40, 0.1, None, None, None],
            "Segments!F2: expected the money that goes with reconversion of segment 'new', found nothing",
        ),
        (
            [0.5, 40, None, 9, None, None],
            "Segments!E2: expected the probability that goes with reconverted_value of segment 'new', found nothing",
        ),
        (
            [0.5, 40, None, None, 0.9, None],
            "Segments!H2: expected the perceived value half way to retention_ceiling of segment 'new', found nothing",
        ),
        (
            [None, None, 0.1, 9, 0.9, 2],
            "Segments!C2: expected the probability that goes with retention_ceiling of segment 'new', found nothing",
        ),
    ],
)
def test_an_outcome_is_whole_or_absent(cells, line):
    """A probability without its money, or a ceiling without a curve, cannot be worth anything."""
    header = [
        "segment",
        "users",
        "retention",
        "retained_value",
        "reconversion",
        "reconverted_value",
    ]
    header += ["retention_ceiling", "half_value"]
    rows = [header, ["new", 10, *cells]]
    assert refused(Segments=rows, Responses=[RESPONSES[0], *RESPONSES[1:3]]) == [line]


def test_users_beyond_what_floats_count_are_refused():
    """Above 2**53 a user more or less could not be told."""
    assert refused(Segments=with_cell(SEGMENTS, 1, 1, 2**53)) == [
        "Segments!B2: expected fewer than 9,007,199,254,740,992 users, found 9007199254740992"
    ]
    assert read(Segments=with_cell(SEGMENTS, 1, 1, 2**53 - 1)).segments[0].users == 2**53 - 1


@pytest.mark.parametrize(
    ("low", "middle", "high", "line"),
    [
        (0.7, 0.6, 0.8, "Responses!D2: expected at most retention, found 0.7"),
        (0.5, 0.6, 0.55, "Responses!E2: expected at least retention, 0.6, found 0.55"),
        (
            0.5,
            None,
            0.7,
            "Responses!C2: expected retention itself beside its percentiles, found nothing",
        ),
    ],
)
def test_percentiles_surround_their_figure(low, middle, high, line):
    """A 5th percentile above the mean is a slip of columns."""
    header = ["segment", "offer", "retention", "retention_low", "retention_high"]
    rows = [header, ["new", "card", middle, low, high], *([*r, None, None] for r in RESPONSES[2:])]
    assert refused(Responses=rows) == [line]


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (["nwe", "card", 0.5], "Responses!A6: expected the name of a segment, found 'nwe'"),
        (
            ["new", "crad", 0.5],
            "Responses!B6: expected the name of an offer; did you mean 'card'?, found 'crad'",
        ),
        (
            ["new", "none", 0.5],
            "Responses!B6: expected an offer other than none, which costs and does nothing, found 'none'",
        ),
        (
            ["new", "card", 0.5],
            "Responses!A6: expected each segment × offer once; Responses!A2 has it, found new, card",
        ),
    ],
)
def test_a_response_is_for_a_pair_that_exists_once(row, line):
    """Of two rows for one pair, nobody knows which is meant."""
    assert refused(Responses=[*RESPONSES, row]) == [line]


@pytest.mark.parametrize(
    ("sheets", "line"),
    [
        (
            {"Offers": [[*OFFERS[0], "eligible"], [*OFFERS[1], "region=UK"], [*OFFERS[2], None]]},
            "Offers!C2: expected a filter that matches at least one segment, found 'region=UK'",
        ),
        (
            {"Limits": limit_sheet(segments="odl", max=5)},
            "Limits!C2: expected names of segments or conditions such as region=EU; no segment is called 'odl', found 'odl'",
        ),
        (
            {"Limits": limit_sheet(offers="region=EU", max=5)},
            "Limits!D2: expected a column of the offers; none is called 'region', found 'region=EU'",
        ),
        (
            {"Limits": limit_sheet(relative_to="*, old", max=5)},
            "Limits!H2: expected names of segments or conditions such as region=EU; no segment is called '*', found '*, old'",
        ),
        (
            {"Policies": [["policy", "segments", "offer"], ["p", "region=", "card"]]},
            "Policies!B2: expected conditions such as region=EU|UK joined by 'and', not 'region=', found 'region='",
        ),
    ],
)
def test_every_filter_is_understood_and_matches(sheets, line):
    """A limit whose filter matches nothing limits nothing."""
    assert refused(**sheets) == [line]


POLICY = ["policy", "segments", "offer", "share"]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (
            [["p", None, "crad", 1]],
            "Policies!C2: expected the name of an offer; did you mean 'card'?, found 'crad'",
        ),
        (
            [["p", None, "card", 0.7], ["p", "new", "sorry", 0.4]],
            "Policies!D3: expected shares of policy 'p' that add up to at most 1 for a segment, found 1.1 of segment 'new'",
        ),
        (
            [["Do nothing", None, "card", 1]],
            "Policies!A2: expected a name other than 'do nothing', which is always compared, found 'Do nothing'",
        ),
        ([["p", None, "card", 1.5]], "Policies!D2: expected a fraction between 0 and 1, found 1.5"),
    ],
)
def test_a_policy_gives_known_offers_to_nobody_more_than_once(rows, line):
    """A reference plan that gives 110 % of its users something is not a plan."""
    assert refused(Policies=[POLICY, *rows]) == [line]


def test_shares_of_a_policy_that_add_up_to_one_but_for_the_last_digit_are_fine():
    """0.1 + 0.2 + 0.7 is above 1 in floating point."""
    rows = [POLICY, *(["p", None, o, x] for o, x in (("card", 0.1), ("sorry", 0.2), ("none", 0.7)))]
    assert len(read(Policies=rows).policies) == 3


@pytest.mark.parametrize(
    ("column", "line"),
    [
        ("tenure", "Offers!C2: expected a numeric column of Segments, found 'tenure'"),
        ("region", "Offers!C2: expected a numeric column of Segments, found 'region'"),
        (
            "uesrs",
            "Offers!C2: expected a numeric column of Segments; did you mean 'users'?, found 'uesrs'",
        ),
    ],
)
def test_per_names_a_numeric_column(column, line):
    """Half of a region back is no amount."""
    rows = [[*OFFERS[0], "per"], [*OFFERS[1], column], [*OFFERS[2], None]]
    assert refused(Offers=rows) == [line]


def test_same_offer_within_names_a_tag():
    """A class that does not exist would bind nobody."""
    assert refused(Settings=[["setting", "value"], ["same_offer_within", "regoin"]]) == [
        "Settings!B2: expected a tag (a further column) of Segments; did you mean 'region'?, found 'regoin'"
    ]


def test_same_offer_within_needs_the_tag_of_every_segment():
    """A blank tag is a class nobody named."""
    assert refused(
        Segments=with_cell(SEGMENTS, 2, 4, None),
        Settings=[["setting", "value"], ["same_offer_within", "Region"]],
    ) == [
        "Segments!E3: expected a value: same_offer_within needs region of every segment, found nothing"
    ]


@pytest.mark.parametrize(("aim", "outcome"), [("reconverted", "reconversion")])
def test_the_outcome_to_maximize_exists(aim, outcome):
    """Every plan would be best."""
    assert refused(Settings=[["setting", "value"], ["maximize", aim]]) == [
        f"Settings!B2: expected an outcome that some segment has: none has {outcome}, found '{aim}'"
    ]


SCENARIO = ["scenario", "change"]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (
            [["s", "budget"]],
            "Scenarios!B2: expected an assignment such as budget=2e6 or offers[card-30].unit_cost*=1.2, found 'budget'",
        ),
        (
            [["s", "offers[crad].unit_cost=1"]],
            "Scenarios!B2: expected names of offers or conditions such as region=EU; no offer is called 'crad'; did you mean 'card'?, found 'offers[crad].unit_cost=1'",
        ),
        (
            [["s", "budget=1"], ["s", "budget=2"]],
            "Scenarios!B3: expected a cell that no other change of the scenario sets (adding or multiplying twice is fine), found 'budget=2'",
        ),
        (
            [["s", "offers[*].unit_cost*=2"], ["s", "offers[card].unit_cost+=2"]],
            "Scenarios!B3: expected a cell that no other change of the scenario sets (adding or multiplying twice is fine), found 'offers[card].unit_cost+=2'",
        ),
    ],
)
def test_a_scenarios_changes_are_understood_and_do_not_meet(rows, line):
    """Whichever of two changes came last would win, and nobody would know."""
    assert refused(Scenarios=[SCENARIO, *rows]) == [line]


def test_changes_that_both_add_or_both_multiply_may_meet():
    """A tenth more everywhere and a fifth more here are one well-defined product."""
    rows = [
        ["s", "offers[*].unit_cost*=1.1"],
        ["s", "offers[card].unit_cost*=1.2"],
        ["t", "budget=1"],
    ]
    assert len(read(Scenarios=[SCENARIO, *rows]).scenarios) == 3
