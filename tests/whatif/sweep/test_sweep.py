"""A sweep is the problem solved again and again, and its cells are what solving each from scratch gives."""

from __future__ import annotations

import dataclasses
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import compensator as cp
from compensator.model import AUTO, Solver
from compensator.plan import prepared
from compensator.plan.case import prepare
from compensator.plan.sums import totals
from compensator.story import story
from compensator.whatif.cells import Cells
from compensator.whatif.ranges import RangeError, values_of
from compensator.whatif.sweep.answer import Sweep
from compensator.whatif.sweep.asking import explore, sweep
from compensator.workbook.shipped import shipped_cases
from tests.cases import outage
from tests.strategies import problems

LADDER = {"budget": "0,60,120,200"}
"""Nobody; 60 weeks; 100 weeks and 66 2/3 cards; 100 weeks and 200 cards, 40 left."""


def fading(**changes):
    """Return the small problem with effects that halve in ten days."""
    return outage(effect_half_life_days=10, **changes)


def issues(vary, problem=None):
    """Return a line for each thing wrong with what is to be varied."""
    with pytest.raises(cp.InputError) as caught:
        explore(problem or outage(budget=100), vary)
    return [str(issue) for issue in caught.value.issues]


@st.composite
def varied(draw, problem):
    """Return one or two inputs of a problem with a few values each, some of them out of range."""
    offer = problem.offers[0].offer
    choices = {
        "budget": st.sampled_from([(0, 10, 500), (-1, 40), (25.5,)]),
        "delay_days": st.sampled_from([(0, 7), (14, -3)]),
        f"offers[{offer}].unit_cost*=": st.sampled_from([(0.5, 2), (1,)]),
        f"offers[{offer}].max_users": st.sampled_from([(0, 3), (1000, 2.5)]),
        f"segments[{problem.segments[0].segment}].users+=": st.sampled_from([(0, 1), (5, -2000)]),
    }
    if problem.limits:
        one = problem.limits[0]
        bound = "max" if one.max is not None else "min"
        choices[f"limits[{one.limit}].{bound}+="] = st.sampled_from([(0, -0.5), (1,)])
    paths = draw(st.lists(st.sampled_from(sorted(choices)), min_size=1, max_size=2, unique=True))
    return {path: draw(choices[path]) for path in paths}


@pytest.mark.long
@settings(max_examples=30)
@given(st.data(), problems(limits=2))
def test_each_cell_equals_solving_the_changed_problem_from_scratch(data, problem):
    """Whatever is reused between cells, the answer is that of a fresh workbook."""
    vary = data.draw(varied(problem))
    result = explore(problem, vary)
    assert len(result.rows) == math.prod(map(len, vary.values()))
    for cell in result.rows:
        texts = [f"{p}{'' if p.endswith('=') else '='}{v!r}" for p, v in cell.inputs.items()]
        if cell.status == "invalid":
            with pytest.raises(cp.InputError) as caught:
                cp.changed(problem, texts)
            assert cell.reason == "; ".join(map(str, caught.value.issues))
            continue
        changed = cp.changed(problem, texts)
        assert figures(cell) == pytest.approx(figures(exact(changed, cp.solve(changed))))


def exact(problem, plan):
    """Return a plan with the totals of its exact shares, of which a cell speaks, and not of whole users."""
    if plan.totals is None:
        return plan
    economics, _, _ = prepared(problem)
    rows, offers = problem.segment_rows.names, problem.offer_rows.names
    shares = np.zeros((len(rows), len(offers)))
    for one in plan.allocations:
        shares[rows.index(one.segment), offers.index(one.offer)] = one.share
    return dataclasses.replace(plan, totals=totals(economics, shares))


def figures(answer):
    """Return what a cell and a plan both say, names and status included."""
    binding = getattr(answer, "binding", None)
    if binding is None:
        binding = tuple(one.limit for one in answer.limits if one.binding and one.enforced)
    totals = {} if answer.totals is None else dataclasses.asdict(answer.totals)
    told = {"status": str(answer.status), "binding": ", ".join(binding)}
    numbers = {"objective": answer.objective, "budget_price": answer.budget_price, **totals}
    return {**told, **{name: n for name, n in numbers.items() if n is not None}}


