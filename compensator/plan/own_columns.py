"""Columns of the analyst's own, as they were taken: a tag that was meant to be more shows here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from compensator.economics import Economics
from compensator.language import visible
from compensator.problem import Offer, Problem, Records
from compensator.story import Column, Count, Table

COLUMNS: Final = (
    Column("sheet", "text"),
    Column("column", "text"),
    Column("taken as", "text"),
    Column("known for", "count"),
    Column("of", "count"),
    Column("rows", "text"),
)


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column whose name is not one of the contract's."""

    sheet: str
    column: str
    """As written."""
    rows: Count
    """Rows that know it; of a measure, eligible pairs."""
    of: Count
    """Rows of the sheet; of a measure, all eligible pairs."""


@dataclass(frozen=True, slots=True)
class OwnColumns:
    """All of them."""

    tags: tuple[OwnColumn, ...] = ()
    """Further columns of Segments and Offers, for use in filters."""
    measures: tuple[OwnColumn, ...] = ()
    """Further columns of Responses: so much per recipient."""

    def tables(self, *, brief: bool = True) -> Iterator[Table]:
        """Yield them a line each, where there are any; a brief table is for every reader."""
        rows = [
            (visible(one.sheet), visible(one.column), kind, one.rows, one.of, unit)
            for kind, unit, listed in (
                ("tag", "rows", self.tags),
                ("measure", "eligible pairs", self.measures),
            )
            for one in listed
        ]
        if rows:
            yield Table("Columns of your own", COLUMNS, rows, len(rows), brief, filed=brief)


def own_columns(problem: Problem, economics: Economics) -> OwnColumns:
    """Return which columns were taken as tags and as measures."""
    sheets = {
        "Segments": problem.listed["Segments"],
        "Offers": Records.of(Offer, problem.offers),
    }
    tags = (
        OwnColumn(sheet, name, sum(cell is not None for cell in cells), len(cells))
        for sheet, records in sheets.items()
        for name, cells in records.bag.items()
    )
    return OwnColumns(tuple(tags), tuple(_measures(problem, economics)))


def counted_as_nothing(problem: Problem, economics: Economics) -> Iterator[str]:
    """Yield each custom measure that some eligible pairs have no row for."""
    for one in _measures(problem, economics):
        if rest := one.of - one.rows:
            yield f"Custom measure {visible(one.column)!r} is known for {one.rows:,} of {one.of:,} eligible pairs; the other {rest:,} count 0 of it."


def _measures(problem: Problem, economics: Economics) -> Iterator[OwnColumn]:
    figures, real = problem.figures, economics.eligible[:, 1:]
    for name, cells in problem.listed["Responses"].bag.items():
        known = np.zeros(economics.eligible.shape, dtype=bool)
        known[figures.segment, figures.offer] = [cell is not None for cell in cells]
        yield OwnColumn("Responses", name, int((known[:, 1:] & real).sum()), int(real.sum()))
