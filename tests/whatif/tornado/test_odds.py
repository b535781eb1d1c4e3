"""A base rate moves with its ceiling and its responses, so that what an offer does to the odds stays."""

import pytest
from hypothesis import given, settings, strategies as st

import compensator as cp
from compensator.problem import Problem
from compensator.whatif.tornado.followers import moved_fraction
from compensator.whatif.tornado.uncertain import uncertain
from tests.odds import odds
from tests.strategies import problems


@given(problems(feasible=True, limits=1), st.sampled_from((0.05, 0.2, 0.6)))
@settings(max_examples=20)
def test_what_an_offer_does_to_the_odds_stays_where_a_base_rate_moves(problem, by):
    """Response to base, by odds, exactly as today; and no response leaves its percentiles."""
    for one in uncertain(problem, by):
        column = one.place.column
        if one.place.table != "segments" or column not in ("retention", "reconversion"):
            continue
        for end in one.values:
            other = cp.changed(problem, one.changes(end))
            bases = {s.segment: getattr(s, column) for s in problem.segments}
            now = {s.segment: getattr(s, column) for s in other.segments}
            for before, after in zip(problem.responses, other.responses, strict=True):
                rate, moved = getattr(before, column), getattr(after, column)
                if rate in (None, 0, 1) or bases[before.segment] in (None, 0, 1):
                    assert rate in (None, 0, 1) or bases[before.segment] is None or moved == rate
                    continue
                ratio = odds(rate) / odds(bases[before.segment])
                assert odds(moved) / odds(now[before.segment]) == pytest.approx(ratio, rel=1e-9)


def test_ten_points_at_a_half_are_six_and_a_half_at_four_fifths():
    """A factor of four on the odds of 0.5 is 0.8; 0.6 is 0.857 then."""
    assert moved_fraction(0.5, 3) == pytest.approx(0.8)
    assert moved_fraction(0.6, 3) - moved_fraction(0.5, 3) == pytest.approx(0.057142857)


def test_a_ceiling_and_percentiles_move_along_and_what_was_there_before_stays():
    """A curve's ceiling, a response's low and high; retention before the incident is another thing."""
    problem = Problem(
        segments=[
            {"segment": "a", "users": 9, "retention": 0.5, "retained_value": 1, "half_value": 1}
            | {"retention_ceiling": 0.8, "reconversion": 0.1, "reconverted_value": 1}
        ],
        offers=[{"offer": "card", "face_value": 1}],
        responses=[{"segment": "a", "offer": "card", "retention": 0.6, "reconversion": 0.2}],
    )
    (one,) = [one for one in uncertain(problem, 0.5) if one.path == "segments[a].retention"]
    other = cp.changed(problem, one.changes(one.values[1]))
    assert other.segments[0].retention == pytest.approx(0.6)
    assert other.segments[0].retention_ceiling == pytest.approx(6 / 7)
    assert other.responses[0].retention == pytest.approx(2.25 / 3.25)
    assert other.responses[0].reconversion == 0.2, "another outcome"