def test_a_ladder_of_budgets_climbs_as_by_hand():
    """Weeks for the paying bring 5 per 1, cards for the dormant 3.33, and 160 is all that pays."""
    result = explore(outage(), LADDER)
    assert [cell.objective for cell in result.rows] == pytest.approx([0, 300, 500 + 20 / 0.3, 700])
    assert [cell.budget_price for cell in result.rows] == pytest.approx([5, 5, 1 / 0.3, 0])
    assert [cell.totals.cost for cell in result.rows] == pytest.approx([0, 60, 120, 160])
    assert [cell.binding for cell in result.rows] == [("budget",)] * 3 + [()]
    assert result.complete


def test_switches_say_which_segment_changes_offer_between_which_values():
    """The main offer is that of the larger share: 60 % of the paying at 60, a third of the dormant at 120."""
    result = explore(outage(), LADDER)
    told = [(s.segment, s.before, s.after, s.from_offer, s.to_offer) for s in result.switches]
    assert told == [("paying", 0, 60, "none", "week"), ("dormant", 120, 200, "none", "card")]


def test_switches_do_not_depend_on_the_order_of_the_values():
    """Neighbors are next to each other as numbers, wherever they were written."""
    there = explore(outage(), LADDER).switches
    assert explore(outage(), {"budget": "200,0,120,60"}).switches == there


def test_no_switch_is_told_across_a_cell_without_a_plan():
    """Half an offer is no number of offers: what lies between 0 and 1 is not known."""
    result = explore(outage(budget=60), {"max_offers": [0, 0.5, 1]})
    assert [cell.status for cell in result.rows] == ["optimal", "invalid", "optimal"]
    assert result.rows[2].objective > result.rows[0].objective
    assert result.switches == ()


def test_two_inputs_make_the_full_grid_the_last_one_fastest():
    """Ten days halve every value, and money buys the same."""
    result = explore(fading(), {"delay_days": [0, 10], "budget": range(0, 201, 100)})
    at = [(cell.inputs["delay_days"], cell.inputs["budget"]) for cell in result.rows]
    assert at == [(0, 0), (0, 100), (0, 200), (10, 0), (10, 100), (10, 200)]
    assert [cell.objective for cell in result.rows] == pytest.approx([0, 500, 700, 0, 250, 350])
    over = {(s.path, s.segment, s.before, s.after, s.others["delay_days"]) for s in result.switches}
    assert over == {
        ("budget", name, *step, delay)
        for delay in (0, 10)
        for name, step in (("paying", (0, 100)), ("dormant", (100, 200)))
    }


def test_rows_keep_their_order_when_the_slow_input_comes_last():
    """Cells of equal economics are solved together, and told in the order that was asked."""
    result = explore(fading(), {"budget": [0, 100], "delay_days": [0, 10]})
    assert [tuple(cell.inputs.values()) for cell in result.rows] == [
        (0, 0),
        (0, 10),
        (100, 0),
        (100, 10),
    ]
    assert [cell.objective for cell in result.rows] == pytest.approx([0, 0, 500, 250])


def test_three_inputs_are_a_tidy_table_alone():
    """No picture shows them, every row does."""
    vary = {"budget": [50, 100], "delay_days": [0, 10], "offers[week].delivery_cost*=": [1, 2]}
    result = explore(fading(), vary)
    assert len(result.to_frame()) == 8
    assert story(result).charts == ()


def test_a_multiplied_input_shows_its_operand_under_the_path_with_its_sign():
    """At twice the cost, cards for all (90, bringing 300) come first, then weeks: 4 more for 1.70 more."""
    result = explore(outage(budget=100), {"offers[week].delivery_cost*=": [1, 2]})
    assert result.varied == ("offers[week].delivery_cost*=",)
    assert [cell.inputs[result.varied[0]] for cell in result.rows] == [1, 2]
    hand = [500, 300 + 10 * 4 / 1.7]
    assert [cell.objective for cell in result.rows] == pytest.approx(hand)


