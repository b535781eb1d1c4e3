r"""Exact vertices and faces of the linear program, from a solver's rounded ones.

By complementary slackness, for any optimal prices the optimal plans are just those that use cells of no
margin and meet with equality each row that has a price. So ties are found by the price kernel, and what
is left to decide is a small program over the tied cells.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from compensator.economics import Array, Program, Vector
from compensator.prices import Prices, reduced_values
from compensator.tolerances import MET, NOUGHT, TIE

Mask = NDArray[np.bool_]
MANY = 1_000
"""Classes from which only the cells in use are added up."""
SMALL = 200
"""Tied cells up to which it is asked whether they leave a choice; solving is quicker beyond."""


@dataclass(frozen=True)
class Restricted:
    """A program over the classes that are still open, the others being decided."""

    program: Program
    decided: Array
    """Shares of the decided classes; 0 for open ones."""
    open: NDArray[np.intp]
    """Position of each open class in the whole program."""

    def whole(self, shares: Array) -> Array:
        """Return shares of all classes from those of the open ones."""
        full = self.decided.copy()
        full[self.open] = shares
        return full


def gain(program: Program, shares: Array) -> float:
    """Return how far a plan's objective is from doing nothing's, without what users have already."""
    form = program.objective
    return abs(
        form.at(shares, program.used(shares)) - form.constant - float(form.shares[:, 0].sum())
    )


def class_scales(program: Program, prices: Prices) -> Vector:
    """Return each class's largest term in its reduced values: what margins are measured against."""
    terms = np.abs(program.objective.shares)
    for row, price in zip(program.rows, prices.rows, strict=True):
        if price:
            terms = terms + price * np.abs(row.form.shares)
    scales: Vector = np.where(program.eligible, terms, 0.0).max(axis=1)
    return scales


def margins(program: Program, prices: Prices) -> Array:
    """Return by how much each class × offer falls short of the class's best; ∞ where not eligible."""
    reduced = reduced_values(program, prices)
    short: Array = reduced.max(axis=1)[:, None] - reduced
    return short


def tied(program: Program, prices: Prices, room: float = 0.0) -> Mask:
    """Return the cells without margin at exact prices.

    Args:
        program: Its classes and offers.
        prices: Exact.
        room: Objective that all classes together may give up.
    """
    least = TIE * class_scales(program, prices) + room / max(1, len(program.users))
    cells: Mask = margins(program, prices) <= least[:, None]
    return cells & program.eligible


def restrict(program: Program, cells: Mask) -> Restricted:
    """Decide every class that has one cell left, and keep a program of the others."""
    still = cells.sum(axis=1) > 1
    decided = np.where(still[:, None], 0.0, cells.astype(float))
    kept = np.flatnonzero(still)
    chosen = np.nonzero(decided) if len(still) >= MANY else ...
    rows = tuple(
        replace(
            r,
            form=r.form.on(kept),
            rhs=r.rhs - float((r.form.shares[chosen] * decided[chosen]).sum()),
        )
        for r in program.rows
    )
    sub = replace(
        program,
        objective=program.objective.on(kept),
        cost=program.cost.on(kept),
        rows=rows,
        eligible=cells[kept],
        users=program.users[kept],
        divisible=None,
    )
    return Restricted(sub, decided, kept)


def vertex(program: Program, shares: Array, tight: Mask) -> Array:
    """Return a solver's vertex with the last digits right.

    Args:
        program: The program.
        shares: Classes × offers, right but for a solver's noise.
        tight: Rows that the vertex meets with equality.

    Returns:
        Shares that solve the vertex's own equations: split classes add up to 1, tight rows are met.
    """
    keep = MET * program.reach()
    clean = np.where(shares > keep, shares, 0.0)
    clean /= np.maximum(clean.sum(axis=1, keepdims=True), MET)
    for _ in range(3):
        clean, changed = _corrected(program, clean, tight, keep)
        if not changed:
            break
    return clean


def is_single_point(program: Program, cells: Mask, tight: Mask) -> bool:
    """Return whether a face has one point: its tied cells and tight rows leave nothing to choose."""
    still = cells.sum(axis=1) > 1
    chosen = np.argwhere(cells & still[:, None])
    if len(chosen) > SMALL:
        return False
    g, j = chosen[:, 0], chosen[:, 1]
    ones = (g[None, :] == np.flatnonzero(still)[:, None]).astype(float)
    rows = [r.form.shares[g, j] for r, t in zip(program.rows, tight, strict=True) if t]
    scaled = [row / (np.abs(row).max(initial=0) or 1.0) for row in rows]
    return not len(chosen) or int(np.linalg.matrix_rank(np.vstack([ones, *scaled]))) == len(chosen)


def _corrected(program: Program, shares: Array, tight: Mask, keep: Array) -> tuple[Array, bool]:
    """Solve the equations of the split classes once; tell whether a share fell to nothing."""
    split = np.flatnonzero((shares > 0).sum(axis=1) > 1)
    cells = np.argwhere(shares[split] > 0)
    used = program.used(shares)
    rows = [
        r for r, t in zip(program.rows, tight, strict=True) if t or r.violation(shares, used) > 0
    ]
    if not len(cells) or not rows:
        return shares, False
    g, j = split[cells[:, 0]], cells[:, 1]
    ones = (cells[:, 0][None, :] == np.arange(len(split))[:, None]).astype(float)
    limits = np.array([r.form.shares[g, j] / r.form.size for r in rows])
    missing = [-r.excess(shares, used) * r.sign / r.form.size for r in rows]
    system = np.vstack([ones, limits])
    step, *_ = np.linalg.lstsq(system, np.array([*np.zeros(len(split)), *missing]), rcond=None)
    moved = shares.copy()
    moved[g, j] += step
    if (moved[g, j] < -1e3 * keep[g, j]).any():
        return shares, False
    fallen = moved[g, j] < keep[g, j]
    moved[g[fallen], j[fallen]] = 0.0
    moved[split] /= moved[split].sum(axis=1, keepdims=True)
    return moved, bool(fallen.any() or (len(cells) > 0 and np.abs(step).max() > NOUGHT))
