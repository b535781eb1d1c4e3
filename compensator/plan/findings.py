"""What the notes of a plan speak of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compensator.economics import Array, Bounded, Economics
from compensator.language import Aim, aim_of, money, shortened, visible
from compensator.plan.answer import Totals
from compensator.plan.evaluated import Evaluated
from compensator.plan.people import People
from compensator.plan.settled import Brief
from compensator.problem import Problem


@dataclass(frozen=True, kw_only=True)
class Findings(Brief):
    """A settled plan, and what only its explanation asks for."""

    shares: Array
    totals: Totals
    """Those of the exact shares."""
    counted: People
    """Whole users, and what they come to: what is printed."""
    policies: Sequence[Evaluated] = ()
    holds_to: float | None = None
    """Budget up to which its price holds."""
    paying: float | None = None
    """Cost up to which each further unit returns at least itself."""

    @property
    def problem(self) -> Problem:
        """What was asked."""
        return self.case.problem

    @property
    def economics(self) -> Economics:
        """Its measures."""
        return self.case.economics

    @property
    def bounded(self) -> Sequence[Bounded]:
        """Its limits."""
        return self.case.bounded

    @property
    def aim(self) -> Aim:
        """What is as great, or as small, as the limits allow."""
        return aim_of(self.problem.settings.maximize)

    @property
    def integer(self) -> bool:
        """Whether its prices are those of a linear relaxation."""
        return self.case.program.integer

    def amount(self, figure: float) -> str:
        """Return an amount of money with its sign."""
        return money(figure, self.problem.settings.currency)


def names(listed: Sequence[str]) -> str:
    """Return a few names and how many more there are."""
    return shortened([visible(name) for name in listed])