def test_infeasible_cells_are_rows_and_a_feasible_base_stays():
    """Two bounds that clash are an answer of that cell."""
    least = [{"limit": "reach", "measure": "recipients", "min": 50}]
    result = explore(outage(limits=least, budget=100), {"limits[reach].min": [50, 300, 301]})
    assert [cell.status for cell in result.rows] == ["optimal", "optimal", "infeasible"]
    assert result.rows[2].objective is None
    assert result.rows[2].totals is None
    assert result.base.status == "optimal"


def test_a_result_out_of_its_columns_range_is_an_invalid_row_with_its_reason():
    """One bad value does not lose the other cells."""
    result = explore(outage(budget=100), {"segments[paying].retention+=": [0, 0.3]})
    assert [cell.status for cell in result.rows] == ["optimal", "invalid"]
    assert "expected a probability between 0 and 1 as retention" in result.rows[1].reason
    assert any("expected a probability between 0 and 1" in note for note in result.notes)
    assert "reason" not in result.to_dict()["rows"][1]


def test_everything_wrong_with_the_inputs_is_told_at_once_before_solving():
    """A path, a range, a column of text, a blank to multiply, and two inputs in one cell."""
    told = issues(
        {
            "budgt": "1,2",
            "offers[week].delivery_cost": "1:2",
            "title": [1],
            "effect_half_life_days*=": [2],
            "segments[nobody].users": [1],
            "segments[paying].users": [1, 1],
            "budget": [1],
            "budget*=": [2],
        }
    )
    assert [line.split(":")[0] for line in told] == [
        "budgt",
        "offers[week].delivery_cost",
        "title",
        "effect_half_life_days*=",
        "segments[nobody].users",
        "segments[paying].users",
        "budget*=",
    ]
    assert "did you mean 'budget'?" in told[0]
    assert "expected a range such as 0:5e6:51" in told[1]
    assert told[2] == "title: expected a column of numbers, found 'title'"
    assert "expected a number in effect_half_life_days for *= to change" in told[3]
    assert "no segment is called 'nobody'" in told[4]
    assert told[5] == "segments[paying].users: expected each value once, found 1 more than once"
    assert told[6].endswith("found a cell that budget changes too")


def test_two_inputs_may_multiply_one_cell():
    """As the changes of a scenario may."""
    result = explore(
        outage(budget=50), {"offers[week].delivery_cost*=": [2], "offers[*].delivery_cost*=": [0.5]}
    )
    assert result.rows[0].objective == pytest.approx(250)


@pytest.mark.parametrize(
    ("vary", "told"),
    [
        ({"budget": "0:1:400", "delay_days": "0:1:400"}, "160,000 cells are asked for"),
        ({}, "expected at least one input to vary"),
    ],
)
def test_too_many_cells_or_none_are_refused(vary, told):
    """160,000 solves are a mistake more often than a wish."""
    with pytest.raises(cp.UsageError, match=told):
        explore(outage(), vary)


def test_an_option_out_of_range_and_a_file_name_are_refused():
    """As solve refuses them."""
    with pytest.raises(cp.UsageError, match="a time limit above 0 seconds"):
        explore(outage(), LADDER, time_limit=0)
    with pytest.raises(cp.UsageError, match="expected a Problem"):
        explore("plan.xlsx", LADDER)
    with pytest.raises(cp.UsageError, match="is not known"):
        explore(outage(), LADDER, solver="abacus")


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ("0:60:5", (0, 15, 30, 45, 60)),
        ("0.8:1.2:9", (0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2)),
        ("5:0:3", (5, 2.5, 0)),
        ("1e6, 2e6", (1_000_000, 2_000_000)),
        ("7", (7,)),
        ("3:3:1", (3,)),
        (range(3), (0, 1, 2)),
        (np.linspace(0, 1, 3), (0, 0.5, 1)),
        (np.arange(2), (0, 1)),
        ((x for x in (1.5, 2)), (1.5, 2)),
    ],
)
def test_values_come_as_text_or_as_any_row_of_numbers(given, values):
    """Ends included, and digits as people type them."""
    assert values_of(given) == values


@pytest.mark.parametrize(
    "given",
    [
        "",
        "a",
        "0:1",
        "0:1:2:3",
        "0:1:1",
        "0:1:2.5",
        "0:1:-2",
        "0:1:1000000000",
        "1,,2",
        "1,nan",
        "1,1",
        [],
        ["1"],
        [True],
        [math.inf],
        5,
        [None],
    ],
)
def test_other_values_are_refused(given):
    """Nothing is guessed, and a billion values are never made."""
    with pytest.raises(RangeError):
        values_of(given)


