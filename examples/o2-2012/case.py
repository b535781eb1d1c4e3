"""O2 in the United Kingdom, July 2012: money to those hit, a voucher for all 23 million."""

from __future__ import annotations

from typing import Any

from compensator.problem import Problem
from compensator.workbook.about import About, Source

COUNT = "fact: about a third of 23 M customers hit (press, July 2012); assumption: their split, and every rate and amount"
SEGMENTS = [
    # segment, hit, tariff, users, retention, ceiling, retained_value, word_of_mouth, half_value, loss, spend
    ("hit-contract", "yes", "contract", 3_600_000, 0.880, 0.930, 140.0, 0.10, 3.0, 3.0, 27.0),
    ("hit-contract-small", "yes", "contract", 400_000, 0.860, 0.920, 80.0, 0.10, 2.5, 3.0, 14.0),
    ("hit-prepay", "yes", "prepay", 3_700_000, 0.780, 0.850, 45.0, 0.10, 1.5, 2.0, 12.0),
    ("spared-contract", "no", "contract", 8_000_000, 0.910, 0.925, 140.0, 0.05, 3.0, None, 27.0),
    ("spared-prepay", "no", "prepay", 7_300_000, 0.830, 0.845, 45.0, 0.05, 1.5, None, 12.0),
]
FACT = "fact: part of what O2 gave in July 2012 (press); assumption: what it costs and is worth; "
INVENTED = "assumption: invented for comparison; "
OFFERS = [
    {"offer": "apology", "kind": "apology", "delivery_cost": 0.01, "face_value": 0.15,
     "source": INVENTED + "a text message"},
    {"offer": "voucher-10", "kind": "voucher", "quantity": 10, "unit": "pound", "unit_cost": 0.6,
     "delivery_cost": 0.02, "redemption": 0.06, "face_value": 1.0, "lift_if_unredeemed": 0.4,
     "source": FACT + "£10 in O2's shop, worth about £1 to most, used by 6 %"},
    {"offer": "tenth-of-bill", "kind": "credit", "quantity": 0.1, "unit": "pound", "per": "spend",
     "unit_cost": 1.0, "delivery_cost": 0.01, "face_value": 0.1, "eligible": "tariff=contract",
     "source": FACT + "10 % of July's bill, applied by itself"},
    {"offer": "tenth-of-top-up", "kind": "credit", "quantity": 0.1, "unit": "pound", "per": "spend",
     "unit_cost": 0.5, "delivery_cost": 0.01, "redemption": 0.7, "face_value": 0.1,
     "eligible": "tariff=prepay", "lift_if_unredeemed": 0.3,
     "source": FACT + "10 % on the first top-up in September; credit costs half of its price"},
    {"offer": "tenth-of-bill-and-voucher", "kind": "both", "quantity": 0.1, "unit": "pound", "per": "spend",
     "unit_cost": 1.0, "delivery_cost": 0.39, "face_value": 0.13, "eligible": "tariff=contract",
     "source": FACT + "both together; the voucher's £0.36 is in delivery_cost"},
    {"offer": "tenth-of-top-up-and-voucher", "kind": "both", "quantity": 0.1, "unit": "pound", "per": "spend",
     "unit_cost": 0.5, "delivery_cost": 0.39, "redemption": 0.7, "face_value": 0.16,
     "eligible": "tariff=prepay", "lift_if_unredeemed": 0.35,
     "source": FACT + "both together; the voucher's £0.36 is in delivery_cost"},
    {"offer": "fifth-of-bill", "kind": "credit", "quantity": 0.2, "unit": "pound", "per": "spend",
     "unit_cost": 1.0, "delivery_cost": 0.01, "face_value": 0.2, "eligible": "tariff=contract and hit=yes",
     "source": INVENTED + "twice as much off the bill, no voucher"},
    {"offer": "three-days-data", "kind": "credit", "quantity": 3, "unit": "day", "unit_cost": 0.25,
     "delivery_cost": 0.01, "redemption": 0.8, "face_value": 1.2, "eligible": "hit=yes",
     "lift_if_unredeemed": 0.3, "source": INVENTED + "three days of free data"},
]  # fmt: skip

