"""Break-even of one segment × offer: at which redemption, cost or response the plan decides otherwise.

Prices give a candidate: where the offer's reduced value meets that of the best other. Solving again just
below and just above confirms it; where the change itself moves the prices, the flip is found by solving.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

import numpy as np

from compensator.errors import InputError, SolverError, UsageError, did_you_mean
from compensator.model import AUTO, Outcome, Solver, insist_available
from compensator.optimizer.brief import brief_of, settled
from compensator.optimizer.case import Case, prepare
from compensator.optimizer.linear import Optimum
from compensator.optimizer.solving import optimize
from compensator.plan.document import Status
from compensator.prices import reduced_values
from compensator.problem import Problem
from compensator.problem.records import NONE
from compensator.response import Array
from compensator.whatif.flips.crossings import Change, change_of, room, zero_of
from compensator.whatif.flips.levers import Lever, Pair, levers
from compensator.whatif.flips.notes import pair_notes
from compensator.whatif.flips.results import BreakEven, Flip, Turn

NOBODY: Final = 1e-9
"""Shares up to this are none, and short of 1 by it are all: plans are exact vertices."""


def break_even(problem: Problem, segment: str, offer: str, *, solver: str = AUTO) -> BreakEven:
    """Return, for one pair, each figure's value at which the answer flips.

    For an offer that the segment does not get: where somebody gets it. For one that all of it gets: where
    not all do any more. For one that a part gets: where nobody does, and where all do.

    Args:
        problem: Segments, offers and limits.
        segment: Its name.
        offer: Its name, other than ``none``.
        solver: As in ``solve``.

    Raises:
        UsageError: If a name is not known, the pair is not eligible, or the solver is not known.
    """
    insist_available(solver)
    case = prepare(problem, Solver(solver))
    pair = _pair(case, segment, offer)
    contest = _contest(case, pair)
    flips = () if contest is None else tuple(contest.flips())
    return BreakEven(
        title=problem.settings.title,
        currency=problem.settings.currency,
        status=Status.INFEASIBLE if contest is None else contest.status,
        maximize=problem.settings.maximize,
        segment=segment,
        offer=offer,
        share=None if contest is None else contest.share,
        flips=flips,
        notes=tuple(pair_notes(case, pair, flips)),
        manifest=case.manifest(None if contest is None else contest.optimum),
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


def _contest(case: Case, pair: Pair) -> _Contest | None:
    """Return today's plan and prices, None where no plan exists."""
    if case.stranded:
        return None
    optimum = optimize(case.program, case.solver)
    if optimum.outcome in (Outcome.INFEASIBLE, Outcome.NOTHING):
        return None
    best = settled(case, optimum)  # refuses what is not proven
    return _Contest(case, pair, optimum, best.status)


