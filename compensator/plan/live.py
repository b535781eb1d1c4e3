"""What a workbook recomputes in the rows of a plan, and what it says now."""

from __future__ import annotations

from collections.abc import Sequence

from compensator.language import ABSENT, MONEY_MEASURES
from compensator.plan.answer import Allocation, LimitResult, Plan, PolicyResult, Totals
from compensator.plan.reach import Target
from compensator.story import HELD, MISSED, Amount, Cell, Formula, Kind
from compensator.tolerances import TRIFLE


def said(*, holds: bool) -> str:
    """Return what a check says."""
    return HELD if holds else MISSED


def slack(figure: float) -> float:
    """Return by how much a recomputed figure may differ from one."""
    return TRIFLE * max(1.0, abs(figure))


def rounded(cell: Allocation, users: int) -> Formula:
    """Return whole users less the exact share of their segment's users."""
    counted = "{.users}-{.share}*INDEX({Segments.users},{.no.})"
    return Formula(counted, cell.users - cell.share * users)


def bounds_kept(limit: LimitResult) -> Formula:
    """Return whether an enforced limit's figure keeps its bounds."""
    above = f'OR({{.min}}="",{{.actual}}>={{.min}}-{TRIFLE}*MAX(1,ABS(N({{.min}}))))'
    below = f'OR({{.max}}="",{{.actual}}<={{.max}}+{TRIFLE}*MAX(1,ABS(N({{.max}}))))'
    told = f'IF(AND({above},{below}),"{HELD}","{MISSED}")'
    return Formula(
        f'IF(OR({{.enforced}}="no",{{.actual}}=""),"{ABSENT}",{told})', limit_holds(limit)
    )


def limit_holds(limit: LimitResult) -> str:
    """Return the result of an enforced limit's check: OK, FAILED, or – where there is none."""
    if not limit.enforced or limit.actual is None:
        return ABSENT
    low = limit.min is None or limit.actual >= limit.min - slack(limit.min)
    high = limit.max is None or limit.actual <= limit.max + slack(limit.max)
    return said(holds=low and high)


def best_of_feasible(plan: Plan, policy: PolicyResult, column: str) -> Formula:
    """Return whether the plan is at least as good as a feasible policy."""
    own = f"{{.{column}}}"
    good = f"{{objective}}<={own}+" if plan.aim.least else f"{{objective}}>={own}-"
    test = f'IF({good}{TRIFLE}*MAX(1,ABS({own})),"{HELD}","{MISSED}")'
    return Formula(f'IF({{.feasible}}="yes",{test},"{ABSENT}")', not_beaten(plan, policy))


def not_beaten(plan: Plan, policy: PolicyResult) -> str:
    """Return whether the plan is at least as good as a policy; – where that is not promised."""
    if not policy.feasible or plan.objective is None:
        return ABSENT
    missed = plan.aim.misses(plan.objective, policy.objective)
    return said(holds=missed <= slack(policy.objective))


def target_reached(target: Target) -> Sequence[Cell]:
    """Return a target and what the plan reaches; totals are taken from the key figures."""
    kind: Kind = "money" if target.measure in MONEY_MEASURES else "number"
    kind = kind if target.per is None else "rate"
    met = f'IF({{.actual}}>={{.at least}}-{TRIFLE}*MAX(1,ABS({{.at least}})),"{HELD}","{MISSED}")'
    return (
        target.measure,
        Amount(target.at_least, kind),
        Amount(_actual(target), kind),
        target.per,
        target.price,
        Formula(f'IF({{.actual}}="","{ABSENT}",{met})', target_holds(target)),
    )


def _actual(target: Target) -> Formula | float | None:
    if target.actual is None or target.measure not in {*Totals.__dataclass_fields__} - {"users"}:
        return target.actual
    cell = f"{{{target.measure}}}"
    return Formula(cell if target.per is None else f"{cell}/{target.per!r}", target.actual)


def target_holds(target: Target) -> str:
    """Return the result of a target's check."""
    if target.actual is None:
        return ABSENT
    return said(holds=target.actual >= target.at_least - slack(target.at_least))