ABOUT = About(
    "O2, July 2012",
    (
        "About a third of O2's 23 million customers were without service for a day. Contract customers who were hit got 10 % off July's bill, prepay customers 10 % on their first top-up in September, and all 23 million a £10 shop voucher.",
        "What was given and to whom are facts, with their source on the sheet Sources. Splits, probabilities, lifts, costs and money per user are assumptions, invented and labeled. Offers that depend on the bill use per = spend: a tenth of it is quantity 0.1 and face_value 0.1.",
    ),
    (
        Source("Outage", "24 hours in July 2012, about a third of 23 M customers", "press, July 2012", "B"),
        Source("Contract customers hit", "10 % off July's bill", "press, July 2012", "B"),
        Source("Prepay customers hit", "10 % on the first top-up in September", "press, July 2012", "B"),
        Source("All 23 M customers", "£10 shop voucher", "press, July 2012", "B"),
        Source("Settings: budget", "22,000,000 GBP", "no figure was found", "assumption"),
        Source("Settings: delay_days, effect_half_life_days", "7 and 30", "no figure was found", "assumption"),
        Source("Settings: max_offers", "4", "more are hard to explain on a help page", "assumption"),
        Source("Segments: split by tariff, probabilities, values, word_of_mouth, half_value, loss, spend", "each row", "no figure was found", "assumption"),
        Source("Offers: costs, worth, redemption", "each row", "no figure was found", "assumption"),
        Source("Limits: all rows", "every customer hit gets something real; prepay customers at least 0.3 of the worth that contract customers get", "chosen for the example", "assumption"),
    ),
)  # fmt: skip


def problem() -> Problem:
    """Return the example's problem."""
    return Problem(
        title="O2, July 2012",
        currency="GBP",
        budget=22_000_000,
        max_offers=4,
        delay_days=7,
        effect_half_life_days=30,
        segments=list(map(_segment, SEGMENTS)),
        offers=OFFERS,
        limits=[
            {"limit": "all-who-were-hit", "measure": "recipients", "segments": "hit=yes",
             "offers": "kind!=apology", "basis": "per_user", "min": 1},
            {"limit": "contract-and-prepay", "measure": "face_value", "segments": "hit=yes and tariff=prepay",
             "relative_to": "hit=yes and tariff=contract", "min": 0.3},
            {"limit": "promise", "measure": "liability", "max": 150_000_000, "enforce": False},
        ],
        policies=[
            {"policy": "O2 2012", "segments": "hit=yes and tariff=contract", "offer": "tenth-of-bill-and-voucher"},
            {"policy": "O2 2012", "segments": "hit=yes and tariff=prepay", "offer": "tenth-of-top-up-and-voucher"},
            {"policy": "O2 2012", "segments": "hit=no", "offer": "voucher-10"},
            {"policy": "only those hit", "segments": "hit=yes and tariff=contract", "offer": "tenth-of-bill"},
            {"policy": "only those hit", "segments": "hit=yes and tariff=prepay", "offer": "tenth-of-top-up"},
        ],
        scenarios=[
            {"scenario": "at once", "change": "delay_days=0"},
            {"scenario": "vouchers are used by a fifth", "change": "offers[voucher-10].redemption=0.2"},
            {"scenario": "half the budget", "change": "budget*=0.5"},
            {"scenario": "twice the budget", "change": "budget*=2"},
        ],
    )  # fmt: skip


def _segment(row: tuple[Any, ...]) -> dict[str, Any]:
    name, hit, tariff, users, stay, ceiling, worth, told, half, loss, spend = row
    return {
        "segment": name, "users": users, "retention": stay, "retained_value": worth,
        "word_of_mouth": told, "retention_ceiling": ceiling, "half_value": half, "loss": loss,
        "hit": hit, "tariff": tariff, "spend": spend, "source": COUNT,
    }  # fmt: skip
