"""Filters choose rows by name or condition, and say what they did not understand."""

import unicodedata
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from compensator.errors import InputError
from compensator.problem import Offer, Problem, Response, Segment, changed
from compensator.problem.filters import ComparisonError, FilterError, Rows, fold, literal, mask
from compensator.problem.scope import segment_rows
from tests.sheets import RESPONSES, SEGMENTS, read, refused

ROWS = Rows(
    "segment",
    ("new", "old", "rock and roll", "a<b"),
    {
        "segment": ("new", "old", "rock and roll", "a<b"),
        "region": ("EU", "US", "EU", None),
        "tenure": (0.0, 12.0, 30.0, None),
        "registered": (date(2007, 8, 18), date(2007, 8, 19), None, date(2006, 1, 1)),
        "love_and_peace": (0.0, 1.0, 0.0, None),
        "taste": ("rock and roll", "jazz", None, "12"),
    },
)


def chosen(text: str | None) -> list[str]:
    """Return the names that a filter matches."""
    return [name for name, met in zip(ROWS.names, mask(text, ROWS), strict=True) if met]


@pytest.mark.parametrize("text", [None, "", "  ", "*", " * "])
def test_blank_and_star_choose_everything(text):
    """An empty cell must not mean nobody."""
    assert chosen(text) == list(ROWS.names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("new", ["new"]),
        (" old , new ", ["new", "old"]),
        ("rock and roll", ["rock and roll"]),
        ("a<b", ["a<b"]),
        ("a<b, new", ["new", "a<b"]),
    ],
)
def test_names_are_chosen_as_written(text, expected):
    """A name may hold a word or a sign that conditions use; only , = | [ ] are forbidden in it."""
    assert chosen(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("region=EU", ["new", "rock and roll"]),
        ("REGION = EU", ["new", "rock and roll"]),
        ("region=EU|US", ["new", "old", "rock and roll"]),
        ("region = EU | US", ["new", "old", "rock and roll"]),
        ("region!=EU", ["old"]),
        ("region!=EU|US|MARS and tenure>=0", []),
        ("tenure>=12", ["old", "rock and roll"]),
        ("tenure>12", ["rock and roll"]),
        ("tenure<=0", ["new"]),
        ("tenure<1.5e1", ["new", "old"]),
        ("tenure=12", ["old"]),
        ("tenure=12.0|0", ["new", "old"]),
        ("registered<=2007-08-18", ["new", "a<b"]),
        ("registered=2007-08-19", ["old"]),
        ("taste=rock and roll", ["new"]),
        ("taste=rock and roll and region=EU", ["new"]),
        ("region=EU and taste=rock and roll and tenure<=0", ["new"]),
        ("tenure>=0 and love and peace>=1", ["old"]),
        ("love and peace>=1 and region=US", ["old"]),
        ("taste=12", ["a<b"]),
        ("region=EU AND tenure>=1", ["rock and roll"]),
        ("segment=new|old", ["new", "old"]),
    ],
)
def test_conditions_compare_numbers_dates_and_text_as_such(text, expected):
    """12 equals 12.0, a date is before a later one, text is exact; blank cells meet nothing."""
    if expected:
        assert chosen(text) == expected
    else:
        with pytest.raises(FilterError, match="a filter that matches at least one segment"):
            chosen(text)


def test_a_blank_cell_meets_no_condition_not_even_unequal():
    """Nobody knows where a<b lives: it is neither in the EU nor outside it."""
    assert "a<b" not in chosen("region=EU|US") + chosen("region!=EU")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "olld",
            "names of segments or conditions such as region=EU; no segment is called 'olld'; did you mean 'old'?",
        ),
        (
            "new,mars",
            "names of segments or conditions such as region=EU; no segment is called 'mars'",
        ),
        (
            "new,",
            "names of segments or conditions such as region=EU; no segment is called ''",
        ),
        ("regoin=EU", "a column of the segments; none is called 'regoin'; did you mean 'region'?"),
        (
            "region=EU and tenrue>=1",
            "a column of the segments; none is called 'tenrue'; did you mean 'tenure'?",
        ),
        ("tenure>=long", "a number or an ISO date after >=, not 'long'"),
        ("region=EU|", "a value between each |, not 'EU|'"),
        ("region=", "conditions such as region=EU|UK joined by 'and', not 'region='"),
        ("=EU", "conditions such as region=EU|UK joined by 'and', not '=EU'"),
        ("region=MARS", "a filter that matches at least one segment"),
        ("tenure>=99", "a filter that matches at least one segment"),
        ("registered<2000-01-01", "a filter that matches at least one segment"),
    ],
)
def test_a_wrong_filter_says_what_was_expected(text, message):
    """A filter that silently matches nothing would give an offer to nobody."""
    with pytest.raises(FilterError) as caught:
        chosen(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text", ["__import__('os').system('true')=1", "tenure>=1 or 1=1", "len(region)=2"]
)
def test_no_code_is_ever_evaluated(text):
    """A workbook from elsewhere may hold anything in a filter's cell."""
    with pytest.raises(FilterError):
        chosen(text)


