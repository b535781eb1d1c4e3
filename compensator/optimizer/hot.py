"""A linear program asked again and again, going on from where it stood; every answer is certified."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from compensator.economics import Form, Program
from compensator.economics.measures import Vector
from compensator.model import Live, Outcome, Solver
from compensator.optimizer.linear import Optimum, optimize_linear
from compensator.plan.certificate import VIOLATION, certify
from compensator.prices import Prices

PROOF = 1e-9
"""Gap up to which a quick answer is taken; the careful way is gone beyond."""


class Hot:
    """Optima of one program under other bounds, or with a price on cost."""

    def __init__(self, program: Program, solver: Solver) -> None:
        """Keep the program; it is first solved when it is first asked.

        Args:
            program: A linear one; every class has an eligible offer.
            solver: For where the quick way cannot prove its answer.
        """
        self._program = program
        self._solver = solver
        self._live = Live(program) if program.rows else None

    def priced(self, price: float) -> Optimum:
        """Return an optimum of the objective less the price times cost."""
        program = self._program
        aim = Form(program.objective.shares - price * program.cost.shares, program.objective.used)
        return self._optimum(replace(program, objective=aim))

    def bounded(self, rhs: Vector) -> Optimum:
        """Return an optimum under other right-hand sides of the rows."""
        pairs = zip(self._program.rows, rhs.tolist(), strict=True)
        rows = tuple(replace(row, rhs=bound) for row, bound in pairs)
        return self._optimum(replace(self._program, rows=rows))

    def _optimum(self, asked: Program) -> Optimum:
        quick = None if self._live is None else self._quick(asked, self._live)
        return optimize_linear(asked, self._solver) if quick is None else quick

    def _quick(self, asked: Program, live: Live) -> Optimum | None:
        """Return the live program's answer where its certificate proves it."""
        rhs = np.array([row.rhs for row in asked.rows])
        outcome, shares, prices = live.solve(objective=asked.objective.shares, rhs=rhs)
        if outcome is not Outcome.OPTIMAL:
            return None
        optimum = Optimum(outcome, shares, Prices(prices.rows))
        certificate = certify(asked, shares, optimum.prices)
        proven = certificate.violation <= VIOLATION and abs(certificate.gap) <= PROOF
        return optimum if proven else None
