"""What the formulas make of each segment with each offer: the ``compensator/pairs/1`` document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from compensator.plan.ledger import Ledger
from compensator.plan.pairing.origins import Source
from compensator.story import Answer, Count, Ending, Hidden, names_of


@dataclass(frozen=True, slots=True)
class Pair:
    """One segment with one offer, ``none`` included; figures are per user."""

    segment: str
    offer: str
    eligible: bool
    why: str | None
    """Why the segment may not get the offer; null where it may."""
    users: Count
    """Users of the segment."""
    retention: float | None
    """Probability that a user with the offer stays; null where the segment has no retention."""
    reconversion: float | None
    """Probability that a user with the offer comes back; null where the segment has no reconversion."""
    lift_retention: float | None
    """What the offer adds to the retention; null where nothing tells of it, which counts as 0."""
    lift_reconversion: float | None
    """What the offer adds to the reconversion; null where nothing tells of it, which counts as 0."""
    redemption: float
    """Share of recipients who redeem."""
    decay: float
    """Share of the effect that is left after the delay."""
    cost: float
    """Expected cost."""
    liability: float
    """Cost if everything is used."""
    value: float | None
    """Money of users kept and won back because of the offer; null where nothing tells of it."""
    net_value: float | None
    """Value less cost; null where the value is."""
    sources: Mapping[str, Source]
    """Where the lifts are from, and which other figures the sheet Responses gives."""
    measures: Mapping[str, float]
    """Other measures that limits can name, the analyst's own included."""


@dataclass(frozen=True, slots=True)
class Pairs(Answer):
    """Each segment with each offer: who may get it, and what it does for a user."""

    SCHEMA: ClassVar[str] = "compensator/pairs/1"
    ROWS: ClassVar[str] = "pairs"
    COLUMNS: ClassVar[tuple[str, ...]] = names_of(Pair)[:-2]

    pairs: tuple[Pair, ...]
    """In the order of the sheets, ``none`` before the offers."""
    ledger: Annotated[Ledger, Hidden]
    """What the rows are made of."""

    @property
    def ending(self) -> Ending:
        """Nothing is solved, so nothing is infeasible."""
        return Ending.DONE

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its table, each further measure one of its own."""
        return (*self.COLUMNS, *(self.pairs[0].measures if self.pairs else ()))