def test_cells_that_move_only_bounds_share_one_evaluation_of_the_economics():
    """What costs time on ten thousand segments is done once."""
    least = [{"limit": "reach", "measure": "recipients", "min": 50}]
    problem = outage(limits=least, budget=100)
    base = prepare(problem, Solver())
    for change in ("budget=50", "limits[reach].min=60", "offers[week].max_users=20"):
        assert Cells(base).solve(cp.changed(problem, change)).case.economics is base.economics
    for change in ("delay_days=3", "offers[week].delivery_cost=2", "segments[paying].users=9"):
        assert Cells(base).solve(cp.changed(problem, change)).case.economics is not base.economics


def test_a_bound_moved_after_another_change_goes_on_from_the_base():
    """A comparison asks for budgets and days in any order."""
    base = prepare(outage(effect_half_life_days=10, budget=100), Solver(AUTO))
    cells = Cells(base)
    late, poor = (cp.changed(base.problem, change) for change in ("delay_days=10", "budget=50"))
    assert cells.solve(late).objective == pytest.approx(250)
    found = cells.solve(poor)
    assert found.case.economics is base.economics
    assert found.objective == pytest.approx(250)


def test_a_bound_that_a_filter_reads_changes_the_economics_with_it():
    """max_users moves only a limit, unless another input's filter asks for it."""
    offers = [
        {"offer": "card", "delivery_cost": 1, "max_users": 5},
        {"offer": "week", "delivery_cost": 1, "max_users": 50},
    ]
    problem = outage(offers=offers, budget=40)
    vary = {"offers[card].max_users": [5, 20], "offers[max_users>=10].delivery_cost*=": [1, 3]}
    for cell in explore(problem, vary).rows:
        low, factor = cell.inputs.values()
        texts = [
            f"offers[card].max_users={low}",
            f"offers[max_users>=10].delivery_cost*={factor}",
        ]
        assert cell.objective == pytest.approx(cp.solve(cp.changed(problem, texts)).objective)


def test_an_interrupted_sweep_keeps_what_is_done():
    """Somebody who waited an hour gets an hour's worth."""

    def stop_after_two(done):
        if done == 2:
            raise KeyboardInterrupt

    result = explore(outage(), LADDER, progress=stop_after_two)
    assert not result.complete
    assert [cell.inputs["budget"] for cell in result.rows] == [0, 60]
    assert result.to_dict()["complete"] is False
    assert "Interrupted after 2 of 4 cells" in result.summary()
    assert any("interrupted" in note for note in result.notes)


def test_progress_is_told_after_each_cell():
    """A bar needs to know how many are done."""
    told = []
    explore(outage(), LADDER, progress=told.append)
    assert told == [1, 2, 3, 4]


def test_the_tidy_table_has_one_column_per_path_and_total():
    """A data team plots it without looking anything up."""
    frame = sweep(outage(), {"budget": [0, 60], "delay_days": [0]})
    assert list(frame.columns[:4]) == ["budget", "delay_days", "status", "objective"]
    assert list(frame.columns[-2:]) == ["budget_price", "binding"]
    assert {"cost", "value", "net_value", "roi", "deadweight", "breakage"} <= set(frame.columns)
    assert frame["objective"].tolist() == pytest.approx([0, 300])
    assert frame["binding"].tolist() == ["budget", "budget"]
    assert any("delay_days changes nothing" in note for note in frame.attrs["notes"])


def test_the_document_keeps_the_contract():
    """Others read it by its keys."""
    document = json.loads(explore(outage(), LADDER).to_json())
    assert document["schema"] == "compensator/sweep/1"
    assert document["varied"] == ["budget"]
    assert {"title", "currency", "manifest", "notes"} <= set(document)
    row = document["rows"][1]
    assert row["inputs"] == {"budget": 60}
    assert {"status", "objective", "totals", "budget_price", "binding"} <= set(row)
    assert "allocations" not in row
    assert document["switches"][0] == {
        "segment": "paying",
        "input": "budget",
        "before": 0,
        "after": 60,
        "from": "none",
        "to": "week",
        "others": {},
    }


