"""Assignments change a problem by one line, and are refused where they would not do what they say."""

import pytest

from compensator.errors import InputError
from compensator.problem import changed
from compensator.problem.assignments import Assignment, AssignmentError, parse
from tests.cases import outage
from tests.sheets import OFFERS, RESPONSES, SEGMENTS, read

LIMITS = [["limit", "measure", "max"], ["eu", "cost", 100]]
CALLS = [[*RESPONSES[0], "calls"], *([*row, 2] for row in RESPONSES[1:])]


def problem():
    """Return the small problem with a budget, a limit and a custom measure."""
    settings = [["setting", "value"], ["budget", 50]]
    return read(Settings=settings, Limits=LIMITS, Responses=CALLS)


def refusal(*assignments: str) -> list[str]:
    """Return a line for each assignment that cannot be made."""
    with pytest.raises(InputError) as caught:
        changed(problem(), assignments)
    return [str(issue) for issue in caught.value.issues]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("budget=2e6", ("settings", "", "budget", "=", "2e6")),
        (" budget = 2e6 ", ("settings", "", "budget", "=", "2e6")),
        ("delay_days+=-3", ("settings", "", "delay_days", "+=", "-3")),
        ("Offers[card].Unit Cost*=1.2", ("offers", "card", "unit_cost", "*=", "1.2")),
        (
            "segments[region=EU].retention+=-0.02",
            ("segments", "region=EU", "retention", "+=", "-0.02"),
        ),
        (
            "segments[tenure>=12 and region=EU].users=5",
            ("segments", "tenure>=12 and region=EU", "users", "=", "5"),
        ),
        ("responses[new,card].cost=1", ("responses", "new,card", "cost", "=", "1")),
        ("limits[eu].max=1e5", ("limits", "eu", "max", "=", "1e5")),
        ("budget=", ("settings", "", "budget", "=", "")),
    ],
)
def test_an_assignment_is_read_into_its_parts(text, parts):
    """Filters inside the brackets hold signs of their own."""
    assert parse(text) == Assignment(*parts)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("budget", "an assignment such as budget=2e6 or offers[card-30].unit_cost*=1.2"),
        ("budget==5", "an assignment such as budget=2e6 or offers[card-30].unit_cost*=1.2"),
        ("budget-=5", "an assignment such as budget=2e6 or offers[card-30].unit_cost*=1.2"),
        (
            "offer[card].unit_cost=1",
            "one of the tables segments, offers, responses, limits; did you mean 'offers'?",
        ),
        (
            "bugdet=5",
            "one of the settings title, currency, budget, maximize, delay_days, effect_half_life_days, whole_segments, max_offers, max_generosity, same_offer_within; did you mean 'budget'?",
        ),
        (
            "limits[eu].most=5",
            "one of the columns measure, segments, offers, min, max, basis, relative_to, enforce",
        ),
        (
            "limits[eu].limit=other",
            "one of the columns measure, segments, offers, min, max, basis, relative_to, enforce",
        ),
    ],
)
def test_an_assignment_of_another_form_is_refused(text, message):
    """What was expected is an example, or the names that exist."""
    with pytest.raises(AssignmentError) as caught:
        parse(text)
    assert str(caught.value) == message


def test_a_setting_is_set_added_to_and_multiplied():
    """The three signs mean what they mean in a sheet."""
    assert changed(problem(), ["budget=70"]).settings.budget == 70
    assert changed(problem(), ["budget+=-20"]).settings.budget == 30
    assert changed(problem(), ["budget*=1.5"]).settings.budget == 75
    assert changed(problem(), ["budget="]).settings.budget is None


def test_assignments_are_made_in_order():
    """First set, then doubled, is not first doubled, then set."""
    assert changed(problem(), ["budget=10", "budget*=2"]).settings.budget == 20
    assert changed(problem(), ["budget*=2", "budget=10"]).settings.budget == 10


def test_the_problem_itself_stays_as_it_was():
    """What-if must not change what is."""
    before = problem()
    changed(before, ["budget=1", "segments[*].users=1"])
    assert before == problem()


def test_a_filter_changes_every_row_that_it_matches():
    """One line for a region, not one for each segment."""
    after = changed(problem(), ["segments[region=EU].retention+=0.1", "offers[*].delivery_cost=2"])
    assert [s.retention for s in after.segments] == [pytest.approx(0.6), 0.9]
    assert [o.delivery_cost for o in after.offers] == [2, 2]


def test_users_stay_whole():
    """A tenth more of ten users is eleven, not 11.000000000000002."""
    users = changed(problem(), ["segments[new].users*=1.1"]).segments[0].users
    assert (users, type(users)) == (11, int)


def test_a_missing_response_row_is_made():
    """A guess about one pair needs no row in the sheet beforehand."""
    rows = [[*SEGMENTS[0], "retention_ceiling", "half_value"]]
    rows += [[*SEGMENTS[1], 0.9, 2], [*SEGMENTS[2], 0.95, 2]]
    bare = read(Segments=rows, Responses=[RESPONSES[0]])
    after = changed(bare, ["responses[new,card].retention=0.7"])
    assert [(r.segment, r.offer, r.retention) for r in after.responses] == [("new", "card", 0.7)]


