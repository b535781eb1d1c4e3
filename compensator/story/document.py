"""How a frozen record says its own JSON, and the JSON Schema of it."""

from __future__ import annotations

import json
import re
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


NUMBER: Final = re.compile(rb'(": )(-?\d[\d.]*e-?\d+|-?0\.0000\d+)(?=,?$)', re.MULTILINE)
"""Numbers that pydantic and Python spell differently; a text ends in a quotation mark, so it is none."""
UNSPOKEN: Final = (b"NaN", b"Infinity")
"""Words for figures that JSON has none for."""


class Document:
    """A frozen record with a schema of its own; its docstrings describe the keys."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid",
        arbitrary_types_allowed=True,
        use_attribute_docstrings=True,
        ser_json_inf_nan="constants",
        json_schema_serialization_defaults_required=True,
    )
    SCHEMA: ClassVar[str]
    """What the document's key ``schema`` holds."""
    RULES: ClassVar[tuple[Schema, ...]] = ()
    """How keys depend on each other, each a JSON Schema."""
    ONLY_INFEASIBLE: ClassVar[tuple[str, ...]] = ()
    """Keys that only the answer to an infeasible problem has."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Return how pydantic reads the record: documents have their keys in the order of their schema."""
        made = handler(source)
        record = handler.resolve_ref_schema(made)
        record["fields"] = [each["name"] for each in record["schema"]["fields"]]
        return made

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain Python data."""
        kind: Any = type(self)
        held = _adapter(kind).dump_python(self, mode="json", by_alias=True, exclude=self._absent())
        return {"schema": self.SCHEMA, **held}

    def to_json(self, indent: int | None = 1) -> str:
        """Return the document as JSON text.

        Raises:
            ValueError: If a figure is none that JSON has a word for, such as NaN.
        """
        kind: Any = type(self)
        if indent:
            lines = _adapter(kind).dump_json(
                self, indent=indent, by_alias=True, exclude=self._absent()
            )
            if not any(word in lines for word in UNSPOKEN):
                head = f'{{\n{" " * indent}"schema": "{self.SCHEMA}",'
                return head + NUMBER.sub(_spelled, lines).decode()[1:]
        return json.dumps(self.to_dict(), indent=indent, ensure_ascii=False, allow_nan=False)

    def _absent(self) -> set[str]:
        """Return the keys that this document has not."""
        infeasible = getattr(self, "status", None) == "infeasible"
        return set() if infeasible else set(self.ONLY_INFEASIBLE)

    @classmethod
    def schema(cls) -> Schema:
        """Return the JSON Schema of the document."""
        kind: Any = cls
        return schema_of(cls, _adapter(kind), cls.SCHEMA)


@cache
def _adapter(record: type) -> TypeAdapter[Any]:
    return TypeAdapter(record)


def _spelled(number: re.Match[bytes]) -> bytes:
    """Return a number as Python spells it, so that a document reads the same whatever printed it."""
    return number[1] + repr(float(number[2])).encode()
