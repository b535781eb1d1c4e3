"""Every formula of every measure, each redone by hand."""

import pytest
from hypothesis import given

from compensator.economics import Economics, evaluate
from compensator.problem import Problem
from tests.naive import Naive
from tests.strategies import problems

SEGMENT = {
    "segment": "new",
    "users": 10,
    "retention": 0.5,
    "retained_value": 40,
    "reconversion": 0.1,
    "reconverted_value": 9,
    "loss": 8,
}
OFFER = {
    "offer": "card",
    "quantity": 30,
    "unit_cost": 0.02,
    "delivery_cost": 0.1,
    "redemption": 0.5,
    "usage": 0.8,
    "face_value": 3,
}
KNOWN = {"segment": "new", "offer": "card", "retention": 0.6, "reconversion": 0.3}


def economics(
    segment: dict | None = None, offer: dict | None = None, known: dict | None = None, **changes
) -> Economics:
    """Return the economics of one segment and one offer, some of their cells changed."""
    return evaluate(
        Problem(
            segments=[{**SEGMENT, **(segment or {})}],
            offers=[{**OFFER, **(offer or {})}],
            responses=[{**KNOWN, **(known or {})}],
            **changes,
        )
    )


def measure(name: str, *args, **changes) -> float:
    """Return a measure of the one pair."""
    return economics(*args, **changes).measures[name][0, 1]


def test_cost_is_delivery_and_what_redeemers_use():
    """0.1 + 0.5 × 0.8 × 30 × 0.02."""
    assert measure("cost") == pytest.approx(0.34)


def test_liability_is_the_cost_if_everyone_used_everything():
    """0.1 + 30 × 0.02."""
    assert measure("liability") == pytest.approx(0.7)


def test_value_is_the_money_of_both_lifts():
    """40 × 0.1 + 9 × 0.2."""
    assert measure("value") == pytest.approx(5.8)


def test_word_of_mouth_multiplies_both_values_by_one_more():
    """1.5 × 5.8: half a further user for each."""
    assert measure("value", {"word_of_mouth": 0.5}) == pytest.approx(8.7)


def test_net_value_is_value_less_cost():
    """5.8 − 0.34."""
    assert measure("net_value") == pytest.approx(5.46)


def test_value_fades_with_delay_and_cost_does_not():
    """One half-life: 2.9; the money is spent all the same."""
    late = {"delay_days": 14, "effect_half_life_days": 14}
    assert measure("value", **late) == pytest.approx(2.9)
    assert measure("cost", **late) == pytest.approx(0.34)
    assert economics(**late).columns.decay == 0.5


def test_retained_and_reconverted_are_the_base_and_the_lift():
    """0.6 and 0.3, and of none 0.5 and 0.1."""
    measures = economics().measures
    assert measures["retained"][0].tolist() == [0.5, pytest.approx(0.6)]
    assert measures["reconverted"][0].tolist() == [0.1, pytest.approx(0.3)]
    assert measures["incremental_retained"][0].tolist() == [0, pytest.approx(0.1)]
    assert measures["incremental_reconverted"][0].tolist() == [0, pytest.approx(0.2)]


def test_recipients_redemptions_face_value_and_quantity_are_per_recipient():
    """1, 0.5, 3 and 30."""
    names = ("recipients", "redemptions", "face_value", "quantity")
    assert [measure(name) for name in names] == [1, 0.5, 3, 30]


def test_none_costs_and_does_nothing():
    """Only its base is there."""
    for name, cells in economics(known={"calls": 2}).measures.items():
        assert (cells[0, 0] == 0) == (name not in ("retained", "reconverted")), name


def test_a_responses_cost_replaces_the_computed_one():
    """Quoted by the supplier; net value follows."""
    known = {"cost": 2}
    assert measure("cost", known=known) == 2
    assert measure("net_value", known=known) == pytest.approx(3.8)


def test_liability_is_at_least_the_cost():
    """A quoted cost of 2 is above 0.7; one of 0.5 is not."""
    assert measure("liability", known={"cost": 2}) == 2
    assert measure("liability", known={"cost": 0.5}) == pytest.approx(0.7)


def test_a_responses_value_replaces_lifts_fades_and_knows_no_word_of_mouth():
    """12 at no delay, 6 after a half-life, whatever the lifts say."""
    known = {"value": 12}
    assert measure("value", {"word_of_mouth": 0.5}, known=known) == 12
    late = {"delay_days": 14, "effect_half_life_days": 14}
    assert measure("value", known=known, **late) == 6
    assert measure("incremental_retained", known=known) == pytest.approx(0.1)