@given(st.sampled_from(["region", "tenure", "taste"]), st.text(min_size=1, max_size=8))
def test_any_value_is_matched_or_refused_but_never_crashes(column, value):
    """Cells hold text of all kinds, and a crash tells the analyst nothing."""
    try:
        found = chosen(f"{column}={value}")
    except FilterError:
        return
    assert set(found) <= set(ROWS.names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12.0),
        ("-1.5e3", -1500.0),
        ("2007-08-18", date(2007, 8, 18)),
        ("2007-02-30", "2007-02-30"),
        ("1,000", "1,000"),
        ("12%", "12%"),
        ("nan", "nan"),
        ("inf", "inf"),
        ("1e999", "1e999"),
        ("1_000", "1_000"),
    ],
)
def test_a_text_is_a_number_or_a_date_only_where_it_is_plainly_one(text, expected):
    """Python reads 1_000 and nan as numbers; an analyst does not write them."""
    assert literal(text) == expected


@pytest.mark.parametrize("header", ["Unit Cost", "unit_cost", "  UNIT   cost ", "unit_ cost"])
def test_headers_are_compared_without_case_space_and_underscore(header):
    """A header is found by its name, however it is typed."""
    assert fold(header) == "unit_cost"


MIXED = Rows(
    "segment",
    ("new", "old", "lapsed"),
    {
        "tenure": (24.0, "36", 3.0),
        "since": (date(2007, 8, 17), "18/08/2007", None),
        "size": ("S", "M", "L"),
        "region": ("south", "north", None),
    },
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tenure>=12", "a number in each cell of tenure, which is compared: 'old' has 36"),
        ("Tenure < 5", "a number in each cell of tenure, which is compared: 'old' has 36"),
        (
            "region=south and tenure>=12",
            "a number in each cell of tenure, which is compared: 'old' has 36",
        ),
        (
            "since<=2007-08-18",
            "a date such as 2007-08-31 in each cell of since, which is compared: 'old' has 18/08/2007",
        ),
        (
            "since<=3",
            "a number in each cell of since, which is compared: 'new' has 2007-08-17, 'old' has 18/08/2007",
        ),
        (
            "size>2",
            "a number in each cell of size, which is compared: 'new' has S, 'old' has M, 'lapsed' has L",
        ),
    ],
)
def test_a_column_that_is_compared_holds_numbers_or_dates_only(text, message):
    """A number stored as text would drop its segment without a word."""
    with pytest.raises(ComparisonError) as caught:
        mask(text, MIXED)
    assert str(caught.value) == message


def test_a_column_may_hold_anything_where_it_is_only_matched():
    """Texts beside numbers are names of things, as tariffs are."""
    assert mask("tenure=36|24", MIXED).tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("region=sooth", "; did you mean 'south'?"),
        ("Region=South", "; did you mean 'south'?"),
        ("region=South|Nort", "; did you mean 'south'?"),
        ("region=mars", ""),
        ("tenure=7", ""),
    ],
)
def test_a_filter_that_matches_nothing_says_what_is_nearly_there(text, hint):
    """Case and letters are the usual reasons."""
    with pytest.raises(FilterError) as caught:
        mask(text, MIXED)
    assert str(caught.value) == f"a filter that matches at least one segment{hint}"


accented = st.text("aeou\u0301\u0308\u00e9\u00fc", min_size=1, max_size=6).map(lambda t: f"x{t}")


@given(name=accented, form=st.sampled_from(["NFC", "NFD"]), other=st.sampled_from(["NFC", "NFD"]))
def test_names_and_texts_are_equal_where_they_look_equal(name, form, other):
    """A file from a Mac spells an accent as two signs."""
    held, asked = (unicodedata.normalize(f, name) for f in (form, other))
    rows = sheet_rows(held)
    for text in (asked, f"{asked}=1", f"tag={asked}", f"tag=no|{asked}"):
        assert mask(text, rows).all()


def sheet_rows(name: str) -> Rows:
    """Return the rows of one segment whose name, tag's name and tag are the same text."""
    (segment,) = read_one(name)
    return segment_rows([segment])


def read_one(name: str):
    """Return the segments of a workbook with one."""
    rows = [
        ["segment", "users", "retention", "retained_value", name, "tag"],
        [name, 1, 0.5, 4, 1, name],
    ]
    return read(
        Segments=rows,
        Responses=[RESPONSES[0], *([name, offer, 0.6] for offer in ("card", "sorry"))],
    ).segments


