"""A tornado: each input at both ends, the best plan there, and today's plan held."""

import json

import numpy as np
import pytest
from hypothesis import given, settings

import compensator as cp
from compensator.errors import SolverError, UsageError
from compensator.plan import settled
from compensator.problem import Problem, records_of
from compensator.problem.given import Given
from compensator.story import story
from compensator.whatif.inputs import tried
from compensator.whatif.tornado.asking import tornado
from compensator.whatif.tornado.uncertain import SINGLE, steps, uncertain
from tests.cases import outage
from tests.naive import Naive
from tests.odds import turned
from tests.strategies import again, problems


def rows(result):
    """Rows by path."""
    return {row.path: row for row in result.rows}


def noted(result):
    """All notes in one text."""
    return "\n".join(result.notes)


def test_an_input_that_leaves_the_plan_moves_its_value_alone():
    """130 buys a week for the paying (500) and cards for half of the dormant (100), whatever a paying user is worth."""
    row = rows(tornado(outage(budget=130)))["segments[paying].retained_value"]
    assert (row.low, row.high) == pytest.approx((40, 60))
    assert (row.value_low, row.value_high) == pytest.approx((500, 700))
    assert (row.held_low, row.held_high) == pytest.approx((500, 700))
    assert not row.plan_changes
    assert row.replanning == row.users_moved == 0
    assert row.effect == pytest.approx(100)


def test_a_cost_that_moves_moves_what_is_left_for_others():
    """At 0.80 a week leaves 50 for cards, at 1.20 only 10; held, the plan costs 150 then, and breaks the budget."""
    row = rows(tornado(outage(budget=130)))["offers[week].delivery_cost"]
    assert (row.value_low, row.value_high) == pytest.approx((500 + 50 / 0.3, 500 + 10 / 0.3))
    assert (row.held_low, row.held_high) == pytest.approx((600, 600))
    assert (row.breaks_low, row.breaks_high) == ((), ("budget",))
    assert row.plan_changes
    assert row.replanning == pytest.approx(20 / 0.3)
    assert row.users_moved == pytest.approx(20 / 0.3)


def test_a_probability_moves_by_its_odds():
    """0.8 has odds of 4; 20 % less are 3.2, which is 0.7619; and 0.9 can never become 1.08."""
    found = rows(tornado(outage(budget=130)))
    row = found["segments[paying].retention"]
    assert (row.low, row.high) == pytest.approx((3.2 / 4.2, 4.8 / 5.8))
    assert row.value_low == pytest.approx(100 * (7.2 / 8.2 - 3.2 / 4.2) * 50 + 100)
    row = found["responses[paying,week].retention"]
    assert (row.low, row.high) == pytest.approx((7.2 / 8.2, 10.8 / 11.8))


def test_low_and_high_on_the_sheet_take_the_place_of_the_percentage():
    """The analyst knows better than 20 %."""
    problem = outage(budget=130)
    responses = [r.model_dump(exclude_unset=True) for r in problem.responses]
    responses[1] |= {"retention_low": 0.85, "retention_high": 0.92}
    result = tornado(outage(budget=130, responses=responses))
    row = rows(result)["responses[paying,week].retention"]
    assert (row.low, row.high) == (0.85, 0.92)
    assert (
        "1 input moves to the low and high that Responses gives, in place of 20%." in result.notes
    )


def test_what_cannot_matter_is_left_out_and_what_no_percentage_moves_is_told():
    """Blank cells, pairs that are not eligible, and half-lives of an offer that comes at once are no rows."""
    offers = [
        {"offer": "card", "delivery_cost": 0.3, "unit_cost": 0, "redemption": 0.5},
        {"offer": "week", "delivery_cost": 1, "eligible": "paying"},
    ]
    result = tornado(outage(budget=130, offers=offers, effect_half_life_days=10, delay_days=0))
    found = rows(result)
    assert "effect_half_life_days" not in found
    assert "offers[card].redemption" not in found, "nothing is paid or felt by redeemers only"
    assert not [path for path in found if path.startswith("responses[dormant,week]")]
    assert not [path for path in found if "usage" in path or "half_value" in path]
    assert "so 2 cells stay put: delay_days, offers[card].unit_cost." in noted(result)


