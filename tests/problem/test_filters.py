"""Filters choose rows by name or condition, and say what they did not understand."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from compensator.problem.filters import FilterError, Rows, fold, literal, mask

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
