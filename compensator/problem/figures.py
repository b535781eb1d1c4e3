"""The numbers of segments and responses as arrays: read off the records once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

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
        bags = [one.measures for one in responses]
        names = dict.fromkeys(chain.from_iterable(bags))
        offer_names = (NONE, *(o.offer for o in offers))
        return cls(
            _columns(segments, SEGMENT_FIGURES),
            _columns(responses, RESPONSE_FIGURES),
            {name: np.array([bag.get(name, 0.0) for bag in bags]) for name in names},
            _places(responses, "segment", [s.segment for s in segments]),
            _places(responses, "offer", offer_names),
        )


def _columns(
    records: Sequence[Segment] | Sequence[Response], names: tuple[str, ...]
) -> dict[str, Vector]:
    cells = np.array(list(map(attrgetter(*names), records)), dtype=float)
    return dict(zip(names, cells.reshape(-1, len(names)).T.copy(), strict=True))


def _places(responses: Sequence[Response], column: str, names: Sequence[str]) -> NDArray[np.intp]:
    places = {name: i for i, name in enumerate(names)}
    named = map(places.__getitem__, map(attrgetter(column), responses))
    return np.fromiter(named, dtype=np.intp, count=len(responses))
