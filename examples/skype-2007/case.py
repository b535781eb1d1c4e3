"""Skype, August 2007: the segments, offers and limits of the example, with their sources."""

from __future__ import annotations

from datetime import date

from compensator.problem import Problem
from compensator.workbook.about import About, Source

OUTAGE_ENDS, NEWCOMERS = date(2007, 8, 18), date(2007, 8, 23)
COUNT = "assumption: split of 220 M registered (fact: WSJ, end of Q2 2007), 55 M of them with TOM (extrapolated)"
PAYERS = "assumption: payers such that revenue is the published $90 M a quarter"
NEW = "assumption: five days of the growth from 220 M to 246 M in Q3 2007, a quarter of it with TOM"

SEGMENTS_ABOUT_TO_STAY = [
    # segment, market, status, users, retention, ceiling, retained_value, word_of_mouth, half_value, loss, source
    ("world-business", "world", "subscriber", 700_000, 0.84, 0.94, 300.0, 0.15, 2.50, 3.00, PAYERS),
    ("world-subscribers", "world", "subscriber", 3_800_000, 0.86, 0.95, 98.0, 0.10, 1.50, 1.40, PAYERS),
    ("world-payg", "world", "payg", 1_900_000, 0.80, 0.91, 26.0, 0.10, 0.90, 1.35, PAYERS),
    ("china-subscribers", "china", "subscriber", 300_000, 0.84, 0.94, 80.0, 0.15, 1.20, 1.40, PAYERS),
    ("china-payg", "china", "payg", 300_000, 0.78, 0.90, 22.0, 0.15, 0.70, 1.35, PAYERS),
]  # fmt: skip
SEGMENTS_TO_WIN = [
    # segment, market, status, users, retention, ceiling, retained_value, reconversion, ceiling, reconverted_value, word_of_mouth, half_value, registered
    ("world-free", "world", "free", 40_000_000, 0.74, 0.78, 0.90, 0.0100, 0.0190, 26.0, 0.10, 0.60, OUTAGE_ENDS),
    ("world-lapsed", "world", "lapsed", 70_000_000, None, None, None, 0.0300, 0.0420, 2.80, 0.05, 0.80, OUTAGE_ENDS),
    ("world-never-called", "world", "never", 48_600_000, None, None, None, 0.0100, 0.0210, 2.80, 0.05, 0.60, OUTAGE_ENDS),
    ("china-free", "china", "free", 14_000_000, 0.70, 0.77, 0.70, 0.0060, 0.0110, 20.0, 0.20, 0.45, OUTAGE_ENDS),
    ("china-lapsed", "china", "lapsed", 18_400_000, None, None, None, 0.0250, 0.0420, 2.40, 0.10, 0.60, OUTAGE_ENDS),
    ("china-never-called", "china", "never", 22_000_000, None, None, None, 0.0080, 0.0260, 2.60, 0.10, 0.45, OUTAGE_ENDS),
    ("china-newcomers", "china", "newcomer", 350_000, 0.55, 0.62, 0.70, 0.0080, 0.0120, 20.0, 0.20, 0.45, NEWCOMERS),
]  # fmt: skip

CARD = "fact: 30 free minutes (chinatechnews.com 2007/08/23); worth 30 × $0.021 + $0.039 at SkypeOut prices (skype-guide); assumption: a minute costs the company $0.012, 12 % redeem"
OFFERS = [
    {"offer": "apology", "kind": "apology", "delivery_cost": 0.0005, "face_value": 0.03,
     "source": "assumption: a message costs $0.0005 and is worth three cents"},
    {"offer": "card-30", "kind": "minutes", "quantity": 30, "unit": "minute", "unit_cost": 0.012,
     "delivery_cost": 0.0005, "redemption": 0.12, "usage": 0.6, "face_value": 0.669,
     "eligible": "registered<=2007-08-18", "lift_if_unredeemed": 0.25, "source": CARD},
    {"offer": "credit-1", "kind": "credit", "quantity": 1, "unit": "dollar", "unit_cost": 0.57,
     "delivery_cost": 0.0005, "redemption": 0.80, "usage": 0.9, "face_value": 1.0,
     "eligible": "status=subscriber|payg|free", "lift_if_unredeemed": 0.25,
     "source": "assumption: invented for comparison; a dollar of credit costs what its minutes cost ($0.012 of each $0.021)"},
    {"offer": "week", "kind": "credit", "quantity": 7, "unit": "day", "unit_cost": 0.207,
     "delivery_cost": 0.0005, "face_value": 1.45, "eligible": "status=subscriber",
     "source": "fact: 7 days more for subscribers (theregister 2007/08/22); cost per day such that all subscribers together cost just under DKK 40 M (computerworld.dk)"},
]  # fmt: skip

RESPONSES = [
    # per segment: redemption and reconversion, each with its low and its high
    ("china-never-called", (0.05, 0.03, 0.08), (0.0165, 0.012, 0.023)),
    ("china-lapsed", (0.06, 0.04, 0.09), (0.0320, 0.028, 0.038)),
    ("china-free", (0.14, 0.10, 0.20), (0.0085, 0.007, 0.0105)),
    ("world-never-called", (0.03, 0.015, 0.05), (0.0130, 0.011, 0.016)),
    ("world-lapsed", (0.035, 0.02, 0.06), (0.0330, 0.031, 0.037)),
]

