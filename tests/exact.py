"""The exact optimum of a small linear program, in rational numbers: no float, no tolerance, no solver.

A tableau of integers over one common denominator, so that every division comes out even.

Source: Edmonds (1967), J. Research NBS 71B; Bland's rule (1977), Mathematics of Operations Research 2(2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Literal

Sense = Literal["max", "min", "=="]
Line = tuple[Sequence[Fraction], Sense, Fraction]
"""Coefficients, whether their sum is at most (``max``), at least (``min``) or equal to a bound, the bound."""
STEPS = 30
"""Steps of the steepest column; Bland's rule, which never cycles, goes on from there."""


@dataclass(frozen=True)
class Vertex:
    """A best vertex."""

    value: Fraction
    x: tuple[Fraction, ...]


def greatest(objective: Sequence[Fraction], lines: Sequence[Line]) -> Vertex | None:
    """Return the greatest of a linear form over x ≥ 0 under some lines; None where they clash.

    Args:
        objective: Its coefficients.
        lines: What must hold; they leave nothing unbounded.
    """
    table = _Table(len(objective), [_upright(line) for line in lines])
    if not table.feasible():
        return None
    by, costs = _whole([*objective, Fraction(0)])
    return table.maximized(costs[:-1], by)


def _upright(line: Line) -> Line:
    """Return a line with a bound of at least 0."""
    coefficients, sense, bound = line
    if bound >= 0:
        return line
    turned: dict[Sense, Sense] = {"max": "min", "min": "max", "==": "=="}
    return [-a for a in coefficients], turned[sense], -bound


def _whole(figures: Sequence[Fraction]) -> tuple[int, list[int]]:
    """Return the least multiple that makes figures whole, and those."""
    by = lcm(*(Fraction(a).denominator for a in figures))
    return by, [int(a * by) for a in figures]


class _Table:
    """Rows of integers, each the equation of its basic variable times ``unit``."""

    def __init__(self, count: int, lines: Sequence[Line]) -> None:
        slacks = [k for k, line in enumerate(lines) if line[1] != "=="]
        helped = [k for k, line in enumerate(lines) if line[1] != "max"]
        self._count, self._real = count, count + len(slacks)
        self._unit, self._rows, self._basis = 1, [], []
        for k, (coefficients, sense, bound) in enumerate(lines):
            _, figures = _whole([*coefficients, bound])
            signs = [(1 if sense == "max" else -1) * (k == i) for i in slacks]
            self._rows.append([*figures[:-1], *signs, *(int(k == i) for i in helped), figures[-1]])
            own = self._real + helped.index(k) if k in helped else count + slacks.index(k)
            self._basis.append(own)

    def feasible(self) -> bool:
        """Go to a vertex that meets all lines; return whether there is one."""
        width = len(self._rows[0]) - 1 if self._rows else self._real
        helped = [
            row for row, own in zip(self._rows, self._basis, strict=True) if own >= self._real
        ]
        top = [-sum(column) for column in zip(*helped, strict=True)] or [0] * (width + 1)
        top[self._real : width] = [0] * (width - self._real)
        if self._climb(top)[-1] != 0:
            return False
        for i, own in enumerate(self._basis):
            column = next((c for c in range(self._real) if self._rows[i][c]), None)
            if own >= self._real and column is not None:
                self._pivot(i, column, [])
        return True

    def maximized(self, costs: Sequence[int], by: int) -> Vertex:
        """Go on to the vertex of greatest costs ÷ by."""
        top = [-self._unit * c for c in costs] + [0] * (len(self._rows[0]) - self._count)
        for row, own in zip(self._rows, self._basis, strict=True):
            if own < self._count and costs[own]:
                top = [a + costs[own] * b for a, b in zip(top, row, strict=True)]
        value = Fraction(self._climb(top)[-1], self._unit * by)
        x = [Fraction(0)] * self._count
        for row, own in zip(self._rows, self._basis, strict=True):
            if own < self._count:
                x[own] = Fraction(row[-1], self._unit)
        return Vertex(value, tuple(x))

    def _climb(self, top: list[int]) -> list[int]:
        """Return the objective's row at its best vertex."""
        step = 0
        while True:
            gaining = [c for c in range(self._real) if top[c] < 0]
            if not gaining:
                return top
            column = min(gaining, key=top.__getitem__) if step < STEPS else gaining[0]
            rows = [i for i, row in enumerate(self._rows) if row[column] > 0]
            row = min(rows, key=lambda i: (self._ratio(i, column), self._basis[i]))
            top = self._pivot(row, column, top)
            step += 1

    def _ratio(self, i: int, column: int) -> Fraction:
        return Fraction(self._rows[i][-1], self._rows[i][column])

    def _pivot(self, i: int, column: int, top: list[int]) -> list[int]:
        """Let a column into the basis for row i; return the objective's row then."""
        if self._rows[i][column] < 0:
            self._rows[i] = [-a for a in self._rows[i]]
        pivot, unit = self._rows[i], self._unit

        def without(row: list[int]) -> list[int]:
            p, q = pivot[column], row[column] if row else 0
            return (
                [(p * a - q * b) // unit for a, b in zip(row, pivot, strict=True)] if row else row
            )

        self._rows = [row if k == i else without(row) for k, row in enumerate(self._rows)]
        self._unit, self._basis[i] = pivot[column], column
        return without(top)
