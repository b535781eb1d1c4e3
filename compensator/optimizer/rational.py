r"""The exact optimum in rational numbers: the last word where a solver's figures do not prove themselves.

Each class has a key offer, whose share is what the others leave; the rows alone make the basis, however many
classes there are. Which cell may gain is seen in floats first, and decided in fractions.

.. math::

   x_{g,key} = 1 - \sum_{j \ne key} x_{gj}, \qquad
   \sum_{g, j \ne key} (a^k_{gj} - a^k_{g,key}) x_{gj} + s_k - t_k = b_k - \sum_g a^k_{g,key}

======  =========  =====================================================
symbol  name       meaning
======  =========  =====================================================
s       slack      room in a row, ≥ 0
t       miss       by which a row is missed, ≥ 0; all 0 in a feasible plan
======  =========  =====================================================

Source: Dantzig and Van Slyke (1967), Journal of Computer and System Sciences 1(3); Bland's rule (1977),
Mathematics of Operations Research 2(2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from compensator.economics import Array, Program, Vector
from compensator.tolerances import FAINT

Figures = list[Fraction]
Column = tuple[int, int]
"""A class and its offer; ``SLACK`` or ``MISS`` and a row."""
SLACK, MISS = -1, -2
STEEP = 200
"""Steps that may stand still before Bland's rule, which never cycles, takes over."""


class UnfinishedError(Exception):
    """Time was up before the optimum was reached."""


