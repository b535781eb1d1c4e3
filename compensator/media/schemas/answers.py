"""Schemas of the answers to what-if questions."""

from __future__ import annotations

from compensator.media.schemas.parts import (
    COUNT,
    GIVEN,
    MAYBE_NUMBER,
    NO_ROWS,
    NULL,
    NUMBER,
    SOME_ROWS,
    TEXT,
    Schema,
    closed,
    drop,
    noted,
    optional,
    record_document,
    renamed,
    rows,
    when,
)
from compensator.plan import Status
from compensator.whatif.break_even import BreakEven
from compensator.whatif.compare import Comparison
from compensator.whatif.frontier import Frontier, Ladder
from compensator.whatif.sweep import Sweep
from compensator.whatif.tornado import Tornado

PLANLESS = (Status.INFEASIBLE.value, Status.UNKNOWN.value)
"""Statuses without a plan."""
MADE = (Status.OPTIMAL.value, Status.FEASIBLE.value)
"""How an end with a plan is called."""
PLAN_KEYS = ("objective", "totals")
"""Keys that are null only where there is no plan."""


def frontier_schema() -> Schema:
    """Return the schema of ``compensator/frontier/1``."""
    whole, parts = record_document(
        Frontier,
        "The best value for every budget.",
        readers_only=("values", "prices", "bounds", "gaps"),
        types={"Ladder": Ladder},
    )
    del parts["Ladder"]
    renamed(whole, {"budgets": "points"})
    whole["properties"]["points"] = noted(rows(_point()), "By rising budget.")
    whole["properties"]["ladder"] |= {"anyOf": [rows(_step()), NULL]}
    clash = when(("infeasible",), {"conflict": SOME_ROWS}, {"conflict": NO_ROWS})
    nothing = {"points": NO_ROWS, "ladder": NULL}
    found = when(("infeasible", "unknown"), nothing, {"points": SOME_ROWS})
    return whole | {"allOf": [clash, found], "$defs": parts}


def _point() -> Schema:
    point = closed(
        {
            "budget": noted(NUMBER, "Money."),
            "value": noted(NUMBER, "Best value there, of what is maximized."),
            "price": noted(NUMBER, "What the next unit of budget brings."),
            "bound": noted(NUMBER, "No plan at this budget brings more; integer problems only."),
            "gap": noted(NUMBER, "Part by which the value may fall short of it."),
        }
    )
    optional(point, ("bound", "gap"))
    return point | {"dependentRequired": {"bound": ["gap"], "gap": ["bound"]}}


def _step() -> Schema:
    return closed(
        {
            "segment": TEXT,
            "from": noted(
                {"anyOf": [TEXT, NULL]}, "Offer that is left; null where the segment starts."
            ),
            "to": TEXT,
            "users": noted(COUNT, "Users who step."),
            "cost": noted(NUMBER, "What the step costs."),
            "value": noted(NUMBER, "What it brings, of what is maximized."),
            "value_per_cost": noted(MAYBE_NUMBER, "Value ÷ cost; null at no cost."),
            "cumulative_cost": noted(NUMBER, "Cost of this step and all before."),
        }
    )


def sweep_schema() -> Schema:
    """Return the schema of ``compensator/sweep/1``."""
    whole, parts = record_document(
        Sweep,
        "A problem solved again at every combination of some inputs.",
        readers_only=("inputs", "asked"),
    )
    cell, switch = parts["Cell"], parts["Switch"]
    drop(cell, ("reason", "stopped"))
    cell["properties"]["allocations"] |= rows({"$ref": "#/$defs/Allocation"})
    del cell["properties"]["allocations"]["anyOf"]
    optional(cell, ("allocations",))
    cell["allOf"] = [when(MADE, *_with_plan(PLAN_KEYS))]
    renamed(switch, {"path": "input", "from_offer": "from", "to_offer": "to"})
    return whole | {"$defs": parts}


def tornado_schema() -> Schema:
    """Return the schema of ``compensator/tornado/1``."""
    whole, parts = record_document(
        Tornado, "Every uncertain input moved down and up.", readers_only=("stopped",)
    )
    infeasible = when(PLANLESS, {"rows": NO_ROWS, "value": NULL}, {"value": GIVEN})
    return whole | {"allOf": [infeasible], "$defs": parts}


def break_even_schema() -> Schema:
    """Return the schema of ``compensator/break-even/1``."""
    whole, parts = record_document(
        BreakEven,
        "Where the answer for one segment and one offer flips.",
        readers_only=("stopped",),
    )
    infeasible = when(PLANLESS, {"flips": NO_ROWS, "share": NULL}, {"share": GIVEN})
    return whole | {"allOf": [infeasible], "$defs": parts}


def compare_schema() -> Schema:
    """Return the schema of ``compensator/compare/1``."""
    whole, parts = record_document(
        Comparison,
        "The best plan beside scenarios, policies, and itself without each limit.",
        readers_only=("stopped",),
    )
    drop(parts["LimitCost"], ("unit", "ranged"))
    for name in ("InputChange", "Move"):
        renamed(parts[name], {"before": "from", "after": "to"})
    plan = parts["Compared"]
    made, none = _with_plan(PLAN_KEYS)
    policy = {"properties": {"kind": {"const": "policy"}}}
    ended = when(MADE, made, none)  # a policy has its figures also where it breaks a limit
    plan["allOf"] = [{"if": policy, "then": {"properties": made}, "else": ended}]
    whole["properties"]["plans"] |= SOME_ROWS
    return whole | {"$defs": parts}


def _with_plan(keys: tuple[str, ...]) -> tuple[dict[str, Schema], dict[str, Schema]]:
    """Return what keys hold where there is a plan, and where there is none."""
    return dict.fromkeys(keys, GIVEN), dict.fromkeys(keys, NULL)
