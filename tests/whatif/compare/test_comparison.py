"""Plans side by side: each as solved from scratch, with what changed and why."""

import dataclasses
import json

import pytest
from hypothesis import given, settings, strategies as st

import compensator as cp
from compensator.problem import Problem, Scenario
from compensator.whatif.compare.asking import compare, steps
from tests.cases import outage
from tests.strategies import problems


def named(comparison, name: str, kind: str = "scenario"):
    """Return one plan of a comparison."""
    return next(p for p in comparison.plans if (p.name, p.kind) == (name, kind))


def scenario(name: str, *changes: str) -> list[dict]:
    """Return a scenario's rows."""
    return [{"scenario": name, "change": change} for change in changes]


def with_scenarios(problem: Problem, *rows: Scenario) -> Problem:
    """Return the problem with scenarios."""
    other = problem.having(settings=problem.settings)
    object.__setattr__(other, "scenarios", rows)
    return other


def test_plans_come_in_order_base_scenarios_policies_limits():
    """Readers look for their own first."""
    comparison = compare(
        outage(
            budget=100,
            policies=[{"policy": "cards", "offer": "card"}],
            scenarios=scenario("more", "budget=160") + scenario("less", "budget=30"),
        )
    )
    assert [(p.name, p.kind) for p in comparison.plans] == [
        ("base", "base"),
        ("more", "scenario"),
        ("less", "scenario"),
        ("do nothing", "policy"),
        ("cards", "policy"),
        ("budget", "without limit"),
    ]


def test_a_scenario_says_what_it_changed_who_moves_and_which_limits_bind():
    """By hand: with 200 instead of 100, the 200 dormant get a card for 60; 40 are left over."""
    comparison = compare(outage(budget=100, scenarios=scenario("more", "budget=200")))
    more = named(comparison, "more")
    assert (more.objective, more.difference) == pytest.approx((700, 200))
    (change,) = more.changes
    assert (change.path, change.before, change.after, change.cells) == ("budget", 100, 200, 1)
    (move,) = more.moves
    assert (move.segment, move.before, move.after, move.users) == ("dormant", "none", "card", 200)
    assert (more.now_binding, more.no_longer_binding) == ((), ("budget",))


def test_changes_of_one_path_are_told_together_from_first_to_last():
    """Two rows that multiply one cell are one change of it."""
    rows = scenario("dear", "offers[card].unit_cost*=2", "offers[card].unit_cost*=3")
    (change,) = named(compare(outage(scenarios=rows)), "dear").changes
    assert (change.before, change.after) == (0.02, pytest.approx(0.12))
    assert change.change == "offers[card].unit_cost*=2, offers[card].unit_cost*=3"


def test_cells_that_differ_are_told_by_the_assignment():
    """Users of both segments are 100 and 200: there is no one figure before or after."""
    comparison = compare(outage(scenarios=scenario("twice", "segments[*].users*=2")))
    (change,) = named(comparison, "twice").changes
    assert (change.before, change.after, change.varies, change.cells) == (None, None, True, 2)
    assert "segments[*].users*=2 (2 cells)" in comparison.summary()


def test_a_missing_response_is_blank_before_its_change():
    """Which makes the row."""
    problem = outage(
        segments=[
            {
                "segment": "new",
                "users": 10,
                "retention": 0.5,
                "retained_value": 9,
                "retention_ceiling": 0.9,
                "half_value": 1,
            }
        ],
        offers=[{"offer": "card", "face_value": 1}],
        responses=[],
        scenarios=scenario("better", "responses[new,card].retention=0.8"),
    )
    better = named(compare(problem), "better")
    assert (better.changes[0].before, better.changes[0].after) == (None, 0.8)
    assert better.objective == pytest.approx(10 * 0.3 * 9)


