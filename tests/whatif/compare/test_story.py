"""What a reader sees of a comparison: the answer in sentences, and nothing twice in a terminal."""

import pytest

from compensator.story import story
from compensator.whatif.compare.asking import compare
from tests.cases import outage


def scenario(name: str, *changes: str) -> list[dict]:
    """Return a scenario's rows."""
    return [{"scenario": name, "change": change} for change in changes]


def test_the_view_holds_every_plan_limit_and_segment():
    """Nothing of the result is lost on its way to a reader; what is the user's stays text."""
    rows = scenario("=1+1", "budget=200") + scenario("[red]x", "budget=1")
    comparison = compare(outage(budget=100, scenarios=rows))
    seen = story(comparison)
    tables = {table.name: table for table in seen.tables}
    assert [row[0] for row in tables["plans"].rows] == [
        "base",
        "=1+1",
        "[red]x",
        "do nothing",
        "without budget",
    ]
    for table in seen.tables:
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert len(table.name) <= 31
    assert [row[0] for row in tables["limits"].rows] == ["budget"]
    assert [chart.title for chart in seen.charts] == ["Value of each plan", "What each limit costs"]
    assert seen.charts[0].names[0] == "base"


def test_the_view_tells_who_gets_another_main_offer_than_in_the_base():
    """By hand: 100 buys a week for all paying; 200 a card for all dormant too; do nothing gives neither."""
    comparison = compare(outage(budget=100, scenarios=scenario("more", "budget=200")))
    tables = {table.name: table for table in story(comparison).tables}
    assert [tuple(row) for row in tables["who gets what"].rows] == [
        ("base", "base", "paying", "week", 1, 100, None),
        ("base", "base", "dormant", "none", 1, 200, None),
        ("more", "scenario", "dormant", "card", 1, 200, "none"),
        ("do nothing", "policy", "paying", "none", 1, 100, "week"),
        ("without budget", "without limit", "dormant", "card", 1, 200, "none"),
    ]


def test_a_terminal_is_told_why_and_files_the_rest():
    """What sentences tell is not told again in tables."""
    comparison = compare(outage(budget=100, scenarios=scenario("more", "budget=200")))
    seen = story(comparison)
    shown = [table.name for table in seen.tables if table.brief]
    assert shown == ["plans", "limits", "why"]
    assert [chart.brief for chart in seen.charts] == [False, False]
    plans, _, why = (table for table in seen.tables if table.brief)
    assert [row[0] for row in plans.rows[: plans.shown]] == ["base", "more", "do nothing"]
    moved = "Who moves: 200 users of dormant from none to card."
    assert [tuple(row) for row in why.rows] == [
        ("more", f"budget from $100 to $200. No longer binding: budget. {moved}"),
        ("without budget", moved),
    ]


def test_without_a_plan_of_the_base_the_terminal_shows_what_giving_up_each_limit_brings():
    """There it is the answer."""
    many = {"limit": "many", "measure": "recipients", "min": 300}
    seen = story(compare(outage(budget=10, limits=[many])))
    plans = seen.tables[0]
    assert len(plans.rows[: plans.shown]) == 4  # base, do nothing, without budget, without many


def test_moves_between_the_same_offers_are_told_together():
    """By hand: no money, no offers for any of three."""
    problem = outage(
        segments=[
            {"segment": name, "users": 10, "retention": 0.5, "retained_value": 20}
            for name in ("a", "b", "c")
        ],
        responses=[
            {"segment": name, "offer": offer, "retention": 0.6}
            for name in ("a", "b", "c")
            for offer in ("card", "week")
        ],
        scenarios=scenario("poor", "budget=0"),
    )
    told = compare(problem).summary()
    assert "Who moves: 30 users from card to none (a, b, c)." in told


def test_bounds_are_worded_in_their_own_unit():
    """A budget is money, recipients are users, a ratio is a number told by the hundredth."""
    few = {"limit": "few", "measure": "recipients", "segments": "paying", "offers": "week"}
    limits = [{**few, "max": 50}, {**few, "limit": "half", "max": 0.4, "basis": "per_user"}]
    table = story(compare(outage(budget=500, limits=limits))).tables[1]
    told = {row[0]: tuple(row[2:4]) for row in table.rows}
    assert told == {
        "budget": ("$0", "$118 or more"),  # 40 weeks, and cards for all others
        "few": ("$0", "40 users or more"),
        "half": ("$4 per 0.01", "0 to 0.5"),
    }


@pytest.mark.parametrize(
    ("budgets", "told"),
    [
        (
            (120, 160),
            "Each scenario brings more than the base: at best $200 more, “b160”; at worst",
        ),
        ((20, 50), "Each scenario brings less than the base: at best $250 less, “b50”; at worst"),
        ((50, 160), "The best scenario is “b160”: $200 more than the base; the worst “b50”: $250"),
        ((160,), "The one scenario, “b160”, brings $200 more than the base."),
    ],
)
def test_the_worst_scenario_is_told_as_what_it_is(budgets, told):
    """Even the worst may bring more than the base."""
    rows = [row for b in budgets for row in scenario(f"b{b}", f"budget={b}")]
    assert told in compare(outage(budget=100, scenarios=rows)).summary()


def test_users_are_told_as_users_where_they_are_what_is_maximized():
    """By hand: 80 of 100 stay anyway, 10 more with a week each; without a budget nobody is left out."""
    comparison = compare(outage(budget=50, maximize="retained"))
    assert comparison.summary().splitlines()[2:4] == [
        "The base brings 85 users retained for $50.",
        "Without the budget the plan would spend $50 more, for a further 5 users retained: net value changes by $200.",
    ]


def test_plans_of_one_name_are_told_apart_by_their_kind():
    """A policy may bear a scenario's name."""
    problem = outage(
        scenarios=scenario("twin", "delay_days=1"), policies=[{"policy": "twin", "offer": "card"}]
    )
    tables = {table.name: table for table in story(compare(problem)).tables}
    kinds = [tuple(row[:2]) for row in tables["plans"].rows]
    assert kinds[1:] == [("twin", "scenario"), ("do nothing", "policy"), ("twin", "policy")]
    assert ("twin", "policy") in {tuple(row[:2]) for row in tables["who gets what"].rows}
