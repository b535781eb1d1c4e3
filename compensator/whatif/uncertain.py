r"""The uncertain inputs of a problem, and the two ends that each is moved to.

A fraction *p* moves by its odds, so that it stays between 0 and 1; any other figure *x* by itself:

.. math:: \frac{p'}{1 - p'} = \frac{p}{1 - p} (1 \pm by), \qquad x' = x (1 \pm by)

A response that has percentiles on the sheet moves to these instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final, Literal

import numpy as np

from compensator.economics import eligible_pairs
from compensator.problem import RESPONSE_FIGURES, SEGMENT_FIGURES, Problem, Rows, mask

SINGLE: Final = 400
"""Most inputs that move one by one; of more, whole columns move together."""
FRACTIONS: Final = frozenset(
    {
        "retention",
        "reconversion",
        "retention_ceiling",
        "reconversion_ceiling",
        "redemption",
        "usage",
        "lift_if_unredeemed",
    }
)
"""Columns that hold fractions 0–1."""
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
End = Literal["low", "high"]


@dataclass(frozen=True, slots=True)
class Input:
    """One cell, or one whole column, that may turn out lower or higher."""

    table: str
    column: str
    path: str
    """As an assignment has it."""
    now: float
    """The cell's value; of a whole column the factor 1. So the next two."""
    low: float
    high: float
    cells: tuple[tuple[int, float, float], ...]
    """Row and both ends of each cell that moves."""
    single: bool = True
    given: bool = False
    """Whether an end is a percentile on the sheet."""

    @property
    def still(self) -> bool:
        """Whether neither end differs from what stands there now."""
        return self.low == self.now == self.high


def moved_fraction(p: float, by: float) -> float:
    """Return the fraction whose odds are those of ``p`` times 1 + ``by``.

    >>> moved_fraction(0.5, 0.5), moved_fraction(1.0, -0.2)
    (0.6, 1.0)
    """
    return p * (1 + by) / (1 + p * by)


def inputs(problem: Problem, by: float) -> list[Input]:
    """Return what is written down and uncertain, those that no percentage moves included.

    Args:
        problem: Whose blank cells and ineligible pairs are left out.
        by: How far each goes down and up, above 0 and below 1.
    """
    found = list(_cells(problem, by))
    if sum(not one.still for one in found) > SINGLE:
        return list(_together(problem, found, by))
    rows = {"segments": problem.segment_rows, "offers": problem.offer_rows}
    return [replace(one, path=_path(problem, rows, one)) for one in found]


def moved(problem: Problem, one: Input, end: End) -> Problem:
    """Return the problem with one input at one of its ends.

    Raises:
        InputError: If that is not a problem, as where a filter on the column matches nothing any more.
    """
    tables: dict[str, list[Any]] = {
        "settings": [problem.settings],
        "segments": list(problem.segments),
        "offers": list(problem.offers),
        "responses": list(problem.responses),
    }
    records = tables[one.table]
    for row, low, high in one.cells:
        records[row] = records[row].model_copy(update={one.column: low if end == "low" else high})
    return rebuilt(problem, tables)


def rebuilt(problem: Problem, tables: Mapping[str, Sequence[Any]]) -> Problem:
    """Return the problem with other records, without the policies and scenarios that no optimum needs."""
    made = Problem(
        settings=tables.get("settings", [problem.settings])[0],
        segments=tables.get("segments", problem.segments),
        offers=tables.get("offers", problem.offers),
        responses=tables.get("responses", problem.responses),
        limits=problem.limits,
    )
    return made.with_given(problem.given) if problem.given else made


def _cells(problem: Problem, by: float) -> Iterator[Input]:
    """Return each cell that is written and may count, paths still to come."""
    peopled = np.array([s.users > 0 for s in problem.segments])
    eligible = eligible_pairs(problem) & peopled[:, None]
    counts: dict[str, Sequence[bool]] = {
        "settings": [True],
        "segments": eligible[:, 1:].any(axis=1).tolist(),
        "offers": eligible[:, 1:].any(axis=0).tolist(),
        "responses": eligible[problem.figures.segment, problem.figures.offer].tolist(),
    }
    for table, columns in COLUMNS.items():
        records = [problem.settings] if table == "settings" else getattr(problem, table)
        for column in columns:
            for row, record in enumerate(records):
                if counts[table][row] and column in record.model_fields_set:
                    yield from _cell(table, column, row, record, by)


def _cell(table: str, column: str, row: int, record: Any, by: float) -> Iterator[Input]:
    now = getattr(record, column)
    if now is None:
        return
    low, high = sorted(
        moved_fraction(now, way * by) if column in FRACTIONS else now * (1 + way * by)
        for way in (-1, 1)
    )
    ends = (getattr(record, f"{column}_low", None), getattr(record, f"{column}_high", None))
    low, high = (low if ends[0] is None else ends[0]), (high if ends[1] is None else ends[1])
    given = ends != (None, None)
    yield Input(table, column, "", now, low, high, ((row, low, high),), given=given)


def _path(problem: Problem, rows: Mapping[str, Rows], one: Input) -> str:
    if one.table == "settings":
        return one.column
    record = getattr(problem, one.table)[one.cells[0][0]]
    if one.table == "responses":
        return f"{pair_scope(problem, record.segment, record.offer)}.{one.column}"
    kind = one.table.removesuffix("s")
    name = scope(getattr(record, kind), kind, rows[one.table])
    return f"{one.table}[{name}].{one.column}"


def pair_scope(problem: Problem, segment: str, offer: str) -> str:
    """Return the head of the path that names one segment × offer."""
    one = scope(segment, "segment", problem.segment_rows)
    return f"responses[{one},{scope(offer, 'offer', problem.offer_rows)}]"


def scope(name: str, kind: str, rows: Rows) -> str:
    """Return the filter that matches a name alone: itself, unless it reads as another filter (``*``)."""
    chosen = np.flatnonzero(mask(name, rows) if name == name.strip() else [])
    alone = len(chosen) == 1 and rows.names[chosen[0]] == name
    return name if alone else f"{kind}={name}"


def _together(problem: Problem, found: Sequence[Input], by: float) -> Iterator[Input]:
    """Return the cells that move column by column, then those of each column that stand still."""
    for (still, table, column), group in groupby(
        sorted(found, key=lambda one: one.still), key=lambda one: (one.still, one.table, one.column)
    ):
        own = list(group)
        if table == "settings":
            yield replace(own[0], path=column)
            continue
        blank = any(getattr(record, column) is None for record in getattr(problem, table))
        chosen = {"responses": "*,*"}.get(table, f"{column}>=0" if blank else "*")
        yield Input(
            table,
            column,
            f"{table}[{chosen}].{column}",
            1.0,
            1.0 if still else 1 - by,
            1.0 if still else 1 + by,
            tuple(one.cells[0] for one in own),
            single=False,
            given=any(one.given for one in own),
        )
