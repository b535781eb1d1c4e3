"""JSON Schemas of the documents that are printed, one module for each kind."""

from compensator.media.schemas.answers import (
    break_even_schema,
    compare_schema,
    frontier_schema,
    sweep_schema,
    tornado_schema,
)
from compensator.media.schemas.commands import (
    check_schema,
    errors_schema,
    export_schema,
    init_schema,
)
from compensator.media.schemas.parts import Schema
from compensator.media.schemas.plans import plan_schema

__all__ = [
    "Schema",
    "break_even_schema",
    "check_schema",
    "compare_schema",
    "errors_schema",
    "export_schema",
    "frontier_schema",
    "init_schema",
    "plan_schema",
    "sweep_schema",
    "tornado_schema",
]
