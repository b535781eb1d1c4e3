"""What every answer has in common: its document, and what made it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import singledispatch
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypedDict

from compensator.errors import UsageError
from compensator.language import visible
from compensator.story.document import Document
from compensator.story.frames import frame_of
from compensator.story.model import Manifest, Story

if TYPE_CHECKING:
    import pandas as pd


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
def story(answer: Any) -> Story:
    """Return an answer as its readers see it; each room registers what tells its own.

    Raises:
        UsageError: If it is no answer.
    """
    msg = f"expected a result such as a plan, a frontier or a sweep, found {_found(answer)}"
    raise UsageError(msg)


class Common(TypedDict):
    """What each story takes from its answer as it is."""

    schema: str
    title: str
    currency: str
    manifest: Manifest
    notes: tuple[str, ...]


LINES: Final = 15
"""Most lines of a summary."""
LEAST: Final = 2
"""Lines of it that notes have at least."""
DRAWERS: Final[dict[str, Callable[[Story], Any]]] = {}
"""What draws a story in each medium that a program asks for; media register when imported."""


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

    def common(self) -> Common:
        """Return what its story says of it whatever its room tells."""
        return Common(
            schema=self.SCHEMA,
            title=self.title,
            currency=self.currency,
            manifest=self.manifest,
            notes=self.notes,
        )

    def _repr_html_(self) -> str | None:
        """Return the answer as notebooks show it."""
        draw = DRAWERS.get("html")
        return None if draw is None else draw(story(self))

    def summary(self) -> str:
        """Return the answer in at most fifteen lines of text, units included."""
        told = story(self)
        answer = (told.title, f"Status: {told.standing}", *told.headline, *told.gist)
        lines = capped(list(map(visible, answer)), LINES - LEAST, "lines")
        notes = [f"Note: {visible(note)}" for note in told.notes]
        return "\n".join([*lines, *capped(notes, LINES - len(lines), "notes")])

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


def capped(lines: Sequence[str], most: int, what: str) -> Sequence[str]:
    """Return at most so many lines, the last of which tells how many are left.

    >>> capped(["a", "b", "c"], 2, "letters")
    ['a', '  … and 2 more letters']
    """
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"  … and {len(lines) - most + 1:,} more {what}"]


def _found(answer: object) -> str:
    """Return what stands in an answer's place, and for a table where its answer is."""
    name = type(answer).__name__
    if name != "DataFrame":
        return f"{name!r}"
    return (
        "a table (DataFrame): give the result that the table came from (cp.explore returns that of"
        " a sweep), or write the table by its own to_csv or to_excel"
    )