class Exact:
    """A basis of one linear program, all of whose figures are fractions."""

    def __init__(
        self, program: Program, keys: Sequence[int], rhs: Figures, is_late: Callable[[], bool]
    ) -> None:
        """Start where each class has its key offer, and each row its slack or its miss.

        Args:
            program: Linear; its right-hand sides are not looked at.
            keys: An eligible offer of each class.
            rhs: Right-hand sides times the rows' signs.
            is_late: Whether to give up; asked before every column that is looked at.
        """
        self._program = program
        self._signed = [row.sign * row.form.shares for row in program.rows]
        self._columns: dict[Column, Figures] = {}
        self._keys = list(keys)
        self._rhs = rhs
        self._is_late = is_late
        used = [self._cell(g, j) for g, j in enumerate(self._keys)]
        self._keyed = [sum((one[k] for one in used), Fraction(0)) for k in range(len(rhs))]
        left = self._left(rhs)
        count = range(len(left))
        self._basis: list[Column] = [(SLACK if b >= 0 else MISS, k) for k, b in enumerate(left)]
        self._inverse = [
            [Fraction((i == k) * (1 if left[k] >= 0 else -1)) for i in count] for k in count
        ]
        self._values = [abs(b) for b in left]
        self._weights = [Fraction(1 / (row.bounded or row.form.size)) for row in program.rows]
        self._second = False

    def missed(self) -> Figures:
        """Return by how much each row is missed where the weighted misses are least."""
        self._climb()
        misses = [Fraction(0)] * len(self._basis)
        for (kind, k), value in zip(self._basis, self._values, strict=True):
            if kind == MISS:
                misses[k] = value
        return misses

    def maximize(self, rhs: Figures, misses: Figures) -> Vector:
        """Go to the vertex of greatest objective where rows may be missed by so much; return the rows' prices."""
        self._rhs = [b + t for b, t in zip(rhs, misses, strict=True)]
        for i, (kind, k) in enumerate(self._basis):
            if kind == MISS:
                self._basis[i] = (SLACK, k)
                self._inverse[i] = [-a for a in self._inverse[i]]
        self._settle()
        self._second = True
        self._climb()
        return self.prices

    @property
    def prices(self) -> Vector:
        """What the rows are priced at: of the misses, where only they were made least."""
        prices: Vector = np.maximum([float(p) for p in self._prices()], 0.0)
        return prices

    def shares(self, rhs: Figures) -> Array:
        """Return the vertex of the same basis under other right-hand sides."""
        self._rhs = rhs
        self._settle()
        shares = np.zeros(self._program.eligible.shape)
        rest = [Fraction(1)] * len(self._keys)
        for (g, j), value in zip(self._basis, self._values, strict=True):
            if g >= 0:
                share = min(max(value, Fraction(0)), rest[g])
                shares[g, j] = float(share)
                rest[g] -= share
        shares[np.arange(len(rest)), self._keys] += [float(one) for one in rest]
        return shares

    def _cell(self, g: int, j: int) -> Figures:
        if (g, j) not in self._columns:
            self._columns[g, j] = [Fraction(float(a[g, j])) for a in self._signed]
        return self._columns[g, j]

    def _column(self, column: Column) -> Figures:
        """Return a column's figures in the rows, its class's key being what it takes from."""
        kind, k = column
        if kind < 0:
            return [
                Fraction((i == k) * (1 if kind == SLACK else -1)) for i in range(len(self._rhs))
            ]
        own, key = self._cell(kind, k), self._cell(kind, self._keys[kind])
        return [a - b for a, b in zip(own, key, strict=True)]

    def _cost(self, column: Column) -> Fraction:
        """Return what a column adds to what is climbed: the objective, or first less misses."""
        kind, k = column
        if kind < 0:
            return -self._weights[k] if kind == MISS else Fraction(0)
        if not self._second:
            return Fraction(0)
        own = self._program.objective.shares[kind]
        return Fraction(float(own[k])) - Fraction(float(own[self._keys[kind]]))

    def _left(self, rhs: Figures) -> Figures:
        """Return what the keys leave of the right-hand sides."""
        return [b - used for b, used in zip(rhs, self._keyed, strict=True)]

    def _rekey(self, g: int, j: int) -> None:
        """Make an offer the key of its class."""
        moves = zip(self._keyed, self._cell(g, j), self._cell(g, self._keys[g]), strict=True)
        self._keyed = [used + new - old for used, new, old in moves]
        self._keys[g] = j

    def _settle(self) -> None:
        self._values = _times(self._inverse, self._left(self._rhs))

    def _prices(self) -> Figures:
        costs = [self._cost(column) for column in self._basis]
        paid = [(c, row) for c, row in zip(costs, self._inverse, strict=True) if c]
        return [sum((c * row[k] for c, row in paid), Fraction(0)) for k in range(len(self._basis))]

    def _climb(self) -> None:
        """Let columns in that gain until none does.

        Raises:
            UnfinishedError: If time was up before.
        """
        still = 0
        while (entering := self._entering(bland=still > STEEP)) is not None:
            still = 0 if self._enter(entering, bland=still > STEEP) else still + 1

    def _entering(self, *, bland: bool) -> Column | None:
        prices = self._prices()
        if not any(prices) and not self._second:
            return None
        for column in self._candidates(prices, bland=bland):
            if self._is_late():
                raise UnfinishedError
            if column not in self._basis:
                use = self._column(column)
                if self._cost(column) > sum(p * a for p, a in zip(prices, use, strict=True)):
                    return column
        return None

    def _candidates(self, prices: Figures, *, bland: bool) -> Iterator[Column]:
        """Yield every column that may gain, by its size in floats, or in one order where steps stood still."""
        for kind in (SLACK,) if self._second else (MISS, SLACK):
            yield from ((kind, k) for k in range(len(prices)))
        own = self._program.objective.shares * float(self._second)
        terms, reduced = np.abs(own), own.copy()
        for price, signed in zip(prices, self._signed, strict=True):
            if price:
                reduced -= float(price) * signed
                terms += abs(float(price)) * np.abs(signed)
        classes = np.arange(len(self._keys))
        gains = reduced - reduced[classes, self._keys][:, None]
        noise = FAINT * np.where(self._program.eligible, terms, 0.0).max(axis=1)[:, None]
        may = self._program.eligible & (gains >= -noise)
        may[classes, self._keys] = False
        cells = np.argwhere(may)
        order = range(len(cells)) if bland else np.argsort(-gains[may], kind="stable")
        for i in order:
            yield int(cells[i, 0]), int(cells[i, 1])

    def _enter(self, entering: Column, *, bland: bool) -> bool:
        """Let a column in, and out what falls to nothing first; return whether anything moved."""
        step = _times(self._inverse, self._column(entering))
        keys = self._falling(entering, step)
        ends = [
            (value / u, column)
            for column, u, value in zip(self._basis, step, self._values, strict=True)
            if u > 0
        ]
        ends += [(value / rate, (g, self._keys[g])) for g, (rate, value) in keys.items()]
        length, leaving = min(ends) if bland else min(ends, key=lambda end: end[0])
        g, j = leaving
        if g >= 0 and self._keys[g] == j:
            if not any(column[0] == g for column in self._basis):
                self._rekey(g, entering[1])
                self._settle()
                return length > 0
            self._swap(g)
            step = _times(self._inverse, self._column(entering))
        self._pivot(self._basis.index(leaving), step, entering)
        self._settle()
        return length > 0

    def _falling(self, entering: Column, step: Figures) -> dict[int, tuple[Fraction, Fraction]]:
        """Return of each class whose key gives way how fast, and how much it has."""
        rates: dict[int, Fraction] = {entering[0]: Fraction(1)} if entering[0] >= 0 else {}
        values: dict[int, Fraction] = dict.fromkeys(rates, Fraction(1))
        for (g, _), u, value in zip(self._basis, step, self._values, strict=True):
            if g >= 0:
                rates[g] = rates.get(g, Fraction(0)) - u
                values[g] = values.get(g, Fraction(1)) - value
        return {g: (rate, values[g]) for g, rate in rates.items() if rate > 0}

    def _swap(self, g: int) -> None:
        """Make another offer of a class its key, and the key a column of the basis in its place."""
        own = [i for i, column in enumerate(self._basis) if column[0] == g]
        first = own[0]
        together = [
            sum((self._inverse[i][k] for i in own), Fraction(0)) for k in range(len(self._basis))
        ]
        self._inverse[first] = [-a for a in together]
        key = self._basis[first][1]
        self._basis[first] = (g, self._keys[g])
        self._rekey(g, key)

    def _pivot(self, i: int, step: Figures, entering: Column) -> None:
        self._inverse[i] = [a / step[i] for a in self._inverse[i]]
        pivot = self._inverse[i]
        for k, u in enumerate(step):
            if k != i and u:
                self._inverse[k] = [a - u * b for a, b in zip(self._inverse[k], pivot, strict=True)]
        self._basis[i] = entering


def _times(rows: list[Figures], column: Figures) -> Figures:
    return [
        sum((a * b for a, b in zip(row, column, strict=True) if a and b), Fraction(0))
        for row in rows
    ]
