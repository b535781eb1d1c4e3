"""A bounded program kept in HiGHS, solved again in ever smaller boxes: what branching asks for."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from compensator.economics import Vector
from compensator.model.solvers import highs, sharp

Index = NDArray[np.intp]


@dataclass(frozen=True)
class Entries:
    """The coefficients of some rows that are not zero."""

    row: Index
    variable: Index
    value: Vector

    def priced(self, prices: Vector, variables: int) -> Vector:
        """Return what rows of some prices ask of each variable."""
        asked = self.value * prices[self.row]
        total: Vector = np.bincount(self.variable, weights=asked, minlength=variables).astype(float)
        return total

    @property
    def absolute(self) -> Entries:
        """Return the coefficients without signs."""
        return Entries(self.row, self.variable, np.abs(self.value))


@dataclass(frozen=True)
class Box:
    """min costs · x, low ≤ rows · x ≤ high, within lower ≤ x ≤ upper, some of x whole numbers."""

    costs: Vector
    rows: Entries
    low: Vector
    high: Vector
    lower: Vector
    upper: Vector
    whole: NDArray[np.bool_]
    """Which variables are whole numbers."""


@dataclass(frozen=True)
class Relaxed:
    """What HiGHS says of a box without whole numbers; nothing is believed: who asks must certify."""

    solved: bool
    """False where it finds no plan."""
    at: Vector
    prices: Vector
    """Duals of the rows, or a ray of them that is to show that there is no plan."""


class Boxed:
    """One program, solved again and again; the whole numbers are left to who asks."""

    def __init__(self, box: Box) -> None:
        """Pass the program on; nothing is solved yet."""
        largest = np.full(len(box.low), 1e-300)
        np.maximum.at(largest, box.rows.row, np.abs(box.rows.value))
        self._scales = 2.0 ** -np.floor(np.log2(largest))
        self._unit = 2.0 ** -np.floor(np.log2(np.abs(box.costs).max(initial=0) or 1.0))
        self._count = np.arange(len(box.costs), dtype=np.int32)
        self._engine = highs(presolve="off", **sharp())
        self._engine.passModel(self._model(box))

    def solve(self, lower: Vector, upper: Vector) -> Relaxed:
        """Return the best of a box, or a ray where there is none."""
        self._engine.changeColsBounds(len(self._count), self._count, lower, upper)
        self._engine.run()
        solved = self._engine.getModelStatus() == highspy.HighsModelStatus.kOptimal
        if not solved:
            _, found, ray = self._engine.getDualRay()
            prices = np.array(ray) if found else np.zeros(len(self._scales))
            return Relaxed(solved=False, at=lower, prices=prices * self._scales)
        said = self._engine.getSolution()
        prices = np.array(said.row_dual) * self._scales / self._unit
        return Relaxed(solved=True, at=np.array(said.col_value), prices=prices)

    def _model(self, box: Box) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = len(box.low), len(box.costs)
        lp.col_cost_ = box.costs * self._unit
        lp.col_lower_, lp.col_upper_ = box.lower, box.upper
        lp.row_lower_, lp.row_upper_ = box.low * self._scales, box.high * self._scales
        order = np.argsort(box.rows.variable, kind="stable")
        counts = np.bincount(box.rows.variable, minlength=len(box.costs))
        matrix, row = lp.a_matrix_, box.rows.row[order]
        matrix.format_ = highspy.MatrixFormat.kColwise
        matrix.num_col_, matrix.num_row_ = lp.num_col_, lp.num_row_
        matrix.start_ = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        matrix.index_ = row.astype(np.int32)
        matrix.value_ = box.rows.value[order] * self._scales[row]
        return lp
