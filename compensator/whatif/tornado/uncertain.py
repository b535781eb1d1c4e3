r"""The uncertain inputs of a problem, and the two ends that each is moved to.

A fraction *p* moves by its odds, so that it stays between 0 and 1; any other figure *x* by itself:

.. math:: \frac{p'}{1 - p'} = \frac{p}{1 - p} (1 \pm by), \qquad x' = x (1 \pm by)

A response that has percentiles on the sheet moves to these instead. What moves with a base rate, see ``followers``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import numpy as np

from compensator.economics import eligible_pairs
from compensator.language import OUTCOMES
from compensator.problem import RESPONSE_FIGURES, SEGMENT_FIGURES, Cells, Problem, records_of
from compensator.whatif.inputs import NAMED, Input, path_of
from compensator.whatif.tornado.followers import followers, moved_fraction
from compensator.whatif.units import FRACTION, unit_in

SINGLE: Final = 400
"""Most inputs that move one by one; of more, whole columns move together."""
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "settings": ("delay_days", "effect_half_life_days"),
    "segments": tuple(n for n in SEGMENT_FIGURES if n not in ("users", "entitlement")),
    "offers": (
        "unit_cost",
        "delivery_cost",
        "setup_cost",
        "redemption",
        "usage",
        "face_value",
        "lift_if_unredeemed",
    ),
    "responses": RESPONSE_FIGURES,
}
"""What an analyst estimates, by table; counts of users, quantities and limits are known or chosen."""


@dataclass(frozen=True)
class Uncertain(Input):
    """One cell, or one whole column by a factor of 1, that may turn out lower or higher."""

    given: bool = False
    """Whether an end is a percentile on the sheet."""
    along: tuple[tuple[Cells, ...], ...] = ()
    """What moves with it, at each of its values; empty where nothing does."""

    def changes(self, value: float) -> list[str | Cells]:
        """Return what makes it one of its values, with what moves along."""
        along = self.along[self.values.index(value)] if self.along else ()
        return [self.at(value), *along]

    @property
    def still(self) -> bool:
        """Whether neither end differs from what stands there now."""
        return set(self.values) == {self.now}


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell that is written and may count, and its two ends."""

    table: str
    column: str
    row: int
    now: float
    ends: tuple[float, float]
    given: bool

    @property
    def still(self) -> bool:
        return set(self.ends) == {self.now}


def moved_figure(x: float, by: float) -> float:
    """Return a figure that is no fraction, ``by`` of itself more."""
    return x * (1 + by)


def uncertain(problem: Problem, by: float) -> list[Uncertain]:
    """Return what is written down and uncertain, those that no percentage moves included.

    Args:
        problem: Whose blank cells and ineligible pairs are left out.
        by: How far each goes down and up, above 0 and below 1.
    """
    found = list(_cells(problem, by))
    if sum(not one.still for one in found) > SINGLE:
        return list(_together(problem, found, by))
    return [_alone(problem, one, by) for one in found]


def steps(problem: Problem, by: float) -> int:
    """Return how many inputs a tornado moves (see ``uncertain``)."""
    return len(uncertain(problem, by))


def _cells(problem: Problem, by: float) -> Iterator[_Cell]:
    """Return each cell that is written and may count."""
    peopled = np.array([s.users > 0 for s in problem.segments])
    eligible = eligible_pairs(problem) & peopled[:, None]
    counts: dict[str, Sequence[bool]] = {
        "settings": [True],
        "segments": eligible[:, 1:].any(axis=1).tolist(),
        "offers": eligible[:, 1:].any(axis=0).tolist(),
        "responses": eligible[problem.figures.segment, problem.figures.offer].tolist(),
    }
    records = records_of(problem)
    for table, columns in COLUMNS.items():
        for column in columns:
            move = moved_fraction if unit_in(table, column) == FRACTION else moved_figure
            for row, record in enumerate(records[table]):
                now = getattr(record, column) if column in record.model_fields_set else None
                if counts[table][row] and now is not None:
                    low, high = sorted(move(now, way * by) for way in (-1, 1))
                    yield _cell(table, column, row, record, (low, high))


def _cell(table: str, column: str, row: int, record: Any, ends: tuple[float, float]) -> _Cell:
    """Return a cell with the percentiles on the sheet in place of the ends that have one."""
    given = [getattr(record, f"{column}_{end}", None) for end in ("low", "high")]
    low, high = (end if own is None else own for end, own in zip(ends, given, strict=True))
    return _Cell(table, column, row, getattr(record, column), (low, high), given != [None, None])


def _alone(problem: Problem, one: _Cell, by: float) -> Uncertain:
    record = records_of(problem)[one.table][one.row]
    names = (getattr(record, kind) for kind in NAMED.get(one.table, ()))
    path = path_of(problem, one.table, one.column, *names)
    along = _along(problem, one.table, one.column, [one.row], by)
    return Uncertain(path, one.ends, one.now, given=one.given, along=along)


def _along(
    problem: Problem, table: str, column: str, rows: Sequence[int], by: float
) -> tuple[tuple[Cells, ...], ...]:
    """Return what moves with some cells of a column, down and up; nothing where they are no base rates."""
    if table != "segments" or column not in OUTCOMES:
        return ()
    return tuple(followers(problem, column, rows, way * by) for way in (-1, 1))


def _together(problem: Problem, found: Sequence[_Cell], by: float) -> Iterator[Uncertain]:
    """Return the cells that move column by column, then those of each column that stand still."""
    for (still, table, column), group in groupby(
        sorted(found, key=lambda one: one.still), key=lambda one: (one.still, one.table, one.column)
    ):
        own = list(group)
        if table == "settings":
            yield _alone(problem, own[0], by)
            continue
        blank = any(getattr(record, column) is None for record in getattr(problem, table))
        chosen = {"responses": "*,*"}.get(table, f"{column}>=0" if blank else "*")
        yield Uncertain(
            f"{table}[{chosen}].{column}",
            (1.0, 1.0) if still else (1 - by, 1 + by),
            1.0,
            tuple((one.row, one.ends) for one in own),
            given=any(one.given for one in own),
            along=_along(problem, table, column, [one.row for one in own], by),
        )
