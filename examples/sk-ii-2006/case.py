"""SK-II in China, September 2006: a full refund that friction turned into an insult."""

from __future__ import annotations

from typing import Any

from compensator.problem import Problem
from compensator.workbook.about import About, Source

COUNT = "assumption: 100,000 customers with a product at home, invented; the two conditions are facts (chinadaily 2006-09-19 to 23)"
SEGMENTS = [
    # segment, receipt, left, users, retention, ceiling, retained_value, word_of_mouth, half_value, loss
    ("receipt-mostly-full", "yes", "over a third", 18_000, 0.55, 0.86, 1_100.0, 0.5, 260.0, 640.0),
    (
        "receipt-mostly-used",
        "yes",
        "a third or less",
        12_000,
        0.60,
        0.86,
        1_100.0,
        0.4,
        200.0,
        210.0,
    ),
    ("no-receipt-mostly-full", "no", "over a third", 40_000, 0.50, 0.82, 900.0, 0.6, 260.0, 640.0),
    (
        "no-receipt-mostly-used",
        "no",
        "a third or less",
        30_000,
        0.58,
        0.84,
        900.0,
        0.4,
        200.0,
        210.0,
    ),
]
INVENTED = "assumption: invented for comparison, no such offer was made"
OFFERS = [
    {"offer": "apology", "kind": "apology", "delivery_cost": 0.5, "face_value": 15.0,
     "source": INVENTED},
    {"offer": "refund-form", "kind": "refund", "quantity": 1, "unit": "yuan", "per": "loss",
     "unit_cost": 1.0, "delivery_cost": 3.0, "redemption": 0.25, "face_value": 1.0,
     "lift_if_unredeemed": 0.0,
     "source": "fact: refund against proof of purchase, no more than two thirds used and a signed waiver, cash after three weeks to a month (chinadaily 2006-09-19 to 23); assumption: a quarter of those who meet the conditions claim"},
    {"offer": "refund-at-once", "kind": "refund", "quantity": 1, "unit": "yuan", "per": "loss",
     "unit_cost": 1.0, "delivery_cost": 8.0, "redemption": 0.7, "face_value": 1.0,
     "lift_if_unredeemed": 0.4, "source": INVENTED + ": whatever is left is paid back at the counter, no questions"},
    {"offer": "exchange", "kind": "exchange", "quantity": 1, "unit": "yuan", "per": "loss",
     "unit_cost": 0.35, "delivery_cost": 8.0, "redemption": 0.6, "face_value": 0.8,
     "lift_if_unredeemed": 0.3, "source": INVENTED + ": another product of the range; goods cost 35 % of their price"},
    {"offer": "voucher-200", "kind": "voucher", "quantity": 200, "unit": "yuan", "unit_cost": 0.35,
     "delivery_cost": 2.0, "redemption": 0.5, "face_value": 120.0, "lift_if_unredeemed": 0.2,
     "source": INVENTED + ": 200 yuan at the counter, worth 120 to those who doubt the brand"},
]  # fmt: skip
TURNED_AWAY = {
    "receipt-mostly-used": 0.56,
    "no-receipt-mostly-full": 0.44,
    "no-receipt-mostly-used": 0.54,
}
"""Retention of customers who are sent to a refund that they are then refused: below the base."""

ABOUT = About(
    "SK-II in China, September 2006",
    (
        "After reports that put the safety of SK-II cosmetics in doubt, refunds were given only with proof of purchase, with no more than two thirds used, against a signed waiver, in cash after three weeks to a month. Sales were suspended on 22 September; by October three of fourteen counters in Shanghai were lost.",
        "Numbers and amounts of refunds were not found: only the conditions and the dates are facts, with their source on the sheet Sources. All figures in the tables are assumptions, invented and labeled.",
    ),
    (
        Source("Refund", "proof of purchase, no more than two thirds used, signed waiver, cash after three weeks to a month", "chinadaily 2006-09-19 to 23", "B"),
        Source("Sales suspended", "22 September 2006", "chinadaily 2006-09-23", "B"),
        Source("Counters", "3 of 14 in Shanghai lost by October 2006", "chinadaily 2006", "B"),
        Source("Number and value of refunds", "not found", "none", "B"),
        Source("Settings: delay_days, effect_half_life_days", "25 and 45", "cash came after three weeks to a month; no figure for the half-life was found", "assumption"),
        Source("Settings: budget", "5,000,000 CNY", "no figure was found", "assumption"),
        Source("Segments: all figures", "100,000 customers; loss = price of what is left in the jar", "no figure was found", "assumption"),
        Source("Offers: costs, worth, redemption", "each row", "no figure was found; claims that ask for documents run far below others (FTC 2019, CFPB)", "assumption"),
        Source("Responses: all rows", "customers sent to a refund that is refused are a little less likely to stay than with no offer", "no figure was found; that treatment can harm is known (Ascarza et al. 2016)", "assumption"),
        Source("Limits: all rows", "no receipt: at least 0.7 of the worth per customer of those with a receipt; at least 60 % reached", "chosen for the example", "assumption"),
    ),
)  # fmt: skip


def problem() -> Problem:
    """Return the example's problem."""
    return Problem(
        title="SK-II in China, September 2006",
        currency="CNY",
        budget=5_000_000,
        delay_days=25,
        effect_half_life_days=45,
        segments=list(map(_segment, SEGMENTS)),
        offers=OFFERS,
        responses=[
            {"segment": name, "offer": "refund-form", "retention": stay, "redemption": 0.0}
            for name, stay in TURNED_AWAY.items()
        ],
        limits=[
            {"limit": "no-receipt-no-less", "measure": "face_value", "segments": "receipt=no",
             "relative_to": "receipt=yes", "min": 0.7},
            {"limit": "reached", "measure": "recipients", "offers": "kind!=apology", "basis": "per_user", "min": 0.6},
            {"limit": "promise", "measure": "liability", "max": 40_000_000, "enforce": False},
        ],
        policies=[
            {"policy": "SK-II 2006", "offer": "refund-form"},
            {"policy": "voucher for all", "offer": "voucher-200"},
        ],
        scenarios=[
            {"scenario": "at once", "change": "delay_days=2"},
            {"scenario": "goods cost twice as much", "change": "offers[kind=exchange|voucher].unit_cost*=2"},
            {"scenario": "half the budget", "change": "budget*=0.5"},
            {"scenario": "twice the budget", "change": "budget*=2"},
        ],
    )  # fmt: skip


def _segment(row: tuple[Any, ...]) -> dict[str, Any]:
    name, receipt, left, users, stay, ceiling, worth, told, half, loss = row
    return {
        "segment": name, "users": users, "retention": stay, "retained_value": worth,
        "word_of_mouth": told, "retention_ceiling": ceiling, "half_value": half, "loss": loss,
        "receipt": receipt, "left": left, "source": COUNT,
    }  # fmt: skip
