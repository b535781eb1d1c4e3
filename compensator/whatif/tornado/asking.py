"""Every uncertain input up and down: what it does to the best value, and to today's plan held fixed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from compensator.economics import Array, assemble, evaluate, limits
from compensator.errors import InputError, UsageError
from compensator.model import AUTO
from compensator.optimizer import Optimum, certify, denominator
from compensator.plan import Brief, Case, Status, attempt, brief_of, prepare, totals
from compensator.problem import Problem, entitled, entitlements, face_values
from compensator.tolerances import MET, PROVEN, SAME
from compensator.whatif.asked import asked
from compensator.whatif.inputs import tried
from compensator.whatif.tornado.answer import INVALID, Swing, Tornado
from compensator.whatif.tornado.notes import notes
from compensator.whatif.tornado.uncertain import Uncertain, uncertain


@dataclass(frozen=True)
class _Today:
    """The plan that is held fixed, and the prices that prove it."""

    case: Case
    optimum: Optimum
    value: float

    def part(self, parts: int) -> _Today:
        """Return the same with a part of the time that is left."""
        return replace(self, case=self.case.part(parts))

    @property
    def shares(self) -> Array:
        """Segments × (none, offers…)."""
        return self.case.shares(self.optimum)


@dataclass(frozen=True, slots=True)
class _End:
    """What becomes of the plan at one end of an input."""

    status: str
    value: float | None = None
    held: float | None = None
    breaks: tuple[str, ...] = ()
    changes: bool = True
    users_moved: float = 0.0
    matters: bool = True

    @property
    def gain(self) -> float | None:
        """What planning anew brings; None where today's plan may not stay, or none exists."""
        if self.value is None or self.held is None or self.breaks:
            return None
        return self.value - self.held


def tornado(
    problem: Problem,
    *,
    by: float = 0.2,
    solver: str = AUTO,
    time_limit: float | None = None,
    gap: float = 0.0,
    progress: Callable[[int], None] | None = None,
) -> Tornado:
    """Return what every uncertain input does, moved down and up alone.

    Args:
        problem: Segments, offers and limits.
        by: How far an input without percentiles moves, as a fraction; fractions move by their odds.
        solver: As in ``solve``; so the next two, for all.
        time_limit: Seconds for all inputs together.
        gap: Relative gap at which an integer program may stop.
        progress: Told how many inputs are done.

    Raises:
        UsageError: If ``by`` is not between 0 and 1, the solver is not known, or an option is out of range.
    """
    if not 0 < by < 1:
        msg = f"expected inputs to move by more than 0% and less than 100%, found {100 * by:g}%"
        raise UsageError(msg)
    case = asked(problem, solver, time_limit, gap)
    start = brief_of(case.part(2))
    today = _today(case, start)
    listed = [] if today is None else uncertain(problem, by)
    rows = []
    for done, one in enumerate(listed, 1):
        left = len(listed) - done + 1
        row = None if one.still or today is None else _swing(today.part(left), one)
        rows += [] if row is None else [(one, row)]
        if progress is not None:
            progress(done)
    rows.sort(key=lambda pair: _rank(pair[1], 0.0 if today is None else today.value))
    return Tornado(
        **case.preamble(start.optimum),
        status=start.status,
        by=by,
        value=None if today is None else today.value,
        rows=tuple(row for _, row in rows),
        notes=(*notes(problem, by, listed, rows), *problem.notes),
        stopped=start.stopped,
    )


def _today(case: Case, start: Brief) -> _Today | None:
    """Return the plan to hold, None where no plan was found."""
    if start.optimum is None or start.objective is None:
        return None
    return _Today(case, start.optimum, start.objective)


def _rank(row: Swing, value: float) -> tuple[bool, float, float]:
    """Rank inputs that leave no plan first, then by effect, then by what they do to today's plan."""
    held = [abs(one - value) for one in (row.held_low, row.held_high) if one is not None]
    effect = np.inf if row.effect is None else row.effect
    return (None not in (row.value_low, row.value_high), -effect, -max(held, default=0.0))


def _swing(today: _Today, one: Uncertain) -> Swing | None:
    """Return an input at both ends; None where neither touches the program."""
    low, high = (_end(today, one, value) for value in one.values)
    if not (low.matters or high.matters):
        return None
    known = [abs(v - today.value) for v in (low.value, high.value) if v is not None]
    return Swing(
        path=one.path,
        now=one.now,
        low=one.values[0],
        high=one.values[1],
        value_low=low.value,
        value_high=high.value,
        held_low=low.held,
        held_high=high.held,
        plan_changes=low.changes or high.changes,
        effect=max(known, default=None),
        status_low=low.status,
        status_high=high.status,
        breaks_low=low.breaks,
        breaks_high=high.breaks,
        users_moved=max(low.users_moved, high.users_moved),
        replanning=max((g for g in (low.gain, high.gain) if g is not None), default=None),
    )


def _end(today: _Today, one: Uncertain, value: float) -> _End:
    try:
        case = prepare(tried(today.case.problem, one, value), today.case.solver)
    except InputError:
        return _End(INVALID)
    if case.program.same_as(today.case.program):
        return _End(Status.OPTIMAL, today.value, today.value, changes=False, matters=False)
    held, broken = _held(today, case)
    proof = certify(case.program, today.optimum.shares, today.optimum.prices)
    if not broken and proof.gap <= SAME:
        return _End(Status.OPTIMAL, held, held, changes=False)
    return _replanned(today, case, held, broken)


def _replanned(today: _Today, case: Case, held: float, broken: tuple[str, ...]) -> _End:
    """Return an end where today's prices no longer prove today's plan."""
    best = attempt(case)
    if best.objective is None or best.shares is None:
        return _End(best.status, None, held, broken)
    room = PROVEN if case.program.integer else SAME
    gain = best.objective - held
    if not broken and gain <= room * denominator(case.program, today.optimum.shares):
        return _End(best.status, max(best.objective, held), held, changes=False)
    differing = np.abs(best.shares - today.shares).sum(axis=1) / 2
    users = float(case.economics.users @ differing)
    return _End(best.status, best.objective, held, broken, users_moved=users)


def _held(today: _Today, case: Case) -> tuple[float, tuple[str, ...]]:
    """Return the value of today's plan in a changed problem, and the limits it would break there."""
    problem, economics, program = case.problem, case.economics, case.program
    own = today.case.economics.eligible
    if not np.array_equal(economics.eligible, own):
        economics = evaluate(
            problem, own
        )  # what is given stays given, also where it no longer may be
        program = assemble(problem, economics, limits(problem, economics))
    shares, used = today.optimum.shares, program.used(today.optimum.shares)
    missed = [r.limit for r in program.rows if r.violation(shares, used) > MET]
    value = getattr(totals(economics, today.shares), problem.settings.maximize)
    return float(value), tuple(dict.fromkeys([*missed, *_withdrawn(today, case)]))


def _withdrawn(today: _Today, case: Case) -> list[str]:
    """Return the paths of what makes a given offer ineligible."""
    problem, economics = case.problem, case.economics
    decided = today.optimum.shares[economics.group] * (economics.users * economics.left)[:, None]
    given = (decided > 0) & ~economics.eligible
    enough = entitled(
        entitlements(problem.segments), face_values(problem.offers, problem.segment_rows)
    )
    return [
        f"offers[{problem.offer_rows.names[j]}].eligible"
        if enough[s, j]
        else f"segments[{problem.segments[s].segment}].entitlement"
        for s, j in np.argwhere(given)
    ]
