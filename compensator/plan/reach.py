"""What a least-cost plan was to reach, and the most that any plan does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """A measure that a least-cost plan was to reach."""

    measure: str
    at_least: float
    """A total; or, where ``per`` is given, a share of its users."""
    actual: float | None
    """In the same unit; null for a ratio at no cost."""
    price: float
    """What the next unit of ``at_least`` costs."""
    per: float | None
    """Users that a percentage is of; null for totals and ratios."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The most of a measure that any plan reaches, where the targets are out of reach."""

    measure: str
    at_least: float
    """As in ``targets``; so ``best``."""
    best: float | None
    """With the other targets kept where that is possible, else alone; null where nothing is feasible."""
    together: bool
    """Whether the other targets are kept."""
    per: float | None
    """Users that a percentage is of; null for totals and ratios."""
    proven: bool = True
    """Whether no plan reaches more; false where the time limit came first."""
