"""The plan as its readers get it: the ``compensator/plan/1`` document, frozen and complete when made.

Money is in ``currency``, users are whole users, shares and rates are fractions 0–1.
The JSON Schema that ships with the package is generated from these records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from compensator.optimizer import Certificate
from compensator.plan.kept import Kept
from compensator.plan.reach import Reach, Target
from compensator.story import Answer, Manifest

if TYPE_CHECKING:
    import pandas as pd


Unit = Literal["money", "users", "number"]
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
    """Sums over all segments of the plan."""

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
    """Share of the segment's users."""
    users: int
    """Whole users."""
    cost: float
    """Expected cost of the share, set-up costs not included."""
    value: float
    """Incremental value of the share."""
    retained: float
    """Users of the share who stay."""
    reconverted: float
    """Users of the share who come back."""


@dataclass(frozen=True, slots=True)
class LimitResult:
    """What the plan makes of one limit; ``min``, ``max``, ``actual`` are in the limit's own unit."""

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
    unit: Unit = "number"
    """What the figures count; for readers, not in the JSON document."""


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
    together: bool = False
    """True where this bound must move together with the others so marked."""
    unit: Unit = "number"
    """What the bound counts; for readers, not in the JSON document."""


@dataclass(frozen=True, slots=True)
class Plan(Answer):
    """Who gets what, what it brings, and the proof. Money in ``currency``."""

    SCHEMA: ClassVar[str] = "compensator/plan/1"

    title: str
    currency: str
    status: Status
    maximize: str
    totals: Totals | None
    objective: float | None
    """Total of the measure named by ``maximize``."""
    budget: float | None
    budget_price: float | None
    """What the next unit of budget brings."""
    allocations: tuple[Allocation, ...]
    limits: tuple[LimitResult, ...]
    policies: tuple[PolicyResult, ...]
    margins: tuple[Margin, ...]
    certificate: Certificate | None
    rounding: tuple[Rounding, ...]
    notes: tuple[str, ...]
    manifest: Manifest
    conflict: tuple[str, ...] = ()
    """The limits that clash; infeasible problems only."""
    repairs: tuple[Repair, ...] = ()
    """The cheapest repairs; infeasible problems only."""
    targets: tuple[Target, ...] = ()
    """What a least-cost plan reaches; ``objective`` is its cost then. Plans of ``target`` only."""
    best: tuple[Reach, ...] = ()
    """The most that can be reached; unreachable targets only."""
    given: tuple[Kept, ...] = ()
    """Who had what before and keeps it, part of the allocations; plans beside a frozen one only."""
    stopped: bool = False
    """Whether the time limit ended the solve; for callers, not in the JSON document."""
    integer: bool = False
    """Whether its prices are those of a linear relaxation; for readers, not in the JSON document."""

    def to_dict(self) -> dict[str, Any]:
        """Return the ``compensator/plan/1`` document as plain Python data."""
        document = {"schema": self.SCHEMA, **asdict(self)}
        del document["stopped"], document["integer"]
        for record in [*document["limits"], *document["repairs"]]:
            del record["unit"]
        for record in [document["certificate"], *document["repairs"]]:
            _drop(record, "solver_bound", value=None)
            _drop(record, "solver_gap", value=None)
            _drop(record, "together", value=False)
        if self.status is not Status.INFEASIBLE:
            del document["conflict"], document["repairs"]
        for key in ("targets", "best", "given"):
            _drop(document, key, value=())
        return document

    def to_frame(self) -> pd.DataFrame:
        """Return the allocations, one row per segment × offer with somebody in it."""
        import pandas as pd  # noqa: PLC0415 - heavy, and only needed here

        columns = list(Allocation.__dataclass_fields__)
        return pd.DataFrame([asdict(a) for a in self.allocations], columns=columns)

    def summary(self) -> str:
        """Return the plan in a few lines of text, units included."""
        from compensator.plan.summary import summarize  # noqa: PLC0415 - summary imports Plan

        return summarize(self)


def _drop(record: Mapping[str, Any] | None, key: str, *, value: object) -> None:
    if isinstance(record, dict) and record.get(key, ...) == value:
        del record[key]
