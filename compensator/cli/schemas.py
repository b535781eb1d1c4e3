"""The JSON Schemas that ship with the package, made from the records that print the documents."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

from compensator.cli.documents import Errors, Exported, Written
from compensator.plan import Inventory, Pairs, Plan
from compensator.story import Document
from compensator.whatif.break_even import BreakEven
from compensator.whatif.compare import Comparison
from compensator.whatif.frontier import Frontier
from compensator.whatif.sweep import Sweep
from compensator.whatif.tornado import Tornado

DOCUMENTS: Final = (
    Plan,
    Frontier,
    Sweep,
    Tornado,
    BreakEven,
    Comparison,
    Inventory,
    Pairs,
    Written,
    Exported,
    Errors,
)
SCHEMAS: Final[Mapping[str, type[Document]]] = {
    kind.SCHEMA.removeprefix("compensator/").replace("/", "-"): kind for kind in DOCUMENTS
}
"""What describes each schema shipped in the package's folder ``schemas``, ``<name>.schema.json``."""


def write_shipped() -> None:
    """Write the schemas into the package: ``python -m compensator.cli.schemas``."""
    for name, kind in SCHEMAS.items():
        text = json.dumps(kind.schema(), indent=2, ensure_ascii=False) + "\n"
        target = Path(str(files("compensator"))) / "schemas" / f"{name}.schema.json"
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_shipped()
