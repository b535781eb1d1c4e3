r"""What moves with a segment's base rate: its ceiling and its rates with an offer, by the same odds.

.. math:: \frac{p'}{1 - p'} = \frac{p}{1 - p} (1 \pm by) \quad\text{for base and response alike}

Whoever errs about how loyal users are, errs about them with an offer too. So the odds ratio of response and
base, which is what an offer does, stays: 10 points at 50 % are 6.5 at 80 %. With responses held, half of a
lift would vanish where the base alone rises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from compensator.problem import Cells, Problem

ENDS: Final = ("", "_low", "_high")
"""A response, and its percentiles, which stay around it."""


def moved_fraction(p: float, by: float) -> float:
    """Return the fraction whose odds are those of ``p`` times 1 + ``by``.

    >>> moved_fraction(0.5, 0.5), moved_fraction(1.0, -0.2)
    (0.6, 1.0)
    """
    return p * (1 + by) / (1 + p * by)


def followers(
    problem: Problem, outcome: str, segments: Iterable[int], by: float
) -> tuple[Cells, ...]:
    """Return the cells that move with the base rates of some segments, where any are written.

    Args:
        problem: Today's.
        outcome: ``retention`` or ``reconversion``.
        segments: Positions.
        by: How far the odds move, as a fraction, up or down.
    """
    rows = list(segments)
    names = {problem.segments[row].segment for row in rows}
    theirs = [row for row, one in enumerate(problem.responses) if one.segment in names]
    columns = [
        _moved("segments", problem.segments, f"{outcome}_ceiling", rows, by),
        *(_moved("responses", problem.responses, f"{outcome}{end}", theirs, by) for end in ENDS),
    ]
    return tuple(cells for cells in columns if cells.values)


def _moved(
    table: str, records: Sequence[Any], column: str, rows: Iterable[int], by: float
) -> Cells:
    """Return one column's cells that hold something, moved."""

    def found() -> Iterator[tuple[int, float]]:
        for row in rows:
            now = getattr(records[row], column)
            if now is not None:
                yield row, moved_fraction(now, by)

    return Cells(table, column, dict(found()))
