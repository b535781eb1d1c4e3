"""What filters look at, and who may get what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from compensator.problem.columns import Records
from compensator.problem.filters import Cell, Coded, Rows, fold, mask
from compensator.problem.records import NONE, Offer, Segment
from compensator.tolerances import ROUNDING


class _Columns(Mapping[str, Sequence[Cell]]):
    """Columns of a table by folded name, each made when a filter first looks at it."""

    def __init__(self, records: Records, *first: Cell) -> None:
        """Keep the records; read no column. What comes ``first`` stands in each before them."""
        self._records, self._first = records, first
        self._tags = {fold(tag): tag for tag in records.bag}
        fields = [name for name in records.record.model_fields if name != "tags"]
        self._names = dict.fromkeys([*fields, *self._tags])
        self._made: dict[str, Coded] = {}

    def __getitem__(self, name: str) -> Coded:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            cells = self._records.bag[self._tags[name]] if name in self._tags else self._field(name)
            self._made[name] = Coded([*self._first, *cells])
        return self._made[name]

    def _field(self, name: str) -> Iterator[Cell]:
        return map(_cell, self._records.column(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def segment_rows(segments: Sequence[Segment]) -> Rows:
    """Return the segments as filters see them."""
    records = Records.of(Segment, segments)
    return Rows("segment", tuple(records.column("segment")), _Columns(records))


def offer_rows(offers: Sequence[Offer]) -> Rows:
    """Return the offers as filters see them: ``none`` first, which has a name and no tags."""
    names = (NONE, *(o.offer for o in offers))
    columns = _Columns(Records.of(Offer, offers), None)
    return Rows("offer", names, {**columns, "offer": names})


def _cell(value: object) -> Cell:
    if isinstance(value, int | float):
        return float(value)
    return value if isinstance(value, str | date) else None


def per_unit(offer: Offer, rows: Rows) -> NDArray[np.float64]:
    """Return what ``quantity`` and ``face_value`` are multiplied by, one per segment (blank: NaN)."""
    if offer.per is None:
        return np.ones(len(rows.names))
    cells = rows.columns[fold(offer.per)]
    return np.array([c if isinstance(c, float) else np.nan for c in cells])


def face_values(offers: Sequence[Offer], rows: Rows) -> NDArray[np.float64]:
    """Return perceived values, money, segments × (none, offers…)."""
    columns = [np.zeros(len(rows.names)), *(o.face_value * per_unit(o, rows) for o in offers)]
    return np.stack(columns, axis=1)


def allowed(offers: Sequence[Offer], rows: Rows) -> NDArray[np.bool_]:
    """Return which segment may get which offer by the offers' own filters, ``none`` included."""
    columns = [np.ones(len(rows.names), dtype=bool), *(mask(o.eligible, rows) for o in offers)]
    return np.stack(columns, axis=1)


def entitled(needs: NDArray[np.float64], face: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which offers are worth at least each segment's entitlement."""
    enough: NDArray[np.bool_] = face >= needs[:, None] * (1 - ROUNDING)
    return enough


def entitlements(segments: Sequence[Segment]) -> NDArray[np.float64]:
    """Return what each segment's users must get, money."""
    return np.array(Records.of(Segment, segments).column("entitlement"), dtype=float)


def classes(segments: Sequence[Segment], tag: str | None) -> NDArray[np.intp]:
    """Return each segment's class: itself, or the position of its tag's value."""
    if tag is None:
        return np.arange(len(segments))
    column = segment_rows(segments).columns[fold(tag)]
    position = {value: i for i, value in enumerate(dict.fromkeys(column))}
    return np.array([position[value] for value in column])


def within_classes(own: NDArray[np.bool_], group: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return the pairs that are eligible for every segment of a class."""
    common = np.ones((group.max() + 1, own.shape[1]), dtype=bool)
    np.logical_and.at(common, group, own)
    together: NDArray[np.bool_] = common[group]
    return together
