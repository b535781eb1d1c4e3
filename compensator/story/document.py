"""How a frozen record says its own JSON, and the JSON Schema of it."""

from __future__ import annotations

import json
from functools import cache
from typing import Annotated, Any, ClassVar, Final

from pydantic import ConfigDict, Field, TypeAdapter

from compensator.story.schemas import Schema, schema_of

Hidden: Final = Field(exclude=True)
"""Marks what readers of the record need and the document leaves out."""
Sparse: Final = Field(exclude_if=lambda held: held is None or held is False or held == ())
"""Marks a key that the document has only where it says something."""


Asked: Final = Field(exclude_if=lambda held: held is None)
"""Marks a key that the document has only where it was asked for."""


Count = Annotated[int, Field(ge=0)]
"""How many."""


def named(key: str) -> Any:
    """Return the mark of a field whose key Python cannot name, or names otherwise."""
    return Field(serialization_alias=key)


class Document:
    """A frozen record with a schema of its own; its docstrings describe the keys."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid",
        arbitrary_types_allowed=True,
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,
    )
    SCHEMA: ClassVar[str]
    """What the document's key ``schema`` holds."""
    RULES: ClassVar[tuple[Schema, ...]] = ()
    """How keys depend on each other, each a JSON Schema."""
    ONLY_INFEASIBLE: ClassVar[tuple[str, ...]] = ()
    """Keys that only the answer to an infeasible problem has."""

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain Python data."""
        kind: Any = type(self)
        held: dict[str, Any] = _adapter(kind).dump_python(self, by_alias=True)
        if held.get("status") != "infeasible":
            held = {key: each for key, each in held.items() if key not in self.ONLY_INFEASIBLE}
        return {"schema": self.SCHEMA, **held}

    def to_json(self, indent: int | None = 1) -> str:
        """Return the document as JSON text.

        Raises:
            ValueError: If a figure is none that JSON has a word for, such as NaN.
        """
        if indent is None:
            return _text(self.to_dict())
        return _indented(self.to_dict(), "\n", " " * indent)

    @classmethod
    def schema(cls) -> Schema:
        """Return the JSON Schema of the document."""
        kind: Any = cls
        return schema_of(cls, _adapter(kind), cls.SCHEMA)


@cache
def _adapter(record: type) -> TypeAdapter[Any]:
    return TypeAdapter(record)


def _text(value: Any, comma: str = ", ") -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(comma, ": "))


def _indented(value: Any, line: str, step: str) -> str:
    """Return what ``json.dumps(value, indent=…)`` does, a row of plain figures in one go.

    Args:
        value: Plain Python data.
        line: A line's end and the indent of the next one.
        step: What each level adds to it.
    """
    if not value or not isinstance(value, dict | list | tuple):
        return _text(value)
    inner = line + step
    if isinstance(value, dict):
        if _flat(value.values()):  # no string holds a raw line's end: it parts items only
            return f"{{{inner}{_text(value, f',{inner}')[1:-1]}{line}}}"
        pairs = (f"{_text(str(k))}: {_indented(v, inner, step)}" for k, v in value.items())
        return f"{{{inner}{f',{inner}'.join(pairs)}{line}}}"
    if all(isinstance(row, dict) and row and _flat(row.values()) for row in value):
        deep = inner + step
        rows = _text(value, f",{deep}")[2:-2].replace(f"}},{deep}{{", f"{inner}}},{inner}{{{deep}")
        return f"[{inner}{{{deep}{rows}{inner}}}{line}]"
    return f"[{inner}{f',{inner}'.join(_indented(v, inner, step) for v in value)}{line}]"


def _flat(values: Any) -> bool:
    """Return whether none of some values holds further ones."""
    return not any(type(v) in _NESTED and v for v in values)


_NESTED: Final = frozenset({dict, list, tuple})
