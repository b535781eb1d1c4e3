"""The measures of a plan: their names, and what they count."""

from __future__ import annotations

MEASURES = (
    "cost",
    "liability",
    "value",
    "net_value",
    "retained",
    "reconverted",
    "incremental_retained",
    "incremental_reconverted",
    "recipients",
    "face_value",
    "quantity",
    "redemptions",
)
"""Built-in measures that limits can name; ``roi`` is added for limits from below."""
MONEY_MEASURES = frozenset({"cost", "liability", "value", "net_value", "face_value"})
"""Measures counted in money."""
USER_MEASURES = frozenset(
    {"retained", "reconverted", "incremental_retained", "incremental_reconverted", "recipients"}
)
"""Measures counted in users."""
OUTCOMES = {"retention": "retained", "reconversion": "reconverted"}
"""Each outcome's probability and the measure that counts its users."""
