"""What a reader sees of a sweep: sentences, pictures, and each figure once."""

from __future__ import annotations

import pytest

from compensator.media.terminal import render
from compensator.story import story
from compensator.story.model import HeatMap, LineChart
from compensator.whatif.sweep.asking import explore
from tests.cases import outage

LADDER = {"budget": "0,60,120,200"}
"""Nobody; 60 weeks; 100 weeks and 66 2/3 cards; 100 weeks and 200 cards, 40 left."""


def fading(**changes):
    """Return the small problem with effects that halve in ten days."""
    return outage(effect_half_life_days=10, **changes)


def test_one_input_is_drawn_as_lines_that_leave_gaps_where_there_is_no_plan():
    """Money in one chart, today marked on it."""
    (chart,) = story(explore(outage(budget=60), {"budget": [200, -1, 0]})).charts
    assert isinstance(chart, LineChart)
    assert [series.name for series in chart.series] == ["value", "net value"]
    assert list(chart.series[0].x) == [-1, 0, 200]
    assert list(chart.series[0].y) == pytest.approx([None, 0, 700])
    assert list(chart.series[1].y) == pytest.approx([None, 0, 540])
    (today,) = chart.marks
    assert (today.x, today.y) == (60, pytest.approx(300))


def test_users_are_drawn_apart_from_money():
    """An axis has one unit."""
    charts = story(explore(outage(maximize="retained"), LADDER)).charts
    assert [chart.y.kind for chart in charts] == ["users", "money"]
    # 100 weeks keep ten more of a hundred who stay anyway at 80 %
    assert charts[0].series[0].y[-1] == pytest.approx(90)


def test_two_inputs_are_drawn_as_a_heat_map_and_a_two_way_table():
    """Rows are the first input, columns the second."""
    seen = story(explore(fading(), {"delay_days": [10, 0], "budget": [0, 100]}))
    (chart,) = seen.charts
    assert isinstance(chart, HeatMap)
    assert (list(chart.y_values), list(chart.x_values)) == ([0, 10], [0, 100])
    assert [list(row) for row in chart.values] == [
        [0, pytest.approx(500)],
        [0, pytest.approx(250)],
    ]
    table = next(table for table in seen.tables if table.name.endswith("two-way"))
    assert [list(row) for row in table.rows] == [
        [10, 0, pytest.approx(250)],
        [0, 0, pytest.approx(500)],
    ]


def test_a_heat_map_stands_for_the_tables_in_a_terminal():
    """The same figures three times would hide the answer; files hold them all."""
    result = explore(fading(), {"delay_days": [10, 0], "budget": [0, 100]})
    brief = {table.name: table.brief for table in story(result).tables}
    assert brief == {"cells": False, "value two-way": False, "switches": True}
    text = render(result, 80)
    assert [line.split() for line in text.splitlines() if line.endswith("$500")] == [
        ["0", "$0", "$500"]
    ]
    assert "Also in a file (-o): cells; value two-way." in text


def test_a_switch_is_told_once_for_all_values_of_the_other_input():
    """Delay fades all offers alike, so that each budget switches the same at each delay."""
    result = explore(fading(), {"delay_days": [0, 5, 10], "budget": [0, 100, 200]})
    assert len(result.switches) == 6
    (table,) = (table for table in story(result).tables if table.name == "switches")
    assert [tuple(row) for row in table.rows] == [
        ("paying", "none", "week", "budget", 0, 100, "budget = $0 to $100"),
        ("dormant", "none", "card", "budget", 100, 200, "budget = $100 to $200"),
    ]


def test_a_switch_at_some_values_of_the_other_input_says_at_which():
    """By hand: a week nets the paying 4 at a cost of 1 and nothing at 5, a card nets anybody 0.70."""
    vary = {"offers[week].delivery_cost": [1, 5], "offers[card].max_users": [0, 300]}
    result = explore(outage(maximize="net_value"), vary)
    (table,) = (table for table in story(result).tables if table.name == "switches")
    week, card = vary
    assert {tuple(row[:3]): row[6] for row in table.rows} == {
        ("paying", "week", "none"): f"{week} = $1 to $5; {card} = 0 users",
        ("paying", "week", "card"): f"{week} = $1 to $5; {card} = 300 users",
        ("paying", "none", "card"): f"{card} = 0 users to 300 users; {week} = $5",
        ("dormant", "none", "card"): f"{card} = 0 users to 300 users",
    }


def test_one_cell_with_a_plan_is_no_picture():
    """A dot on an empty chart says less than its figure."""
    assert story(explore(outage(budget=60), {"budget": [-1, 60]})).charts == ()
    assert len(story(explore(outage(budget=60), {"budget": [-1, 60, 61]})).charts) == 1
    many = [{"limit": "many", "measure": "recipients", "min": 300}]
    two = explore(outage(limits=many, budget=160), {"budget": [10, 160], "delay_days": [0]})
    assert story(two).charts == ()


