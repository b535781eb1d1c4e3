"""What every answer has in common: its document, and what made it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import singledispatch
from typing import TYPE_CHECKING, Any, ClassVar

from compensator.story.document import Document
from compensator.story.frames import frame_of

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


@dataclass(frozen=True, slots=True)
class Answer(Document):
    """A result with a schema of its own, frozen and complete when made.

    Its document begins with title and currency, and ends with notes, manifest and what only keywords name.
    """

    ROWS: ClassVar[str] = ""
    """The key whose rows make its table; blank where it is a row itself."""
    COLUMNS: ClassVar[tuple[str, ...]] = ()
    """Fields of these rows, or of their totals."""

    title: str
    currency: str
    notes: tuple[str, ...] = field(default=(), kw_only=True)
    manifest: Manifest = field(kw_only=True)

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

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its table."""
        return self.COLUMNS

    def to_frame(self) -> pd.DataFrame:
        """Return its rows as a table: allocations, points, cells, plans, inputs or flips."""
        return frame_of(getattr(self, self.ROWS) if self.ROWS else (self,), self.columns)
