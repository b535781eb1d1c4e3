"""What the formulas make of each segment with each offer: by hand, beside plans, and by a second formulation."""

import pickle
from dataclasses import fields

import jsonschema
import pytest
from hypothesis import given

import compensator as cp
from compensator.economics import evaluate
from compensator.language import MEASURES
from compensator.plan.ledger import TOLD
from compensator.plan.pairing.answer import Pair
from compensator.problem import Problem
from compensator.story import story
from tests.cases import outage
from tests.formulas import Formulas
from tests.strategies import again, problems

SAME = {"rel": 1e-9, "abs": 1e-9}


def audited(**changes):
    """Return one segment whose offer goes half of the way of its curve: everything of a row is used."""
    tables = {
        "segments": [
            {
                "segment": "free", "users": 200, "reconversion": 0.5, "reconverted_value": 20,
                "reconversion_ceiling": 0.9, "half_value": 4, "steepness": 2, "word_of_mouth": 0.5,
                "loss": 8, "entitlement": 3,
            },
        ],
        "offers": [
            {
                "offer": "card", "quantity": 3.75, "face_value": 0.5, "per": "loss", "unit_cost": 0.02,
                "delivery_cost": 0.1, "redemption": 0.6, "usage": 0.5, "lift_if_unredeemed": 0.25,
            },
        ],
        "delay_days": 10,
        "effect_half_life_days": 10,
    }  # fmt: skip
    return Problem(**{**tables, **changes})


def of(problem):
    """Return the pairs of a problem by segment and offer."""
    return {(one.segment, one.offer): one for one in cp.pairs(problem).pairs}


def test_a_row_by_the_curve_is_that_of_a_hand_count():
    """Quantity 30 and face value 4 for a loss of 8; the curve 4² ÷ (4² + 4²) = 0.5."""
    pair = of(audited())["free", "card"]
    felt, decay = 0.6 + 0.4 * 0.25, 0.5
    lift = (0.9 - 0.5) * 0.5 * felt * decay
    assert (pair.measures["quantity"], pair.measures["face_value"]) == (30, 4)
    assert pair.lift_reconversion == pytest.approx(lift) == pytest.approx(0.07)
    assert pair.reconversion == pytest.approx(0.57)
    assert pair.value == pytest.approx((1 + 0.5) * 20 * 0.07)
    assert pair.cost == pytest.approx(0.1 + 0.6 * 0.5 * 30 * 0.02)
    assert pair.liability == pytest.approx(0.1 + 30 * 0.02)
    assert pair.net_value == pytest.approx(2.1 - 0.28)
    assert (pair.retention, pair.lift_retention, pair.decay) == (None, None, 0.5)
    assert pair.sources == {"reconversion": "curve"}


def test_what_responses_give_replaces_what_is_computed_and_says_so():
    """0.8 is the probability at no delay; a cost of 0.9 is more than the 0.7 of everything used."""
    known = {
        "segment": "free",
        "offer": "card",
        "reconversion": 0.8,
        "cost": 0.9,
        "redemption": 0.2,
    }
    pair = of(audited(responses=[known]))["free", "card"]
    assert pair.lift_reconversion == pytest.approx((0.8 - 0.5) * 0.5)
    assert (pair.cost, pair.liability, pair.redemption) == (0.9, 0.9, 0.2)
    assert pair.sources == {
        "reconversion": "response",
        "redemption": "response",
        "cost": "response",
    }


def test_a_value_of_its_own_fades_and_knows_no_word_of_mouth():
    """6 at no delay are 3 after a half-life; nothing tells of the lift."""
    bare = {
        "segment": "free",
        "users": 1,
        "reconversion": 0.5,
        "reconverted_value": 20,
        "word_of_mouth": 1,
    }
    known = [{"segment": "free", "offer": "card", "value": 6}]
    offers = [{"offer": "card"}]
    pair = of(audited(segments=[bare], offers=offers, responses=known))["free", "card"]
    assert (pair.value, pair.lift_reconversion, pair.reconversion) == (3, None, 0.5)
    assert pair.sources == {"value": "response"}
    (note,) = cp.pairs(audited(segments=[bare], offers=offers, responses=known)).notes
    assert "known by value only" in note


def test_none_is_a_pair_too_the_base_that_lifts_are_added_to():
    """And its entitlement may forbid it."""
    pair = of(audited())["free", "none"]
    assert (pair.reconversion, pair.lift_reconversion, pair.cost, pair.value) == (0.5, 0, 0, 0)
    assert pair.sources == {}
    assert (pair.eligible, pair.why) == (
        False,
        "worth $0 to a user, less than the entitlement of $3",
    )


def test_why_an_offer_may_not_be_given_is_told_in_the_words_of_the_sheet():
    """By its filter, by the entitlement, or by another segment of the class."""
    segments = [
        {
            "segment": "eu",
            "users": 1,
            "retention": 0.5,
            "retained_value": 1,
            "tier": "a",
            "entitlement": 5,
        },
        {"segment": "us", "users": 1, "retention": 0.5, "retained_value": 1, "tier": "a"},
        {"segment": "uk", "users": 1, "retention": 0.5, "retained_value": 1, "tier": "b"},
    ]
    offers = [
        {"offer": "card", "face_value": 4},
        {"offer": "gift", "face_value": 9, "eligible": "tier=a"},
    ]
    known = [
        {"segment": s["segment"], "offer": o["offer"], "retention": 0.6}
        for s in segments
        for o in offers
    ]
    found = of(Problem(segments=segments, offers=offers, responses=known, same_offer_within="tier"))
    why = {pair: one.why for pair, one in found.items() if not one.eligible}
    assert why == {
        ("eu", "none"): "worth $0 to a user, less than the entitlement of $5",
        ("eu", "card"): "worth $4 to a user, less than the entitlement of $5",
        ("us", "none"): "not eligible for eu, which has the same tier",
        ("us", "card"): "not eligible for eu, which has the same tier",
        ("uk", "gift"): "only for tier=a",
    }
    assert {one.why for one in found.values() if one.eligible} == {None}
    blind = found["uk", "gift"]  # its response is ignored, so that nothing tells of it
    assert (blind.lift_retention, blind.value, blind.net_value, blind.sources) == (
        None,
        None,
        None,
        {},
    )