@pytest.mark.parametrize(
    ("factors", "told"),
    [
        ([1, 6, 7, 8], "From offers[*].delivery_cost × 7 on (at 6 not yet), net value is below 0"),
        ([8, 7, 6, 1], "From offers[*].delivery_cost × 7 on (at 6 not yet), net value is below 0"),
        ([7, 8], "In every cell with a plan, net value is below 0"),
    ],
)
def test_where_the_plan_costs_more_than_it_brings_is_told(factors, told):
    """By hand: 100 weeks must be given, 5 less the factor each; 200 cards for the dormant net 0.70 each."""
    weeks = {"limit": "weeks", "measure": "recipients", "segments": "paying", "offers": "week"}
    problem = outage(limits=[{**weeks, "min": 100}], maximize="net_value")
    headline = story(explore(problem, {"offers[*].delivery_cost*=": factors})).headline
    assert [line for line in headline if "below 0" in line] == [
        f"{told}: the plan costs more than it brings."
    ]


def test_a_net_value_that_rises_above_0_is_told_too():
    """By hand: the forced weeks bring 5 at no delay, 2.50 at ten days, 1.25 at twenty, and cost 2."""
    weeks = {"limit": "weeks", "measure": "recipients", "segments": "paying", "offers": "week"}
    offers = [{"offer": "week", "delivery_cost": 2}]
    responses = [{"segment": "paying", "offer": "week", "retention": 0.9}]
    asked = {"offers": offers, "responses": responses, "limits": [{**weeks, "min": 100}]}
    problem = outage(
        segments=[{"segment": "paying", "users": 100, "retention": 0.8, "retained_value": 50}],
        effect_half_life_days=10,
        delay_days=20,
        **asked,
    )
    lives = {"effect_half_life_days": [5, 10, 20, 40]}
    assert any(
        line.startswith("Up to effect_half_life_days = 10 (at 20 no more), net value is below 0")
        for line in story(explore(problem, lives)).headline
    )
    quiet = story(explore(problem, {"delay_days": [0, 10]})).headline
    assert not any("below 0" in line for line in quiet)


def test_a_net_value_below_0_on_both_sides_is_told_by_its_cells():
    """By hand: a refund w brings 20 w³ ÷ (w³ + 10³) per user: 2.22 for 5, 12.67 for 12, 17.78 for 20."""
    user = {"segment": "all", "users": 10, "retention": 0.5, "retained_value": 50, "loss": 5}
    curve = {"retention_ceiling": 0.9, "half_value": 10, "steepness": 3}
    refund = {"offer": "refund", "quantity": 1, "unit_cost": 1, "face_value": 1, "per": "loss"}
    problem = outage(
        segments=[{**user, **curve}],
        offers=[refund],
        responses=[],
        limits=[{"limit": "all", "measure": "recipients", "min": 10}],
    )
    headline = story(explore(problem, {"segments[all].loss": [5, 12, 20]})).headline
    first = "In 2 of 3 cells with a plan, first at segments[all].loss = $5, net value is below 0"
    assert any(line.startswith(first) for line in headline)


def test_what_is_taken_off_reads_as_a_difference():
    """A plus before a minus is read twice.

    By hand: at 75 % a card keeps 3.50 for 0.30, so all paying have one, and 30 left buys 42.9 weeks, 4 more
    each; at 85 % cards for the dormant are best, 1 for 0.30.
    """
    result = explore(outage(budget=60), {"segments[paying].retention+=": [-0.05, 0.05]})
    text = " ".join(story(result).headline)
    assert "From segments[paying].retention by −0.05 to +0.05, the best" in text
    both = {"segments[paying].retention+=": [-0.05, 0.05], "budget": [50, 60]}
    text = " ".join(story(explore(outage(budget=60), both)).headline)
    assert "Best: $521 at segments[paying].retention − 0.05, budget = $60" in text
    assert "worst: $167 at segments[paying].retention + 0.05, budget = $50" in text


def test_small_money_keeps_its_digits():
    """Two inputs that differ must not look alike."""
    result = explore(outage(budget=60), {"offers[card].unit_cost": [0.012, 0.018]})
    assert "From offers[card].unit_cost = $0.012 to $0.018" in " ".join(story(result).headline)


def test_the_first_table_is_the_data_frame():
    """What a CSV file holds is what Python gives."""
    result = explore(outage(), LADDER)
    first = story(result).tables[0]
    assert [column.name for column in first.columns] == list(result.to_frame().columns)
    assert len(first.rows) == 4


def test_the_headline_says_ends_best_switches_and_what_has_no_plan():
    """An executive reads these lines and no others."""
    result = explore(outage(budget=60), {"budget": [-5, 0, 60, 200]})
    assert story(result).headline == (
        "Today, at budget = $60: $300 of value, $400 (57.1%) less than the best of these cells.",
        "From budget = $0 to $200, the best plan's value rises by $700, from $0 to $700.",
        "A segment switches its main offer 2 times: paying from none to week between $0 and $60; dormant from none to card between $60 and $200.",
        "1 of 4 cells is invalid, outside what the column may hold: budget = −$5.",
    )


def test_an_infeasible_base_is_told_first():
    """The rows stand, and the reader knows that today has no plan."""
    least = [{"limit": "reach", "measure": "recipients", "min": 200}]
    result = explore(outage(limits=least, budget=10), {"budget": [10, 100]})
    assert [cell.status for cell in result.rows] == ["infeasible", "optimal"]
    assert story(result).headline[0] == (
        "As it stands, the problem is infeasible: no plan meets every limit."
    )
