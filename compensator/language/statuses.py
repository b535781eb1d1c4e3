"""How an answer ended, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WITHOUT_PLAN: Final[Mapping[str, str]] = {
    "infeasible": "no plan meets every limit",
    "unknown": "the time limit was reached without a plan",
    "unproven": "no answer was proven",
    "invalid": "its changes make no valid problem",
}
"""Why there is no plan, by status; ``unproven`` is an unknown that time has no part in."""


def standing_of(status: str, *, best: str = "best plan", targets: bool = False) -> str:
    """Return a status in words.

    Args:
        status: ``optimal``, ``feasible``, ``infeasible`` or ``unknown``.
        best: What is proven, such as ``best plan`` or ``cheapest plan``.
        targets: Whether targets were to be reached.

    >>> standing_of("optimal"), standing_of("feasible", best="cheapest plan")
    ('best plan, proven', 'a plan, not proven cheapest')
    """
    match status:
        case "optimal":
            return f"{best}, proven"
        case "feasible":
            return f"a plan, not proven {best.split(' ', 1)[0]}"
        case "infeasible" if targets:
            return "infeasible: no plan reaches the targets"
    return f"{status}: {WITHOUT_PLAN[status]}"