def test_the_largest_effect_comes_first():
    """The tornado's shape."""
    effects = [row.effect for row in tornado(outage(budget=130)).rows]
    assert effects == sorted(effects, reverse=True)
    assert effects[0] > effects[-1]


def test_an_end_without_a_plan_comes_first_and_is_told():
    """At least 101 users are to stay or come back, which fewer paying users' staying makes impossible."""
    limit = {"limit": "stay", "measure": "retained", "min": 88}
    result = tornado(outage(budget=130, limits=[limit]))
    ends = result.rows[:2]
    assert {row.value_low for row in ends} == {None}, "less loyal users: with and without a week"
    assert all(None not in (row.value_low, row.value_high) for row in result.rows[2:])
    first = rows(result)["responses[paying,week].retention"]
    assert (first.status_low, first.value_low) == ("infeasible", None)
    assert first.held_low == pytest.approx(100 * (7.2 / 8.2 - 0.8) * 50 + 100)
    assert first.breaks_low == ("stay",)
    assert first.plan_changes
    assert "No plan meets every limit at " in noted(result)
    assert "responses[paying,week].retention = 87.8%" in noted(result)
    document = json.loads(result.to_json())
    assert document["rows"][0]["value_low"] is None
    assert "no plan at " in story(result).headline[1]


def test_a_filter_on_the_input_itself_makes_an_end_invalid_not_a_traceback():
    """An offer for segments with retention of at least 0.8 is for nobody when that falls."""
    offers = [{"offer": "card", "delivery_cost": 0.3}]
    offers += [{"offer": "week", "delivery_cost": 1, "eligible": "retention>=0.8"}]
    result = tornado(outage(budget=130, offers=offers))
    row = rows(result)["segments[paying].retention"]
    assert (row.status_low, row.status_high) == ("invalid", "optimal")
    assert row.value_low is row.held_low is None
    assert "No longer a complete problem at segments[paying].retention = 76.2%" in noted(result)


def test_an_offer_that_an_entitlement_withdraws_is_a_limit_that_today_s_plan_breaks():
    """A card perceived to be worth 5 no longer meets an entitlement of 5 when it is worth 4."""
    segments = [
        {"segment": "all", "users": 10, "retention": 0.5, "retained_value": 10, "entitlement": 5}
    ]
    offers = [
        {"offer": "card", "delivery_cost": 1, "face_value": 5},
        {"offer": "gift", "delivery_cost": 3, "face_value": 9},
    ]
    responses = [{"segment": "all", "offer": "card", "retention": 0.7}]
    responses += [{"segment": "all", "offer": "gift", "retention": 0.6}]
    row = rows(tornado(Problem(segments=segments, offers=offers, responses=responses)))[
        "offers[card].face_value"
    ]
    assert (row.held_low, row.value_low) == pytest.approx((20, 10))
    assert row.breaks_low == ("segments[all].entitlement",)
    assert row.plan_changes
    assert row.replanning == 0, "of the high end alone"


def test_held_lifts_are_told_where_redemption_moves():
    """Responses given beside a redemption do not follow it."""
    result = tornado(outage(budget=130))
    assert "Where redemption moves, the lifts that Responses gives are held." in result.notes
    row = rows(result)["offers[card].redemption"]
    assert row.held_low == row.held_high == pytest.approx(600)


