"""The numbers of segments and responses as arrays: read off the records once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compensator.problem.columns import Records
from compensator.problem.records import NONE, Offer, Response, Segment

Vector = NDArray[np.float64]
SEGMENT_FIGURES = (
    "users",
    "retention",
    "retained_value",
    "reconversion",
    "reconverted_value",
    "word_of_mouth",
    "retention_ceiling",
    "reconversion_ceiling",
    "half_value",
    "steepness",
    "loss",
    "entitlement",
)
"""Numeric columns of the segments, tags aside."""
RESPONSE_FIGURES = ("retention", "reconversion", "redemption", "cost", "value")
"""What a response may say of a pair, custom measures aside."""


@dataclass(frozen=True, eq=False)
class Figures:
    """Columns by name, one figure for each record; NaN where a cell is blank."""

    segments: Mapping[str, Vector]
    """``SEGMENT_FIGURES``."""
    responses: Mapping[str, Vector]
    """``RESPONSE_FIGURES``."""
    measures: Mapping[str, Vector]
    """Custom measures of the responses; 0 where a row has none."""
    segment: NDArray[np.intp]
    """Position of each response's segment."""
    offer: NDArray[np.intp]
    """Position of each response's offer; ``none`` is 0."""

    @classmethod
    def of(
        cls,
        segments: Sequence[Segment],
        responses: Sequence[Response],
        offers: Sequence[Offer],
    ) -> Figures:
        """Return the figures of records; all of them, as the problem has them."""
        known = Records.of(Response, responses)
        named = Records.of(Segment, segments)
        return cls(
            _columns(named, SEGMENT_FIGURES),
            _columns(known, RESPONSE_FIGURES),
            {name: np.nan_to_num(_figures(cells)) for name, cells in known.bag.items()},
            places(known.column("segment"), named.column("segment")),
            places(known.column("offer"), (NONE, *(o.offer for o in offers))),
        )


def _columns(records: Records, names: tuple[str, ...]) -> dict[str, Vector]:
    return {name: _figures(records.column(name)) for name in names}


def _figures(cells: Sequence[object]) -> Vector:
    return np.array(cells, dtype=float)


def places(named: Sequence[str], names: Sequence[str]) -> NDArray[np.intp]:
    """Return the position of each name among others."""
    position = {name: i for i, name in enumerate(names)}
    return np.fromiter(map(position.__getitem__, named), dtype=np.intp, count=len(named))
