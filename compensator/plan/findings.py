"""What the notes of a plan speak of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compensator.economics import Array, Bounded, Economics
from compensator.language import money, shortened, visible
from compensator.plan.answer import LimitResult, PolicyResult, Rounding, Totals
from compensator.problem import Problem


@dataclass(frozen=True)
class Findings:
    """What the notes speak of."""

    problem: Problem
    economics: Economics
    bounded: Sequence[Bounded]
    shares: Array
    """The plan, segments × offers."""
    totals: Totals
    limits: tuple[LimitResult, ...]
    policies: tuple[PolicyResult, ...]
    unsettled: Sequence[str]
    """Policies whose best plan at their cost was not proven in time."""
    rounding: tuple[Rounding, ...]
    budget_price: float | None
    holds_to: float | None
    """Budget up to which the price holds."""
    paying: float | None
    """Cost up to which each further unit returns at least itself."""
    integer: bool
    stopped: bool
    """Whether the time limit ended the solve."""

    def amount(self, figure: float) -> str:
        """Return an amount of money with its sign."""
        return money(figure, self.problem.settings.currency)


def names(listed: Sequence[str]) -> str:
    """Return a few names and how many more there are."""
    return shortened([visible(name) for name in listed])
