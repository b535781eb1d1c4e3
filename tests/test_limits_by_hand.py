"""One example by hand for each kind of restriction: small enough to redo the arithmetic in the head."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from compensator.plan import solve
from compensator.plan.answer import LimitResult, Plan
from compensator.problem import Problem

# A card costs 1 and brings 2 a user in eu (10 users), 3 in us (100 users); a gift costs 2, and brings 4 and 6.
SEGMENTS = [
    {"segment": "eu", "users": 10, "retention": 0.5, "retained_value": 8, "market": "all"},
    {"segment": "us", "users": 100, "retention": 0.5, "retained_value": 24, "market": "all"},
]
OFFERS = [{"offer": "card", "delivery_cost": 1}, {"offer": "gift", "delivery_cost": 2}]
RESPONSES = [
    {"segment": "eu", "offer": "card", "retention": 0.75, "calls": 3},
    {"segment": "eu", "offer": "gift", "retention": 1.0, "calls": 5},
    {"segment": "us", "offer": "card", "retention": 0.625, "calls": 7},
    {"segment": "us", "offer": "gift", "retention": 0.75, "calls": 11},
]


def plan_of(**changes: Any) -> Plan:
    """The plan of the problem above with some of its tables and settings changed."""
    base = {"segments": SEGMENTS, "offers": OFFERS, "responses": RESPONSES}
    return solve(Problem(**{**base, **changes}))


def shares(plan: Plan) -> dict[tuple[str, str], float]:
    """Share by segment and offer."""
    return {(a.segment, a.offer): a.share for a in plan.allocations}


def limit(**cells: Any) -> list[dict[str, Any]]:
    """One limit, called one."""
    return [{"limit": "one", **cells}]


def row(plan: Plan, name: str = "one") -> LimitResult:
    """A limit in the plan."""
    return next(r for r in plan.limits if r.limit == name)


def approx(figures: Any) -> Any:
    """Equal but for the last digits."""
    return pytest.approx(figures, rel=1e-12, abs=1e-12)


def test_a_budget_buys_the_best_return_first() -> None:
    """A gift to us returns 3 for 1, so does a card to us; eu returns 2 for 1: 150 buys 75 gifts of 6."""
    plan = plan_of(budget=150)
    assert plan.objective == approx(450)
    assert plan.totals.cost == approx(150)
    assert plan.budget_price == approx(3)
    assert not any(segment == "eu" and offer != "none" for segment, offer in shares(plan))


def test_a_total_from_above_is_kept() -> None:
    """Of 60 recipients all are best taken in us, with gifts: 60 × 6."""
    plan = plan_of(limits=limit(measure="recipients", basis="total", max=60))
    assert plan.objective == approx(360)
    assert shares(plan) == approx({("eu", "none"): 1, ("us", "gift"): 0.6, ("us", "none"): 0.4})
    assert row(plan).price == approx(6)


def test_a_total_from_below_is_kept() -> None:
    """Net value falls with gifts that lose money: 5 recipients must be, and cost least in eu's cards."""
    costly = [{"offer": "card", "delivery_cost": 5}]
    plan = plan_of(
        offers=costly,
        responses=RESPONSES[::2],
        maximize="net_value",
        limits=limit(measure="recipients", min=5),
    )
    assert plan.objective == approx(-10)  # us: 5 × (3 − 5); eu would lose 3 a user
    assert shares(plan)["us", "card"] == approx(0.05)
    assert row(plan).price == approx(-2)


def test_a_limit_per_user_is_times_the_users_of_its_scope() -> None:
    """0.5 a user over 110 users is 55 of cost: 27.5 gifts to us."""
    plan = plan_of(limits=limit(measure="cost", basis="per_user", max=0.5))
    assert plan.totals.cost == approx(55)
    assert plan.objective == approx(165)
    assert row(plan).actual == approx(0.5)
    assert row(plan).price == approx(330)  # one more per user is 110 more of cost, at 3 each


def test_a_share_is_of_the_measure_over_all() -> None:
    """eu must take a tenth of the cost or more: 11 of 110 at 2 for 1, the rest in us at 3 for 1."""
    plan = plan_of(
        budget=110, limits=limit(measure="cost", basis="share", segments="eu", min=0.1, max=0.5)
    )
    assert row(plan).actual == approx(0.1)
    assert plan.objective == approx(11 * 2 + 99 * 3)


def test_a_scope_is_held_to_the_average_of_another() -> None:
    """A user of us may cost at most half of what one of eu does: gifts (2) for eu leave cards (1) for us."""
    plan = plan_of(limits=limit(measure="cost", segments="us", relative_to="eu", min=0.25, max=0.5))
    assert plan.objective == approx(10 * 4 + 100 * 3)  # eu: 2 a user; us: 1 a user
    assert plan.totals.cost == approx(20 + 100)
    assert row(plan).actual == approx(0.5)


