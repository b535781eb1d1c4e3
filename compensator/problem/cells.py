"""One cell to one value of the right kind, or a sentence saying what was expected."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

from compensator.language import composed
from compensator.problem.filters import fold, literal, number
from compensator.problem.hints import number_hint, rate_hint
from compensator.problem.records import Record, TagValue
from compensator.spreadsheet import BadCell
from compensator.tolerances import WHOLE

Converter = Callable[[object], object]
_CANONICAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


class CellError(ValueError):
    """A cell that does not hold what its column needs."""

    def __init__(self, expected: str, found: str) -> None:
        """Keep both sides of the message."""
        super().__init__(expected)
        self.expected = expected
        self.found = found


def is_blank(cell: object) -> bool:
    """Return whether a cell holds nothing; a formula's empty text is nothing too."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def show(cell: object) -> str:
    """Return a cell as a message shows it."""
    match cell:
        case None:
            return "nothing"
        case BadCell():
            return cell.found
        case bool():
            return "TRUE" if cell else "FALSE"
        case datetime() if cell.time() != cell.time().min:
            return f"the date {cell.isoformat(sep=' ')}"
        case date():
            return f"the date {cell:%Y-%m-%d}"
        case str():
            shown = repr(cell if len(cell) <= 60 else cell[:57] + "…")
            return (
                f"{shown} (a number stored as text)" if number(cell.strip()) is not None else shown
            )
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
    return repr(cell)


def segments_of(count: int) -> str:
    """Return a number of segments in words."""
    return "1 segment" if count == 1 else f"{count:,} segments"


def to_number(cell: object, *, typed: bool, whole: bool = False) -> float:
    """Return a finite number; a text is one only in untyped tables (CSV).

    Args:
        cell: What stands there.
        typed: Whether texts are texts.
        whole: Whether a hint speaks of whole numbers.
    """
    if isinstance(cell, str) and not typed and (value := number(cell.strip())) is not None:
        return value
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not math.isfinite(cell):
        found = cell.strip() if isinstance(cell, str) and not typed else show(cell)
        raise CellError(f"a number{number_hint(cell, whole=whole)}", found)
    return float(cell)


def to_whole(cell: object, *, typed: bool) -> int:
    """Return a whole number."""
    value = to_number(cell, typed=typed, whole=True)
    if abs(value - round(value)) > WHOLE * max(1.0, abs(value)):
        raise CellError("a whole number", show(cell))
    return int(cell) if isinstance(cell, int) else round(value)


def to_flag(cell: object) -> bool:
    """Return yes or no as true or false."""
    if isinstance(cell, bool):
        return cell
    answer = cell.strip().casefold() if isinstance(cell, str) else ""
    if answer not in ("yes", "no"):
        raise CellError("yes or no", show(cell))
    return answer == "yes"


def to_text(cell: object) -> str:
    """Return text without surrounding space; a whole number is its digits (a segment called 2007)."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and float(cell).is_integer():
        return str(int(cell))
    if not isinstance(cell, str):
        raise CellError("text", show(cell))
    text = composed(cell.strip())
    if text.isprintable():
        return text
    if hidden := [
        c
        for c in text
        if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs") and c not in "\n\t\u200d\u200c"
    ]:
        raise CellError(
            f"text without invisible characters such as U+{ord(hidden[0]):04X}", show(text)
        )
    return text


def to_tag(cell: object, *, typed: bool) -> TagValue:
    """Return a tag as the number, ISO date or text it is."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case datetime():
            if cell.time() == cell.time().min:
                return cell.date()
            raise CellError("a date without time of day, a number or text", show(cell))
        case date():
            return cell
        case int() | float():
            return to_number(cell, typed=True)
    text = to_text(cell)
    value = literal(text)
    if isinstance(value, float) and (typed or not _CANONICAL.fullmatch(text)):
        return text
    return value


@cache
def kind(record: type[Record], field: str) -> dict[str, Any]:
    """Return a field's JSON schema without the null that makes it optional."""
    schema = record.model_json_schema()["properties"][field]
    options = [o for o in schema.get("anyOf", [schema]) if o.get("type") != "null"]
    return {**schema, **options[0]}


def expectation(record: type[Record], field: str) -> str:
    """Return what a field's cells should hold, in words."""
    schema = kind(record, field)
    if "enum" in schema:
        return "one of " + ", ".join(schema["enum"])
    if "pattern" in schema:
        return "an ISO 4217 code of three capital letters, such as USD"
    low, high, above = (schema.get(k) for k in ("minimum", "maximum", "exclusiveMinimum"))
    match schema.get("type"):
        case "boolean":
            return "yes or no"
        case "integer":
            return f"a whole number of at least {low:g}" if low is not None else "a whole number"
        case "number":
            noun = schema.get(
                "noun", "an amount of money" if schema.get("unit") == "money" else "a number"
            )
            if high is not None:
                return f"{noun} between {low:g} and {high:g}"
            if above is not None:
                return f"{noun} above {above:g}"
            return f"{noun} of at least {low:g}" if low is not None else noun
    return (
        f"text of 1 to {schema['maxLength']} characters" if "maxLength" in schema else "some text"
    )


def refusal(record: type[Record], field: str, value: object) -> str:
    """Return what a field's cells should hold, with a hint for one that does not."""
    hint = rate_hint(value) if kind(record, field).get("unit") == "0–1" else ""
    return expectation(record, field) + hint


def converter(record: type[Record], field: str, *, typed: bool) -> Converter:
    """Return the function that turns a cell of this column into the field's value."""
    schema = kind(record, field)
    match schema.get("type"):
        case "boolean":
            return to_flag
        case "integer":
            return lambda cell: to_whole(cell, typed=typed)
        case "number":
            return lambda cell: (
                cell if type(cell) is float and cell - cell == 0 else to_number(cell, typed=typed)
            )
    if "enum" in schema:
        return lambda cell: fold(to_text(cell))
    return to_text