def test_names_that_read_as_filters_are_still_addressed_alone():
    """A segment called * is not every segment."""
    problem = outage(budget=130)
    names = {"paying": "*", "dormant": "a and b<c"}
    segments = [s.model_copy(update={"segment": names[s.segment]}) for s in problem.segments]
    responses = [r.model_copy(update={"segment": names[r.segment]}) for r in problem.responses]
    odd = outage(budget=130, segments=segments, responses=responses)
    found, plain = rows(tornado(odd)), rows(tornado(problem))
    assert "segments[segment=*].retention" in found
    assert len(found) == len(plain)
    for row in found.values():
        again = cp.solve(turned(odd, row.path, row.high))
        assert again.objective == pytest.approx(row.value_high, rel=1e-9)


def test_of_many_inputs_whole_columns_move_together():
    """Above 400 single inputs, a row is a column; its ends are factors, and * addresses it."""
    count = SINGLE // 3 + 1
    segments = [
        {"segment": f"s{i}", "users": 10, "retention": 0.5, "retained_value": 10 + i}
        for i in range(count)
    ]
    offers = [{"offer": "card", "delivery_cost": 1}]
    responses = [{"segment": f"s{i}", "offer": "card", "retention": 0.6} for i in range(count)]
    problem = Problem(segments=segments, offers=offers, responses=responses, budget=600)
    result = tornado(problem)
    found = rows(result)
    assert set(found) == {
        "segments[*].retention",
        "segments[*].retained_value",
        "offers[*].delivery_cost",
        "responses[*,*].retention",
    }
    row = found["segments[*].retained_value"]
    assert (row.now, row.low, row.high) == (1, 0.8, 1.2)
    assert row.value_high == pytest.approx(1.2 * result.value)
    worse = cp.solve(cp.changed(problem, "segments[*].retained_value*=0.8"))
    assert row.value_low == pytest.approx(worse.objective)
    assert "whole columns move together: low and high are factors, 0.8 and 1.2" in noted(result)


def test_without_a_plan_today_nothing_moves():
    """What clashes is for solve to say."""
    result = tornado(outage(limits=[{"limit": "stay", "measure": "retained", "min": 101}]))
    assert (result.status, result.value, result.rows) == ("infeasible", None, ())
    assert result.summary().endswith("No plan meets every limit today, so no input was moved.")
    assert story(result).charts == ()


@pytest.mark.parametrize("by", [0, 1, -0.2, 1.5, float("nan")])
def test_a_percentage_outside_its_range_is_refused(by):
    """A fall of 100 % leaves nothing to ask about."""
    with pytest.raises(UsageError, match="more than 0% and less than 100%"):
        tornado(outage(), by=by)


def test_progress_counts_every_input():
    """The bar reaches its end."""
    problem, told = outage(budget=130), []
    tornado(problem, progress=told.append)
    assert told == list(range(1, steps(problem, 0.2) + 1))


def test_the_view_says_what_matters_whether_the_plan_changes_and_what_planning_anew_brings():
    """The reader's three questions."""
    result = tornado(outage(budget=130))
    assert story(result).headline[:2] == (
        "Today's best value is $600.",
        "What matters most is responses[paying,week].retention: −$110 at 87.8%, +$76.27 at 91.5%.",
    )
    changing = sum(row.plan_changes for row in result.rows)
    assert (
        f"Of {len(result.rows)} inputs that matter, {changing} change the plan"
        in story(result).headline[2]
    )
    assert (
        story(result)
        .headline[3]
        .startswith("Where today's plan may stay, planning anew brings up to $")
    )
    chart = story(result).charts[0]
    assert (chart.base, chart.bars[0].name) == (
        pytest.approx(600),
        "responses[paying,week].retention",
    )


def test_ends_are_told_in_the_unit_of_the_input():
    """A retention is a percentage, money has its sign, a day its name once."""
    result = tornado(outage(budget=130, effect_half_life_days=10, delay_days=2))
    table = story(result).tables[0]
    moves = dict(row[:2] for row in table.rows)
    assert moves["segments[paying].retention"] == "76.2% … 82.8%"
    assert moves["segments[paying].retained_value"] == "$40 … $60"
    assert moves["offers[card].unit_cost"] == "$0.016 … $0.024"
    assert moves["delay_days"] == "1.6 … 2.4 days"


