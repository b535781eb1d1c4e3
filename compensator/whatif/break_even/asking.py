"""Break-even of one segment × offer: at which redemption, cost or response the plan decides otherwise.

Prices give a candidate: where the offer's reduced value meets that of the best other. Solving again just
below and just above confirms it; where the change itself moves the prices, the flip is found by solving.
That nothing flips nearer is proven by prices, or else asked at many values, and told as not found.
"""

from __future__ import annotations

from compensator.errors import UsageError, did_you_mean
from compensator.model import AUTO
from compensator.plan import Case, brief_of
from compensator.problem import NONE, Problem
from compensator.whatif.asked import asked
from compensator.whatif.break_even.answer import BreakEven
from compensator.whatif.break_even.contests import Contest
from compensator.whatif.break_even.levers import Pair
from compensator.whatif.break_even.notes import notes


def break_even(
    problem: Problem,
    segment: str,
    offer: str,
    *,
    solver: str = AUTO,
    time_limit: float | None = None,
    gap: float = 0.0,
) -> BreakEven:
    """Return, for one pair, each figure's nearest value found at which the answer flips.

    For an offer that the segment does not get: where somebody gets it. For one that all of it gets: where
    not all do any more. For one that a part gets: where nobody does, and where all do.

    Args:
        problem: Segments, offers and limits.
        segment: Its name.
        offer: Its name, other than ``none``.
        solver: As in ``solve``; so the next two.
        time_limit: Seconds for all solves together.
        gap: Relative gap at which an integer program may stop.

    Raises:
        UsageError: If a name is not known, the pair is not eligible, or an option is out of range.
    """
    case = asked(problem, solver, time_limit, gap)
    pair = _pair(case, segment, offer)
    today = brief_of(case.part(2))
    planned = today.optimum is not None and today.shares is not None
    contest = Contest(case, today.optimum, pair) if planned and today.optimum else None
    flips = () if contest is None else tuple(contest.flips())
    return BreakEven(
        **case.preamble(today.optimum),
        status=today.status,
        segment=segment,
        offer=offer,
        share=None if contest is None else contest.share,
        flips=flips,
        notes=(
            *notes(case, pair, flips, late=contest is not None and contest.stopped),
            *problem.notes,
        ),
        stopped=today.stopped,
    )


def _pair(case: Case, segment: str, offer: str) -> Pair:
    """Return a pair by its names.

    Raises:
        UsageError: If a name is not known, or the pair is not eligible.
    """
    rows, offers = case.problem.segment_rows, case.problem.offer_rows
    for name, known, kind in (
        (segment, rows.names, "a segment"),
        (offer, offers.names, "an offer"),
    ):
        if name not in known:
            msg = f"expected the name of {kind}, found {name!r}{did_you_mean(name, known)}"
            raise UsageError(msg)
    if offer == NONE:
        msg = "expected an offer other than none, which costs and does nothing"
        raise UsageError(msg)
    s, j = rows.names.index(segment), offers.names.index(offer)
    if not case.economics.eligible[s, j]:
        msg = f"expected an eligible pair, found segment {segment!r}, which may not get offer {offer!r} whatever it costs or does"
        raise UsageError(msg)
    return Pair(s, j, segment, offer)
