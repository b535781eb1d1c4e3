r"""The greatest ratio of two linear forms, by programs in their difference.

.. math:: \max_x \frac{N(x)}{D(x)} = t \quad \text{where} \quad \max_x N(x) - t \cdot D(x) = 0

The search begins at the plan of greatest *D*; each ratio found is the next *t*, and few are needed.

Source: Dinkelbach (1967), Management Science 13(7).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from compensator.economics import Form
from compensator.tolerances import ROUNDING

ROUNDS = 60
"""Most steps of the search; it ends after a few."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """The greatest ratio that was found."""

    value: float | None
    """None where no plan has any of the denominator."""
    complete: bool = True
    """Whether the search came to its end."""
    free: bool = False
    """Whether some of the numerator is to be had at a denominator of 0: then there is no greatest."""


def greatest_ratio(
    at: Callable[[Form], tuple[float, float] | None], numerator: Form, denominator: Form
) -> Ratio:
    """Return the greatest ratio of any plan that has some of the denominator.

    Args:
        at: Returns both forms' values in the plan where another form is greatest; None where none was found.
        numerator: What is to be great.
        denominator: What it is divided by, at least 0 in every plan.
    """
    ratio, aimed = None, denominator
    for _ in range(ROUNDS):
        found = at(aimed)
        if found is None:
            return Ratio(ratio, complete=False)
        above, below = found
        if below <= ROUNDING * denominator.size:
            return Ratio(ratio, free=ratio is not None and above > ROUNDING * numerator.size)
        if ratio is not None and above / below <= ratio + ROUNDING * max(1.0, abs(ratio)):
            return Ratio(ratio)
        ratio = above / below
        aimed = numerator - denominator * ratio
    return Ratio(ratio, complete=False)
