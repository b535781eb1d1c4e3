"""One pair in today's plan, against every other offer to its segment: where that is decided otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from compensator.economics import Array, Vector
from compensator.optimizer import Optimum
from compensator.plan import Case, zeros_of
from compensator.prices import reduced_values
from compensator.tolerances import MET, SLIGHT, TRIFLE
from compensator.whatif.break_even.answer import Flip, Turn
from compensator.whatif.break_even.crossings import (
    HALVINGS,
    Change,
    Search,
    between,
    nearest_change,
    room,
)
from compensator.whatif.break_even.levers import Pair, levers
from compensator.whatif.break_even.probing import Answers


class Contest:
    """One pair in today's plan, against every other offer to its segment."""

    def __init__(self, today: Case, optimum: Optimum, pair: Pair) -> None:
        """Start from today's plan and prices.

        Args:
            today: The problem.
            optimum: Its plan.
            pair: The segment × offer.
        """
        self._case, self._pair = today, pair
        self._answers = [Answers(today, optimum, pair, one) for one in levers(today, pair)]
        self._group = int(today.economics.group[pair.s])
        self.share = float(optimum.shares[self._group, pair.j])
        """Share that gets the offer today, of the segment's users who keep none from before."""
        users = float(today.economics.users[pair.s] * today.economics.left[pair.s])
        self._user = (1 - TRIFLE) / max(1.0, users)

    def flips(self) -> Iterator[Flip]:
        """Return every figure of the pair with each of its flips."""
        turns: tuple[Turn, ...] = ("leaves", "takes all")
        if self.share < self._user:
            turns = ("enters",)
        elif self.share >= 1 - MET:
            turns = ("leaves",)
        for left, answers in zip(range(len(self._answers), 0, -1), self._answers, strict=True):
            answers.solver = self._case.solver.part(left)
            by_prices = self._by_prices(answers)
            for turn in turns:
                asked = _Asked(answers, turn, self._pair.j, self.share, self._user)
                yield self._flip(asked, by_prices)

    @property
    def stopped(self) -> bool:
        """Whether the time ended before some figure was settled."""
        return any(answers.stopped for answers in self._answers)

    @property
    def _decides(self) -> bool:
        """Whether anything is at stake: users, and another offer that they may get."""
        several = self._case.program.eligible[self._group].sum() > 1
        return bool(several and self._case.program.users[self._group] > 0)

    def _by_prices(self, answers: Answers) -> float | None:
        """Return where the offer's reduced value meets the best other's, at today's prices."""
        if not self._decides:
            return None
        lever = answers.lever
        reduced = self._reduced(answers, lever.now)
        finite = reduced[np.isfinite(reduced)]
        scale = np.array([np.abs(finite).max(initial=0) or 1.0])
        now = np.array([lever.now])
        (at,) = zeros_of(lambda x: self._margin(answers, x), now, lever.span, scale).tolist()
        return None if np.isnan(at) else at

    def _margin(self, answers: Answers, value: Vector) -> Vector:
        """Return the offer's reduced value less the best other's."""
        reduced = self._reduced(answers, float(value[0]))
        rivals = np.delete(reduced, self._pair.j)
        return np.array([reduced[self._pair.j] - rivals.max()])

    def _reduced(self, answers: Answers, value: float) -> Array:
        """Return reduced values of the segment's class, at today's prices; not finite where it is no problem."""
        case = answers.case(value)
        if case is None:
            return np.full(self._case.program.eligible.shape[1], np.nan)
        own: Array = reduced_values(case.program, answers.prices)[self._group]
        return own

    def _flip(self, asked: _Asked, by_prices: float | None) -> Flip:
        lever = asked.answers.lever
        flip = Flip(lever.place.column, lever.path, lever.now, asked.turn, by_prices, sure=True)
        if not self._decides:
            return flip
        candidate = _confirmed(asked, by_prices)
        if candidate is None:
            found = _searched(asked)
        else:
            nearer = between(asked, lever.now, candidate.short, asked.halvings)
            found = nearer if nearer.change is not None else Search(candidate, nearer.sure)
        flip = replace(flip, sure=found.sure)
        if found.change is None:
            return flip
        if found.change.ends and found.change.past in asked.answers.unproven:
            return replace(flip, sure=False)
        if found.change.ends:
            return replace(flip, no_plan_at=found.change.past)
        exact = found.change is candidate
        at = by_prices if exact else found.change.past
        other, share = self._other(asked.answers, found.change)
        return replace(flip, confirmed=at, exact=exact, other=other, share=share)

    def _other(self, answers: Answers, found: Change) -> tuple[str | None, float | None]:
        """Return the offer whose share changes the other way, and the pair's share past the flip."""
        before, after = answers.shares(found.short), answers.shares(found.past)
        if before is None or after is None:
            return None, None
        change, j = after - before, self._pair.j
        against = -np.sign(change[j]) * change
        against[j] = -np.inf
        k = int(against.argmax())
        other = self._case.problem.offer_rows.names[k] if against[k] > MET else None
        return other, float(after[j])


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whether one turn of the answer happens along one figure: for at least one user, over a range."""

    answers: Answers
    turn: Turn
    offer: int
    share: float
    """Today's."""
    user: float
    """Share that is one user; less is nobody."""

    @property
    def halvings(self) -> int:
        """How often to part what lies between: no proof ever ends it where integers decide."""
        return 0 if self.answers.integer else HALVINGS

    @property
    def fine(self) -> float:
        """How exactly a flip is told: of integer plans, to the digits that are printed."""
        return SLIGHT if self.answers.integer else TRIFLE

    def changed(self, x: float) -> bool | None:
        """Return whether the answer has turned at a value; None where there is no plan."""
        shares = self.answers.shares(x)
        if shares is None:
            return None
        share = shares[self.offer]
        if self.turn == "enters":
            return bool(share >= self.user)
        if self.turn == "takes all":
            return bool(share >= 1 - MET)
        return bool(share <= 1 - self.user if self.share >= 1 - MET else share < self.user)

    def lasts(self, change: Change) -> bool:
        """Return whether the answer is turned beyond where it first is, and not at a point alone."""
        lever = self.answers.lever
        way = 1 if change.past > change.short else -1
        beyond = change.past + 2 * way * room(change.past, lever.now)
        beyond = min(max(beyond, lever.span[0]), lever.span[1])
        return beyond != change.past and self.changed(beyond) is not False

    def is_sure(self, a: float, b: float) -> bool:
        """Return whether prices prove that the answer is the same all between two values."""
        return self.answers.are_the_same(a, b)

    def parting(self, a: float, b: float) -> float:
        """Return where other prices rule, else the middle."""
        return self.answers.parting(a, b)


def _confirmed(asked: _Asked, at: float | None) -> Change | None:
    """Return the values just short of and just past the candidate, if the answer flips between them."""
    if at is None:
        return None
    lever = asked.answers.lever
    for way in [1, -1] if at == lever.now else [1 if at > lever.now else -1]:
        step = way * room(at, lever.now)
        change = Change(*np.clip([at - step, at + step], *lever.span).tolist())
        turned = asked.changed(change.past) and asked.changed(change.short) is False
        if turned and asked.lasts(change):
            return change
    return None


def _searched(asked: _Asked) -> Search:
    """Return the nearest flip found by solving on either side, or else where plans end."""
    lever = asked.answers.lever
    ends = [end for end in lever.span if end != lever.now]
    sides = [nearest_change(asked, lever.now, end) for end in ends]
    known = [side.change for side in sides if side.change is not None]
    nearest = min(known, key=lambda one: (one.ends, abs(one.past - lever.now)), default=None)
    return Search(nearest, all(side.sure for side in sides))
