"""The JSON Schemas that ship with the package, made from the records that print the documents."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from compensator.media.schemas import (
    Schema,
    break_even_schema,
    check_schema,
    compare_schema,
    errors_schema,
    export_schema,
    frontier_schema,
    init_schema,
    plan_schema,
    sweep_schema,
    tornado_schema,
)

SCHEMAS: Final[Mapping[str, Callable[[], Schema]]] = {
    "plan-1": plan_schema,
    "frontier-1": frontier_schema,
    "sweep-1": sweep_schema,
    "tornado-1": tornado_schema,
    "break-even-1": break_even_schema,
    "compare-1": compare_schema,
    "check-1": check_schema,
    "init-1": init_schema,
    "export-1": export_schema,
    "errors-1": errors_schema,
}
"""The schemas shipped beside this module, as ``<name>.schema.json``."""


def write_shipped() -> None:
    """Write the schemas beside this module: ``python -m compensator.media.schema``."""
    for name, schema in SCHEMAS.items():
        text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
        Path(__file__).with_name(f"{name}.schema.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_shipped()