def test_a_return_from_below_holds_back_the_poorest_offers() -> None:
    """200 in us return 2 net, c in eu return 1: 2 × 200 + c ≥ 1.95 × (200 + c) leaves c = 10 / 0.95.

    A card costs 1 there: ten whole users have one, and the return is 410 ÷ 210.
    """
    loose = plan_of(limits=limit(measure="roi", min=1.9))
    assert loose.objective == approx(640)  # eu's 20 still fit
    tight = plan_of(limits=limit(measure="roi", min=1.95))
    assert tight.objective == approx(600 + 2 * 10 / 0.95)
    assert row(tight).actual == approx(410 / 210)
    assert row(tight).binding


def test_a_custom_measure_is_limited_like_any_other() -> None:
    """Calls of a gift to us are 11 for 6, of a card 7 for 3; eu 5 for 4, 3 for 2: 500 calls are 50 + 450."""
    plan = plan_of(limits=limit(measure="calls", max=500))
    assert plan.objective == approx(40 + 450 * 6 / 11)
    assert shares(plan)["eu", "gift"] == approx(1)


def test_a_scope_counts_only_its_segments_and_offers() -> None:
    """Gifts to us may cost 120: 60 of them; the other 40 users of us get cards, eu gets its gifts."""
    plan = plan_of(limits=limit(measure="cost", segments="us", offers="gift", max=120))
    assert plan.objective == approx(60 * 6 + 40 * 3 + 40)
    assert row(plan).actual == approx(120)


def test_a_limit_that_only_reports_changes_nothing() -> None:
    """Its figure is told beside its bound, its price is 0, and the plan is the one without it."""
    plan = plan_of(limits=limit(measure="cost", max=7, enforce=False))
    assert plan.objective == approx(640)
    assert (row(plan).actual, row(plan).slack, row(plan).price) == approx((220, -213, 0))


def test_an_offer_has_no_more_recipients_than_it_may() -> None:
    """30 gifts go where a gift beats a card most: 3 a user in us, 2 in eu."""
    offers = [OFFERS[0], {**OFFERS[1], "max_users": 30}]
    plan = plan_of(offers=offers)
    assert plan.objective == approx(30 * 6 + 70 * 3 + 10 * 2)
    assert row(plan, "offers[gift].max_users").price == approx(3)


def test_an_offer_that_is_not_eligible_is_not_given() -> None:
    """Gifts are for us only: eu takes cards."""
    plan = plan_of(offers=[OFFERS[0], {**OFFERS[1], "eligible": "us"}])
    assert plan.objective == approx(10 * 2 + 600)
    assert shares(plan) == approx({("eu", "card"): 1, ("us", "gift"): 1})


def test_an_entitlement_leaves_only_what_meets_it() -> None:
    """eu is owed 5: neither nothing nor a card (worth 4) will do, though there is hardly a budget for gifts."""
    plan = plan_of(
        segments=[{**SEGMENTS[0], "entitlement": 5}, SEGMENTS[1]],
        offers=[{**OFFERS[0], "face_value": 4}, {**OFFERS[1], "face_value": 5}],
        budget=30,
    )
    assert shares(plan)["eu", "gift"] == approx(1)
    assert plan.objective == approx(40 + 10 * 3)  # 20 of the budget for eu, 10 left at 3 each


def test_a_setup_cost_is_paid_once_and_only_if_somebody_gets_the_offer() -> None:
    """Gifts cost 250 to set up: 600 + 40 − 220 − 250 is less than 300 + 20 − 110 by cards."""
    dear = plan_of(offers=[OFFERS[0], {**OFFERS[1], "setup_cost": 250}], maximize="net_value")
    assert dear.objective == approx(210)
    fair = plan_of(offers=[OFFERS[0], {**OFFERS[1], "setup_cost": 150}], maximize="net_value")
    assert fair.objective == approx(270)
    assert fair.totals.cost == approx(220 + 150)


def test_a_whole_segment_gets_one_offer() -> None:
    """150 buys all of us a card and all of eu a gift; 75 gifts for us would split it."""
    plan = plan_of(budget=150, whole_segments=True)
    assert shares(plan) == {("eu", "gift"): 1, ("us", "card"): 1}
    assert plan.objective == 340


def test_no_more_offers_are_used_than_allowed() -> None:
    """Among 60 gifts at most, or cards for all, the cards bring 320; with both it would be 500."""
    offers = [OFFERS[0], {**OFFERS[1], "max_users": 50}]
    assert plan_of(offers=offers).objective == approx(50 * 6 + 50 * 3 + 20)
    assert plan_of(offers=offers, max_offers=1).objective == approx(320)


