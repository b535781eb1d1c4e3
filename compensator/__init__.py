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
    from compensator.whatif.comparisons.lineup import compare
    from compensator.whatif.comparisons.results import Comparison
    from compensator.whatif.curves.budget_curve import Frontier
    from compensator.whatif.curves.tracing import frontier
    from compensator.whatif.flips.results import BreakEven
    from compensator.whatif.flips.takeovers import break_even
    from compensator.whatif.freezing import freeze
    from compensator.whatif.goals.reaching import target
    from compensator.whatif.sweeps.grids import explore, sweep
    from compensator.whatif.sweeps.results import Sweep
    from compensator.whatif.swings.results import Tornado
    from compensator.whatif.swings.sensitivity import tornado
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
    "compensator.whatif.comparisons.lineup": ("compare",),
    "compensator.whatif.comparisons.results": ("Comparison",),
    "compensator.whatif.curves.budget_curve": ("Frontier",),
    "compensator.whatif.curves.tracing": ("frontier",),
    "compensator.whatif.flips.results": ("BreakEven",),
    "compensator.whatif.flips.takeovers": ("break_even",),
    "compensator.whatif.freezing": ("freeze",),
    "compensator.whatif.goals.reaching": ("target",),
    "compensator.whatif.swings.results": ("Tornado",),
    "compensator.whatif.swings.sensitivity": ("tornado",),
    "compensator.whatif.sweeps.grids": ("explore", "sweep"),
    "compensator.whatif.sweeps.results": ("Sweep",),
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
