"""Norton in China, May 2007: five weeks of silence, then an offer behind a form."""

from __future__ import annotations

from typing import Any

from compensator.problem import Problem
from compensator.workbook.about import About, Source

PCS = (
    "fact: at most 50,000 PCs in all (Symantec); assumption: their split, and every rate and amount"
)
SEGMENTS = [
    # segment, type, harm, users, retention, ceiling, retained_value, word_of_mouth, half_value, loss
    ("home-repaired", "consumer", "mild", 17_000, 0.62, 0.85, 420.0, 0.5, 110.0, 150.0),
    ("home-lost-work", "consumer", "severe", 11_000, 0.45, 0.78, 420.0, 0.8, 320.0, 900.0),
    ("small-office", "enterprise", "severe", 9_000, 0.58, 0.84, 800.0, 0.4, 260.0, 700.0),
    ("company", "enterprise", "mild", 10_000, 0.75, 0.92, 700.0, 0.2, 200.0, 400.0),
    ("company-critical", "enterprise", "severe", 3_000, 0.66, 0.90, 1_800.0, 0.3, 600.0, 2_400.0),
]
FORM = "fact: the offer of 25 June 2007, claimed 27 June to 15 July on a site with validation questions (softpedia 58340; techspot 25843; computerworld.co.nz 188440); "
INVENTED = "assumption: invented for comparison, no such offer was made"
OFFERS = [
    {"offer": "apology", "kind": "apology", "delivery_cost": 0.2, "face_value": 8.0,
     "source": "fact: an apology was made on 23 May 2007; assumption: what it costs and is worth"},
    {"offer": "license-form", "kind": "license", "quantity": 12, "unit": "month", "unit_cost": 2.5,
     "delivery_cost": 1.0, "redemption": 0.35, "face_value": 240.0, "eligible": "type=consumer",
     "lift_if_unredeemed": 0.05, "source": FORM + "assumption: costs, worth, 35 % claim"},
    {"offer": "ghost-form", "kind": "license", "quantity": 1, "unit": "license", "unit_cost": 60.0,
     "delivery_cost": 1.0, "redemption": 0.5, "face_value": 260.0, "eligible": "type=enterprise",
     "lift_if_unredeemed": 0.05, "source": FORM + "assumption: costs, worth, half claim"},
    {"offer": "license-auto", "kind": "license", "quantity": 12, "unit": "month", "unit_cost": 2.5,
     "delivery_cost": 0.1, "face_value": 180.0,
     "source": INVENTED + ": twelve months added by the product itself, no form"},
    {"offer": "half-the-loss", "kind": "refund", "quantity": 0.5, "unit": "yuan", "per": "loss",
     "unit_cost": 1.0, "delivery_cost": 6.0, "redemption": 0.6, "face_value": 0.5,
     "eligible": "harm=severe", "lift_if_unredeemed": 0.15,
     "source": INVENTED + ": half of the loss in cash against a short claim"},
]  # fmt: skip

ABOUT = About(
    "Norton in China, 18 May 2007",
    (
        "A virus definition deleted two system files of Simplified-Chinese Windows XP SP2. A first statement came the next day, without apology or offer, an apology after five days, an offer after 38 days, behind a site with validation questions.",
        "The number of PCs and the dates are facts, with their source on the sheet Sources. How many claimed was not disclosed. Probabilities, lifts, costs and money per user are assumptions, invented and labeled.",
    ),
    (
        Source("Incident", "18 May 2007: two system files of Simplified-Chinese Windows XP SP2 deleted", "softpedia 58340; techspot 25843", "B"),
        Source("PCs hit", "at most 50,000 (Symantec); millions (press)", "computerworld.co.nz 188440", "B"),
        Source("First statement", "19 May 2007, without apology or offer; apology 23 May", "softpedia 58340", "B"),
        Source("Offer", "25 June 2007: consumers 12 more months and Norton Save & Restore 2.0, enterprises Ghost Solution Suite", "softpedia 58340; computerworld.co.nz 188440", "B"),
        Source("Claims", "27 June to 15 July 2007 on a site with validation questions; take-up among those entitled undisclosed", "techspot 25843", "B"),
        Source("Settings: delay_days", "38", "18 May to 25 June 2007", "D"),
        Source("Settings: effect_half_life_days", "21", "no figure was found", "assumption"),
        Source("Settings: budget", "1,100,000 CNY", "no figure was found; 22 CNY a PC", "assumption"),
        Source("Segments: split of the PCs, probabilities, values, word_of_mouth, half_value, loss", "each row", "no figure was found", "assumption"),
        Source("Offers: costs, worth, redemption", "each row", "no figure was found; claims that ask for documents run far below others (FTC 2019, CFPB)", "assumption"),
        Source("Limits: all rows", "nine in ten enterprise PCs get something worth 100 CNY or more; at most 500,000 CNY in cash", "chosen for the example", "assumption"),
    ),
)  # fmt: skip


def problem() -> Problem:
    """Return the example's problem."""
    return Problem(
        title="Norton in China, May 2007",
        currency="CNY",
        budget=1_100_000,
        delay_days=38,
        effect_half_life_days=21,
        segments=list(map(_segment, SEGMENTS)),
        offers=OFFERS,
        limits=[
            {"limit": "enterprise-covered", "measure": "recipients", "segments": "type=enterprise",
             "offers": "license-auto, ghost-form, half-the-loss", "basis": "per_user", "min": 0.9},
            {"limit": "cash", "measure": "cost", "offers": "half-the-loss", "max": 500_000},
            {"limit": "promise", "measure": "liability", "max": 5_000_000, "enforce": False},
        ],
        policies=[
            {"policy": "Symantec 2007", "segments": "type=consumer", "offer": "license-form"},
            {"policy": "Symantec 2007", "segments": "type=enterprise", "offer": "ghost-form"},
            {"policy": "the same months, no form", "offer": "license-auto"},
        ],
        scenarios=[
            {"scenario": "answer in 5 days", "change": "delay_days=5"},
            {"scenario": "no form", "change": "offers[license-form].redemption=0.95"},
            {"scenario": "no form", "change": "offers[ghost-form].redemption=0.95"},
            {"scenario": "answer in 5 days, no form", "change": "delay_days=5"},
            {"scenario": "answer in 5 days, no form", "change": "offers[license-form].redemption=0.95"},
            {"scenario": "answer in 5 days, no form", "change": "offers[ghost-form].redemption=0.95"},
            {"scenario": "twice the budget", "change": "budget*=2"},
        ],
    )  # fmt: skip


def _segment(row: tuple[Any, ...]) -> dict[str, Any]:
    name, kind, harm, users, stay, ceiling, worth, told, half, loss = row
    return {
        "segment": name, "users": users, "retention": stay, "retained_value": worth,
        "word_of_mouth": told, "retention_ceiling": ceiling, "half_value": half, "loss": loss,
        "type": kind, "harm": harm, "source": PCS,
    }  # fmt: skip
