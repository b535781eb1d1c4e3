"""Plans side by side as their readers get them: the ``compensator/compare/1`` document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from compensator.plan import Totals
from compensator.problem import Maximize
from compensator.story import (
    GIVEN,
    MADE,
    NULL,
    SOME_ROWS,
    Answer,
    Hidden,
    Schema,
    names_of,
    when,
)
from compensator.whatif.compare.differences import InputChange, Move
from compensator.whatif.compare.limit_costs import LimitCost

Kind = Literal["base", "scenario", "policy", "without limit"]
Standing = Literal["optimal", "feasible", "infeasible", "unknown", "invalid"]
"""A plan's status; a policy that breaks a limit is infeasible, changes that make no problem are invalid."""


@dataclass(frozen=True, slots=True)
class Gift:
    """Users of one segment who get one offer, ``none`` included."""

    segment: str
    offer: str
    share: float
    """Share of the segment's users."""
    users: int
    """Whole users."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One plan beside the base."""

    RULES: ClassVar[tuple[Schema, ...]] = (
        {  # a policy has its figures also where it breaks a limit
            "if": {"properties": {"kind": {"const": "policy"}}},
            "then": {"properties": dict.fromkeys(("objective", "totals"), GIVEN)},
            "else": when(
                MADE,
                dict.fromkeys(("objective", "totals"), GIVEN),
                dict.fromkeys(("objective", "totals"), NULL),
            ),
        },
    )

    name: str
    """``base``, or the name of the scenario, the policy, or the limit given up."""
    kind: Kind
    status: Standing
    totals: Totals | None
    """Null where there is no plan; a policy has its own also where it breaks a limit."""
    objective: float | None
    difference: float | None = None
    """Objective less the base's."""
    changes: tuple[InputChange, ...] = ()
    """Inputs that differ from the base's."""
    binding: tuple[str, ...] = ()
    """Enforced limits that leave no room; not told of policies."""
    now_binding: tuple[str, ...] = ()
    """Those of them that do not bind in the base."""
    no_longer_binding: tuple[str, ...] = ()
    """Those of the base that do not bind here."""
    broken: tuple[str, ...] = ()
    """Limits that a policy breaks, by name or path."""
    moves: tuple[Move, ...] = ()
    """Users who get another offer than in the base, the largest moves first."""
    allocations: tuple[Gift, ...] = ()
    """Who gets what: every cell with somebody in it, ``none`` included."""
    unproven: Annotated[bool, Hidden] = False
    """Whether it is unknown because what was solved is not proven."""

    @property
    def why(self) -> str:
        """Its status, or ``unproven``."""
        return "unproven" if self.unproven else self.status

    def main_offers(self) -> dict[str, Gift]:
        """Return what most users of each segment get; of equally many the offer listed first."""
        most: dict[str, Gift] = {}
        for gift in self.allocations:
            held = most.setdefault(gift.segment, gift)
            if gift.share > held.share:
                most[gift.segment] = gift
        return most


@dataclass(frozen=True, slots=True)
class Comparison(Answer):
    """The best plan beside scenarios, policies, and itself without each limit."""

    SCHEMA: ClassVar[str] = "compensator/compare/1"
    ROWS: ClassVar[str] = "plans"
    COLUMNS: ClassVar[tuple[str, ...]] = (
        *("name", "kind", "status", "objective", "difference"),
        *names_of(Totals),
    )
    RULES: ClassVar[tuple[Schema, ...]] = ({"properties": {"plans": SOME_ROWS}},)

    maximize: Maximize
    plans: tuple[Compared, ...]
    """The base first, then scenarios, policies, and the base without each limit."""
    limits: tuple[LimitCost, ...]
    """What each enforced limit and rule costs, in the workbook's order."""
    stopped: Annotated[bool, Hidden] = False
    """Whether the time limit ended the base's solve."""

    @property
    def base(self) -> Compared:
        """The best plan of the problem as it is."""
        return self.plans[0]

    @property
    def status(self) -> Standing:
        """How the base ended."""
        return self.base.status