def test_a_scenario_that_changes_how_many_users_there_are_moves_only_those_who_switch():
    """Twice as many users who get the same offers are no move."""
    comparison = compare(outage(scenarios=scenario("twice", "segments[*].users*=2")))
    assert named(comparison, "twice").moves == ()


def test_policies_are_added_up_as_they_are_even_where_they_break_a_limit():
    """By hand: a card for everybody costs 0.30 × 300 = 90, and brings 1 × 300."""
    comparison = compare(outage(budget=50, policies=[{"policy": "cards", "offer": "card"}]))
    cards = named(comparison, "cards", "policy")
    assert (cards.status, cards.broken) == ("infeasible", ("budget",))
    assert (cards.totals.cost, cards.objective) == pytest.approx((90, 300))
    assert named(comparison, "do nothing", "policy").status == "feasible"


def test_a_scenario_out_of_range_is_told_and_stops_no_other():
    """With its cell, what was found and what was expected."""
    rows = scenario("bad", "offers[card].redemption*=3") + scenario("good", "budget=100")
    comparison = compare(outage(scenarios=rows))
    assert named(comparison, "bad").status == "invalid"
    assert named(comparison, "bad").objective is None
    assert named(comparison, "good").objective == pytest.approx(500)
    assert comparison.notes[0] == (
        "Scenario “bad” cannot be solved: scenarios[0]['change']: offers[card].redemption*=3: "
        "expected a fraction between 0 and 1 as redemption, found 1.5."
    )


def test_an_infeasible_base_still_has_its_policies_and_scenarios():
    """An analyst sees at once which change makes it feasible."""
    many = {"limit": "many", "measure": "recipients", "min": 300}
    rows = scenario("more", "budget=200") + scenario("less", "budget=1")
    comparison = compare(outage(budget=10, limits=[many], scenarios=rows))
    assert comparison.base.status == "infeasible"
    assert named(comparison, "more").objective == pytest.approx(700)
    assert named(comparison, "less").status == "infeasible"
    assert named(comparison, "do nothing", "policy").broken == ("many",)
    assert named(comparison, "many", "without limit").objective == pytest.approx(50)
    assert [one.cost for one in comparison.limits] == [None, None]
    told = "There is a plan for: “more” ($700 of value); without “budget” ($700 of value); without “many”"
    assert told in comparison.summary()


def test_a_segment_without_any_offer_is_an_infeasible_base_not_a_failure():
    """An entitlement that nothing meets; given up, there is a plan."""
    problem = outage(
        segments=[
            {
                "segment": "paying",
                "users": 100,
                "retention": 0.8,
                "retained_value": 50,
                "entitlement": 9,
            }
        ],
        responses=[
            {"segment": "paying", "offer": "card", "retention": 0.82},
            {"segment": "paying", "offer": "week", "retention": 0.9},
        ],
    )
    comparison = compare(problem)
    assert comparison.base.status == "infeasible"
    without = named(comparison, "segments[*].entitlement", "without limit")
    assert without.objective == pytest.approx(500)


def test_progress_counts_up_to_the_steps_foretold():
    """So that a bar ends where it should."""
    problem = outage(budget=100, scenarios=scenario("more", "budget=160"))
    told = []
    compare(problem, progress=told.append)
    assert told == [1, 2, 3] == list(range(1, steps(problem) + 1))


@pytest.mark.parametrize(
    ("problem", "options", "told"),
    [
        ("plan.xlsx", {}, "expected a Problem"),
        (outage(), {"time_limit": 0}, "a time limit above 0 seconds, found 0 and 0"),
        (outage(), {"solver": "nosuch"}, "'nosuch' is not known"),
    ],
)
def test_a_wrong_call_is_refused_before_any_work(problem, options, told):
    """In the package's own errors."""
    with pytest.raises(cp.UsageError, match=told):
        compare(problem, **options)


