r"""Exact prices: the point of the dual's optimal face where the budget's price is least.

At a vertex, prices prove a plan when each class's offer is a best response and rows with room cost nothing.
These prices form a face; its least budget price is the right-hand derivative of the optimum in the budget:
what the *next* unit brings. Rows are few, classes many: so their inequalities are added as they are missed
(cutting planes; Kelley 1960, J. SIAM 8).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from compensator.economics import BUDGET, Array, Program, Vector
from compensator.model import SmallRow, minimize
from compensator.optimizer.certificate import denominator, distance
from compensator.optimizer.faces import class_scales, margins
from compensator.prices import Prices
from compensator.tolerances import MET, NOISE, NOUGHT, PROVEN, SAME, SLIGHT, TIE

ROUNDS = 200
BATCH = 40
ROOMS = (MET, PROVEN)
"""Room, relative to a row's bound, below which it counts as met; more where less leaves no prices."""


def exact_prices(program: Program, shares: Array, guess: Prices) -> Prices:
    """Return prices that prove a vertex, with the least budget price.

    Args:
        program: The linear program.
        shares: An exact optimal vertex, classes × offers.
        guess: A solver's prices, used where no others prove the vertex.
    """
    known = [guess]
    for room in ROOMS:
        tight = _tight(program, shares, room)
        costs = np.array([program.rows[k].code == BUDGET for k in tight], dtype=float)
        found = _Face(program, shares, tight).least(costs, guess.rows) if len(tight) else None
        prices = Prices(np.zeros(len(program.rows)) if found is None else found)
        if abs(distance(program, shares, prices)) <= SAME * denominator(program, shares):
            return prices
        known.append(prices)
    return min(known, key=lambda prices: abs(distance(program, shares, prices)))


def _tight(program: Program, shares: Array, room: float) -> NDArray[np.intp]:
    """Return the rows that a vertex meets with equality, up to some room."""
    used = program.used(shares)
    return np.flatnonzero([abs(row.room(shares, used)) <= room for row in program.rows])


class _Face:
    """The prices that prove a vertex, as inequalities that are added when they are missed."""

    def __init__(self, program: Program, shares: Array, tight: NDArray[np.intp]) -> None:
        self._program = program
        self._shares = shares
        self._tight = tight
        self._given = shares.argmax(axis=1)
        top = np.abs(program.objective.shares[program.eligible]).max(initial=0) or 1.0
        self._unit = np.array([top / program.rows[k].form.size for k in tight])
        self._rows: list[SmallRow] = []
        self._cells: set[tuple[int, int]] = set()
        for g, j in np.argwhere(
            (shares > 0) & (np.arange(shares.shape[1]) != self._given[:, None])
        ):
            self._add(g, j, equal=True)

    def _add(self, g: int, j: int, *, equal: bool = False) -> None:
        """Require that class g does not gain by taking offer j instead of its own."""
        self._cells.add((g, j))
        own, forms = self._given[g], [self._program.rows[k] for k in self._tight]
        use = (
            np.array([r.sign * (r.form.shares[g, j] - r.form.shares[g, own]) for r in forms])
            * self._unit
        )
        gain = float(self._program.objective.shares[g, j] - self._program.objective.shares[g, own])
        largest = np.abs(use).max() or 1.0
        self._rows.append(
            SmallRow(use / largest, gain / largest, gain / largest if equal else np.inf)
        )

    def least(self, costs: Vector, guess: Vector) -> Vector | None:
        """Return the prices of all rows that prove the vertex at least cost; None where none do."""
        if not costs.any():
            costs = np.ones(len(self._tight))
        self._seed(guess)
        bounds = [(0.0, np.inf)] * len(self._tight)
        for _ in range(ROUNDS):
            found = minimize(costs, self._rows, bounds)
            if found is None:
                return None
            prices = self._spread(self._sharpened(found))
            missed = self._missed(prices)
            if not missed:
                return prices.rows
            for g, j in missed:
                self._add(g, j)
        return None

    def _seed(self, guess: Vector) -> None:
        """Start from the cells that are nearly tied at the solver's prices."""
        short = margins(self._program, Prices(guess))
        relative = short / np.maximum(class_scales(self._program, Prices(guess)), 1e-300)[:, None]
        relative[np.arange(len(relative)), self._given] = np.inf
        nearest = np.argsort(relative, axis=None)[: BATCH * len(self._tight)]
        for g, j in np.argwhere(np.isin(np.arange(relative.size).reshape(relative.shape), nearest)):
            if np.isfinite(relative[g, j]) and (g, j) not in self._cells:
                self._add(g, j)

    def _spread(self, found: Vector) -> Prices:
        rows = np.zeros(len(self._program.rows))
        rows[self._tight] = np.where(found > NOUGHT, found, 0.0) * self._unit
        return Prices(rows)

    def _sharpened(self, found: Vector) -> Vector:
        """Return the small program's vertex with its own active equations solved exactly."""
        active = [
            r
            for r in self._rows
            if abs(r.coefficients @ found - r.low) <= NOISE * max(1.0, abs(r.low))
        ]
        held = np.where(found > MET, 0.0, 1.0)
        system = (
            np.vstack([*(r.coefficients for r in active), *np.diag(held)[held > 0]])
            if active or held.any()
            else None
        )
        if system is None:
            return found
        now = np.where(held > 0, 0.0, found)
        right = np.array([*(r.low for r in active), *np.zeros(int(held.sum()))])
        step, *_ = np.linalg.lstsq(system, right - system @ now, rcond=None)
        return (
            np.maximum(now + step, 0.0)
            if np.abs(step).max(initial=0) <= SLIGHT * (1 + np.abs(now).max())
            else found
        )

    def _missed(self, prices: Prices) -> list[tuple[int, int]]:
        """Return the worst cells that gain by more than rounding, new ones only."""
        short = margins(self._program, prices)
        scales = class_scales(self._program, prices)
        loss = short[np.arange(len(short)), self._given] / np.maximum(scales, 1e-300)
        worst = np.argsort(-loss)[:BATCH]
        best = short.argmin(axis=1)
        return [
            (int(g), int(best[g]))
            for g in worst
            if loss[g] > TIE and (int(g), int(best[g])) not in self._cells
        ]
