"""A linear program kept in HiGHS: after a change of its objective or its bounds it goes on from where it stood."""

from __future__ import annotations

import highspy
import numpy as np

from compensator.economics import Array, Program, Vector
from compensator.errors import UnsureError
from compensator.model.solvers import Outcome, Solver, highs, highs_outcome, sharp
from compensator.prices import Prices

PRIMAL, DUAL = 4, 1
"""HiGHS's simplex strategies: which goes on from a plan still feasible, and which from prices still right."""


class Live:
    """One program, solved again and again.

    Rows are scaled by powers of two, as in ``writing``. Nothing is believed: who asks must certify.
    """

    def __init__(self, program: Program, solver: Solver | None = None) -> None:
        """Pass the program on; nothing is solved yet.

        Args:
            program: A linear one.
            solver: Tells when to stop.
        """
        self._limits = solver or Solver()
        self._program = program
        self._cells = np.nonzero(program.eligible)
        self._scales = np.array([_power(r.form.shares[self._cells]) for r in program.rows])
        self._objective = program.objective.shares[self._cells]
        self._unit = _power(self._objective)
        self._price = 0.0
        self._stood = False
        self._rhs = np.array([row.rhs for row in program.rows])
        self._engine = highs(**sharp())
        self._engine.passModel(self._model())

    def solve(
        self, *, price: float = 0.0, rhs: Vector | None = None
    ) -> tuple[Outcome, Array, Prices]:
        """Return how it ends, the shares and the prices of the rows.

        Args:
            price: On cost: the objective less price × cost is maximized.
            rhs: Right-hand sides of the rows instead.

        Returns:
            ``Outcome.UNSURE`` where HiGHS has no word on it, from where it stood and afresh.
        """
        moved = rhs is not None and bool((rhs != self._rhs).any())
        strategy = PRIMAL if self._stood and price != self._price and not moved else DUAL
        self._engine.setOptionValue("simplex_strategy", strategy)
        if price != self._price:
            self._set_price(price)
        if rhs is not None and moved:
            self._set_rhs(rhs)
        seconds = self._limits.seconds()
        if seconds is not None:  # HiGHS counts the time of all its runs
            self._engine.setOptionValue("time_limit", self._engine.getRunTime() + seconds)
        outcome = self._run()
        if outcome is Outcome.UNSURE:
            self._engine.clearSolver()
            outcome = self._run()
        self._stood = outcome is Outcome.OPTIMAL
        shares = np.zeros(self._program.eligible.shape)
        prices = np.zeros(len(self._rhs))
        if outcome is Outcome.OPTIMAL:
            found = self._engine.getSolution()
            shares[self._cells] = np.maximum(np.array(found.col_value), 0.0)
            shares /= shares.sum(axis=1, keepdims=True)
            duals = np.array(found.row_dual)[len(shares) :]
            signs = np.array([row.sign for row in self._program.rows])
            prices = np.maximum(0.0, -signs * duals) * self._scales / self._unit
        return outcome, shares, Prices(prices)

    def _run(self) -> Outcome:
        self._engine.run()
        try:
            return highs_outcome(self._engine)
        except UnsureError:
            return Outcome.UNSURE

    def _set_price(self, price: float) -> None:
        self._price = price
        figures = self._objective - price * self._program.cost.shares[self._cells]
        count = len(figures)
        self._engine.changeColsCost(count, np.arange(count, dtype=np.int32), -figures * self._unit)

    def _set_rhs(self, rhs: Vector) -> None:
        first = len(self._program.users)
        for k in np.flatnonzero(rhs != self._rhs).tolist():
            self._engine.changeRowBounds(first + k, *self._bounds(k, float(rhs[k])))
        self._rhs = rhs.copy()

    def _bounds(self, k: int, rhs: float) -> tuple[float, float]:
        edge = rhs * float(self._scales[k])
        infinite = highspy.kHighsInf
        return (-infinite, edge) if self._program.rows[k].bound == "max" else (edge, infinite)

    def _model(self) -> highspy.HighsLp:
        """Return minus the objective to be minimized over shares ≥ 0, classes first, then the limits."""
        classes, columns = len(self._program.users), len(self._objective)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = columns, classes + len(self._rhs)
        lp.col_cost_ = -self._objective * self._unit
        lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.full(columns, highspy.kHighsInf)
        bounds = [self._bounds(k, rhs) for k, rhs in enumerate(self._rhs.tolist())]
        lp.row_lower_ = np.array([*np.ones(classes), *(low for low, _ in bounds)])
        lp.row_upper_ = np.array([*np.ones(classes), *(high for _, high in bounds)])
        rows = [np.ones(columns)]
        rows += [
            row.form.shares[self._cells] * scale
            for row, scale in zip(self._program.rows, self._scales, strict=True)
        ]
        held = np.array(rows).T  # a column's own class, then the limits
        numbers = np.repeat(np.arange(classes, classes + len(self._rhs))[None, :], columns, axis=0)
        numbers = np.hstack([self._cells[0][:, None], numbers])
        there = held != 0
        matrix = lp.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kColwise
        matrix.num_col_, matrix.num_row_ = lp.num_col_, lp.num_row_
        matrix.start_ = np.concatenate([[0], np.cumsum(there.sum(axis=1))]).astype(np.int32)
        matrix.index_, matrix.value_ = numbers[there].astype(np.int32), held[there]
        return lp


def _power(figures: Vector) -> float:
    """Return the power of two that brings the largest figure to between 1 and 2."""
    largest = float(np.abs(figures).max(initial=0))
    return 2.0 ** -np.floor(np.log2(largest)) if largest > 0 else 1.0
