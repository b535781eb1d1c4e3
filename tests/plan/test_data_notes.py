"""What looks like a slip in the data is told with its cell: harm, near misses, columns of one's own."""

import pytest

from compensator.model import Solver
from compensator.plan import solve, take
from compensator.plan.case import prepare
from compensator.plan.harm import harm
from compensator.plan.near_misses import near_misses
from tests.cases import outage
from tests.sheets import OFFERS, RESPONSES, SEGMENTS, limit_sheet, read, with_cell

ENTITLED = [[*SEGMENTS[0], "entitlement"], [*SEGMENTS[1], 0.5], [*SEGMENTS[2], 0]]
PER = [["offer", "face_value", "per"], ["card", 0.033333, "price"], ["sorry", 0.6, None]]
PRICED = [[*ENTITLED[0], "price"], [*ENTITLED[1], 15], [*ENTITLED[2], 30]]


def noted(**sheets):
    """Return the notes of a check, and that the plan tells the same of the data."""
    problem = read(**sheets)
    told = take(problem).notes
    plan = solve(problem).notes
    data = [note for note in told if note != "No budget is set."]
    assert all(note in plan for note in data)
    return told


def test_a_response_below_the_base_is_named_with_its_cell():
    """0.05 for 0.5 is a digit too many; or the offer harms: both are for the analyst to say."""
    responses = with_cell(RESPONSES, 1, 2, 0.05)
    told = "Offers that harm, by your figures: 'card' for new (retention 0.05, 0.5 without it, Responses!C2)."
    assert told in noted(Responses=responses)


def test_a_value_below_zero_is_named_with_its_cell():
    """A pair known by its value only has no base to be held against."""
    responses = [
        [*RESPONSES[0], "value"],
        [*RESPONSES[1], -3],
        *([*r, None] for r in RESPONSES[2:]),
    ]
    told = "Offers that harm, by your figures: 'card' for new (value −3, Responses!D2)."
    assert told in noted(Responses=responses)


def test_a_ceiling_below_the_base_is_named_with_its_cell():
    """Under it, whoever gets more leaves sooner."""
    header = ["segment", "users", "retention", "retained_value", "retention_ceiling", "half_value"]
    segments = [header, ["new", 10, 0.9, 40, 0.85, 1.5], ["old", 20, 0.9, 80, 0.95, 2]]
    told = "Ceilings below the base, where the more an offer is worth the more it harms: new (retention_ceiling 0.85, retention 0.9, Segments!E2)."
    assert told in noted(Segments=segments, Responses=[["segment", "offer"]])


def test_what_harms_is_listed_to_the_last_cell():
    """A typo in the sixth row is as wrong as one in the first."""
    names = [f"s{i}" for i in range(30)]
    segments = [SEGMENTS[0], *([name, 10, 0.5, 40, "EU"] for name in names)]
    responses = [
        RESPONSES[0],
        *([name, offer, 0.4] for name in names for offer in ("card", "sorry")),
    ]
    (told,) = (note for note in noted(Segments=segments, Responses=responses) if "harm" in note)
    assert all(f" for {name} (" in told for name in names)
    assert told.count("Responses!C") == 60


def test_a_pair_that_nobody_may_get_harms_nobody():
    """Its row is ignored, and a note says so already."""
    offers = [["offer", "eligible"], ["card", "old"], ["sorry", None]]
    told = noted(Offers=offers, Responses=with_cell(RESPONSES, 1, 2, 0.05))
    assert not any("harm" in note for note in told)


def test_a_row_of_a_pair_that_nobody_may_get_is_named_with_its_cell_and_why():
    """Whoever typed it learns where it stands and which rule makes it idle."""
    offers = [["offer", "eligible"], ["card", "old"], ["sorry", None]]
    told = "1 row of Responses is for a pair that is not eligible, and ignored: new with card (Responses!B2: only for old)."
    assert told in noted(Offers=offers)


def test_many_idle_rows_are_counted_and_the_first_of_them_named():
    """A filter on a long sheet leaves a sentence, not a page."""
    names = [f"s{i}" for i in range(9)]
    (note,) = (
        note
        for note in noted(
            Segments=[SEGMENTS[0], *([name, *SEGMENTS[1][1:]] for name in ["old", *names])],
            Offers=[["offer", "eligible"], ["card", "old"]],
            Responses=[RESPONSES[0], *([name, "card", 0.9] for name in ["old", *names])],
        )
        if "Responses" in note
    )
    assert note.startswith("9 rows of Responses are for pairs that are not eligible, and ignored: ")
    assert note.endswith("s4 with card (Responses!B7: only for old) and 4 more.")


