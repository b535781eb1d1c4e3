"""Schemas of what commands print that solve nothing, and of what is wrong in the data."""

from __future__ import annotations

from compensator.errors import Issue
from compensator.media.schemas.parts import (
    COUNT,
    MAYBE_NUMBER,
    SOME_ROWS,
    TEXT,
    Schema,
    document,
    noted,
    of,
    rows,
)
from compensator.story import Manifest


def errors_schema() -> Schema:
    """Return the schema of ``compensator/errors/1``."""
    return _with(
        document("compensator/errors/1", "What is wrong in the data, each with its place."),
        errors=rows(of(Issue)) | SOME_ROWS,
    )


def check_schema() -> Schema:
    """Return the schema of ``compensator/check/1``."""
    return _with(
        document("compensator/check/1", "What the data hold, before anything is solved."),
        title=TEXT,
        currency=TEXT,
        manifest=of(Manifest),
        segments=noted(COUNT, "Segments."),
        users=noted(COUNT, "Users of all segments."),
        offers=noted(COUNT, "Offers, none not counted."),
        eligible_pairs=noted(COUNT, "Segment × offer pairs that may be used."),
        limits=noted(COUNT, "Limits."),
        least_cost=noted(MAYBE_NUMBER, "Least cost that meets the limits; null if unknown."),
        most_cost=noted(MAYBE_NUMBER, "Most cost that is of use; null if unknown."),
        notes=rows(TEXT),
    )


def init_schema() -> Schema:
    """Return the schema of ``compensator/init/1``."""
    return _with(
        document("compensator/init/1", "A workbook that was written, to be filled."),
        file=noted(TEXT, "Where it was written, as it was asked for."),
    )


def export_schema() -> Schema:
    """Return the schema of ``compensator/export/1``."""
    return _with(
        document("compensator/export/1", "A program that was written, and whose its names are."),
        file=noted(TEXT, "Where it was written, as it was asked for."),
        segments=noted(
            _legend(r"^[1-9]\d*$", rows(TEXT) | SOME_ROWS),
            "Segments by the first number of a share; several where they must have equal shares.",
        ),
        offers=noted(
            _legend(r"^(0|[1-9]\d*)$", TEXT) | {"required": ["0"]},
            "Offers by the second number of a share; 0 is none.",
        ),
        limits=noted(_legend(r"^\w+$", TEXT), "Limits, by the name of their row."),
    )


def _with(whole: Schema, **properties: Schema) -> Schema:
    """Return a document with further keys, all required."""
    whole["properties"] |= properties
    whole["required"] += list(properties)
    return whole


def _legend(pattern: str, held: Schema) -> Schema:
    """Return an object whose keys are the solver's names."""
    return {"type": "object", "additionalProperties": False, "patternProperties": {pattern: held}}
