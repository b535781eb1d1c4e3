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
    from compensator.media import plot, write
    from compensator.plan import Pairs, Plan, Status, pairs, solve
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
    from compensator.whatif import freeze
    from compensator.whatif.break_even import BreakEven, break_even
    from compensator.whatif.compare import Comparison, compare
    from compensator.whatif.frontier import Frontier, frontier
    from compensator.whatif.sweep import Sweep, explore, sweep
    from compensator.whatif.target import target
    from compensator.whatif.tornado import Tornado, tornado
    from compensator.workbook import read_workbook

_HOMES = {
    "compensator.errors": "CompensatorError InputError Issue SolverError UsageError",
    "compensator.media": "plot write",
    "compensator.plan": "Pairs Plan Status pairs solve",
    "compensator.problem": "Limit Offer Policy Problem Response Scenario Segment Settings changed",
    "compensator.whatif": "freeze",
    "compensator.whatif.break_even": "BreakEven break_even",
    "compensator.whatif.compare": "Comparison compare",
    "compensator.whatif.frontier": "Frontier frontier",
    "compensator.whatif.sweep": "Sweep explore sweep",
    "compensator.whatif.target": "target",
    "compensator.whatif.tornado": "Tornado tornado",
    "compensator.workbook": "read_workbook",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "BreakEven",
    "Comparison",
    "CompensatorError",
    "Frontier",
    "InputError",
    "Issue",
    "Limit",
    "Offer",
    "Pairs",
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
    "pairs",
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
    import_module("compensator.media")  # answers then know how they are drawn
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(_HOME)
