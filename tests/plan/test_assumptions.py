"""A plan that rests on nobody's having typed what users feel who never redeem says so, with the pairs."""

import pytest

import compensator as cp


def claims(*, form=None, segment=None, responses=(), **changes):
    """A credit that comes by itself, or by a form that 2 % send in; both by the segment's curve."""
    curve = {"retention": 0.7, "retained_value": 20.0, "retention_ceiling": 0.9, "half_value": 2.0}
    worth = {"quantity": 1.0, "unit_cost": 5.0, "face_value": 5.0}
    return cp.Problem(
        segments=[{"segment": "a", "users": 1000, **curve, **(segment or {})}],
        offers=[
            {"offer": "form", "redemption": 0.02, **worth, **(form or {})},
            {"offer": "auto", "redemption": 1.0, **worth},
        ],
        responses=list(responses),
        **{"budget": 400.0, **changes},
    )


def assumed(problem):
    """The notes that tell of the assumption."""
    return [note for note in cp.solve(problem).notes if note.startswith("Rests on an assumption")]


def test_a_form_that_two_in_a_hundred_redeem_is_told_with_its_pair_and_the_assumption():
    """It costs a fiftieth of automatic credit and is felt as much, by default alone."""
    (note,) = assumed(claims())
    assert "lift_if_unredeemed is blank, so 1" in note
    assert "form for a (2% redeem)" in note
    assert "A form that 2% redeem then keeps as many users as automatic credit" in note


@pytest.mark.parametrize(
    "changes",
    [
        {"form": {"lift_if_unredeemed": 1.0}},
        {"form": {"lift_if_unredeemed": 0.0}},
        {"form": {"redemption": 1.0}},
        {"responses": [{"segment": "a", "offer": "form", "retention": 0.8}]},
        {"responses": [{"segment": "a", "offer": "form", "value": 3.0}]},
        {"budget": 0.0},
    ],
    ids=["typed", "typed as 0", "all redeem", "response", "value", "not given"],
)
def test_what_was_typed_or_does_not_matter_is_no_assumption(changes):
    """A figure in the cell, even 1; a response; an offer that nobody gets."""
    assert assumed(claims(**changes)) == []


def test_the_redemption_of_a_pair_counts_before_the_offers():
    """Everybody in the segment redeems, whatever the offer's own figure says."""
    all_redeem = [{"segment": "a", "offer": "form", "redemption": 1.0}]
    assert assumed(claims(responses=all_redeem, budget=1e6)) == []
    few = [{"segment": "a", "offer": "auto", "redemption": 0.1}]
    (note,) = assumed(claims(responses=few, form={"lift_if_unredeemed": 0.1}, budget=1e6))
    assert "auto for a (10% redeem)" in note
