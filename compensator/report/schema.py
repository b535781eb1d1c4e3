"""JSON Schemas of the documents that are printed, made from the records that print them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from pydantic import ConfigDict, create_model

from compensator.errors import Issue
from compensator.plan.document import Manifest, Plan
from compensator.problem.records import Settings

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
OPTIONAL: Final = {
    "Certificate": ("solver_bound", "solver_gap"),
    "Repair": ("together",),
}
"""Keys that a plan leaves out where they say nothing."""
READERS_ONLY: Final = ("LimitResult", "Repair")
"""Records whose ``unit`` is not in the document."""
OF_TARGETS: Final = ("targets", "best")
"""Keys that only plans of a target have."""
ONLY_INFEASIBLE: Final = ("conflict", "repairs")
WHEN_MADE: Final = ("totals", "objective", "certificate")
"""Keys that are null only where there is no plan."""


def plan_schema() -> dict[str, Any]:
    """Return the schema of ``compensator/plan/1``."""
    schema = _of(Plan)
    definitions = schema["$defs"]
    for name, keys in OPTIONAL.items():
        definitions[name]["required"] = _without(definitions[name]["required"], keys)
    for name in READERS_ONLY:
        definitions[name]["required"] = _without(definitions[name]["required"], ("unit",))
        del definitions[name]["properties"]["unit"]
    properties = schema["properties"]
    del properties["stopped"], properties["integer"]
    schema["required"] = _without(schema["required"], ("stopped", "integer"))
    properties["maximize"] |= _maximize()
    document = _document(Plan.SCHEMA, "A plan: who gets what, what it brings, and the proof.")
    document["properties"] |= properties
    document["required"] += _without(schema["required"], (*ONLY_INFEASIBLE, *OF_TARGETS))
    return document | {"allOf": _conditions(), "$defs": definitions}


def errors_schema() -> dict[str, Any]:
    """Return the schema of ``compensator/errors/1``."""
    document = _document("compensator/errors/1", "What is wrong in the data, each with its place.")
    issue = _of(Issue)
    document["properties"]["errors"] = {"type": "array", "minItems": 1, "items": issue}
    document["required"].append("errors")
    return document


def check_schema() -> dict[str, Any]:
    """Return the schema of ``compensator/check/1``."""
    document = _document("compensator/check/1", "What the data hold, before anything is solved.")
    count = {"type": "integer", "minimum": 0}
    money = {"anyOf": [{"type": "number"}, {"type": "null"}]}
    document["properties"] |= {
        "title": {"type": "string"},
        "currency": {"type": "string"},
        "manifest": _of(Manifest),
        "segments": count | {"description": "Segments."},
        "users": count | {"description": "Users of all segments."},
        "offers": count | {"description": "Offers, none not counted."},
        "eligible_pairs": count | {"description": "Segment × offer pairs that may be used."},
        "limits": count | {"description": "Limits."},
        "least_cost": money | {"description": "Least cost that meets the limits; null if unknown."},
        "most_cost": money | {"description": "Most cost that is of use; null if unknown."},
        "notes": {"type": "array", "items": {"type": "string"}},
    }
    document["required"] = list(document["properties"])
    return document


SCHEMAS: Final = {"plan-1": plan_schema, "errors-1": errors_schema, "check-1": check_schema}
"""The schemas shipped beside this module, as ``<name>.schema.json``."""


def write_shipped() -> None:
    """Write the schemas beside this module: ``python -m compensator.report.schema``."""
    for name, schema in SCHEMAS.items():
        text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
        Path(__file__).with_name(f"{name}.schema.json").write_text(text, encoding="utf-8")


def _document(name: str, description: str) -> dict[str, Any]:
    return {
        "$schema": DIALECT,
        "title": name,
        "description": description,
        "type": "object",
        "additionalProperties": False,
        "properties": {"schema": {"const": name}},
        "required": ["schema"],
    }


def _of(record: type) -> dict[str, Any]:
    """Return the schema of a frozen record: closed, each key required, docstrings as notes."""
    holder = create_model(  # only within a model does a dataclass give its notes
        "Holder", __config__=ConfigDict(use_attribute_docstrings=True), held=(record, ...)
    )
    definitions = holder.model_json_schema(mode="serialization")["$defs"]
    for each in definitions.values():
        if each["type"] == "object":
            each["additionalProperties"] = False
            each["required"] = list(each["properties"])
    schema: dict[str, Any] = _plainer(definitions.pop(record.__name__))
    return schema | ({"$defs": _plainer(definitions)} if definitions else {})


def _plainer(node: Any) -> Any:
    """Return a schema without the titles and defaults that only repeat its keys."""
    if isinstance(node, list):
        return [_plainer(each) for each in node]
    if not isinstance(node, dict):
        return node
    dull = {key for key in ("title", "default") if not isinstance(node.get(key), dict)}
    return {key: _plainer(each) for key, each in node.items() if key not in dull}


def _maximize() -> dict[str, Any]:
    return {"enum": Settings.model_json_schema()["properties"]["maximize"]["enum"]}


def _without(keys: list[str], left_out: tuple[str, ...]) -> list[str]:
    return [key for key in keys if key not in left_out]


def _conditions() -> list[dict[str, Any]]:
    """Tie the status to the keys that only one outcome has."""

    def status(*names: str) -> dict[str, Any]:
        return {"properties": {"status": {"enum": list(names)}}}

    made = {"properties": {key: {"not": {"type": "null"}} for key in WHEN_MADE}}
    infeasible = {"required": list(ONLY_INFEASIBLE)}
    absent = {"properties": dict.fromkeys(ONLY_INFEASIBLE, False)}
    return [
        {"if": status("infeasible"), "then": infeasible, "else": absent},
        {"if": status("optimal", "feasible"), "then": made},
    ]


if __name__ == "__main__":
    write_shipped()
