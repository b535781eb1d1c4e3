"""A linear program asked again and again, going on from where it stood; every answer is certified."""

from __future__ import annotations

from functools import cached_property

from compensator.economics import BUDGET, Program
from compensator.knapsack import Curve
from compensator.model import AUTO, Live, Outcome, Solver
from compensator.optimizer.certificate import certify
from compensator.optimizer.linear import Optimum, budget_line, completed, on_line, optimize_linear
from compensator.optimizer.sifting import LARGE, Sifted
from compensator.tolerances import MET, SAME


class Hot:
    """Optima of one program under other bounds, or with a price on cost."""

    def __init__(self, program: Program, solver: Solver) -> None:
        """Keep the program; nothing is solved yet.

        Args:
            program: A linear one; every class has an eligible offer.
            solver: For where the quick way cannot prove its answer.
        """
        self._program = program
        self._solver = solver
        self._line: tuple[list[float], Curve | None] | None = None

    @cached_property
    def _engine(self) -> Live | Sifted:
        engine = Sifted if len(self._program.users) >= LARGE else Live
        return engine(self._program, self._solver)

    def priced(self, price: float) -> Optimum:
        """Return an optimum of the objective less the price times cost; among equals, any."""
        program = self._program
        asked = program.aiming(program.objective - program.cost * price)
        quick = self._quick(asked, price)
        return optimize_linear(asked, self._solver) if quick is None else quick

    def bounded(self, asked: Program) -> Optimum:
        """Return an optimum of the program under other right-hand sides; among equals, any."""
        quick = self._quick(asked, 0.0)
        return optimize_linear(asked, self._solver) if quick is None else quick

    def solved(self, asked: Program) -> Optimum:
        """Return the optimum as solving from scratch does: ties settled, the budget's price the next unit's.

        Args:
            asked: The program under other right-hand sides.
        """
        line = self._curve(asked) if self._solver.name == AUTO else None
        found = None if line is None else on_line(asked, line)
        if found is not None:
            return found
        quick = self._quick(asked, 0.0) if line is None else None
        if quick is None:
            return optimize_linear(asked, self._solver)
        return completed(asked, quick.shares, quick.prices)

    def _curve(self, asked: Program) -> Curve | None:
        """Return the budget curve, made anew only where a bound beside the budget has moved."""
        others = asked.without(BUDGET).rhs.tolist()
        if self._line is None or self._line[0] != others:
            self._line = others, budget_line(asked)
        return self._line[1]

    def _quick(self, asked: Program, price: float) -> Optimum | None:
        """Return the engine's answer where its certificate proves it."""
        if not asked.rows:
            return None
        outcome, shares, prices = self._engine.solve(price=price, rhs=asked.rhs)
        if outcome is not Outcome.OPTIMAL:
            return None
        certificate = certify(asked, shares, prices)
        proven = certificate.violation <= MET and abs(certificate.gap) <= SAME
        return Optimum(outcome, shares, prices) if proven else None
