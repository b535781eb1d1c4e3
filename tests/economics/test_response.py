"""Lifts: what the sheet knows, and what the curve says of the rest, each redone by hand."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from compensator.economics import evaluate
from compensator.economics.response import curve
from compensator.problem import Problem

CURVED = {
    "segment": "new",
    "users": 100,
    "retention": 0.5,
    "retained_value": 40,
    "retention_ceiling": 0.9,
    "half_value": 2,
}


def lift(segment: dict | None = None, offer: dict | None = None, **changes) -> float:
    """Return the lift in retention of the one offer on the one segment."""
    problem = Problem(
        segments=[{**CURVED, **(segment or {})}],
        offers=[{"offer": "card", "face_value": 2, **(offer or {})}],
        **changes,
    )
    return evaluate(problem).measures["incremental_retained"][0, 1]


@pytest.mark.parametrize(
    ("face_value", "half_value", "steepness", "share"),
    [
        (0, 2, 1, 0),
        (2, 2, 1, 1 / 2),
        (6, 2, 1, 3 / 4),
        (2, 2, 7, 1 / 2),
        (4, 2, 2, 16 / 20),
        (1, 2, 2, 1 / 5),
        (1e300, 1e-300, 50, 1),
        (1e-300, 1e300, 50, 0),
    ],
)
def test_the_curve_is_half_way_at_half_value(face_value, half_value, steepness, share):
    """w^k / (w^k + h^k); no overflow where w^k has none to spare."""
    got = curve(*(np.array(float(x)) for x in (face_value, half_value, steepness)))
    assert got == pytest.approx(share, abs=1e-15)


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0.01, 1e4), st.floats(0.1, 9))
def test_the_curve_rises_from_0_to_1(a, b, half_value, steepness):
    """More perceived value never keeps fewer users."""
    low, high = (
        float(curve(np.array(w), np.array(half_value), np.array(steepness))) for w in sorted((a, b))
    )
    assert 0 <= low <= high <= 1


def test_a_curves_lift_is_its_share_of_the_way_to_the_ceiling():
    """Half of the way from 0.5 to 0.9."""
    assert lift() == pytest.approx(0.2)


def test_a_ceiling_below_the_base_is_a_curve_that_harms():
    """Data, not a mistake: (0.3 − 0.5) × ½."""
    assert lift({"retention_ceiling": 0.3}) == pytest.approx(-0.1)


@pytest.mark.parametrize(
    ("redemption", "unredeemed", "expected"),
    [(1, 0, 0.2), (0.5, 0, 0.1), (0.5, 1, 0.2), (0.5, 0.5, 0.15), (0, 0.25, 0.05)],
)
def test_who_does_not_redeem_feels_a_share_of_the_lift(redemption, unredeemed, expected):
    """0.2 × (redemption + (1 − redemption) × lift_if_unredeemed)."""
    offer = {"redemption": redemption, "lift_if_unredeemed": unredeemed}
    assert lift(offer=offer) == pytest.approx(expected)


def test_a_responses_redemption_replaces_the_offers_in_the_curve():
    """0.2 × (0.25 + 0.75 × 0)."""
    known = [{"segment": "new", "offer": "card", "redemption": 0.25}]
    offer = {"redemption": 0.9, "lift_if_unredeemed": 0}
    assert lift(offer=offer, responses=known) == pytest.approx(0.05)


def test_a_responses_retention_replaces_the_curve_and_is_held_whatever_redemption():
    """0.65 − 0.5; it was measured with the redemption that there was."""
    known = [{"segment": "new", "offer": "card", "retention": 0.65, "redemption": 0.25}]
    assert lift(offer={"lift_if_unredeemed": 0}, responses=known) == pytest.approx(0.15)


def test_every_lift_fades_with_delay():
    """Two half-lives leave a quarter, of curves and of responses."""
    late = {"delay_days": 28, "effect_half_life_days": 14}
    known = [{"segment": "new", "offer": "card", "retention": 0.7}]
    assert lift(**late) == pytest.approx(0.05)
    assert lift(responses=known, **late) == pytest.approx(0.05)


def test_without_a_half_life_nothing_fades():
    """A delay alone says nothing of how fast users forget."""
    assert lift(delay_days=28) == pytest.approx(0.2)


def test_a_face_value_per_unit_of_a_column_goes_into_the_curve():
    """0.5 per loss of 8 is worth 4: w/(w+h) = 4/6 of the way."""
    assert lift({"loss": 8}, {"face_value": 0.5, "per": "loss"}) == pytest.approx(0.4 * 4 / 6)


def test_none_lifts_nothing_and_keeps_the_base():
    """It costs and does nothing."""
    problem = Problem(segments=[CURVED], offers=[{"offer": "card", "face_value": 2}])
    economics = evaluate(problem)
    assert economics.measures["incremental_retained"][0, 0] == 0
    assert economics.measures["retained"][0].tolist() == [0.5, pytest.approx(0.7)]


def test_an_outcome_that_a_segment_does_not_have_has_no_lift():
    """Dormant users cannot stay; they can come back."""
    problem = Problem(segments=[CURVED], offers=[{"offer": "card", "face_value": 2}])
    measures = evaluate(problem).measures
    assert measures["reconverted"].tolist() == [[0, 0]]
    assert measures["incremental_reconverted"].tolist() == [[0, 0]]


def test_rows_of_ineligible_pairs_are_ignored_and_counted():
    """A note says so; they would change nothing anyway."""
    known = [{"segment": "new", "offer": "card", "retention": 0.65}]
    problem = Problem(
        segments=[CURVED, {**CURVED, "segment": "old"}],
        offers=[{"offer": "card", "face_value": 2, "eligible": "old"}],
        responses=known,
    )
    assert evaluate(problem).known.ignored.tolist() == [0]
