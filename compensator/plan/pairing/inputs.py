"""What was typed of each pair: the figures that its formulas look at, each in its row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from compensator.economics import Array
from compensator.language import OUTCOMES
from compensator.plan.ledger import Ledger
from compensator.problem import RESPONSE_FIGURES
from compensator.story import Kind

RATES: Final = {*OUTCOMES, "redemption"}
Input = tuple[str, Kind, Array]
"""Heading, how it is written, a figure for each pair."""


def inputs_of(ledger: Ledger) -> Iterator[Input]:
    """Yield the columns of a problem that say something, NaN where a cell is blank."""
    yield from _of_segments(ledger)
    yield from _of_offers(ledger)
    settings = ledger.settings
    if settings.effect_half_life_days is not None:
        yield "delay days", "number", ledger.whole(settings.delay_days)
        yield "half-life days", "number", ledger.whole(settings.effect_half_life_days)
    for name in RESPONSE_FIGURES:
        if not np.isnan(ledger.given(name)).all():
            kind: Kind = "small rate" if name in RATES else "unit money"
            yield f"response {name}", kind, ledger.given(name)


def _of_segments(ledger: Ledger) -> Iterator[Input]:
    columns: dict[str, tuple[str, Kind]] = {}
    for outcome, measure in OUTCOMES.items():
        columns[outcome] = f"base {outcome}", "small rate"
        columns[f"{outcome}_ceiling"] = f"{outcome} ceiling", "small rate"
        columns[f"{measure}_value"] = f"{measure} value", "unit money"
    if not np.isnan(ledger.base("half_value")).all():
        columns |= {
            "half_value": ("half value", "unit money"),
            "steepness": ("steepness", "number"),
        }
    columns["word_of_mouth"] = "word of mouth", "number"
    for name, (heading, kind) in columns.items():
        if not np.isnan(cells := ledger.base(name)).all():
            yield heading, kind, cells


def _of_offers(ledger: Ledger) -> Iterator[Input]:
    if ledger.per:
        offers, everybody = ledger.offers, np.ones(len(ledger.segments))
        per = [everybody, *(ledger.per.get(one.offer, everybody) for one in offers)]
        yield "units per user", "number", np.stack(per, axis=1)
        yield "offer face value", "unit money", ledger.whole([0, *(o.face_value for o in offers)])
        yield "offer quantity", "number", ledger.whole([0, *(o.quantity for o in offers)])
    own = ledger.economics.columns.offers
    yield "unit cost", "unit money", ledger.whole(own["unit_cost"])
    yield "delivery cost", "unit money", ledger.whole(own["delivery_cost"])
    yield "offer redemption", "small rate", ledger.whole(own["redemption"])
    yield "usage", "small rate", ledger.whole(own["usage"])
    yield "lift if unredeemed", "small rate", ledger.whole(own["lift_if_unredeemed"])
