"""What a plan makes as great, or as small, as its limits allow: its measure, and how it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from compensator.language.measures import Unit, measure, named, unit_of

LEAST_COST: Final = "least_cost"
"""What a target maximizes: cost, negative. No setting that a sheet can name."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A measure, and whether more of it is better or less.

    >>> Aim("cost", least=True).best, Aim("value").best
    ('cheapest', 'best')
    """

    measure: str
    least: bool = False
    """Whether less of it is better, as of the cost of reaching a target."""

    @property
    def sign(self) -> float:
        """1 where more is better, −1 where less is: programs maximize ``sign`` × the measure."""
        return -1.0 if self.least else 1.0

    @property
    def unit(self) -> Unit:
        """What it counts."""
        return unit_of(self.measure)

    @property
    def words(self) -> str:
        """Its name."""
        return named(self.measure)

    @property
    def best(self) -> str:
        """A plan that no other beats."""
        return "cheapest" if self.least else "best"

    @property
    def bounded(self) -> str:
        """On which side of what any plan comes to a certificate's bound is."""
        return "at least" if self.least else "at most"

    @property
    def side(self) -> str:
        """Which bound a certificate gives."""
        return "lower" if self.least else "upper"

    @property
    def moved(self) -> str:
        """What a price adds to it."""
        return "added" if self.least else "gained"

    def amount(self, figure: float, currency: str) -> str:
        """Return an amount of it with its unit."""
        return measure(figure, self.measure, currency)

    def misses(self, own: float, other: float) -> float:
        """Return by how much an amount is worse than another one; negative is better."""
        return self.sign * (other - own)


def aim_of(maximize: str) -> Aim:
    """Return the aim that a setting names."""
    return Aim("cost", least=True) if maximize == LEAST_COST else Aim(maximize)
