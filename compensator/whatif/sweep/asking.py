"""A problem solved again at every combination of some inputs.

Each cell equals solving the changed problem from scratch. Cells that move only bounds share one
evaluation of the economics.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from compensator.errors import InputError
from compensator.model import AUTO
from compensator.plan import Brief, Case, brief_of
from compensator.problem import Problem, changed
from compensator.whatif.asked import asked
from compensator.whatif.cells import Cells
from compensator.whatif.inputs import Input
from compensator.whatif.sweep.answer import INVALID, Cell, Sweep
from compensator.whatif.sweep.notes import notes
from compensator.whatif.sweep.switches import MainOffers, main_offers, switches
from compensator.whatif.sweep.varied import Vary, size, varied

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int], None]
"""Told how many cells are done so far."""
Place = tuple[int, ...]
"""A cell by the position of each input's value."""


def explore(  # noqa: PLR0913 - the options of solve, and what a sweep adds
    problem: Problem,
    vary: Vary,
    *,
    plans: bool = False,
    solver: str = AUTO,
    time_limit: float | None = None,
    gap: float = 0.0,
    progress: Progress | None = None,
) -> Sweep:
    """Return how a problem ends at every combination of some inputs, each proven like a plan.

    An interruption (Ctrl-C) ends the sweep and keeps the cells that are done: ``complete`` is then False.

    >>> problem = Problem(
    ...     segments=[{"segment": "paying", "users": 100, "retention": 0.8, "retained_value": 90}],
    ...     offers=[{"offer": "card"}],
    ...     responses=[{"segment": "paying", "offer": "card", "retention": 0.9, "cost": 1}],
    ...     budget=50,
    ... )
    >>> [round(cell.objective) for cell in explore(problem, {"budget": "0:100:3"}).rows]
    [0, 450, 900]

    Args:
        problem: As it stands; solved too, as the base.
        vary: Assignment path (``budget``, ``offers[card].unit_cost*=``) to its values: any row of
            numbers, or a range as text (``0:5e6:51``). The last input varies fastest.
        plans: Whether each cell keeps who gets what.
        solver: As in ``solve``; so the next two, for each cell.
        time_limit: Seconds for all cells together.
        gap: Relative gap at which an integer program may stop.
        progress: Called with the number of cells done so far.

    Raises:
        InputError: If a path or its values cannot be understood; told before anything is solved.
        UsageError: If there are too many cells, or an option is out of range.
        SolverError: If an answer is not proven: a fault of ours.
    """
    base = asked(problem, solver, time_limit, gap)
    inputs = varied(problem, vary)
    start = brief_of(base.part(2))
    found, complete = _solved(base, inputs, plans=plans, progress=progress or _unheard)
    return _result(base, start, inputs, found, complete=complete)


def sweep(
    problem: Problem,
    vary: Vary,
    *,
    solver: str = AUTO,
    time_limit: float | None = None,
    gap: float = 0.0,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return a tidy table, one row per combination of some inputs: ``explore(…).to_frame()``.

    Columns are the inputs by path, ``status``, ``objective``, each total, ``budget_price``, and the
    names of the ``binding`` limits; ``frame.attrs["notes"]`` says what a reader should know beside.

    Args:
        problem: As it stands.
        vary: Assignment path to its values; see ``explore``, so the others.
        solver: As in ``solve``; so the next two, for each cell.
        time_limit: Seconds for all cells together.
        gap: Relative gap at which an integer program may stop.
        progress: Called with the number of cells done so far.

    Raises:
        InputError: If a path or its values cannot be understood.
        UsageError: If there are too many cells, or an option is out of range.
        SolverError: If an answer is not proven: a fault of ours.
    """
    result = explore(
        problem,
        vary,
        solver=solver,
        time_limit=time_limit,
        gap=gap,
        progress=progress,
    )
    frame = result.to_frame()
    frame.attrs["notes"] = list(result.notes)
    return frame


def _unheard(done: int) -> None:
    """Nobody listens to the progress."""


def _order(inputs: Sequence[Input]) -> list[Place]:
    """Return every cell, those with equal economics one after the other."""
    places = list(itertools.product(*(range(len(one.values)) for one in inputs)))
    slow = [k for k, one in enumerate(inputs) if not one.only_bounds]
    return sorted(places, key=lambda place: [place[k] for k in slow])


def _solved(
    base: Case, inputs: Sequence[Input], *, plans: bool, progress: Progress
) -> tuple[dict[Place, tuple[Cell, MainOffers | None]], bool]:
    """Return the cells that are done, and whether all are."""
    found: dict[Place, tuple[Cell, MainOffers | None]] = {}
    try:
        for place, cell, main in _cells(base, inputs, plans=plans):
            found[place] = cell, main
            progress(len(found))
    except KeyboardInterrupt:
        return found, False
    return found, True


def _cells(
    base: Case, inputs: Sequence[Input], *, plans: bool
) -> Iterator[tuple[Place, Cell, MainOffers | None]]:
    order = _order(inputs)
    cells = Cells(base, len(order))
    for place in order:
        at = {one.path: one.values[i] for one, i in zip(inputs, place, strict=True)}
        try:
            problem = changed(base.problem, [one.at(at[one.path]) for one in inputs])
        except InputError as error:
            reason = "; ".join(map(str, error.issues))
            yield place, Cell(at, INVALID, reason=reason), None
            continue
        ended = cells.solve(problem)
        main = None if ended.shares is None else main_offers(ended)
        yield place, _cell(at, ended, plans=plans), main


def _cell(at: dict[str, float], ended: Brief, *, plans: bool) -> Cell:
    proof = ended.certificate
    by_solver = None if proof is None else proof.solver_gap
    return Cell(
        at,
        ended.status,
        ended.objective,
        ended.totals,
        ended.budget_price,
        ended.binding,
        gap=by_solver if proof is None or by_solver is not None else proof.gap,
        allocations=ended.allocations() if plans else None,
        stopped=ended.stopped and ended.failure is None,
        reason=ended.failure,
    )


def _result(
    base: Case,
    start: Brief,
    inputs: tuple[Input, ...],
    found: dict[Place, tuple[Cell, MainOffers | None]],
    *,
    complete: bool,
) -> Sweep:
    now = {one.path: one.now for one in inputs if not math.isnan(one.now)}
    rows = tuple(found[place][0] for place in sorted(found))
    mains = np.full([len(one.values) for one in inputs] + [len(base.problem.segments)], -1)
    for place, (_, main) in found.items():
        if main is not None:
            mains[place] = main
    switched = switches(base.problem, inputs, mains)
    first = _cell(now, start, plans=False)
    return Sweep(
        **base.preamble(start.optimum),
        varied=tuple(one.path for one in inputs),
        base=first,
        rows=rows,
        switches=switched.listed,
        complete=complete,
        notes=(
            *notes(base, inputs, rows, switched.count, complete=complete),
            *base.problem.notes,
        ),
        inputs=inputs,
        asked=size(inputs),
    )
