"""Where a contest is decided otherwise: zeros of piecewise linear functions, many of them at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from compensator.economics import Vector
from compensator.tolerances import ROUNDING, SAME

Line = Callable[[Vector], Vector]
Span = tuple[Vector | float, Vector | float]
FIRST: Final = 1e-3
"""First step, × the figure or 1."""
STEPS: Final = 20
"""Most steps: one kink takes one."""


def zeros_of(line: Line, now: Vector, span: Span, scale: Vector) -> Vector:
    """Return where functions are zero, following their slopes at ``now``; NaN where nowhere.

    Args:
        line: The functions, each of its own figure.
        now: Where to start.
        span: Least and most that the figures may be.
        scale: Values up to ``SAME`` of it count as zero.

    >>> zeros_of(lambda x: 3 - 2 * x, np.zeros(1), (0.0, 9.0), np.ones(1)).round(9)
    array([1.5])
    """
    here = line(now)
    found: Vector = np.where(np.abs(here) <= SAME * scale, now, np.nan)
    for way in (1, -1):
        left = np.isnan(found)
        if left.any():
            second = np.clip(now + way * FIRST * np.maximum(np.abs(now), 1.0), *span)
            found[left] = _secant(line, (now, here, second), span, scale, left)[left]
    return found


def _secant(
    line: Line,
    start: tuple[Vector, Vector, Vector],
    span: Span,
    scale: Vector,
    left: NDArray[np.bool_],
) -> Vector:
    """Return zeros by two figures of each function that is left, and the value at the first."""
    a, at_a, b = start
    found = np.full(len(a), np.nan)
    for step in range(STEPS + 1):
        at_b = np.where(a == b, at_a, line(b))
        flat = ~np.isfinite(at_b) | (at_b == at_a) | (step == STEPS)
        near = np.abs(at_b) <= np.where(flat, SAME, ROUNDING) * scale
        found[left & near] = b[left & near]
        with np.errstate(invalid="ignore", divide="ignore"):
            following = _within(b - at_b * (b - a) / (at_b - at_a), span)
        left = left & ~flat & ~near & np.isfinite(following)
        if not left.any():
            break
        a, at_a = np.where(left, b, a), np.where(left, at_b, at_a)
        b = np.where(left, following, b)
    return found


def _within(figures: Vector, span: Span) -> Vector:
    """Return figures inside a span, those that rounding put beside it at its end; NaN for others."""
    inside = np.clip(figures, *span)
    beside = ROUNDING * np.maximum(1.0, np.abs(figures))
    found: Vector = np.where(np.abs(figures - inside) <= beside, inside, np.nan)
    return found
