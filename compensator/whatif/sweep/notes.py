"""What a reader should know beside a sweep's figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from compensator.language import SHOWN, shortened, visible
from compensator.plan import Case
from compensator.problem import Problem
from compensator.tolerances import SAME
from compensator.whatif.holding import holding_notes
from compensator.whatif.inputs import Input
from compensator.whatif.sweep.answer import INVALID, Cell
from compensator.whatif.sweep.places import place_words
from compensator.whatif.sweep.switches import MOST_LISTED


def notes(
    base: Case, inputs: Sequence[Input], rows: Sequence[Cell], switched: int, *, complete: bool
) -> tuple[str, ...]:
    """Return the sentences, the most important first.

    Args:
        base: The problem as it stands.
        inputs: The varied ones.
        rows: The cells that are done.
        switched: How many switches there are, listed or not.
        complete: False where the sweep was interrupted.
    """
    problem = base.problem
    told = (
        [] if complete else ["The sweep was interrupted: only the cells that were done are here."]
    )
    told += _stopped(rows)
    told += _wrong(problem, inputs, rows)
    told += _unmoved(problem, inputs, rows)
    told += holding_notes(problem, (one.place for one in inputs))
    if problem.settings.budget is None and all(one.path != "budget" for one in inputs):
        told.append("No budget is set: there is no budget_price.")
    if base.program.integer:
        told.append(
            "These are integer plans: each budget_price comes from the linear relaxation, and plans move in steps."
        )
    if switched > MOST_LISTED:
        told.append(f"{switched:,} switches of offers; the first {MOST_LISTED:,} are listed.")
    return tuple(told)


def _stopped(rows: Sequence[Cell]) -> Iterator[str]:
    stopped = sum(cell.stopped for cell in rows)
    if stopped:
        verb = "cells were" if stopped > 1 else "cell was"
        yield f"{stopped:,} {verb} stopped by the time limit: better plans may exist there, by at most the gap of each."


def _wrong(problem: Problem, inputs: Sequence[Input], rows: Sequence[Cell]) -> Iterator[str]:
    """Each reason why cells are invalid, or not proven, once, with the first cell that has it."""
    reasons: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in rows:
        if cell.reason is not None:
            reasons[cell.why, cell.reason].append(cell)
    for (why, reason), cells in list(reasons.items())[:SHOWN]:
        where = place_words(inputs, cells[0].inputs, problem.settings.currency)
        more = f" (and {len(cells) - 1:,} more)" if len(cells) > 1 else ""
        lead = "Invalid" if why == INVALID else "Not proven"
        yield f"{lead} at {where}{more}: {visible(reason)}."
    if len(reasons) > SHOWN:
        rest = len(reasons) - SHOWN
        word = (
            "reason why cells are invalid is" if rest == 1 else "reasons why cells are invalid are"
        )
        yield f"{rest:,} more {word} not listed."


def _unmoved(problem: Problem, inputs: Sequence[Input], rows: Sequence[Cell]) -> Iterator[str]:
    """Why nothing changed is the first thing that is asked."""
    settings = problem.settings
    paths = {one.assignment for one in inputs}
    if settings.effect_half_life_days is None and any(p.startswith("delay_days") for p in paths):
        if not any("half_life" in path for path in paths):
            yield "Offers do not fade: effect_half_life_days is blank, so delay_days changes nothing."
        return
    found = [cell.objective for cell in rows if cell.objective is not None]
    if len(found) > 1 and max(found) - min(found) <= SAME * max(1.0, abs(max(found))):
        listed = shortened([visible(one.path) for one in inputs])
        yield f"Every plan brings the same over these values of {listed}."
