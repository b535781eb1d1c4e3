"""The small invented outage that a new workbook is filled with, to be overwritten."""

from __future__ import annotations

from typing import Any

from compensator.problem import Problem
from compensator.workbook.about import About

STARTER = About(
    "Who gets which compensation?",
    (
        "This workbook describes a service failure: who was hit, what could be offered to whom, what it costs and what it brings. compensator reads it and returns the plan that brings most within the budget, with the reasons and a proof.",
        "The rows in it are an illustration: an invented streaming service after a day without service. Every number is made up. Overwrite them with your own.",
    ),
)

_SEGMENT_COLUMNS = (
    "segment", "users", "retention", "retained_value", "reconversion", "reconverted_value", "word_of_mouth",
    "retention_ceiling", "reconversion_ceiling", "half_value", "loss", "plan", "tenure_months",
)  # fmt: skip
_SEGMENTS: tuple[tuple[Any, ...], ...] = (
    ("premium", 40_000, 0.86, 120.0, None, None, 0.2, 0.94, None, 4.0, 6.0, "paid", 26.0),
    ("basic", 110_000, 0.80, 55.0, None, None, 0.1, 0.90, None, 3.0, 2.5, "paid", 11.0),
    ("free", 400_000, 0.70, 1.5, 0.02, 40.0, 0.05, 0.80, 0.035, 2.0, 0.5, "free", 7.0),
    ("lapsed", 250_000, None, None, 0.01, 30.0, 0.0, None, 0.03, 3.0, None, "free", 30.0),
)

_OFFER_COLUMNS = (
    "offer", "kind", "quantity", "unit", "unit_cost", "delivery_cost", "redemption", "face_value", "eligible",
    "lift_if_unredeemed",
)  # fmt: skip
_OFFERS: tuple[tuple[Any, ...], ...] = (
    ("apology", "apology", 0.0, None, 0.0, 0.01, 1.0, 0.3, None, 1.0),
    ("week-free", "credit", 7.0, "day", 0.2, 0.01, 1.0, 2.5, "plan=paid", 1.0),
    ("month-free", "credit", 30.0, "day", 0.2, 0.01, 1.0, 9.0, "premium", 1.0),
    ("trial-week", "voucher", 7.0, "day", 0.08, 0.02, 0.15, 2.5, "plan=free", 0.1),
)


def starter() -> Problem:
    """Return the invented outage: four segments, four offers, something on every sheet."""
    return Problem(
        title="Streaming outage (illustration)",
        budget=250_000,
        delay_days=3,
        effect_half_life_days=21,
        segments=[dict(zip(_SEGMENT_COLUMNS, row, strict=True)) for row in _SEGMENTS],
        offers=[dict(zip(_OFFER_COLUMNS, row, strict=True)) for row in _OFFERS],
        responses=[
            {"segment": "lapsed", "offer": "trial-week", "reconversion": 0.024,
             "reconversion_low": 0.018, "reconversion_high": 0.031, "redemption": 0.06},
        ],
        limits=[
            {"limit": "promise", "measure": "liability", "max": 600_000},
            {"limit": "paying-users-first", "measure": "recipients", "segments": "plan=paid",
             "basis": "per_user", "min": 0.5},
            {"limit": "free-users-reached", "measure": "recipients", "segments": "plan=free",
             "basis": "per_user", "min": 0.25, "enforce": False},
        ],
        policies=[
            {"policy": "week for all who pay", "segments": "plan=paid", "offer": "week-free"},
            {"policy": "apology only", "offer": "apology"},
        ],
        scenarios=[
            {"scenario": "two weeks late", "change": "delay_days=14"},
            {"scenario": "half the budget", "change": "budget*=0.5"},
            {"scenario": "trial disappoints", "change": "offers[trial-week].redemption*=0.5"},
            {"scenario": "trial disappoints", "change": "responses[lapsed,trial-week].reconversion=0.017"},
        ],
    )  # fmt: skip