def test_a_responses_redemption_replaces_the_offers():
    """0.1 + 0.25 × 0.8 × 0.6."""
    known = {"redemption": 0.25}
    assert measure("cost", known=known) == pytest.approx(0.22)
    assert measure("redemptions", known=known) == 0.25


def test_quantity_and_face_value_may_be_per_unit_of_a_column():
    """Half of a loss of 8 back, at 1 per unit: 4 of cost if redeemed, worth 4."""
    offer = {"quantity": 0.5, "face_value": 0.5, "per": "loss", "unit_cost": 1}
    names = ("quantity", "face_value", "cost", "liability")
    assert [measure(name, offer=offer) for name in names] == [4, 4, pytest.approx(1.7), 4.1]


def test_per_may_name_a_tag():
    """Minutes for each year of tenure."""
    offer = {"per": "Tenure", "quantity": 10}
    assert measure("quantity", {"tenure": 3}, offer) == 30


def test_a_custom_measure_counts_zero_where_there_is_no_row():
    """Only known pairs have a figure; the others were never counted."""
    problem = Problem(
        segments=[
            {**SEGMENT, "retention_ceiling": 0.9, "reconversion_ceiling": 0.5, "half_value": 2}
        ],
        offers=[OFFER, {**OFFER, "offer": "more"}],
        responses=[{"segment": "new", "offer": "card", "Calls": -0.5}],
    )
    assert evaluate(problem).measures["Calls"].tolist() == [[0, -0.5, 0]]


def test_totals_are_users_times_the_measure():
    """10 × 0.34."""
    assert economics().total("cost").tolist() == [[0, pytest.approx(3.4)]]


def test_a_pair_known_by_value_only_has_no_lift():
    """It counts as 0 and is marked unknown, for a note to tell."""
    problem = Problem(
        segments=[{"segment": "new", "users": 10, "retention": 0.5, "retained_value": 40}],
        offers=[OFFER],
        responses=[{"segment": "new", "offer": "card", "value": 7}],
    )
    found = evaluate(problem)
    assert found.measures["value"][0, 1] == 7
    assert found.measures["incremental_retained"][0, 1] == 0
    assert found.unknown.tolist() == [[False, True]]


@pytest.mark.parametrize(
    ("entitlement", "eligible"),
    [(0, [True, True]), (2.9, [False, True]), (3, [False, True]), (3.1, [False, False])],
)
def test_offers_below_the_entitlement_are_not_eligible_none_included(entitlement, eligible):
    """What the law grants must be reached; the card is worth 3."""
    assert economics({"entitlement": entitlement}).eligible.tolist() == [eligible]


def test_an_entitlement_is_met_but_for_the_last_digit():
    """0.1 × 3 is a hair above 0.3; 0.3 promised is 0.3 given."""
    offer = {"face_value": 0.1, "per": "loss"}
    assert economics({"loss": 3, "entitlement": 0.1 * 3}, offer).eligible[0, 1]
    assert economics({"loss": 1, "entitlement": 0.1 * 3}, {"face_value": 0.3}).eligible[0, 1]


def test_an_offer_ineligible_for_one_member_is_so_for_its_class():
    """Same class, same offer: there is no common plan otherwise."""
    segments = [
        {**SEGMENT, "segment": name, "class": tag} for name, tag in (("a", 1), ("b", 1), ("c", 2))
    ]
    known = [{**KNOWN, "segment": name} for name in "abc"]
    problem = Problem(
        segments=segments,
        offers=[{**OFFER, "eligible": "a,c"}],
        responses=known,
        same_offer_within="class",
    )
    found = evaluate(problem)
    assert found.eligible.tolist() == [[True, False], [True, False], [True, True]]
    assert found.group.tolist() == [0, 0, 1]


@given(problems())
def test_every_measure_of_every_pair_is_what_the_scalar_formulas_say(problem):
    """Arrays and broadcasting hide slips; one user and one offer at a time hide none."""
    found, naive = evaluate(problem), Naive(problem)
    eligible = naive.eligible()
    for s, j in naive.pairs:
        assert found.eligible[s, j] == eligible[s, j]
        if not eligible[s, j]:
            continue
        for name, figure in naive.table[s, j].items():
            assert found.measures[name][s, j] == pytest.approx(figure, rel=1e-12, abs=1e-12), name
