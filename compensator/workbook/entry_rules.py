"""What Excel accepts in a cell, and what it says: drop-downs, ranges, unique names.

Excel checks these as one types; the reader checks everything again.
"""

from __future__ import annotations

from typing import Any

from compensator.language import MEASURES
from compensator.problem import (
    FORBIDDEN,
    RESERVED_NAMES,
    Limit,
    Policy,
    Record,
    Response,
    expectation,
    kind,
)

Rule = dict[str, Any]
"""Options of a data validation."""
ROWS_BEYOND = 1000
"""Rows below the last one filled that the rules still cover."""
NAMED_BY = {"Segments": "segment", "Offers": "offer", "Limits": "limit"}
"""Sheets whose rows have a unique name, and its column."""
SEGMENT_NAMES, OFFER_NAMES = "segment_names", "offer_names"
"""Names that the workbook gives to the lists of segments and of offers."""
_REFERENCES: dict[tuple[type[Record], str], str] = {
    (Response, "segment"): SEGMENT_NAMES,
    (Response, "offer"): OFFER_NAMES,
    (Policy, "offer"): OFFER_NAMES,
}


def entry_rule(record: type[Record], name: str, *, sheet: str, note: str, cells: str) -> Rule:
    """Return what a field's cells accept, with the messages that say so.

    Args:
        record: What a row of the sheet is.
        name: The field.
        sheet: Name of the sheet.
        note: Shown while a cell is selected.
        cells: The absolute range that the rule is for, such as ``$A$2:$A$1001``.
    """
    return {
        **(_reference(record, name) or _unique(sheet, name, cells) or _typed(record, name)),
        "input_title": name[:32],
        "input_message": _short(note),
    }


def _short(text: str) -> str:
    """Return a text of at most the 255 characters that Excel shows."""
    return text if len(text) <= 255 else text[:254] + "…"


def _refusal(expected: str, *, warn: bool = False) -> Rule:
    return {
        "error_type": "warning" if warn else "stop",
        "error_title": "Please check" if warn else "Not accepted here",
        "error_message": _short(f"Expected {expected}."),
    }


def _reference(record: type[Record], name: str) -> Rule | None:
    """Return a drop-down of names that stand elsewhere in the workbook."""
    if (record, name) == (Limit, "measure"):
        expected = "a built-in measure, or the name of one of your own columns in Responses"
        return {
            "validate": "list",
            "source": [*MEASURES, "roi"],
            **_refusal(expected, warn=True),
        }
    listed = _REFERENCES.get((record, name))
    if listed is None:
        return None
    where = "Segments" if listed == SEGMENT_NAMES else "Offers"
    return {
        "validate": "list",
        "source": f"={listed}",
        **_refusal(f"a name from the sheet {where}"),
    }


def _unique(sheet: str, name: str, cells: str) -> Rule | None:
    """Return a rule for names: used once, not reserved, without signs that filters need."""
    if NAMED_BY.get(sheet) != name:
        return None
    first = cells.partition(":")[0].replace("$", "")
    tests = [f"SUMPRODUCT(--({cells}={first}))=1"]
    tests += [f'ISERROR(FIND("{sign}",{first}))' for sign in FORBIDDEN]
    tests += [f'LOWER({first})<>"{word}"' for word in RESERVED_NAMES]
    signs = " ".join(FORBIDDEN)
    expected = (
        f"a name not used before, without any of {signs}, and none of {', '.join(RESERVED_NAMES)}"
    )
    return {"validate": "custom", "value": f"=AND({','.join(tests)})", **_refusal(expected)}


def _typed(record: type[Record], name: str) -> Rule:
    """Return a rule for numbers and choices; free text accepts anything."""
    schema, refusal = kind(record, name), _refusal(expectation(record, name))
    if "enum" in schema:
        return {"validate": "list", "source": list(schema["enum"]), **refusal}
    match schema.get("type"):
        case "boolean":
            return {"validate": "list", "source": ["yes", "no"], **refusal}
        case "integer":
            return {"validate": "integer", **_bounds(schema), **refusal}
        case "number":
            return {"validate": "decimal", **_bounds(schema), **refusal}
    if "pattern" in schema:
        return {"validate": "length", "criteria": "==", "value": 3, **refusal}
    return {"validate": "any"}


def _bounds(schema: dict[str, Any]) -> Rule:
    low, high, above = (schema.get(k) for k in ("minimum", "maximum", "exclusiveMinimum"))
    if above is not None:
        return {"criteria": ">", "value": above}
    if high is not None:
        return {"criteria": "between", "minimum": low, "maximum": high}
    return {"criteria": ">=", "value": -1e300 if low is None else low}