def test_plans_keep_who_gets_what_in_each_cell():
    """Whole users add up to each segment."""
    result = explore(outage(), LADDER, plans=True)
    (weeks,) = (a for a in result.rows[1].allocations if (a.segment, a.offer) == ("paying", "week"))
    assert weeks.users == 60
    assert [sum(a.users for a in cell.allocations) for cell in result.rows] == [300] * 4
    table = next(table for table in story(result).tables if table.name == "allocations")
    assert len(table.rows) == sum(len(cell.allocations) for cell in result.rows)


def test_lifts_held_while_redemption_moves_are_told():
    """A response says what an offer does, however many redeem it."""
    result = explore(outage(budget=100), {"offers[card].redemption": [0.4, 0.6]})
    assert any("2 responses give the outcome itself" in note for note in result.notes)
    quiet = explore(outage(budget=100), {"offers[card].usage": [0.4, 0.6]})
    assert not any("lifts were held" in note for note in quiet.notes)


def test_rates_held_while_a_base_moves_are_told():
    """What an analyst varies moves alone, unless it is varied too; a tornado would move it along."""
    base, rates = "segments[paying].retention", "responses[paying,*].retention"
    told = "A segment's retention moves alone: its ceiling and the rates with an offer were held"
    result = explore(outage(budget=100), {base: [0.7, 0.8]})
    assert any(note.startswith(told) for note in result.notes)
    both = explore(outage(budget=100), {base: [0.7, 0.8], rates: [0.9, 0.95]})
    assert not any(note.startswith(told) for note in both.notes)
    users = explore(outage(budget=100), {"segments[paying].users": [50, 100]})
    assert not any(note.startswith(told) for note in users.notes)


def test_norton_shows_what_five_weeks_of_silence_cost():
    """With a half-life of three weeks, 38 days leave 0.5 ** (38 / 21) of the value of day 0."""
    problem = cp.read_workbook(shipped_cases()["norton-2007"])
    result = explore(problem, {"delay_days": "0:60:61"})
    at = {cell.inputs["delay_days"]: cell for cell in result.rows}
    assert [cell.status for cell in result.rows] == ["optimal"] * 61
    left = 0.5 ** (38 / problem.settings.effect_half_life_days)
    assert at[38].objective == pytest.approx(left * at[0].objective)
    assert at[38].objective == pytest.approx(cp.solve(problem).objective)
    lost = at[0].objective - at[38].objective
    first = story(result).headline[0]
    assert first.startswith(f"Waiting 38 days instead of 0 costs CN¥{lost:,.0f} of value (71.5%)")
    assert first in result.summary()


def test_the_manifest_says_what_found_the_base():
    """One budget is read off its curve, unless a solver is asked for."""
    assert explore(outage(budget=60), LADDER).manifest.solver == "budget curve"
    assert explore(outage(budget=60), LADDER, solver="highs").manifest.solver.startswith("highs")


def test_the_tidy_table_has_no_option_that_changes_nothing():
    """Who gets what in each cell is no column of it: explore keeps it."""
    with pytest.raises(TypeError):
        sweep(outage(), LADDER, plans=True)


def test_a_sweep_is_frozen_and_public():
    """Complete when made."""
    result = explore(outage(), LADDER)
    assert isinstance(result, Sweep)
    with pytest.raises(AttributeError):
        result.title = "other"


def test_who_gets_what_in_each_cell_is_a_table_too():
    """The rows of each cell's plan, as solving the changed problem has them."""
    problem, budgets = outage(budget=130), [60, 130]
    frame = explore(problem, {"budget": budgets}, plans=True).allocations_frame()
    for budget in budgets:
        plan = cp.solve(cp.changed(problem, f"budget={budget}"))
        rows = frame[frame["budget"] == budget]
        assert list(rows["users"]) == [one.users for one in plan.allocations]
        assert list(rows["offer"]) == [one.offer for one in plan.allocations]
        assert rows["cost"].sum() == pytest.approx(budget)
    assert explore(problem, {"budget": budgets}).allocations_frame().empty
