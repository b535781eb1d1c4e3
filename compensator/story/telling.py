"""What every answer has in common: its document, and what made it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Manifest:
    """What made an answer."""

    input_sha256: str | None
    """Of the workbook, or of the folder's files; null for tables in memory."""
    compensator: str
    pulp: str
    solver: str
    """Name and, where known, version."""
    seed: int | None
    seconds: float


class Answer:
    """A result with a schema of its own, frozen and complete when made."""

    __slots__ = ()
    SCHEMA: ClassVar[str]

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain Python data."""
        raise NotImplementedError

    def to_json(self, indent: int | None = 1) -> str:
        """Return the document as JSON text."""
        return json.dumps(self.to_dict(), indent=indent, ensure_ascii=False, allow_nan=False)
