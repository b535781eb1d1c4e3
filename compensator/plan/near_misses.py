"""What misses by so little that it was perhaps not meant to: entitlements, and figures of filters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import numpy as np

from compensator.language import percent, plain, visible
from compensator.plan.case import Case
from compensator.problem import FILTERS, Cell, Coded, Problem, Rows, compared, entitled, fold
from compensator.tolerances import ALIKE

NEARLY: Final = 0.01
"""An entitlement that is missed by less than this part of it is told."""


def near_misses(case: Case) -> Iterator[str]:
    """Yield what misses by little, with the cells, none left out."""
    yield from _entitlements(case)
    yield from _filters(case.problem)


def typed(figure: Any) -> str:
    """Return a figure with all the digits that somebody may have typed."""
    return plain(float(figure), 12)


def _entitlements(case: Case) -> Iterator[str]:
    """Yield each offer that is worth a little less than some users must get."""
    problem = case.problem
    needs = problem.figures.segments["entitlement"]
    short = case.economics.allowed & ~entitled(needs, problem.face)
    short &= problem.face > (1 - NEARLY) * needs[:, None]
    for j in np.flatnonzero(short.any(axis=0)).tolist():
        worth, at = problem.face[:, j], problem.at("Offers", j - 1, "face_value")
        of = "; ".join(
            f"of {visible(problem.segment_rows.names[s])} by {percent(1 - worth[s] / needs[s])}"
            f" ({typed(worth[s])}, not {typed(needs[s])} as in {problem.at('Segments', s, 'entitlement')})"
            for s in np.flatnonzero(short[:, j]).tolist()
        )
        yield f"Offer {visible(problem.offer_rows.names[j])!r} ({at}) just misses the entitlement {of}: it is not eligible there."


def _filters(problem: Problem) -> Iterator[str]:
    """Yield each figure of a filter that cells agree with to six digits, and are not equal to."""
    rows = {"segment": problem.segment_rows, "offer": problem.offer_rows}
    for sheet, columns in FILTERS.items():
        for i, record in enumerate(getattr(problem, sheet.lower())):
            for column, kind in columns.items():
                where = problem.at(sheet, i, column)
                yield from _conditions(problem, rows[kind], getattr(record, column), where)


def _conditions(problem: Problem, rows: Rows, text: str | None, where: str) -> Iterator[str]:
    for column, sign, values in compared(text, rows):
        cells = rows.columns[column]
        coded = cells if isinstance(cells, Coded) else Coded(cells)
        for value in (one for one in values if isinstance(one, float)):
            if (near := coded.meets(partial(_alike, value))).any():
                told = "; ".join(
                    f"{typed(coded[row])} in {_place(problem, rows, row, column)}"
                    for row in np.flatnonzero(near).tolist()
                )
                yield f"Filter {where}, {visible(column)}{sign}{typed(value)}: nearly equal, and not equal, is {told}."


def _alike(value: float, cell: Cell) -> bool:
    """Return whether a cell is a number that differs from a value in its last digits only."""
    return isinstance(cell, float) and 0 < abs(cell - value) <= ALIKE * max(abs(cell), abs(value))


def _place(problem: Problem, rows: Rows, row: int, column: str) -> str:
    if rows.kind == "offer":
        tags = {fold(tag): tag for offer in problem.offers for tag in offer.tags}
        return problem.at("Offers", row - 1, tags.get(column, column))
    tags = {fold(tag): tag for tag in problem.listed["Segments"].bag}
    return problem.at("Segments", row, tags.get(column, column))