def test_a_text_in_another_case_than_the_filter_is_noted():
    """EU and eu may be two regions; more often one of them is a slip."""
    segments = [*SEGMENTS, ["third", 5, 0.5, 4, "eu"]]
    offers = [["offer", "eligible"], ["card", "region=EU"], ["sorry", "region=EU|eu|US"]]
    responses = [*RESPONSES, ["third", "sorry", 0.6]]
    assert read(Segments=segments, Offers=offers, Responses=responses).notes == (
        "Offers!B2: region 'EU' is not 'eu', which some segments have: texts are compared with their case.",
    )


def test_a_value_that_nothing_has_beside_one_that_some_have_is_noted():
    """The filter matches something, and not all that was meant."""
    limits = [
        ["limit", "measure", "segments", "max"],
        ["a", "cost", "region=EU|USA", 9],
        ["b", "cost", "region=EU|MARS", 9],
    ]
    assert read(Limits=limits).notes == (
        "Limits!C2: no segment has 'USA' as region; did you mean 'US'?",
    )


@pytest.mark.parametrize("typed", [True, False])
def test_each_cell_of_another_kind_in_a_compared_column_is_told_once(typed):
    """The cells are what has to be mended, however many filters look at them."""
    segments = [[*row, more] for row, more in zip(SEGMENTS, ("tenure", 24, "3 years"), strict=True)]
    offers = [["offer", "eligible"], ["card", "tenure>=12"], ["sorry", "tenure<40"]]
    limits = [["limit", "measure", "segments", "max"], ["a", "cost", "tenure>1", 9]]
    sheets = {"Segments": segments, "Offers": offers, "Responses": RESPONSES, "Limits": limits}
    if not typed:
        sheets = {
            n: [[None if c is None else str(c) for c in row] for row in rows]
            for n, rows in sheets.items()
        }
    with pytest.raises(InputError) as caught:
        read(typed=typed, **sheets)
    assert [str(issue) for issue in caught.value.issues] == [
        "Segments!F3: expected a number; Offers!B2 compares the column, found '3 years'"
    ]


def test_offers_are_compared_alike():
    """A filter on offers looks at columns of Offers."""
    offers = [["offer", "price"], ["card", 5], ["sorry", "0,5"]]
    limits = [["limit", "measure", "offers", "max"], ["a", "cost", "price>1", 9]]
    assert refused(Offers=offers, Limits=limits) == [
        "Offers!B3: expected a number: type 0.5 (decimal comma); Limits!C2 compares the column, found '0,5'"
    ]


def test_a_column_without_a_number_is_told_at_the_filter_that_compares_it():
    """One line for a wrong column, not one for each of its cells."""
    limits = [["limit", "measure", "segments", "max"], ["a", "cost", "region>1", 9]]
    assert refused(Limits=limits) == [
        "Limits!C2: expected a number in column region, which is compared, found 'region>1'"
    ]


def test_a_frame_is_asked_for_one_kind_too():
    """A DataFrame's column of objects may hold both."""
    frame = pd.DataFrame(
        [[*row, more] for row, more in zip(SEGMENTS[1:], (24, "36"), strict=True)],
        columns=[*SEGMENTS[0], "tenure"],
    )
    with pytest.raises(InputError) as caught:
        Problem(segments=frame, offers=[{"offer": "card", "eligible": "tenure>=12"}])
    assert [issue.where for issue in caught.value.issues] == ["segments.loc[1, 'tenure']"]


def test_a_change_whose_filter_compares_a_mixed_column_is_refused():
    """--set and scenarios look at the same cells; the segment is named where there is no other place."""
    segments = [[*row, more] for row, more in zip(SEGMENTS, ("tenure", 24, "36"), strict=True)]
    with pytest.raises(InputError) as caught:
        changed(read(Segments=segments), "segments[tenure>=12].users=5")
    assert "a number in each cell of tenure, which is compared: 'old' has 36" in str(caught.value)
    scenarios = [["scenario", "change"], ["x", "segments[tenure>=12].users=5"]]
    (line,) = refused(Segments=segments, Scenarios=scenarios)
    assert line.startswith("Scenarios!B2: expected a number in each cell of tenure")


def test_names_of_all_sheets_and_changes_compare_composed():
    """What a Mac wrote in one sheet is what Windows wrote in another."""
    one, two = (unicodedata.normalize(form, "Caf\u00e9") for form in ("NFC", "NFD"))
    segments = [SEGMENTS[0], [two, *SEGMENTS[1][1:]], SEGMENTS[2]]
    responses = [[one if cell == "new" else cell for cell in row] for row in RESPONSES]
    policies = [["policy", "segments", "offer"], ["p", one, "card"], ["q", two, "card"]]
    problem = read(Segments=segments, Responses=responses, Policies=policies)
    assert changed(problem, f"segments[{two}].users=7").segments[0].users == 7
    made = Problem(
        segments=[
            Segment(segment=one, users=1, retention=0.5, retained_value=2.0, tags={two: two})
        ],
        offers=[Offer(offer="card", eligible=f"{one}={one}")],
        responses=[Response(segment=two, offer="card", retention=0.6)],
    )
    assert made.allowed.all()
