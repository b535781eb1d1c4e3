"""The plan as its readers get it: the ``compensator/plan/1`` document, frozen and complete when made.

Money is in ``currency``, users are whole users, shares and rates are fractions 0–1.
The JSON Schema that ships with the package is generated from these records.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from compensator.language import LEAST_COST, Aim, aim_of
from compensator.optimizer import Certificate
from compensator.plan.kept import Kept
from compensator.plan.ledger import Ledger
from compensator.plan.own_columns import OwnColumns
from compensator.plan.reach import Reach, Target
from compensator.problem import Maximize
from compensator.story import (
    GIVEN,
    MADE,
    SOME_ROWS,
    Answer,
    Hidden,
    Schema,
    Sparse,
    names_of,
    when,
)

Unit = Literal["money", "users", "rate", "number"]
"""Money in the plan's currency, users, or a plain number (ratios, custom measures)."""


class Status(StrEnum):
    """How a solve ended."""

    OPTIMAL = "optimal"
    """Proven best."""
    FEASIBLE = "feasible"
    """A plan with a stated gap: within the asked gap, or at the time limit."""
    INFEASIBLE = "infeasible"
    """No plan meets every limit."""
    UNKNOWN = "unknown"
    """Time limit reached without a plan."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over all segments; of a plan, those of its whole users."""

    users: int
    """Users of all segments."""
    recipients: float
    """Users who get a real offer."""
    cost: float
    """Expected cost, set-up costs included."""
    liability: float
    """Cost if every recipient used everything."""
    value: float
    """Money of users kept and won back because of the plan."""
    net_value: float
    """Value less cost."""
    retained: float
    """Users who stay."""
    reconverted: float
    """Users who come back."""
    incremental_retained: float
    """Users who stay because of the plan."""
    incremental_reconverted: float
    """Users who come back because of the plan."""
    roi: float | None
    """Net value ÷ cost; null at no cost."""
    deadweight: float
    """Cost paid to users who would have stayed or come anyway."""
    breakage: float
    """Liability less cost: what is promised and, as expected, never used."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """One segment × offer with somebody in it, ``none`` included."""

    segment: str
    offer: str
    share: float
    """Exact share of the segment's users: what is proven."""
    users: int
    """Whole users: what can be carried out."""
    cost: float
    """Expected cost of these users, set-up costs not included."""
    value: float
    """Incremental value of these users."""
    retained: float
    """How many of these users stay."""
    reconverted: float
    """How many of these users come back."""


@dataclass(frozen=True, slots=True)
class LimitResult:
    """What the plan makes of one limit; ``min``, ``max``, ``actual`` are in the limit's own unit.

    Of a plan, ``actual`` and ``slack`` are those of its whole users, ``binding`` and ``price`` those of its shares.
    """

    limit: str
    measure: str
    actual: float | None
    """Null where a ratio's denominator is not positive."""
    min: float | None
    max: float | None
    slack: float | None
    """Smallest room to a bound, negative when missed."""
    binding: bool
    price: float
    """Change of the objective when the written bound rises by one."""
    enforced: bool
    unit: Annotated[Unit, Hidden] = "number"
    """What the figures count."""

    @property
    def missed(self) -> bool:
        """Whether the plan does not keep it."""
        return self.slack is not None and self.slack < 0


@dataclass(frozen=True, slots=True)
class PolicyResult:
    """A reference plan beside the best one."""

    policy: str
    objective: float
    cost: float
    value: float
    net_value: float
    feasible: bool
    broken: tuple[str, ...]
    """Limits that the policy breaks, by name or path."""
    best_at_cost: float | None
    """Best objective at this policy's cost, other limits kept; null where nothing is feasible."""


@dataclass(frozen=True, slots=True)
class Margin:
    """How clearly a segment's offer wins, per user, at the plan's prices."""

    segment: str
    offer: str
    """The offer the larger share gets."""
    runner_up: str | None
    """The next best; null where no other offer is eligible."""
    margin: float | None
    """Reduced value of the offer less the runner-up's, per user."""
    cost_at: float | None
    """Runner-up's expected cost per recipient at which it takes over."""
    lift_at: float | None
    """Runner-up's lift at which it takes over."""
    redemption_at: float | None
    """Runner-up's redemption at which it takes over."""