def test_responses_are_chosen_by_two_filters():
    """The comma parts segment from offer."""
    after = changed(problem(), ["responses[region=EU,card].retention=0.7"])
    assert [r.retention for r in after.responses] == [0.7, 0.55, 0.95, 0.9]
    after = changed(problem(), ["responses[*,card].cost=1"])
    assert [r.cost for r in after.responses] == [1, None, 1, None]


def test_a_tag_and_a_custom_measure_can_be_changed_too():
    """They are columns like others."""
    after = changed(problem(), ["segments[new].region=US", "responses[new,card].calls*=1.5"])
    assert after.segments[0].tags["region"] == "US"
    assert [r.measures["calls"] for r in after.responses] == [3, 2, 2, 2]


def test_a_limits_bound_can_be_moved_and_removed():
    """Sweeps move bounds; a repair is a moved bound."""
    assert changed(problem(), ["limits[eu].max+=5"]).limits[0].max == 105
    assert changed(problem(), ["limits[eu].max=", "limits[eu].min=1"]).limits[0].max is None


def test_a_figure_set_outside_its_percentiles_has_none_any_more():
    """They told how sure the old figure was; one set between them keeps them."""
    responses = [
        {
            "segment": "paying",
            "offer": "card",
            "retention": 0.82,
            "retention_low": 0.81,
            "retention_high": 0.84,
        },
        {"segment": "paying", "offer": "week", "retention": 0.9},
        {"segment": "dormant", "offer": "card", "reconversion": 0.15},
        {"segment": "dormant", "offer": "week", "reconversion": 0.12},
    ]
    problem = outage(responses=responses)
    path = "responses[paying,card].retention"
    ends = {
        figure: changed(problem, f"{path}={figure}").responses[0].retention_low
        for figure in (0.83, 0.84, 0.5, 0.85)
    }
    assert ends == {0.83: 0.81, 0.84: 0.81, 0.5: None, 0.85: None}


def test_a_star_names_every_limit():
    """All limits can be told aside at once, as all segments can."""
    limits = [{"limit": name, "measure": "cost", "max": 9} for name in ("a", "b")]
    problem = changed(outage(limits=limits), "limits[*].enforce=no")
    assert [limit.enforce for limit in problem.limits] == [False, False]
    with pytest.raises(InputError, match="the name of a limit"):
        changed(outage(), "limits[*].enforce=no")


@pytest.mark.parametrize(
    ("assignment", "expected", "found"),
    [
        ("segments[new].retention=1.4", "a probability between 0 and 1 as retention", "1.4"),
        ("segments[new].retention+=0.6", "a probability between 0 and 1 as retention", "1.1"),
        ("segments[new].reconversion+=0.1", "a number in reconversion for += to change", "nothing"),
        ("segments[new].users*=1.05", "a whole number of at least 0 as users", "10.5"),
        ("budget*=two", "a number after *=", "'two'"),
        ("budget=much", "a number after =", "'much'"),
        (
            "segments[mars].users=1",
            "names of segments or conditions such as region=EU; no segment is called 'mars'",
            None,
        ),
        ("segments[new].height=1", "a column of this table", None),
        ("offers[none].unit_cost=1", "an offer other than none", None),
        ("responses[new].cost=1", "responses[segment,offer], with a comma between", None),
        ("limits[us].max=1", "the name of a limit", None),
        ("segments[new].users=", "a value for users", None),
        (
            "maximize=profit",
            "one of value, net_value, retained, reconverted as maximize",
            "'profit'",
        ),
    ],
)
def test_an_assignment_that_cannot_be_made_says_why(assignment, expected, found):
    """The message names the assignment as written, what would do, and what was there instead."""
    shown = repr(assignment) if found is None else found
    assert refusal(assignment) == [f"{assignment}: expected {expected}, found {shown}"]


def test_all_assignments_that_cannot_be_made_are_told_at_once():
    """A scenario of ten lines has ten chances of a slip."""
    assert [line.split(":")[0] for line in refusal("budget=much", "bugdet=1", "delay_days=5")] == [
        "budget=much",
        "bugdet=1",
    ]


def test_a_result_that_is_not_a_problem_is_refused_with_the_users_own_cells():
    """An assignment can break what only holds between cells."""
    with pytest.raises(InputError) as caught:
        changed(problem(), ["limits[eu].max="])
    assert str(caught.value) == (
        "plan.xlsx has 1 problem:\n  Limits!2: expected min, max or both for limit 'eu', found nothing"
    )


def test_an_offer_made_eligible_for_more_needs_to_be_known_there():
    """Completeness is checked again after every change."""
    offers = [[*OFFERS[0], "eligible"], [*OFFERS[1], "new"], [*OFFERS[2], None]]
    known = [row for row in RESPONSES if row[:2] != ["old", "card"]]
    with pytest.raises(InputError, match="retention of segment 'old' with offer 'card'"):
        changed(read(Offers=offers, Responses=known), ["offers[card].eligible="])
