"""Notes of a break-even: what each figure moves, and what it leaves as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from compensator.language import count
from compensator.plan import Case
from compensator.whatif.break_even.answer import Flip
from compensator.whatif.break_even.levers import Pair


def notes(case: Case, pair: Pair, flips: Sequence[Flip], *, late: bool = False) -> Iterator[str]:
    """Return what a reader of the flips has to know.

    Args:
        case: Today's problem.
        pair: The segment × offer.
        flips: Where the answer flips, by figure.
        late: Whether the time limit left some values unasked.
    """
    if late:
        yield "The time limit came before every value was settled: a flip may be nearer than told, or missed."
    if case.economics.users[pair.s] == 0:
        yield "The segment has no users, so nothing decides what it gets."
    elif case.program.eligible[case.economics.group[pair.s]].sum() == 1:
        yield "The segment may get no other offer, so nothing flips it."
    if flips:
        yield from _moved(case, pair)
    if any(f.flip == "takes all" for f in flips):
        yield "A part of the segment gets the offer, so at today's prices it ties with what the rest gets: prices put every flip at today's figure."
    if any(f.confirmed is not None and not f.exact for f in flips):
        yield "Where the two figures differ, or prices give none, the change itself moves the prices: solving again is right."
    if any(not f.sure for f in flips):
        yield "Where a flip or its absence is not proven by prices, values between were asked one by one: a flip between them may be nearer."
    if case.program.integer:
        yield "Prices are those of the linear relaxation; in an integer plan only solving again decides."


def _moved(case: Case, pair: Pair) -> Iterator[str]:
    known = case.economics.known.columns
    given = {name for name, cells in known.items() if np.isfinite(cells[pair.s, pair.j])}
    eligible = case.economics.eligible[:, pair.j]
    if (others := float(case.economics.users[eligible].sum() - case.economics.users[pair.s])) > 0:
        yield f"The unit cost moves for all who may get the offer, {count(others)} outside the segment included; the other figures are the pair's own."
    if lifts := sorted(given & {"retention", "reconversion", "value"}):
        yield f"Where redemption moves, the {' and '.join(lifts)} that Responses gives for the pair is held."
    if "cost" in given:
        yield "Responses gives the pair's cost, so its redemption and unit cost do not move it."
    if case.problem.settings.same_offer_within is not None:
        yield "Segments of a class get the same offer: the whole class flips, though the figures are this segment's own."