def test_a_class_shares_one_offer() -> None:
    """110 users at 150: the class takes gifts for 75 of its 110 users, and each segment that share."""
    plan = plan_of(budget=150, same_offer_within="market")
    given = shares(plan)
    assert given["eu", "gift"] == given["us", "gift"]
    assert plan.objective == approx(640 * 150 / 220)


CARD = {
    "segments": [
        {"segment": "eu", "users": 10, "retention": 0.5, "retained_value": 8, "reconversion": 0.25,
         "reconverted_value": 4, "word_of_mouth": 0.5},
    ],
    "offers": [
        {"offer": "card", "quantity": 4, "unit_cost": 0.5, "delivery_cost": 0.25, "redemption": 0.5,
         "usage": 0.5, "face_value": 3},
    ],
    "responses": [{"segment": "eu", "offer": "card", "retention": 0.75, "reconversion": 0.5}],
}  # fmt: skip
BOUNDS = {  # measure: (its most, the share of eu that then gets the card)
    "cost": (1.5, 0.2),  # 0.25 + ½ × ½ × 4 × 0.5 = 0.75 a user
    "liability": (9, 0.4),  # 0.25 + 4 × 0.5 = 2.25
    "value": (9, 0.2),  # 1.5 × (8 × 0.25 + 4 × 0.25) = 4.5
    "net_value": (15, 0.4),  # 4.5 − 0.75 = 3.75
    "retained": (6, 0.4),  # 5 stay anyway, 0.25 of the recipients more
    "reconverted": (3, 0.2),  # 2.5 come back anyway, 0.25 of the recipients more
    "incremental_retained": (2, 0.8),
    "incremental_reconverted": (0.5, 0.2),
    "recipients": (7, 0.7),
    "face_value": (6, 0.2),
    "quantity": (8, 0.2),  # 4 minutes a user, to whole users
    "redemptions": (1, 0.2),
}


@pytest.mark.parametrize("measure", BOUNDS)
def test_a_measure_counts_what_its_name_says(measure: str) -> None:
    """The share of ten users that a bound on one measure leaves with a card that brings 4.5 each."""
    most, share = BOUNDS[measure]
    plan = plan_of(**CARD, limits=limit(measure=measure, max=most))
    assert shares(plan)["eu", "card"] == approx(share)
    assert plan.objective == approx(45 * share)
    assert row(plan).actual == approx(most)


MOST = {"value": 45, "net_value": 37.5, "retained": 7.5, "reconverted": 5}


@pytest.mark.parametrize("name", MOST)
def test_what_is_maximized_is_the_measure_named(name: str) -> None:
    """All ten users get the card, and the objective is that measure's total."""
    assert plan_of(**CARD, maximize=name).objective == approx(MOST[name])


EXAMPLES: dict[str, Callable[..., None]] = {
    "basis total": test_a_total_from_above_is_kept,
    "basis per_user": test_a_limit_per_user_is_times_the_users_of_its_scope,
    "basis share": test_a_share_is_of_the_measure_over_all,
    "limit min": test_a_total_from_below_is_kept,
    "limit max": test_a_total_from_above_is_kept,
    "limit relative_to": test_a_scope_is_held_to_the_average_of_another,
    "limit segments": test_a_scope_counts_only_its_segments_and_offers,
    "limit offers": test_a_scope_counts_only_its_segments_and_offers,
    "limit enforce": test_a_limit_that_only_reports_changes_nothing,
    **{f"measure {name}": test_a_measure_counts_what_its_name_says for name in BOUNDS},
    "measure roi": test_a_return_from_below_holds_back_the_poorest_offers,
    "measure custom": test_a_custom_measure_is_limited_like_any_other,
    **{f"maximize {name}": test_what_is_maximized_is_the_measure_named for name in MOST},
    "setting budget": test_a_budget_buys_the_best_return_first,
    "setting whole_segments": test_a_whole_segment_gets_one_offer,
    "setting max_offers": test_no_more_offers_are_used_than_allowed,
    "setting same_offer_within": test_a_class_shares_one_offer,
    "offer setup_cost": test_a_setup_cost_is_paid_once_and_only_if_somebody_gets_the_offer,
    "offer max_users": test_an_offer_has_no_more_recipients_than_it_may,
    "offer eligible": test_an_offer_that_is_not_eligible_is_not_given,
    "segment entitlement": test_an_entitlement_leaves_only_what_meets_it,
}
"""The example of each kind; ``test_model.py`` asserts that no kind is missing."""
