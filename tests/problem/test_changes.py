"""Settings and bounds changed without checking the rest again: the answer is that of checking all."""

import pytest
from hypothesis import given, settings, strategies as st

import compensator as cp
from compensator.problem.assignments import AssignmentError, apply, parse
from compensator.problem.changes import checked, records_of
from tests.cases import outage
from tests.strategies import problems

FAST = [
    {"limit": "few", "measure": "recipients", "max": 9},
    {"limit": "return", "measure": "roi", "min": 1},
]
CHANGES = [
    "budget=20",
    "budget=",
    "budget*=2",
    "delay_days+=3",
    "delay_days=-3",
    "effect_half_life_days=",
    "max_offers=1",
    "max_offers=0.5",
    "whole_segments=yes",
    "same_offer_within=class",
    "same_offer_within=",
    "maximize=retained",
    "title=",
    "limits[*].enforce=no",
    "limits[few].min=3",
    "limits[few].max=",
    "limits[few].max*=0.5",
    "limits[few].max=-1",
    "limits[return].max=2",
    "limits[nobody].max=2",
    "offers[card].max_users=4",
    "segments[*].users*=2",
    "budgt=1",
    "no change at all",
]


def outcome(change, problem, texts):
    """Return the changed problem's records, or all that is wrong."""
    try:
        made = change(problem, texts)
    except cp.InputError as error:
        return [str(issue) for issue in error.issues]
    return made.settings, made.segments, made.offers, made.responses, made.limits, made.given


def changed_and_checked(problem, texts):
    """Make the changes and check everything again."""
    records = records_of(problem)
    try:
        for text in texts:
            records = apply(records, parse(text))
    except AssignmentError:
        return cp.changed(problem, texts)  # tells what is wrong before anything is checked
    return checked(problem, records)


@pytest.mark.parametrize("first", CHANGES)
def test_every_change_ends_as_it_does_checked_in_full(first):
    """Alone and before another, right and wrong alike."""
    problem = outage(budget=100, limits=FAST)
    for texts in ([first], [first, "budget=30"], ["limits[few].min=1", first]):
        assert outcome(cp.changed, problem, texts) == outcome(changed_and_checked, problem, texts)


@settings(max_examples=30)
@given(problems(), st.lists(st.sampled_from(CHANGES), max_size=3))
def test_any_changes_of_any_problem_end_as_they_do_checked_in_full(problem, texts):
    """Whatever else the problem holds."""
    assert outcome(cp.changed, problem, texts) == outcome(changed_and_checked, problem, texts)


def test_what_no_setting_or_bound_touches_is_not_read_again():
    """The records are the very same, and so is what was computed of them."""
    problem = outage(budget=100, limits=FAST)
    made = cp.changed(problem, ["budget=50", "limits[few].max=3", "limits[return].enforce=no"])
    assert made.segments is problem.segments
    assert made.figures is problem.figures
    assert cp.changed(problem, "segments[*].users*=2").figures is not problem.figures
