"""Notes of a tornado: how inputs moved, what stood still, and where there is no plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compensator.language import OUTCOMES, percent, shortened
from compensator.problem import Problem
from compensator.whatif.tornado.answer import INVALID, Swing
from compensator.whatif.tornado.sentences import figure
from compensator.whatif.tornado.uncertain import Uncertain

Moved = Sequence[tuple[Uncertain, Swing]]
LIFT = (*OUTCOMES, "value")


def notes(problem: Problem, by: float, listed: Sequence[Uncertain], rows: Moved) -> Iterator[str]:
    """Return what a reader of the rows has to know.

    Args:
        problem: Today's.
        by: How far inputs move, as a fraction.
        listed: All uncertain inputs.
        rows: Those that matter, with what they do.
    """
    if rows:
        yield (
            f"Each input moves {percent(by)} down and up, alone; a fraction by its odds, p ÷ (1 − p),"
            " so that it stays between 0 and 1."
        )
    yield from _ways(by, listed, rows)
    yield from _held_fast(problem, rows)
    yield from _endings(rows, problem.settings.currency)


def _ways(by: float, listed: Sequence[Uncertain], rows: Moved) -> Iterator[str]:
    if given := sum(one.given for one, _ in rows):
        yield f"{_counted(given, 'input moves', 'inputs move')} to the low and high that Responses gives, in place of {percent(by)}."
    if any(one.cells for one in listed):
        yield f"There are many inputs, so whole columns move together: low and high are factors, {1 - by:g} and {1 + by:g} (of the odds where the column holds fractions)."
    if still := [one for one in listed if one.still]:
        cells, named = (
            sum(len(one.cells) or 1 for one in still),
            shortened([one.path for one in still]),
        )
        yield f"A percentage of 0 is 0, and a fraction of 0 or 1 has no odds to move, so {_counted(cells, 'cell stays', 'cells stay')} put: {named}."


def _held_fast(problem: Problem, rows: Moved) -> Iterator[str]:
    """Tell what responses hold fast while other inputs move, and what moves with a base rate."""
    columns = {(one.place.table, one.place.column) for one, _ in rows}
    known = {name for r in problem.responses for name in LIFT if getattr(r, name) is not None}
    if known and columns & {("offers", "redemption"), ("responses", "redemption")}:
        yield "Where redemption moves, the lifts that Responses gives are held."
    if bases := [name for name in OUTCOMES if ("segments", name) in columns]:
        yield f"Where a segment's {' or '.join(bases)} moves, its ceiling and the rates with an offer move by the same odds, so that an offer's effect on the odds stays; an assignment of your own (--set, a sweep, a scenario) holds them."


def _endings(rows: Moved, currency: str) -> Iterator[str]:
    ends = [
        (f"{row.path} = {figure(row.path, at, currency)}", status, breaks)
        for _, row in rows
        for at, status, breaks in (
            (row.low, row.status_low, row.breaks_low),
            (row.high, row.status_high, row.breaks_high),
        )
    ]
    if none := [end for end, status, _ in ends if status == "infeasible"]:
        yield f"No plan meets every limit at {shortened(none)}."
    if late := [end for end, status, _ in ends if status == "unknown"]:
        yield f"No plan was found in time, or proven, at {shortened(late)}; one may exist."
    if loose := [end for end, status, _ in ends if status == "feasible"]:
        yield f"A plan, not proven best, ended the solve at {shortened(loose)}: its value there may be more."
    if wrong := [end for end, status, _ in ends if status == INVALID]:
        yield f"No longer a complete problem at {shortened(wrong)}: a filter on the column then matches otherwise."
    if broken := [f"{end} ({', '.join(breaks)})" for end, _, breaks in ends if breaks]:
        yield f"Held as it is, today's plan would break a limit at {shortened(broken)}; its value there is shown nevertheless."


def _counted(how_many: int, one: str, several: str) -> str:
    return f"{how_many:,} {one if how_many == 1 else several}"
