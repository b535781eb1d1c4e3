"""A sweep as its readers get it: the ``compensator/sweep/1`` document, one row for each cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal

from compensator.plan import Allocation, Status, Totals
from compensator.problem import Maximize
from compensator.story import (
    GIVEN,
    MADE,
    NULL,
    Answer,
    Asked,
    Ending,
    Hidden,
    Schema,
    cells_of,
    frame,
    named,
    names_of,
    when,
)
from compensator.whatif.inputs import Input

if TYPE_CHECKING:
    import pandas as pd

INVALID: Final = "invalid"
"""Status of a cell whose input is outside its column's range."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How the problem ends at one combination of inputs; all but the status is null without a plan."""

    RULES: ClassVar[tuple[Schema, ...]] = (
        {"properties": {"allocations": GIVEN}},
        when(
            MADE,
            dict.fromkeys(("objective", "totals"), GIVEN),
            dict.fromkeys(("objective", "totals"), NULL),
        ),
    )

    inputs: Mapping[str, float | int]
    """By path; of a ``*=`` or ``+=`` the operand."""
    status: Status | Literal["invalid"]
    objective: float | None = None
    """Total of the measure named by ``maximize``."""
    totals: Totals | None = None
    budget_price: float | None = None
    """What the next unit of budget brings."""
    binding: tuple[str, ...] = ()
    """Enforced limits that leave no room, by name."""
    gap: float | None = None
    """Certified distance to the best possible; of integer plans by the solver's own bound."""
    allocations: Annotated[tuple[Allocation, ...] | None, Asked] = None
    """Who gets what, where asked for."""
    reason: Annotated[str | None, Hidden] = None
    """Why a cell is invalid, or unknown for another reason than time."""
    stopped: Annotated[bool, Hidden] = False
    """Whether the time limit ended the solve."""

    @property
    def why(self) -> str:
        """Its status, or ``unproven`` where what was solved is not proven."""
        return "unproven" if self.status == Status.UNKNOWN and self.reason else str(self.status)


@dataclass(frozen=True, slots=True)
class Switch:
    """A segment that gets another main offer between two neighboring cells."""

    segment: str
    path: Annotated[str, named("input")]
    """The input that differs between the two cells."""
    before: float | int
    """The smaller value of that input; so ``after`` the larger."""
    after: float | int
    from_offer: Annotated[str, named("from")]
    to_offer: Annotated[str, named("to")]
    others: Mapping[str, float | int]
    """The other inputs, equal in both cells."""


@dataclass(frozen=True, slots=True)
class Sweep(Answer):
    """A problem solved again at every combination of some inputs."""

    SCHEMA: ClassVar[str] = "compensator/sweep/1"
    ROWS: ClassVar[str] = "rows"

    maximize: Maximize
    varied: tuple[str, ...]
    """Paths of the varied inputs."""
    base: Cell
    """The problem as it stands; its inputs are the present values, where there is one."""
    rows: tuple[Cell, ...]
    """Every combination, the last input fastest; of an interrupted sweep those that were done."""
    switches: tuple[Switch, ...]
    """Where the main offer of a segment changes."""
    complete: bool
    """False where the sweep was interrupted."""
    inputs: Annotated[tuple[Input, ...], Hidden] = ()
    """The varied inputs."""
    asked: Annotated[int, Hidden] = 0
    """How many cells were asked for."""

    @property
    def status(self) -> Status | Literal["invalid"]:
        """How the problem as it stands ended."""
        return self.base.status

    @property
    def stopped(self) -> bool:
        """Whether the time limit ended the solve of the problem as it stands."""
        return self.base.stopped

    @property
    def ending(self) -> Ending:
        """How the sweep ended."""
        return Answer.ending.__get__(self) if self.complete else Ending.INTERRUPTED

    @property
    def columns(self) -> tuple[str, ...]:
        """The inputs by path, status, objective, totals, price, limits."""
        return (*self.varied, "status", "objective", *names_of(Totals), "budget_price", "binding")

    def allocation_rows(self) -> list[list[Any]]:
        """Return who gets what as rows: the inputs by path, then the fields of an allocation."""
        own = names_of(Allocation)
        return [
            [*cells_of(cell, self.varied), *cells_of(one, own)]
            for cell in self.rows
            for one in cell.allocations or ()
        ]

    def allocations_frame(self) -> pd.DataFrame:
        """Return who gets what: one row per cell, segment and offer; none where plans were not kept."""
        return frame(self.allocation_rows(), (*self.varied, *names_of(Allocation)))
