"""What every answer has in common: its document, and what made it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from compensator.story.document import Document

if TYPE_CHECKING:
    import pandas as pd


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


class Ending(StrEnum):
    """How a question ended, for whoever asked: one word for every kind of answer."""

    DONE = "done"
    INFEASIBLE = "infeasible"
    """The problem as it stands has no plan."""
    STOPPED = "stopped"
    """The time limit ended the solve of the problem as it stands."""
    INTERRUPTED = "interrupted"
    """Only part of what was asked for was done."""


@singledispatch
def summarize(answer: Any) -> str:
    """Return an answer in a few lines of text; each room registers what says its own."""
    msg = f"expected an answer with a summary, found {type(answer).__name__!r}"
    raise TypeError(msg)


class Answer(Document):
    """A result with a schema of its own, frozen and complete when made."""

    __slots__ = ()

    def summary(self) -> str:
        """Return the answer in a few lines of text, units included."""
        return summarize(self)

    @property
    def ending(self) -> Ending:
        """How the question ended."""
        told: Any = self  # each has a status, and says whether the time limit stopped it
        if told.status == Ending.INFEASIBLE:
            return Ending.INFEASIBLE
        return Ending.STOPPED if told.stopped else Ending.DONE


def frame_of(records: Sequence[Any], kind: type) -> pd.DataFrame:
    """Return records as a table, a column for each field; several names in one cell stand after each other.

    Args:
        records: All of one kind.
        kind: Theirs, for a table without rows too.
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and only needed here

    names = [field.name for field in fields(kind)]
    cells = {name: [_cell(getattr(one, name)) for one in records] for name in names}
    return pd.DataFrame(cells if records else None, columns=names)


def _cell(held: Any) -> Any:
    return ", ".join(held) if isinstance(held, tuple) else held
