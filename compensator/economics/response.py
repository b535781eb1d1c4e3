r"""Retention and reconversion with an offer: what is known, and what a curve says of the rest.

.. math:: lift = (ceiling - base) \cdot curve(w) \cdot (r + (1 - r) \cdot u), \qquad
          curve(w) = \frac{w^k}{w^k + h^k}

======  ==========================  ==============================================
symbol  name                        meaning
======  ==========================  ==============================================
w       ``face_value``              what the user perceives the offer to be worth, money
h       ``half_value``              perceived value at which half of the way is gone, money
k       ``steepness``               1 concave, above 1 S-shaped
r       ``redemption``              share of recipients who redeem
u       ``lift_if_unredeemed``      share of the lift felt without redeeming
======  ==========================  ==============================================

Source: the Hill curve; S-shaped responses to compensation in Gelbrich, Gäthke and Grégoire (2015),
Journal of Service Research 18(1). A response on the sheet replaces the curve.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compensator.problem import Problem

Array = NDArray[np.float64]
"""Segments × (none, offers…), unless said otherwise."""


@dataclass(frozen=True, slots=True)
class Known:
    """The Responses sheet as arrays; NaN where a pair has no figure."""

    columns: dict[str, Array]
    """By column of the sheet."""
    measures: dict[str, Array]
    """Custom measures per recipient; 0 where a pair has no row."""
    ignored: int
    """Rows of pairs that are not eligible."""


def known_responses(problem: Problem, eligible: NDArray[np.bool_]) -> Known:
    """Return what the Responses sheet knows of eligible pairs."""
    figures = problem.figures
    s, j = figures.segment, figures.offer
    counts = eligible[s, j] if len(s) else np.zeros(0, dtype=bool)
    at = s[counts], j[counts]
    columns = {}
    for name, of_rows in figures.responses.items():
        columns[name] = np.full(eligible.shape, np.nan)
        columns[name][at] = of_rows[counts]
    measures = {}
    for name, of_rows in figures.measures.items():
        measures[name] = np.zeros(eligible.shape)
        measures[name][at] = of_rows[counts]
    return Known(columns, measures, int((~counts).sum()))


def curve(face_value: Array, half_value: Array, steepness: Array) -> Array:
    """Return the share of the way to the ceiling that a perceived value goes, 0–1.

    >>> curve(np.array([0.0, 2.0, 6.0]), np.array(2.0), np.array(1.0))
    array([0.  , 0.5 , 0.75])
    """
    with np.errstate(divide="ignore"):
        z = steepness * (np.log(face_value) - np.log(half_value))
    small = np.exp(-np.abs(z))
    share: Array = np.where(z >= 0, 1 / (1 + small), small / (1 + small))
    return share


def lift(problem: Problem, outcome: str, known: Known, face: Array, redemption: Array) -> Array:
    """Return the change of a probability by each offer, at no delay.

    Args:
        problem: Segments and offers.
        outcome: ``retention`` or ``reconversion``.
        known: The Responses sheet.
        face: Perceived values, money.
        redemption: Shares of recipients who redeem.

    Returns:
        Lifts; 0 for ``none`` and for segments without this outcome, NaN where nothing is known.
    """
    base = column(problem, outcome)[:, None]
    ceiling = column(problem, f"{outcome}_ceiling")[:, None]
    shape = curve(
        face, column(problem, "half_value")[:, None], column(problem, "steepness")[:, None]
    )
    unread = np.array([0.0, *(o.lift_if_unredeemed for o in problem.offers)])
    felt = redemption + (1 - redemption) * unread
    by_curve = (ceiling - base) * shape * felt
    response = known.columns[outcome]
    lifts: Array = np.where(np.isnan(response), by_curve, response - base)
    lifts[:, 0] = 0
    lifts[np.isnan(base[:, 0])] = 0
    return lifts


def column(problem: Problem, name: str) -> Array:
    """Return a numeric column of the segments, NaN where blank."""
    return problem.figures.segments[name]