def test_the_document_has_the_contracts_keys():
    """Others read it by them."""
    rows = scenario("more", "budget=160", "delay_days=3")
    document = json.loads(compare(outage(budget=100, scenarios=rows)).to_json())
    assert document["schema"] == "compensator/compare/1"
    for plan in document["plans"]:
        assert {"name", "kind", "status", "totals", "objective"} <= set(plan)
    assert document["plans"][1]["changes"][0] == {
        "path": "budget",
        "from": 100,
        "to": 160,
        "varies": False,
        "cells": 1,
        "change": "budget=160",
    }
    assert document["limits"][0].keys() >= {"limit", "cost", "price", "holds_from", "holds_to"}
    assert {"title", "currency", "manifest", "notes"} <= set(document)


def test_the_frame_has_a_row_for_each_plan():
    """Tidy: name, kind, status, objective, and each total a column."""
    comparison = compare(outage(budget=100, scenarios=scenario("bad", "budget*=-1")))
    frame = comparison.to_frame()
    assert list(frame["name"]) == [p.name for p in comparison.plans]
    assert frame.loc[0, "cost"] == pytest.approx(100)
    assert frame["cost"].isna().tolist() == [False, True, False, False]


def test_the_manifest_says_what_found_the_base():
    """One budget is read off its curve, unless a solver is asked for."""
    assert compare(outage(budget=100)).manifest.solver == "budget curve"
    assert compare(outage(budget=100), solver="highs").manifest.solver.startswith("highs")


@settings(max_examples=30)
@given(problems(), st.sampled_from(["delay_days*=1", "max_generosity+=0", "segments[*].users*=1"]))
def test_a_scenario_of_no_change_is_the_base(problem, change):
    """Same status, same figures, nobody moves."""
    comparison = compare(with_scenarios(problem, Scenario(scenario="same", change=change)))
    base, same = comparison.base, named(comparison, "same")
    assert figures(same) == pytest.approx(figures(base))
    assert (same.status, same.difference) == (base.status, None if base.totals is None else 0)
    assert users(same) == users(base)
    assert same.moves == same.now_binding == same.no_longer_binding == ()


@settings(max_examples=30)
@given(problems(), st.sampled_from(["budget=20", "delay_days=9", "segments[*].users*=2"]))
def test_each_plan_is_that_of_solve_and_moves_add_up(problem, change):
    """A scenario is the changed problem from scratch; policies are those of the plan."""
    comparison = compare(with_scenarios(problem, Scenario(scenario="other", change=change)))
    base, other = cp.solve(problem), cp.solve(cp.changed(problem, change))
    for mine, plan in ((comparison.base, base), (named(comparison, "other"), other)):
        assert mine.status == plan.status
        assert mine.objective == pytest.approx(plan.objective)
        assert users(mine) == users(plan)
    for policy in base.policies:
        mine = named(comparison, policy.policy, "policy")
        assert (mine.objective, mine.broken) == (policy.objective, policy.broken)
    check_moves(comparison)


def figures(plan) -> dict[str, float]:
    """Return what a plan comes to."""
    totals = {} if plan.totals is None else dataclasses.asdict(plan.totals)
    return {k: v for k, v in {**totals, "objective": plan.objective}.items() if v is not None}


def users(plan) -> dict[tuple[str, str], int]:
    """Return how many users of each segment get each offer."""
    return {(a.segment, a.offer): a.users for a in plan.allocations if a.users}


def check_moves(comparison) -> None:
    """Check that the base's users and the moves together are each plan's users."""
    before = {(g.segment, g.offer): g.users for g in comparison.base.allocations}
    for plan in comparison.plans:
        after = {(g.segment, g.offer): g.users for g in plan.allocations}
        if not before or not after or sum(before.values()) != sum(after.values()):
            continue
        moved = dict(before)
        for move in plan.moves:
            moved[move.segment, move.before] -= move.users
            moved[move.segment, move.after] = moved.get((move.segment, move.after), 0) + move.users
        assert {k: v for k, v in moved.items() if v} == {k: v for k, v in after.items() if v}
