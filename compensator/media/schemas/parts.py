"""What every schema is made of: closed objects from records, renamed keys, ties between keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import ConfigDict, create_model
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from compensator.problem import Settings

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
TEXT: Final[Schema] = {"type": "string"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
NUMBER: Final[Schema] = {"type": "number"}
MAYBE_NUMBER: Final[Schema] = {"anyOf": [{"type": "number"}, {"type": "null"}]}
NULL: Final[Schema] = {"type": "null"}
GIVEN: Final[Schema] = {"not": {"type": "null"}}
NO_ROWS: Final[Schema] = {"maxItems": 0}
SOME_ROWS: Final[Schema] = {"minItems": 1}


class _Arrays(GenerateJsonSchema):
    """Leaves arrays open: their document has rows in their place."""

    def handle_invalid_for_json_schema(self, schema: Any, error_info: str) -> JsonSchemaValue:  # noqa: ARG002 - pydantic's signature
        """Say nothing about a field."""
        return {}


def document(name: str, description: str) -> Schema:
    """Return the start of a document's schema: closed, with nothing but its name.

    Args:
        name: What its key ``schema`` holds.
        description: What it is, in a sentence.
    """
    return {
        "$schema": DIALECT,
        "title": name,
        "description": description,
        "type": "object",
        "additionalProperties": False,
        "properties": {"schema": {"const": name}},
        "required": ["schema"],
    }


def record_document(
    record: type,
    description: str,
    *,
    readers_only: tuple[str, ...] = (),
    types: Mapping[str, type] | None = None,
) -> tuple[Schema, Schema]:
    """Return the schema of a result that prints its own fields, and the parts of it.

    Args:
        record: A result with a ``SCHEMA``; what it maximizes is named in ``maximize``.
        description: What it is, in a sentence.
        readers_only: Fields that are not in the document.
        types: Types by name that its module knows only while it is checked.
    """
    schema = of(record, types)
    drop(schema, readers_only)
    if "maximize" in schema["properties"]:
        schema["properties"]["maximize"] |= maximize()
    whole = document(getattr(record, "SCHEMA"), description)  # noqa: B009 - a result, not any type
    whole["properties"] |= schema["properties"]
    whole["required"] += schema["required"]
    parts: Schema = schema["$defs"]
    return whole, parts


def of(record: type, types: Mapping[str, type] | None = None) -> Schema:
    """Return the schema of a frozen record: closed, each key required, docstrings as notes."""
    settings = ConfigDict(use_attribute_docstrings=True, arbitrary_types_allowed=True)
    # only within a model does a dataclass give its notes
    holder = create_model("Holder", __config__=settings, held=(record, ...))
    holder.model_rebuild(_types_namespace=types or {})
    made = holder.model_json_schema(mode="serialization", schema_generator=_Arrays)
    # an array says nothing; newer versions of NumPy name its type
    definitions = {name: each for name, each in made["$defs"].items() if each}
    for each in definitions.values():
        if each["type"] == "object":
            each["additionalProperties"] = False
            each["required"] = list(each["properties"])
            each.pop("description", None)  # some versions of pydantic give it, some do not
    schema: Schema = _plainer(definitions.pop(record.__name__))
    return schema | ({"$defs": _plainer(definitions)} if definitions else {})


def closed(properties: Mapping[str, Schema]) -> Schema:
    """Return an object with exactly these keys."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": dict(properties),
        "required": list(properties),
    }


def rows(item: Schema) -> Schema:
    """Return a list of such items."""
    return {"type": "array", "items": item}


def noted(schema: Schema, note: str) -> Schema:
    """Return a schema with a note to its reader."""
    return schema | {"description": note}


def drop(schema: Schema, keys: Iterable[str]) -> None:
    """Take keys out of an object: they are for readers of the record, not of the document."""
    for key in keys:
        del schema["properties"][key]
    schema["required"] = without(schema["required"], tuple(keys))


def optional(schema: Schema, keys: tuple[str, ...]) -> None:
    """Let an object leave keys out."""
    schema["required"] = without(schema["required"], keys)


def renamed(schema: Schema, names: Mapping[str, str]) -> None:
    """Give keys the names that the document has for them."""
    schema["properties"] = {names.get(k, k): v for k, v in schema["properties"].items()}
    schema["required"] = [names.get(key, key) for key in schema["required"]]


def without(keys: list[str], left_out: tuple[str, ...]) -> list[str]:
    """Return the keys that are not left out."""
    return [key for key in keys if key not in left_out]


def maximize() -> Schema:
    """Return the measures that a plan may maximize."""
    return {"enum": Settings.model_json_schema()["properties"]["maximize"]["enum"]}


def when(
    states: tuple[str, ...], then: Mapping[str, Schema], otherwise: Mapping[str, Schema]
) -> Schema:
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


def _plainer(node: Any) -> Any:
    """Return a schema without the titles and defaults that only repeat its keys."""
    if isinstance(node, list):
        return [_plainer(each) for each in node]
    if not isinstance(node, dict):
        return node
    dull = {key for key in ("title", "default") if not isinstance(node.get(key), dict)}
    return {key: _plainer(each) for key, each in node.items() if key not in dull}