def test_columns_that_move_together_are_told_by_their_factor():
    """0.8 of every retained value is no money."""
    users = [
        {"segment": f"s{n}", "users": 10, "retention": 0.5, "retained_value": 20}
        for n in range(401)
    ]
    lifts = [{"segment": one["segment"], "offer": "card", "retention": 0.6} for one in users]
    offers = [{"offer": "card", "delivery_cost": 1}]
    result = tornado(Problem(segments=users, offers=offers, responses=lifts, budget=1000))
    moves = dict(row[:2] for row in story(result).tables[0].rows)
    assert moves["segments[*].retained_value"] == "0.8× … 1.2×"


def test_the_frame_has_a_row_for_each_input():
    """Tidy, with the columns of the document."""
    result = tornado(outage(budget=130))
    frame = result.to_frame()
    assert list(frame["path"]) == [row.path for row in result.rows]
    assert {
        "low",
        "high",
        "value_low",
        "value_high",
        "held_low",
        "held_high",
        "plan_changes",
    } <= set(frame)


@pytest.mark.long
@given(problems(feasible=True, limits=2))
@settings(max_examples=12)
def test_every_end_is_what_solving_and_adding_up_from_scratch_give(problem):
    """The best value is that of the changed problem solved anew; the held one follows from the formulas."""
    result, base = tornado(problem, by=0.3), cp.solve(problem)
    names = problem.offer_rows.names
    place = {s.segment: i for i, s in enumerate(problem.segments)}
    held = {
        (place[a.segment], names.index(a.offer)): a.share for a in base.allocations if a.share > 0
    }
    assert result.value == pytest.approx(base.objective, rel=1e-7, abs=1e-6)
    for row in result.rows[:8]:
        for end in ("low", "high"):
            value, kept = getattr(row, f"value_{end}"), getattr(row, f"held_{end}")
            if getattr(row, f"status_{end}") == "invalid":
                continue
            other = turned(problem, row.path, getattr(row, end))
            again = cp.solve(other)
            assert (again.objective is None) == (value is None)
            if value is not None:
                assert value == pytest.approx(again.objective, rel=1e-6, abs=1e-6)
                assert value >= kept - 1e-6 * max(1, abs(kept)) or getattr(row, f"breaks_{end}")
            naive = Naive(other)
            assert kept == pytest.approx(
                naive.figure(naive.sum(problem.settings.maximize), held), rel=1e-7, abs=1e-6
            )
            if not row.plan_changes:
                assert value == pytest.approx(kept, rel=1e-6, abs=1e-5)


def test_an_end_that_a_solver_cannot_prove_is_a_row_that_says_so(monkeypatch):
    """One of forty ends at the very edge of a limit is no reason to lose the other thirty-nine."""
    real = settled.optimize

    def failing(program, solver, line=None):
        if np.isclose(program.cost.shares.max(), 184.32 * 100_000):
            msg = "the plan misses a limit by 2.0e-09"
            raise SolverError(msg)
        return real(program, solver, line)

    monkeypatch.setattr(settled, "optimize", failing)
    result = tornado(whole_edge())
    row = rows(result)["offers[gold].delivery_cost"]
    assert (row.status_low, row.status_high) == ("optimal", "unknown")
    assert (row.value_high, row.effect) == (None, 0)
    assert "No plan was found in time, or proven, at offers[gold].delivery_cost = $184" in noted(
        result
    )
    assert {row.status_low for row in result.rows} == {"optimal"}