ABOUT = About(
    "Skype, 16–18 August 2007",
    (
        "Skype was out of service for about two days. Skype gave its subscribers a week more and everybody else nothing; TOM Online, its partner in mainland China, gave a 30-minute free call to every user registered on or before 18 August 2007, also to those who had never called.",
        "What was published is a fact with its source in the column source or on the sheet Sources. Everything else, above all segment sizes, probabilities, lifts and money per user, is an assumption: plausible, invented, labeled, and yours to replace.",
    ),
    (
        Source("Outage", "Thursday 16 August 2007, about two days; most could connect on 18 August", "techrepublic.com, windows-update-triggers-skype-outage; Skype Heartbeat", "A"),
        Source("Registered users", "220 M at the end of Q2 2007; 246 M at the end of Q3", "WSJ; gigaom", "B"),
        Source("TOM-Skype users", "23.5 M at the end of October 2006", "crn.com.au", "B"),
        Source("TOM-Skype users by mid-August 2007", "50 to 60 M; 55 M taken here", "extrapolated from the line above", "D"),
        Source("Users registered 19–23 August in TOM's market", "350,000", "a quarter of five days of the published growth in Q3", "D"),
        Source("Revenue", "$90 M in Q2 2007", "skypenumerology 2007/09", "B"),
        Source("Paying users", "last published 1.8 M (July 2005); 7 M taken here", "S-1 of 2010; 7 M is an assumption that fits the revenue at about $51 a year each", "assumption"),
        Source("Price of a call to a landline", "$0.021 a minute + $0.039 a call", "skype-guide", "B"),
        Source("Policy Skype 2007", "7 days more for subscribers, nothing for others", "theregister.co.uk 2007/08/22; computerworlduk", "A"),
        Source("Its cost", "just under DKK 40 M; about $7.2 M at some 5.5 kroner a dollar", "computerworld.dk; conversion is own arithmetic", "B"),
        Source("Policy TOM Online 2007", "30-minute free call for all users registered on or before 18 August 2007", "chinatechnews.com 2007/08/23", "B"),
        Source("Policy Skype 2010", "30-minute voucher to each paying pay-as-you-go user, one week to subscribers (after the outage of December 2010)", "LA Times; csmonitor", "A"),
        Source("Settings: budget", "7,250,000", "what Skype's own offer cost, rounded up", "D"),
        Source("Settings: delay_days", "5", "outage over on 18 August, offer reported on 23 August", "D"),
        Source("Settings: effect_half_life_days", "14", "no figure was found", "assumption"),
        Source("Segments: retention, reconversion, ceilings, values, word_of_mouth, half_value, loss", "each row", "no figure was found; contribution over twenty-four months", "assumption"),
        Source("Responses: all rows", "redemption and reconversion with the card, with 5th and 95th percentile", "no figure was found; chosen so that the card brings back some who registered and never called", "assumption"),
        Source("Limits: all rows", "promise 30 M; TOM's market at least half the face value per user of the rest; a card for 25 % of those who never called", "chosen for the example", "assumption"),
    ),
)  # fmt: skip


def problem() -> Problem:
    """Return the example's problem."""
    return Problem(
        title="Skype, August 2007",
        budget=7_250_000,
        delay_days=5,
        effect_half_life_days=14,
        segments=[*map(_staying, SEGMENTS_ABOUT_TO_STAY), *map(_winning, SEGMENTS_TO_WIN)],
        offers=OFFERS,
        responses=list(map(_response, RESPONSES)),
        limits=[
            {"limit": "promise", "measure": "liability", "max": 30_000_000},
            {"limit": "fair-to-china", "measure": "face_value", "segments": "market=china",
             "relative_to": "market=world", "min": 0.5},
            {"limit": "cards-for-never-called", "measure": "recipients", "segments": "status=never",
             "offers": "card-30", "basis": "per_user", "min": 0.25},
            {"limit": "return", "measure": "roi", "min": 1, "enforce": False},
        ],
        policies=[
            {"policy": "Skype 2007", "segments": "status=subscriber", "offer": "week"},
            {"policy": "TOM Online 2007", "segments": "market=china and registered<=2007-08-18", "offer": "card-30"},
            {"policy": "Skype 2010", "segments": "status=payg", "offer": "card-30"},
            {"policy": "Skype 2010", "segments": "status=subscriber", "offer": "week"},
        ],
        scenarios=[
            {"scenario": "five days later", "change": "delay_days+=5"},
            {"scenario": "at once", "change": "delay_days=0"},
            {"scenario": "nobody tells others", "change": "segments[*].word_of_mouth=0"},
            {"scenario": "minutes cost half as much again", "change": "offers[card-30].unit_cost*=1.5"},
            {"scenario": "half the budget", "change": "budget*=0.5"},
            {"scenario": "twice the budget", "change": "budget*=2"},
        ],
    )  # fmt: skip


def _staying(row: tuple) -> dict:
    name, market, status, users, stay, ceiling, worth, told, half, loss, source = row
    return {
        "segment": name, "users": users, "retention": stay, "retained_value": worth, "word_of_mouth": told,
        "retention_ceiling": ceiling, "half_value": half, "loss": loss,
        "market": market, "status": status, "registered": OUTAGE_ENDS, "source": source,
    }  # fmt: skip


def _winning(row: tuple) -> dict:
    name, market, status, users, stay, high, worth, back, back_high, won, told, half, day = row
    return {
        "segment": name, "users": users, "retention": stay, "retained_value": worth,
        "reconversion": back, "reconverted_value": won, "word_of_mouth": told,
        "retention_ceiling": high, "reconversion_ceiling": back_high, "half_value": half,
        "market": market, "status": status, "registered": day, "source": NEW if day == NEWCOMERS else COUNT,
    }  # fmt: skip


def _response(row: tuple) -> dict:
    segment, redeemed, back = row
    names = ("", "_low", "_high")
    return {
        "segment": segment,
        "offer": "card-30",
        **{f"redemption{end}": value for end, value in zip(names, redeemed, strict=True)},
        **{f"reconversion{end}": value for end, value in zip(names, back, strict=True)},
    }
