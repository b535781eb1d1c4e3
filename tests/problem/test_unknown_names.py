"""One cause, one line: whoever mends one cell does not read of it on every other sheet."""

import pytest
from hypothesis import assume, given, strategies as st

from compensator.errors import InputError
from compensator.problem import SHEETS, build, records_of
from tests.sheets import OFFERS, SEGMENTS, limit_sheet, refused, sheet, with_cell
from tests.strategies import pick, problems

POLICIES = [["policy", "segments", "offer"], ["p", "new", "card"], ["q", None, "card"]]
SCENARIOS = [["scenario", "change"], ["s", "offers[card].unit_cost=1"], ["t", "limits[l].max=1"]]
SHEETS_OF_ALL = {"Limits": limit_sheet(offers="card", max=9), "Policies": POLICIES}


def test_an_offer_that_is_nowhere_is_told_once_with_all_its_cells():
    """Renamed in one sheet, it is missing in every other: that is one slip."""
    offers = with_cell(OFFERS, 1, 0, "crad")
    (told,) = refused(Offers=offers, Scenarios=SCENARIOS[:2], **SHEETS_OF_ALL)
    assert told == (
        "Responses!B2: expected the name of an offer; did you mean 'crad'?, found 'card' "
        "(also in Responses!B4, Limits!D2, Policies!C2, Policies!C3, Scenarios!B2)"
    )


def test_a_tag_that_is_nowhere_is_told_once():
    """A column that was renamed takes every filter with it."""
    offers = [["offer", "eligible"], ["card", "plan=a"], ["sorry", "plan=b|a"]]
    (told,) = refused(Offers=offers, Limits=limit_sheet(segments="plan!=c", max=9))
    assert told.startswith("Offers!B2: expected a column of the segments; none is called 'plan'")
    assert told.endswith("found 'plan=a' (also in Offers!B3, Limits!C2)")


@pytest.mark.parametrize("cell", [None, "a,b", True, "none"])
def test_a_name_that_cannot_be_read_is_not_missed_elsewhere(cell):
    """The cell itself is told; what names it is right as soon as it is mended."""
    told = refused(Offers=with_cell(OFFERS, 1, 0, cell), Scenarios=SCENARIOS[:2], **SHEETS_OF_ALL)
    assert [one.partition(":")[0] for one in told] == ["Offers!A2"]


def test_what_names_another_sort_of_thing_is_told_all_the_same():
    """A segment that cannot be read hides no unknown offer."""
    told = refused(
        Segments=with_cell(SEGMENTS, 1, 0, None),
        Policies=[["policy", "offer"], ["p", "crad"]],
        Scenarios=[SCENARIOS[0], SCENARIOS[2]],
    )
    assert [one.partition(":")[0] for one in told] == ["Segments!A2", "Policies!B2", "Scenarios!B2"]


def written(problem):
    """Return a problem's tables as rows."""
    records, tables = records_of(problem), {}
    for name in (name for name in SHEETS if name != "Settings" and records[name.lower()]):
        rows = [
            {n: getattr(one, n) for n in one.model_fields_set - {"tags", "measures"}}
            | getattr(one, "tags", {})
            | getattr(one, "measures", {})
            for one in records[name.lower()]
        ]
        header = list(dict.fromkeys(column for row in rows for column in row))
        tables[name] = [header, *([row.get(column) for column in header] for row in rows)]
    return tables


def issues(tables):
    """Return what is wrong with tables."""
    try:
        build({n: sheet(n, rows) for n, rows in tables.items()}, source="plan", title="plan")
    except InputError as error:
        return list(error.issues)
    return []


@given(
    problem=problems(),
    data=st.data(),
    place=pick(("Segments", "segment"), ("Offers", "offer")),
    cell=pick(None, "a,b", "a|b", True, "other"),
)
def test_one_name_that_is_wrong_is_one_line(problem, data, place, cell):
    """Whatever else names it, in any sheet of any problem."""
    name, column = place
    tables = written(problem)
    assume(not issues(tables))
    header, *rows = tables[name]
    row = data.draw(st.integers(0, len(rows) - 1))
    old = rows[row][header.index(column)]
    rows[row][header.index(column)] = cell
    found = issues(tables)
    if cell != "other":
        assert [one.where for one in found] == [
            sheet(name, [header]).where(row, header.index(column))
        ]
    else:
        assert sum(f"{old!r}" in f"{one.found} {one.expected}" for one in found) <= 1