@dataclass(frozen=True)
class _Contest:
    """One pair in today's plan, against every other offer to its segment."""

    case: Case
    pair: Pair
    optimum: Optimum
    status: Status
    _solved: dict[tuple[str, float], Array | None] = field(default_factory=dict)
    """Shares of the segment by figure and value: each problem is solved once."""

    @property
    def share(self) -> float:
        """Share that gets the offer today, of the segment's users who keep none from before."""
        g = self.case.economics.group[self.pair.s]
        return float(self.optimum.shares[g, self.pair.j])

    def flips(self) -> Iterator[Flip]:
        """Return every figure of the pair with each of its flips."""
        turns: tuple[Turn, ...] = ("leaves", "takes all")
        if self.share <= NOBODY:
            turns = ("enters",)
        elif self.share >= 1 - NOBODY:
            turns = ("leaves",)
        for lever in levers(self.case, self.pair):
            by_prices = self._by_prices(lever)
            yield from (self._flip(lever, turn, by_prices) for turn in turns)

    def _by_prices(self, lever: Lever) -> float | None:
        """Return where the offer's reduced value meets the best other's, at today's prices."""
        if not self._decides:
            return None
        reduced = self._reduced(lever, lever.now)
        finite = reduced[np.isfinite(reduced)]
        scale = float(np.abs(finite).max(initial=0)) or 1.0
        return zero_of(lambda x: self._margin(lever, x), lever.now, lever.span, scale)

    @property
    def _decides(self) -> bool:
        """Whether anything is at stake: users, and another offer that they may get."""
        g = self.case.economics.group[self.pair.s]
        several = self.case.program.eligible[g].sum() > 1
        return bool(several and self.case.program.users[g] > 0)

    def _margin(self, lever: Lever, value: float) -> float:
        reduced = self._reduced(lever, value)
        rivals = np.delete(reduced, self.pair.j)
        return float(reduced[self.pair.j] - rivals.max())

    def _reduced(self, lever: Lever, value: float) -> Array:
        """Return reduced values of the segment's class, at today's prices; not finite where it is no problem."""
        case = self._case(lever, value)
        if case is None:
            return np.full(self.case.program.eligible.shape[1], np.nan)
        own: Array = reduced_values(case.program, self.optimum.prices)[
            self.case.economics.group[self.pair.s]
        ]
        return own

    def _case(self, lever: Lever, value: float) -> Case | None:
        try:
            return prepare(lever.at(self.case.problem, value), self.case.solver)
        except InputError:
            return None  # a filter on the column matches otherwise

    def _flip(self, lever: Lever, turn: Turn, by_prices: float | None) -> Flip:
        found = self._confirmed(lever, turn, by_prices)
        exact = found is not None
        if found is None and self._decides:
            found = self._searched(lever, turn, by_prices)
        flip = Flip(lever.name, lever.path, lever.now, turn, by_prices)
        if found is None:
            return flip
        if found.ends:
            return replace(flip, no_plan_at=found.past)
        other, share = self._other(lever, found)
        at = by_prices if exact else found.past
        return replace(flip, confirmed=at, exact=exact, other=other, share=share)

    def _confirmed(self, lever: Lever, turn: Turn, at: float | None) -> Change | None:
        """Return the values just short of and just past the candidate, if the answer flips between them."""
        if at is None:
            return None
        ways = [1, -1] if at == lever.now else [1 if at > lever.now else -1]
        for way in ways:
            step = way * room(at, lever.now)
            short, past = np.clip([at - step, at + step], *lever.span).tolist()
            if self._turned(lever, turn, past) and self._turned(lever, turn, short) is False:
                return Change(short, past)
        return None

    def _searched(self, lever: Lever, turn: Turn, hint: float | None) -> Change | None:
        """Return a flip found by solving, on the side of the candidate first, or else where plans end."""
        first = -1 if hint is not None and hint < lever.now else 1
        found = [
            change_of(partial(self._turned, lever, turn), lever.now, lever.span, way)
            for way in (first, -first)
        ]
        known = [change for change in found if change is not None]
        return min(known, key=lambda change: change.ends, default=None)

    def _turned(self, lever: Lever, turn: Turn, value: float) -> bool | None:
        """Return whether the answer has flipped at a value; None where there is no plan."""
        shares = self._shares(lever, value)
        if shares is None:
            return None
        share = shares[self.pair.j]
        if turn == "enters":
            return bool(share > NOBODY)
        if turn == "takes all":
            return bool(share >= 1 - NOBODY)
        return bool(share < 1 - NOBODY if self.share >= 1 - NOBODY else share <= NOBODY)

    def _shares(self, lever: Lever, value: float) -> Array | None:
        """Return the segment's shares in the best plan at a value, None where there is none."""
        key = (lever.name, value)
        if key not in self._solved:
            self._solved[key] = self._solve(lever, value)
        return self._solved[key]

    def _solve(self, lever: Lever, value: float) -> Array | None:
        case = self._case(lever, value)
        try:
            shares = None if case is None else brief_of(case).shares
        except SolverError:
            return (
                None  # next to where plans end, a solver's plan may miss a limit by its tolerance
            )
        return (
            None if case is None or shares is None else case.economics.decided(shares)[self.pair.s]
        )

    def _other(self, lever: Lever, found: Change) -> tuple[str | None, float | None]:
        """Return the offer whose share changes the other way, and the pair's share past the flip."""
        before, after = self._shares(lever, found.short), self._shares(lever, found.past)
        if before is None or after is None:
            return None, None
        change = after - before
        against = -np.sign(change[self.pair.j]) * change
        against[self.pair.j] = -np.inf
        k = int(against.argmax())
        other = self.case.problem.offer_rows.names[k] if against[k] > NOBODY else None
        return other, float(after[self.pair.j])