@given(problem=problems())
def test_each_pair_is_what_a_second_formulation_makes_of_it(problem):
    """Scalar, from the formulas as they are written; where nothing tells of a figure it counts as 0."""
    naive, found = Formulas(problem), cp.pairs(problem).pairs
    assert len(found) == len(naive.pairs)
    for (s, j), pair in zip(naive.pairs, found, strict=True):
        if pair.eligible:
            expected = naive.measures(s, j)
            for name in ("cost", "liability", "value", "net_value"):
                assert getattr(pair, name) == pytest.approx(expected[name], **SAME)
            assert (pair.retention or 0) == pytest.approx(expected["retained"], **SAME)
            assert (pair.reconversion or 0) == pytest.approx(expected["reconverted"], **SAME)
            assert (pair.lift_retention or 0) == pytest.approx(
                expected["incremental_retained"], **SAME
            )
            assert pair.redemption == pytest.approx(expected["redemptions"], **SAME)
            for name, figure in pair.measures.items():
                assert figure == pytest.approx(expected[name], **SAME)


@given(problem=problems())
def test_each_measure_that_limits_can_name_is_told_of_each_pair(problem):
    """Under a key of its own, or among the other measures; nothing is told twice."""
    economics, answer = evaluate(problem), cp.pairs(problem)
    assert {*answer.pairs[0].measures} | TOLD == {*economics.measures}
    assert {*MEASURES} > TOLD
    for name in (*answer.pairs[0].measures, "cost", "liability"):
        told = [one.measures.get(name, getattr(one, name, None)) for one in answer.pairs]
        assert told == economics.measures[name].ravel().tolist()


@given(problem=problems(limits=1))
def test_users_of_a_plan_times_their_pairs_are_its_totals(problem):
    """Whole segments, so that users are whole; set-up costs stand in no pair."""
    problem = again(problem, whole_segments=True)
    plan, found = cp.solve(problem), of(problem)
    if plan.totals is None:
        return
    rows = [(cell.users, found[cell.segment, cell.offer]) for cell in plan.allocations]
    used = {cell.offer for cell in plan.allocations if cell.users}
    setup = sum(one.setup_cost for one in problem.offers if one.offer in used)
    for total, figure, more in (
        ("cost", "cost", setup),
        ("liability", "liability", setup),
        ("value", "value", 0.0),
        ("incremental_retained", "lift_retention", 0.0),
        ("incremental_reconverted", "lift_reconversion", 0.0),
    ):
        added = more + sum(users * (getattr(pair, figure) or 0.0) for users, pair in rows)
        assert getattr(plan.totals, total) == pytest.approx(added, rel=1e-7, abs=1e-6)


def test_the_document_meets_its_schema_and_its_keys_are_those_of_the_contract():
    """Per user, in the order of the sheets."""
    document = cp.pairs(audited()).to_dict()
    jsonschema.validate(document, cp.Pairs.schema())
    assert list(document) == ["schema", "title", "currency", "pairs", "notes", "manifest"]
    assert list(document["pairs"][0]) == [field.name for field in fields(Pair)]
    assert [one["offer"] for one in document["pairs"]] == ["none", "card"]


def test_a_table_has_a_column_for_each_measure_and_no_formula():
    """Custom measures are columns like others."""
    known = [{"segment": "free", "offer": "card", "reconversion": 0.8, "calls": 3}]
    table = cp.pairs(audited(responses=known)).to_frame()
    assert table.set_index("offer")["calls"].to_dict() == {"none": 0, "card": 3}
    assert table.set_index("offer")["face_value"].to_dict() == {"none": 0, "card": 4}


def test_screens_show_real_offers_by_value_and_what_may_not_be_given_last():
    """30 of them; files hold all, none included."""
    offers = [{"offer": "card", "eligible": "dormant"}, {"offer": "week"}]
    known = [
        {"segment": "dormant", "offer": "card", "reconversion": 0.9},
        {"segment": "dormant", "offer": "week", "reconversion": 0.12},
        {"segment": "paying", "offer": "week", "retention": 0.9},
    ]
    every, best = story(cp.pairs(outage(offers=offers, responses=known))).tables
    assert len(every.rows) == 6
    assert (best.shown, every.live, best.filed) == (30, True, False)
    assert [row[:2] for row in best.rows] == [
        ("dormant", "card"), ("paying", "week"), ("dormant", "week"), ("paying", "card"),
    ]  # fmt: skip
    assert [row[3] for row in best.rows] == [None, None, None, "only for dormant"]


def test_the_summary_says_how_many_pay_and_which_brings_most():
    """A week for the dormant costs 1 and brings 0.40."""
    lines = cp.pairs(outage()).summary().splitlines()
    assert lines[2:4] == [
        "2 segments and 2 offers make 4 pairs: 4 are eligible, 3 bring more than the cost.",
        "Most net value per user: $4 with week for paying (value $5, cost $1).",
    ]


def test_a_plan_keeps_what_its_sheet_of_pairs_is_made_of_and_can_be_stored():
    """Who pickles a plan gets it back."""
    plan = pickle.loads(pickle.dumps(cp.solve(outage(budget=130))))
    assert [table.name for table in story(plan).tables][:3] == ["Plan", "Offers", "Pairs"]
