"""The plans along one figure of a pair, each solved once, and what their prices prove of those between."""

from __future__ import annotations

from dataclasses import replace

from compensator.economics import Array, Program
from compensator.errors import InputError
from compensator.optimizer import Optimum
from compensator.plan import Case, Status, attempt, prepare
from compensator.tolerances import NOISE, SAME
from compensator.whatif.break_even.levers import Pair
from compensator.whatif.break_even.proofs import Solved, crossing, nothing_flips, stays_best
from compensator.whatif.inputs import Input, tried

KEPT = 4
"""Problems along the figure that are kept: their arrays are large."""


class Answers:
    """The best plan at each value of one figure."""

    def __init__(self, today: Case, optimum: Optimum, pair: Pair, lever: Input) -> None:
        """Start from today's problem.

        Args:
            today: With a plan.
            optimum: The plan, with its prices.
            pair: The segment × offer.
            lever: The figure of it.
        """
        self.lever, self.prices = lever, optimum.prices
        self.solver = today.solver
        """Which, and when it may stop."""
        self.stopped = False
        """Whether the time ended before some value was settled: there, the answer is taken to be today's."""
        self._optimum = optimum
        self._today, self._pair = today, pair
        self._solved: dict[float, tuple[Optimum, Array] | None] = {}
        self._cases: dict[float, Case | None] = {}
        self.unproven: set[float] = set()
        """Values whose answer is not proven: they have none, and are no end of plans."""

    @property
    def integer(self) -> bool:
        """Whether it takes integer programs to answer."""
        return self._today.program.integer

    def case(self, value: float) -> Case | None:
        """Return the problem at a value with its program; None where it is no problem."""
        if value not in self._cases:
            while len(self._cases) >= KEPT:
                del self._cases[next(iter(self._cases))]
            self._cases[value] = self._changed(value)
        return self._cases[value]

    def _changed(self, value: float) -> Case | None:
        try:
            return prepare(tried(self._today.problem, self.lever, value), self._today.solver)
        except InputError:
            return None  # a filter on the column matches otherwise

    def shares(self, value: float) -> Array | None:
        """Return the segment's shares in the best plan at a value, None where there is none."""
        found = self._at(value)
        return None if found is None else found[1]

    def are_the_same(self, a: float, b: float) -> bool:
        """Return whether prices prove that the segment's shares are the same all between two values."""
        if not self._may_be_proven(a, b):
            return False
        ends, middle = [self._end(x) for x in (a, b)], self._program((a + b) / 2)
        if ends[0] is None or ends[1] is None or middle is None:
            return False
        return nothing_flips(ends[0], ends[1], middle)

    def parting(self, a: float, b: float) -> float:
        """Return the value between two from which on the other one's prices rule; else the middle."""
        one, other = self._end(a), self._end(b)
        if one is None or other is None or not self._may_be_proven(a, b):
            return (a + b) / 2
        at = crossing(self._program, (a, b), (one, other))
        least = 1e-3 * abs(b - a)
        clear = at is not None and min(abs(at - a), abs(at - b)) > least
        return at if at is not None and clear else (a + b) / 2

    def _may_be_proven(self, a: float, b: float) -> bool:
        """Return whether proof is worth a try: prices prove no integer plan, nor shares that move."""
        one, other = self.shares(a), self.shares(b)
        if one is None or other is None or self._today.program.integer:
            return False
        return bool(abs(one[self._pair.j] - other[self._pair.j]) <= SAME)

    def _program(self, value: float) -> Program | None:
        case = self.case(value)
        return None if case is None else case.program

    def _end(self, value: float) -> Solved | None:
        found, program = self._at(value), self._program(value)
        return None if found is None or program is None else Solved(program, found[0])

    def _at(self, value: float) -> tuple[Optimum, Array] | None:
        if value not in self._solved:
            self._solved[value] = self._solve(value)
        return self._solved[value]

    def _solve(self, value: float) -> tuple[Optimum, Array] | None:
        case = self.case(value)
        if case is None:
            return None
        now, solver = (self._optimum, self._shares(self._optimum)), self.solver
        if case.program.integer:
            if stays_best(self._today.program, self._optimum.shares, case.program):
                return now
            solver = replace(solver, gap=max(solver.gap, NOISE))  # which of equals is no question
        best = attempt(replace(case, solver=solver))
        if best.status is Status.UNKNOWN and best.failure is None:
            self.stopped = True
            return now
        if best.failure is not None:
            self.unproven.add(value)
        if best.optimum is None or best.shares is None:
            return None
        return best.optimum, self._shares(best.optimum)

    def _shares(self, optimum: Optimum) -> Array:
        """Return the segment's shares in a plan."""
        own: Array = optimum.shares[self._today.economics.group[self._pair.s]]
        return own
