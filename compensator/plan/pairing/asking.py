"""From a problem to what its formulas make of each pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from compensator.model import Solver
from compensator.plan.case import insist_solvable, prepare
from compensator.plan.data_notes import data_notes
from compensator.plan.ledger import Ledger, listed
from compensator.plan.pairing.answer import Pair, Pairs
from compensator.plan.pairing.origins import sources
from compensator.plan.reasons import why_not
from compensator.problem import Problem


def pairs(problem: Problem) -> Pairs:
    """Return what the formulas make of each segment with each offer; nothing is solved.

    Args:
        problem: Segments, offers and responses.

    Raises:
        UsageError: If it is no problem.
    """
    insist_solvable(problem, time_limit=None, gap=0.0)
    case = prepare(problem, Solver())
    ledger = Ledger.of(problem, case.economics)
    return Pairs(
        title=problem.settings.title,
        currency=problem.settings.currency,
        pairs=tuple(_pairs(ledger)),
        ledger=ledger,
        notes=tuple(data_notes(case)),
        manifest=case.manifest(),
    )


def _pairs(ledger: Ledger) -> Iterator[Pair]:
    figures, more = ledger.figures(), ledger.measures()
    users = np.repeat(ledger.users, len(ledger.names)).tolist()
    eligible = ledger.economics.eligible.ravel().tolist()
    measures = (
        dict(zip(more, row, strict=True)) for row in zip(*map(listed, more.values()), strict=True)
    )
    columns: list[Iterable[Any]] = [eligible, why_not(ledger), users]
    columns += [*map(listed, figures.values()), sources(ledger), measures]
    for who, *cells in zip(ledger.pairs(), *columns, strict=True):
        yield Pair(*who, *cells)
