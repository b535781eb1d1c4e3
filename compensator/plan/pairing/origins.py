"""Where the figures of a pair are from: a response, or the segment's curve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np

from compensator.economics import Array
from compensator.language import OUTCOMES
from compensator.plan.ledger import Ledger
from compensator.problem import RESPONSE_FIGURES

Source = Literal["response", "curve"]
"""The sheet Responses, or the curve that a segment has in the sheet Segments."""


def sources(ledger: Ledger) -> list[dict[str, Source]]:
    """Return where each pair's lifts are from, and what else the sheet Responses gives."""
    told: list[dict[str, Source]] = [{} for _ in range(len(ledger))]
    figures = ledger.figures()
    for name in RESPONSE_FIGURES:
        given = ~np.isnan(ledger.given(name))
        if name in OUTCOMES:
            known = _has_lift(figures[f"lift_{name}"])
            given &= known
            for place in np.flatnonzero(known & ~given):
                told[place][name] = "curve"
        for place in np.flatnonzero(given):
            told[place][name] = "response"
    return told


def _has_lift(lift: Array) -> Array:
    """Return where a lift comes from somewhere: none has one of its own."""
    known: Array = ~np.isnan(lift)
    known[:, 0] = False
    return known


def in_words(told: Mapping[str, Source]) -> str | None:
    """Return the sources of a pair as a cell tells them.

    >>> in_words({"retention": "curve", "reconversion": "response", "cost": "response"})
    'response: reconversion, cost; curve: retention'
    >>> in_words({})
    """
    by_source: dict[str, list[str]] = {"response": [], "curve": []}
    for name, source in told.items():
        by_source[source].append(name)
    return (
        "; ".join(f"{one}: {', '.join(names)}" for one, names in by_source.items() if names) or None
    )
