"""Small named problems whose numbers a reader can redo by hand."""

from __future__ import annotations

from compensator.problem import Problem


def outage(**changes: object) -> Problem:
    """Return two segments and two offers, per user:

    ========  ============  =================  ==================
    segment   users         card, costs 0.30   week, costs 1.00
    ========  ============  =================  ==================
    paying    100           + 2 % × 50 = 1.00  + 10 % × 50 = 5.00
    dormant   200           + 5 % × 20 = 1.00  +  2 % × 20 = 0.40
    ========  ============  =================  ==================

    So money goes first to a week for the paying (5.00 per 1), which costs 100 and brings 500, then
    to cards for the dormant (3.33 per 1), which cost 60 and bring 200.
    """
    tables: dict[str, object] = {
        "segments": [
            {"segment": "paying", "users": 100, "retention": 0.8, "retained_value": 50},
            {"segment": "dormant", "users": 200, "reconversion": 0.1, "reconverted_value": 20},
        ],
        "offers": [
            {
                "offer": "card",
                "quantity": 30,
                "unit": "minute",
                "unit_cost": 0.02,
                "redemption": 0.5,
            },
            {"offer": "week", "delivery_cost": 1},
        ],
        "responses": [
            {"segment": "paying", "offer": "card", "retention": 0.82},
            {"segment": "paying", "offer": "week", "retention": 0.9},
            {"segment": "dormant", "offer": "card", "reconversion": 0.15},
            {"segment": "dormant", "offer": "week", "reconversion": 0.12},
        ],
    }
    return Problem(**{**tables, **changes})
