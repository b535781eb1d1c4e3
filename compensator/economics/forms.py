"""Linear forms: what is made great, what it costs, what is limited."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from compensator.economics.evaluation import Vector
from compensator.economics.response import Array
from compensator.tolerances import CANCELLED


@dataclass(frozen=True)
class Form:
    """A linear form in shares and used offers."""

    shares: Array
    """Coefficient of each share, segments × offers."""
    used: Vector
    """Coefficient of each offer's being used at all (set-up costs)."""
    constant: float = 0.0
    """What is there whatever is decided: the part of users who keep what they have."""
    parts: Array | None = None
    """What each share's coefficient is a difference of, added up without signs; None where it is none."""

    def __sub__(self, other: Form) -> Form:
        """Return the difference of two forms; what equal parts leave of it is nothing."""
        return Form(
            self.shares - other.shares,
            self.used - other.used,
            self.constant - other.constant,
            self.weights + other.weights,
        ).cleaned()

    def __mul__(self, by: float) -> Form:
        """Return the form times a number."""
        parts = None if self.parts is None else self.parts * abs(by)
        return Form(self.shares * by, self.used * by, self.constant * by, parts)

    @property
    def weights(self) -> Array:
        """Return what each share's coefficient is made of, without signs."""
        return np.abs(self.shares) if self.parts is None else self.parts

    @property
    def size(self) -> float:
        """Return the largest coefficient, 1 where all are zero."""
        largest = max(np.abs(self.shares).max(initial=0), np.abs(self.used).max(initial=0))
        return float(largest) or 1.0

    def cleaned(self) -> Form:
        """Return the form without the coefficients that are the rounding of a difference of equal parts."""
        noise = (np.abs(self.shares) <= CANCELLED * self.weights) & (self.shares != 0)
        return replace(self, shares=np.where(noise, 0.0, self.shares)) if noise.any() else self

    def on(self, classes: NDArray[np.intp]) -> Form:
        """Return the form of some classes alone, without what is there whatever is decided."""
        parts = None if self.parts is None else self.parts[classes]
        return Form(self.shares[classes], self.used, 0.0, parts)

    def given(self, cells: tuple[NDArray[np.intp], ...]) -> Form:
        """Return the form of some cells alone, as a list of them: what a plan of few cells comes to is read off it."""
        parts = None if self.parts is None else self.parts[cells]
        return replace(self, shares=self.shares[cells], parts=parts)

    def same_as(self, other: Form, cells: NDArray[np.bool_]) -> bool:
        """Return whether two forms have the same figures at some cells."""
        return (
            self.constant == other.constant
            and np.array_equal(self.used, other.used)
            and (
                self.shares is other.shares
                or np.array_equal(self.shares[cells], other.shares[cells])
            )
        )

    def at(self, shares: Array, used: Vector) -> float:
        """Return the form's value for given shares."""
        return float((self.shares * shares).sum() + (self.used * used).sum() + self.constant)

    def activity(self, shares: Array, used: Vector) -> float:
        """Return what a plan's terms add up to without signs: what rounding is a part of."""
        return float((self.weights * np.abs(shares)).sum() + np.abs(self.used * used).sum())
