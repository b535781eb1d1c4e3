r"""Prices: given one for each limit, every class has a best offer. The one kernel behind all proofs.

.. math::

   r_{gj}(\pi) = c_{gj} - \sum_k \pi_k a^k_{gj} - \mu_{gj} + \gamma_j n_g, \qquad
   bound(\pi) = \sum_g \max_j r_{gj} + \sum_j \max(0, s_j) + \sum_k \pi_k b_k + \nu M

======  ================  =====================================================
symbol  name              meaning
======  ================  =====================================================
r       ``reduced``       reduced value: value less priced use, for the whole class
π       ``rows``          price of each row, ≥ 0, in units of objective per unit of the row
μ       ``links``         price of getting an offer without its being used, ≥ 0
ν       ``max_offers``    price of one more distinct offer, ≥ 0
γ       ``given``         price of an offer's being used without a user, ≥ 0 (n: users of a class)
s       ``used``          reduced value of using an offer: −set-up terms + Σ_g μ − γ − ν
======  ================  =====================================================

For any non-negative prices the bound is at least the objective of any plan that meets the limits,
whoever found the prices. Source: Lagrangian relaxation, Geoffrion (1974), Mathematical Programming
Study 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from compensator.economics import Array, Form, Program, Row, Vector


@dataclass(frozen=True)
class Prices:
    """A price for each restriction of a program; all ≥ 0."""

    rows: Vector
    links: Array | None = None
    """Classes × offers; None where no offer has a ``used`` variable."""
    max_offers: float = 0.0
    given: Vector | None = None
    """One for each offer, 0 where it has no ``used`` variable; None where none has."""

    def of(self, program: Program, code: str) -> float | None:
        """Return the price of a row, by its code; None where the program has no such row."""
        k = program.place(code)
        return None if k is None else float(self.rows[k])


def priced(objective: Form, rows: Sequence[Row], prices: Prices) -> Array:
    """Return an objective's coefficients less what the rows' prices ask for them."""
    reduced = objective.shares.copy()
    for row, price in zip(rows, prices.rows, strict=True):
        if price:
            reduced -= row.sign * price * row.form.shares
    return reduced


def reduced_values(program: Program, prices: Prices) -> Array:
    """Return the reduced value of each class × offer; −∞ where not eligible."""
    reduced = priced(program.objective, program.rows, prices)
    if prices.links is not None:
        reduced -= prices.links
    if prices.given is not None:
        reduced += program.users[:, None] * prices.given
    reduced[~program.eligible] = -np.inf
    return reduced


def best_response(reduced: Array) -> Vector:
    """Return each class's best reduced value."""
    best: Vector = reduced.max(axis=1)
    return best


def upper_bound(program: Program, prices: Prices) -> float:
    """Return the Lagrangian upper bound on the objective of any feasible plan."""
    total = program.objective.constant
    total += float(best_response(reduced_values(program, prices)).sum())
    for row, price in zip(program.rows, prices.rows.tolist(), strict=True):
        total += row.sign * price * row.rhs
    return (
        total
        + float(np.maximum(_used_values(program, prices), 0).sum())
        + _max_offers(program, prices)
    )


def _used_values(program: Program, prices: Prices) -> Vector:
    """Return the reduced value of each linked offer's being used."""
    used = program.objective.used.copy()
    for row, price in zip(program.rows, prices.rows, strict=True):
        used -= row.sign * price * row.form.used
    if prices.links is not None:
        used += prices.links.sum(axis=0)
    if prices.given is not None:
        used -= prices.given
    used[program.linked] -= prices.max_offers
    return np.where(program.linked, used, 0.0)


def _max_offers(program: Program, prices: Prices) -> float:
    return prices.max_offers * program.max_offers if program.max_offers is not None else 0.0