@dataclass(frozen=True, slots=True)
class Rounding:
    """A limit that whole users miss."""

    limit: str
    missed_by: float
    """In the limit's own unit."""


@dataclass(frozen=True, slots=True)
class WholePlan:
    """What the plan's whole users come to, beside the exact shares that are proven."""

    objective: float
    """Total of the measure named by ``maximize``, of whole users; of plans of ``target`` their cost."""
    below_bound: float
    """How far that is from the bound that no plan passes: ``solver_bound`` where there is one, else ``bound``."""
    proven: bool
    """Whether no whole plan is better."""


@dataclass(frozen=True, slots=True)
class Repair:
    """The nearest value of one bound that makes the problem feasible."""

    limit: str
    bound: Literal["min", "max"] | None
    """Null for a rule without a number, such as ``same_offer_within``."""
    now: float | None
    needed: float | None
    objective: float | None
    """Objective of the least-cost plan then."""
    cost: float | None
    """Cost of the least-cost plan then."""
    together: Annotated[bool, Sparse] = False
    """True where this bound must move together with the others so marked."""
    unsettled: Annotated[bool, Sparse] = False
    """True where ``needed`` works, and a nearer value may too: that was not settled in time."""
    unit: Annotated[Unit, Hidden] = "number"
    """What the bound counts."""


@dataclass(frozen=True, slots=True)
class Plan(Answer):
    """A plan: who gets what, what it brings, and the proof.

    Money is in ``currency``.
    """

    SCHEMA: ClassVar[str] = "compensator/plan/1"
    ROWS: ClassVar[str] = "allocations"
    COLUMNS: ClassVar[tuple[str, ...]] = names_of(Allocation)
    ONLY_INFEASIBLE: ClassVar[tuple[str, ...]] = ("conflict", "repairs")
    RULES: ClassVar[tuple[Schema, ...]] = (
        {"properties": {"targets": SOME_ROWS, "best": SOME_ROWS}},
        when(("infeasible",), {"targets": False}, {"best": False}),
        when(MADE, dict.fromkeys(("totals", "objective", "whole", "certificate"), GIVEN), {}),
    )

    status: Status
    maximize: Maximize
    totals: Totals | None
    objective: float | None
    """Total of the measure named by ``maximize``, of exact shares."""
    budget: float | None
    budget_price: float | None
    """What the next unit of budget brings."""
    whole: WholePlan | None
    """What its whole users come to: ``objective`` and ``certificate`` are those of the exact shares."""
    allocations: tuple[Allocation, ...]
    limits: tuple[LimitResult, ...]
    policies: tuple[PolicyResult, ...]
    margins: tuple[Margin, ...]
    certificate: Certificate | None
    rounding: tuple[Rounding, ...]
    _: KW_ONLY  # what follows stands behind the manifest
    conflict: tuple[str, ...] = ()
    """The limits that clash; infeasible problems only."""
    repairs: tuple[Repair, ...] = ()
    """The cheapest repairs; infeasible problems only."""
    targets: Annotated[tuple[Target, ...], Sparse] = ()
    """What a least-cost plan reaches; ``objective`` is its cost then. Plans of ``target`` only."""
    best: Annotated[tuple[Reach, ...], Sparse] = ()
    """The most that can be reached; unreachable targets only."""
    given: Annotated[tuple[Kept, ...], Sparse] = ()
    """Who had what before and keeps it, part of the allocations; plans beside a frozen one only."""
    stopped: Annotated[bool, Hidden] = False
    """Whether the time limit ended the solve."""
    integer: Annotated[bool, Hidden] = False
    """Whether its prices are those of a linear relaxation."""
    ledger: Annotated[Ledger | None, Hidden] = field(default=None, repr=False, compare=False)
    """What its segments' pairs with offers are made of; None for a plan read or made by hand."""

    own: Annotated[OwnColumns, Hidden] = field(default=OwnColumns(), compare=False)
    """Which columns of the data were taken as tags and as measures."""

    @property
    def aim(self) -> Aim:
        """What is as great, or as small, as the limits allow."""
        return aim_of(LEAST_COST if self.targets else self.maximize)
