"""The schema of a plan, of ``solve`` and of ``target``."""

from __future__ import annotations

from typing import Any, Final

from compensator.media.schemas.parts import (
    GIVEN,
    SOME_ROWS,
    Schema,
    drop,
    optional,
    record_document,
)
from compensator.plan import Plan

OPTIONAL: Final = {
    "Certificate": ("solver_bound", "solver_gap"),
    "Repair": ("together",),
}
"""Keys that a plan leaves out where they say nothing."""
READERS_ONLY: Final = ("LimitResult", "Repair")
"""Records whose ``unit`` is not in the document."""
OF_TARGETS: Final = ("targets", "best")
"""Keys that only plans of a target have: what is reached, or the most that can be."""
ONLY_INFEASIBLE: Final = ("conflict", "repairs")
WHEN_MADE: Final = ("totals", "objective", "certificate")
"""Keys that are null only where there is no plan."""


def plan_schema() -> Schema:
    """Return the schema of ``compensator/plan/1``."""
    document, definitions = record_document(
        Plan,
        "A plan: who gets what, what it brings, and the proof.",
        readers_only=("stopped", "integer"),
    )
    for name, keys in OPTIONAL.items():
        optional(definitions[name], keys)
    for name in READERS_ONLY:
        drop(definitions[name], ("unit",))
    for key in OF_TARGETS:
        document["properties"][key] |= SOME_ROWS
    optional(document, (*ONLY_INFEASIBLE, *OF_TARGETS, "given"))
    return document | {"allOf": _conditions(), "$defs": definitions}


def _conditions() -> list[dict[str, Any]]:
    """Tie the status to the keys that only one outcome has."""

    def status(*names: str) -> dict[str, Any]:
        return {"properties": {"status": {"enum": list(names)}}}

    made = {"properties": dict.fromkeys(WHEN_MADE, GIVEN)}
    infeasible = {"required": list(ONLY_INFEASIBLE), "properties": {"targets": False}}
    absent = {"properties": dict.fromkeys((*ONLY_INFEASIBLE, "best"), False)}
    return [
        {"if": status("infeasible"), "then": infeasible, "else": absent},
        {"if": status("optimal", "feasible"), "then": made},
    ]