def whole_edge():
    """All or nothing for 100,000 users, a cent short of silver for all."""
    return Problem(
        segments=[{"segment": "all", "users": 100_000, "retention": 0.5, "retained_value": 900}],
        offers=[
            {"offer": "gold", "delivery_cost": 153.6},
            {"offer": "silver", "delivery_cost": 51.2},
        ],
        responses=[
            {"segment": "all", "offer": "gold", "retention": 0.9},
            {"segment": "all", "offer": "silver", "retention": 0.7},
        ],
        budget=5_119_999.99,
        whole_segments=True,
    )


def test_a_cent_short_of_a_whole_segment_a_tornado_has_all_its_rows():
    """Silver costs 5,120,000 then: nothing is given, but at a lower cost, which every row can say."""
    result = tornado(whole_edge())
    assert result.value == 0
    assert rows(result)["offers[silver].delivery_cost"].value_low == pytest.approx(18e6)
    assert len(result.rows) == 6


def cells(problem):
    """Return every figure that a problem holds, by table and column."""
    return {
        (table, column, figure)
        for table, records in records_of(problem).items()
        for record in records
        for column, figure in record
        if isinstance(figure, int | float)
    }


@given(problems(limits=1))
@settings(max_examples=10)
def test_every_path_is_an_assignment_that_makes_the_same_problem(problem):
    """What a row says can be asked again with --set."""
    for one in uncertain(problem, 0.2):
        for end in one.values:
            try:
                expected = tried(problem, one, end)
            except cp.InputError:
                continue
            asked = cp.changed(problem, f"{one.path}={end!r}")
            assert one.along or again(asked, policies=()) == expected
            assert cells(asked) - cells(problem) <= {(one.place.table, one.place.column, end)}


def first_wave():
    """30 of the paying have a card already, for 9; 121 buy a week for the other 70, and 170 cards."""
    return outage(budget=130).with_given([Given("paying", "card", 30, "a first wave")])


def test_what_was_given_before_stays_given_at_every_end():
    """They keep it, and its cost, wherever an input moves."""
    result = tornado(first_wave())
    assert result.value == pytest.approx(30 + 350 + 170)
    for row in result.rows:
        again = cp.solve(turned(first_wave(), row.path, row.high))
        assert row.value_high == pytest.approx(again.objective, rel=1e-9)
    row = rows(result)["segments[paying].retained_value"]
    assert row.held_high == pytest.approx(1.2 * 380 + 170)


def test_break_even_asks_only_of_those_still_to_be_decided_on():
    """All of the other 70 get a week; at 3.33 per 1, a retention of 0.8667, not all do."""
    result = cp.break_even(first_wave(), "paying", "week")
    assert result.share == 1
    leaves = next(flip for flip in result.flips if flip.input == "retention")
    assert (leaves.flip, leaves.exact) == ("leaves", True)
    assert leaves.confirmed == pytest.approx(0.8 + 1 / 0.3 / 50)


def test_what_is_no_problem_is_refused_by_every_question():
    """A path is not read for it; callers have no types."""
    for ask in (
        cp.tornado,
        lambda p: cp.break_even(p, "paying", "week"),
        lambda p: cp.freeze(p, "plan.json"),
        cp.compare,
        lambda p: cp.sweep(p, {"budget": "0:1:2"}),
        lambda p: cp.target(p, {"value": 1}),
    ):
        with pytest.raises(UsageError, match=r"expected a Problem, .*found str"):
            ask("plan.xlsx")


def test_options_of_the_solver_are_checked_and_kept():
    """A gap is for integer programs; what ends within it is told as not proven."""
    with pytest.raises(UsageError, match="a time limit above 0 seconds"):
        cp.tornado(outage(), time_limit=0)
    with pytest.raises(UsageError, match="a gap of at least 0"):
        cp.break_even(outage(), "paying", "week", gap=-1)
    exact = cp.tornado(outage(budget=130, whole_segments=True))
    loose = cp.tornado(outage(budget=130, whole_segments=True), gap=0.5, time_limit=60)
    assert loose.value <= exact.value
    assert loose.value >= exact.value / 1.5 - 1e-9