def test_an_entitlement_that_is_just_missed_is_told_by_how_little():
    """A thirtieth of a price of 15, typed with six digits, is not quite 0.50."""
    told = "Offer 'card' (Offers!B2) just misses the entitlement of new by 0.001% (0.499995, not 0.5 as in Segments!F2): it is not eligible there."
    assert told in noted(Segments=PRICED, Offers=PER)


@pytest.mark.parametrize(("need", "told"), [(0.5, 1), (0.504, 1), (0.51, 0), (0.499995, 0), (0, 0)])
def test_an_entitlement_missed_by_one_percent_or_met_is_no_near_miss(need, told):
    """Further off, the offer was not meant for them; and what is met is met."""
    segments = with_cell(PRICED, 1, 5, need)
    notes = noted(Segments=segments, Offers=PER)
    assert sum("just misses" in note for note in notes) == told


@pytest.mark.parametrize("condition", ["tenure>=12", "tenure<12", "tenure=12", "tenure!=5|12"])
def test_a_figure_that_a_filter_meets_in_all_but_the_last_digits_is_told(condition):
    """11.9999999 comes out of a division; whoever sees 12 does not see why a segment is left out."""
    column, sign = "tenure", condition.strip("tenur125|")
    segments = [[*SEGMENTS[0], "Tenure"], [*SEGMENTS[1], 11.9999999], [*SEGMENTS[2], 12.0 + 0.1]]
    told = f"Filter Limits!C2, {column}{sign}12: nearly equal, and not equal, is 11.9999999 in Segments!F2."
    filters = condition if condition != "tenure=12" else "tenure=12|12.1"
    assert told in noted(Segments=segments, Limits=limit_sheet(segments=filters, max=9))


def test_figures_that_differ_in_the_sixth_digit_are_no_near_miss():
    """They were typed to differ."""
    segments = [[*SEGMENTS[0], "tenure"], [*SEGMENTS[1], 11.9999], [*SEGMENTS[2], 12]]
    notes = noted(Segments=segments, Limits=limit_sheet(segments="tenure>=12", max=9))
    assert not any("nearly" in note for note in notes)


def test_a_custom_measure_without_rows_for_all_pairs_says_what_the_others_count():
    """Nothing, which nobody may have meant."""
    responses = [[*RESPONSES[0], "contacts"], *([*row, 0.02] for row in RESPONSES[1:3])]
    segments = [
        [*SEGMENTS[0], "retention_ceiling", "half_value"],
        [*SEGMENTS[1], 0.7, 1],
        [*SEGMENTS[2], 0.95, 1],
    ]
    told = (
        "Custom measure 'contacts' is known for 2 of 4 eligible pairs; the other 2 count 0 of it."
    )
    assert told in noted(Segments=segments, Responses=responses)


def test_columns_taken_as_tags_and_measures_are_listed_with_the_rows_that_know_them():
    """An entitlement under another name is a tag: the claim is gone, and only this list shows it."""
    segments = [[*SEGMENTS[0], "legal minimum"], [*SEGMENTS[1], 5], [*SEGMENTS[2], None]]
    offers = [[*OFFERS[0], "for whom"], *([*row, "EU"] for row in OFFERS[1:])]
    responses = [[*RESPONSES[0], "contacts"], *([*row, 1] for row in RESPONSES[1:])]
    found = take(read(Segments=segments, Offers=offers, Responses=responses)).to_dict()
    assert found["tags"] == [
        {"sheet": "Segments", "column": "region", "rows": 2, "of": 2},
        {"sheet": "Segments", "column": "legal minimum", "rows": 1, "of": 2},
        {"sheet": "Offers", "column": "for whom", "rows": 2, "of": 2},
    ]
    assert found["measures"] == [{"sheet": "Responses", "column": "contacts", "rows": 4, "of": 4}]


def test_data_without_slips_are_not_suspected():
    """Notes that are always there are not read."""
    problem = outage(budget=100)
    assert take(problem).notes == ()
    case = prepare(problem, Solver())
    assert [*harm(case), *near_misses(case)] == []
