r"""Proof that nothing flips between two values of a figure, by the prices of either end.

Where every coefficient of a program is linear in the figure, and what the two ends' plans give of the
cells that it moves is the same, plans between them may be mixed of the two. At common prices the gap of
such a mixture is convex in the figure: where it is zero at both ends, it is zero all along.

======  ==============  =======================================================
symbol  name            meaning
======  ==============  =======================================================
θ       the figure      what is moved, from one end to the other
x       ``shares``      plan at an end; between them (1 − λ) x₀ + λ x₁
π       ``prices``      prices of one end, which have to prove both plans
======  ==============  =======================================================

Source: Geoffrion & Nauss (1977), Management Science 23(5), on the value of a program along a parameter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from compensator.economics import Array, Form, Program
from compensator.optimizer import Optimum, certify
from compensator.prices import upper_bound
from compensator.tolerances import NOUGHT, SAME

ROUNDS = 12
"""Steps in which two bounds' crossing is closed in; they are straight but for kinks."""


@dataclass(frozen=True, slots=True)
class Solved:
    """The program at one value of the figure, and its optimum."""

    program: Program
    optimum: Optimum


def nothing_flips(one: Solved, other: Solved, middle: Program) -> bool:
    """Return whether prices prove that the moved cells' shares are the same all between two values.

    Args:
        one: At one end.
        other: At the other.
        middle: The program halfway.
    """
    if middle.integer or not _is_linear(one.program, other.program, middle):
        return False
    moved = _moved(one.program, other.program)
    if np.abs((one.optimum.shares - other.optimum.shares)[moved]).max(initial=0) > SAME:
        return False
    return any(
        all(
            certify(end.program, end.optimum.shares, by.optimum.prices).gap <= SAME
            for end in (one, other)
        )
        for by in (one, other)
    )


def stays_best(today: Program, shares: Array, changed: Program) -> bool:
    """Return whether today's best plan is one whatever integers ask: it has nothing of cells that only got worse.

    Or it has all of cells that only got better, in programs whose rows are today's.
    """
    before, after = (list(_forms(program)) for program in (today, changed))
    if len(before) != len(after) or not np.array_equal(today.eligible, changed.eligible):
        return False
    moved, signs = _moved(today, changed), [-1.0, *(row.sign for row in today.rows)]
    same = np.array_equal(today.rhs, changed.rhs) and all(
        np.array_equal(a.used, b.used) and a.constant == b.constant
        for a, b in zip(before, after, strict=True)
    )
    rises = [
        sign * (b.shares - a.shares)[moved] for a, b, sign in zip(before, after, signs, strict=True)
    ]
    worse = all((rise >= 0).all() for rise in rises) and not shares[moved].any()
    better = bool((rises[0] <= 0).all()) and not any(rise.any() for rise in rises[1:])
    return bool(same and (worse or (better and (shares[moved] == 1).all())))


def crossing(
    program: Callable[[float], Program | None],
    ends: tuple[float, float],
    solved: tuple[Solved, Solved],
) -> float | None:
    """Return where the bounds by the two ends' prices meet, None where not clearly between the ends.

    Args:
        program: At any value; None where there is none.
        ends: Two values.
        solved: What they were solved to.
    """

    def apart(value: float) -> float:
        at = program(value)
        bounds = [] if at is None else [upper_bound(at, s.optimum.prices) for s in solved]
        return bounds[0] - bounds[1] if bounds else np.nan

    (low, high), below, above = ends, apart(ends[0]), apart(ends[1])
    if not below * above < 0:  # no number, too
        return None
    middle = low
    for _ in range(ROUNDS):
        middle = low - below * (high - low) / (above - below)
        found = apart(middle)
        if not np.isfinite(found):
            return None
        if abs(found) <= NOUGHT * max(abs(below), abs(above)):
            break
        if found * below > 0:
            low, below, above = middle, found, above / 2
        else:
            high, above, below = middle, found, below / 2
    return middle


def _is_linear(one: Program, other: Program, middle: Program) -> bool:
    """Return whether the three are alike, and the middle is the mean of the ends.

    Coefficients are straight or, as liability's, bent one way, so that the middle tells for all between.
    """
    programs = (one, other, middle)
    codes = [[row.code for row in program.rows] for program in programs]
    if codes[0] != codes[1] or codes[0] != codes[2]:
        return False
    if not all(np.array_equal(p.eligible, middle.eligible) for p in (one, other)):
        return False
    figures = (list(_figures(program)) for program in programs)
    return all(
        np.abs((a + b) / 2 - c).max(initial=0)
        <= SAME * max(np.abs(a).max(initial=0), np.abs(b).max(initial=0))
        for a, b, c in zip(*figures, strict=True)
    )


def _figures(program: Program) -> Iterator[np.ndarray]:
    """Yield the coefficients that decide."""
    for form in _forms(program):
        yield form.shares[program.eligible]
        yield np.array([form.constant])
    yield from (np.array([row.rhs]) for row in program.rows)


def _forms(program: Program) -> Iterator[Form]:
    yield program.objective
    yield from (row.form for row in program.rows)


def _moved(one: Program, other: Program) -> np.ndarray:
    """Return which cells have another coefficient at the other end."""
    moved = np.zeros(one.eligible.shape, dtype=bool)
    for a, b in zip(_forms(one), _forms(other), strict=True):
        moved |= a.shares != b.shares
    return moved & one.eligible
