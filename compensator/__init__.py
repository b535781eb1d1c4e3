"""Decide who gets which compensation after a service failure.

>>> import compensator as cp
>>> problem = cp.Problem(
...     segments=[{"segment": "paying", "users": 100, "retention": 0.8, "retained_value": 90}],
...     offers=[{"offer": "card", "unit_cost": 1}],
...     responses=[{"segment": "paying", "offer": "card", "retention": 0.9, "cost": 1}],
...     budget=50,
... )
>>> round(cp.solve(problem).objective)
450
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compensator.errors import (
        CompensatorError,
        InputError,
        Issue,
        SolverError,
        UsageError,
    )
    from compensator.optimizer import solve
    from compensator.plan.document import Plan, Status
    from compensator.problem import (
        Limit,
        Offer,
        Policy,
        Problem,
        Response,
        Scenario,
        Segment,
        Settings,
        changed,
    )
    from compensator.report import plot, write
    from compensator.whatif import (
        BreakEven,
        Comparison,
        Frontier,
        Sweep,
        Tornado,
        break_even,
        compare,
        explore,
        freeze,
        frontier,
        sweep,
        target,
        tornado,
    )
    from compensator.workbook import read_workbook

_HOMES = {
    "compensator.errors": (
        "CompensatorError",
        "InputError",
        "Issue",
        "SolverError",
        "UsageError",
    ),
    "compensator.optimizer": ("solve",),
    "compensator.plan.document": ("Plan", "Status"),
    "compensator.problem": (
        "Limit",
        "Offer",
        "Policy",
        "Problem",
        "Response",
        "Scenario",
        "Segment",
        "Settings",
        "changed",
    ),
    "compensator.report": ("plot", "write"),
    "compensator.whatif": (
        "BreakEven",
        "Comparison",
        "Frontier",
        "Sweep",
        "Tornado",
        "break_even",
        "compare",
        "explore",
        "freeze",
        "frontier",
        "sweep",
        "target",
        "tornado",
    ),
    "compensator.workbook": ("read_workbook",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "BreakEven",
    "Comparison",
    "CompensatorError",
    "Frontier",
    "InputError",
    "Issue",
    "Limit",
    "Offer",
    "Plan",
    "Policy",
    "Problem",
    "Response",
    "Scenario",
    "Segment",
    "Settings",
    "SolverError",
    "Status",
    "Sweep",
    "Tornado",
    "UsageError",
    "break_even",
    "changed",
    "compare",
    "explore",
    "freeze",
    "frontier",
    "plot",
    "read_workbook",
    "solve",
    "sweep",
    "target",
    "tornado",
    "write",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that importing the package stays light."""
    if name not in _HOME:
        msg = f"module 'compensator' has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(_HOME)
