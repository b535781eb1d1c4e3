"""What a problem makes of each segment with each offer, kept as arrays until somebody asks for rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from compensator.economics import Array, Economics, Vector, unknown
from compensator.language import OUTCOMES
from compensator.problem import NONE, Offer, Problem, Settings, per_unit

TOLD: Final = frozenset(
    (
        *("cost", "liability", "value", "net_value", "recipients", "redemptions"),
        *(name for one in OUTCOMES.values() for name in (one, f"incremental_{one}")),
    )
)
"""Measures that a pair tells under a key of its own."""


@dataclass(frozen=True, eq=False, repr=False)
class Ledger:
    """A problem's pairs: all segments with ``none`` and all offers, in the order of the sheets."""

    segments: tuple[str, ...]
    offers: tuple[Offer, ...]
    settings: Settings
    economics: Economics
    per: Mapping[str, Vector]
    """What quantity and face value of some offers are multiplied by, one per segment, by offer."""

    @classmethod
    def of(cls, problem: Problem, economics: Economics) -> Ledger:
        """Keep what rows are made of; nothing is computed yet."""
        rows = problem.segment_rows
        per = {o.offer: per_unit(o, rows) for o in problem.offers if o.per is not None}
        return cls(rows.names, problem.offers, problem.settings, economics, per)

    def __len__(self) -> int:
        """Return the number of pairs, those with ``none`` included."""
        return len(self.segments) * len(self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """Offers by name, ``none`` first."""
        return (NONE, *(one.offer for one in self.offers))

    @property
    def users(self) -> NDArray[np.intp]:
        """Users of each segment."""
        return self.economics.users.astype(np.intp)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield each segment with each offer, by name."""
        return product(self.segments, self.names)

    def whole(self, cells: object) -> Array:
        """Return something of segments, of offers or of pairs as a cell for each pair."""
        return np.broadcast_to(np.asarray(cells, dtype=float), self.economics.eligible.shape)

    def figures(self) -> dict[str, Array]:
        """Return what the formulas make of each pair, per user; NaN where nothing tells of it.

        A lift of which nothing tells counts as 0 in all sums, and so does the value that depends on it.
        """
        economics, found = self.economics, dict(self._rates()) | dict(self._lifts())
        found["redemption"] = economics.measures["redemptions"]
        found["decay"] = self.whole(economics.columns.decay)
        untold = economics.unknown & np.isnan(economics.known.columns["value"])
        for name in ("cost", "liability", "value", "net_value"):
            cells = economics.measures[name]
            found[name] = np.where(untold, np.nan, cells) if "value" in name else cells
        return found

    def measures(self) -> dict[str, Array]:
        """Return the other measures that limits can name, the analyst's own included."""
        return {n: cells for n, cells in self.economics.measures.items() if n not in TOLD}

    def given(self, column: str) -> Array:
        """Return a column of Responses as a cell for each pair, NaN where it says nothing."""
        return self.economics.known.columns[column]

    def base(self, column: str) -> Array:
        """Return a column of Segments as a cell for each pair."""
        return self.whole(self.economics.columns.segments[column][:, None])

    def _rates(self) -> Iterator[tuple[str, Array]]:
        for outcome, measure in OUTCOMES.items():
            cells = np.where(np.isnan(self.base(outcome)), np.nan, self.economics.measures[measure])
            yield outcome, cells

    def _lifts(self) -> Iterator[tuple[str, Array]]:
        for outcome, measure in OUTCOMES.items():
            untold = unknown(self.economics.columns, outcome) | np.isnan(self.base(outcome))
            cells = self.economics.measures[f"incremental_{measure}"]
            yield f"lift_{outcome}", np.where(untold, np.nan, cells)


def listed(cells: Array) -> list[float | None]:
    """Return a cell for each pair as plain figures, None where nothing is known.

    >>> listed(np.array([[1.5, np.nan]]))
    [1.5, None]
    """
    flat: list[float | None] = np.where(np.isnan(cells), None, cells).ravel().tolist()  # type: ignore[call-overload]
    return flat
