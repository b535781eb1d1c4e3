"""JSON Schemas made from records, and the words for ties between keys that types cannot say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
NULL: Final[Schema] = {"type": "null"}
GIVEN: Final[Schema] = {"not": {"type": "null"}}
NO_ROWS: Final[Schema] = {"maxItems": 0}
SOME_ROWS: Final[Schema] = {"minItems": 1}
PLANLESS: Final = ("infeasible", "unknown")
"""Statuses without a plan."""
MADE: Final = ("optimal", "feasible")
"""How an end with a plan is called."""
Keys = Mapping[str, Schema | bool]


def when(states: tuple[str, ...], then: Keys, otherwise: Keys) -> Schema:
    """Tie a status to what other keys hold.

    Args:
        states: The statuses.
        then: Keys and what they hold in these.
        otherwise: Keys and what they hold in any other.
    """
    return {
        "if": {"properties": {"status": {"enum": list(states)}}},
        "then": {"properties": dict(then)},
        "else": {"properties": dict(otherwise)},
    }


class _Closed(GenerateJsonSchema):
    """Adds a record's own rules; its docstring is no note to the document's reader."""

    def dataclass_schema(self, schema: Any) -> dict[str, Any]:
        made = super().dataclass_schema(schema)
        made.pop("description", None)
        made["additionalProperties"] = False
        rules = list(getattr(schema["cls"], "RULES", ()))
        if keys := getattr(schema["cls"], "ONLY_INFEASIBLE", ()):
            made["required"] = [key for key in made["required"] if key not in keys]
            clash = when(("infeasible",), {}, dict.fromkeys(keys, False))
            rules.append(clash | {"then": {"required": list(keys)}})
        return made | ({"allOf": rules} if rules else {})


def schema_of(record: type, adapter: TypeAdapter[Any], name: str) -> Schema:
    """Return the schema of a record's document.

    Args:
        record: Whose first line says what the document is.
        adapter: Of the record.
        name: What the document's key ``schema`` holds.
    """
    made: Schema = _plainer(adapter.json_schema(mode="serialization", schema_generator=_Closed))
    parts = made.pop("$defs", {})
    made["properties"] = {"schema": {"const": name}} | made["properties"]
    made["required"] = ["schema", *made["required"]]
    about = {"title": name, "description": (record.__doc__ or "").splitlines()[0]}
    return {"$schema": DIALECT} | about | made | ({"$defs": parts} if parts else {})


def _plainer(node: Any) -> Any:
    """Return a schema without the titles and defaults that only repeat its keys."""
    if isinstance(node, list):
        return [_plainer(each) for each in node]
    if not isinstance(node, dict):
        return node
    dull = {key for key in ("title", "default") if not isinstance(node.get(key), dict)}
    return {key: _plainer(each) for key, each in node.items() if key not in dull}
