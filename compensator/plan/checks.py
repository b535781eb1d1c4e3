"""Live checks: totals re-added from the rows, so that nobody has to believe them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Final, Literal

from compensator.plan.answer import Allocation, Plan, Totals
from compensator.plan.groups import segment_numbers, segment_users, setup_cost
from compensator.plan.live import limit_holds, not_beaten, said, slack, target_holds
from compensator.problem import NONE
from compensator.story import HELD, MISSED, Amount, Cell, Column, Formula, Kind, Lazy, Table
from compensator.tolerances import MET, TRIFLE

NOTHING: Final = Formula("0", 0)
COLUMNS: Final = (
    Column("check", "text"),
    Column("recomputed"),
    Column("must be", "text"),
    Column("reported"),
    Column("off by", "tolerance"),
    Column("tolerance", "tolerance"),
    Column("result", "state"),
)
SEGMENT_COLUMNS: Final = (
    Column("segment", "text"),
    Column("no.", "count"),
    Column("users", "count"),
    Column("shares", "rate"),
    Column("shares less 1", "tolerance"),
)
Relation = Literal["equal to", "at most", "at least"]


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what is recomputed, what it must be, how far it may be off."""

    name: str
    recomputed: Formula
    relation: Relation
    reported: Formula
    kind: Kind
    tolerance: float | None = None
    """Absolute; by default relative to the reported figure."""

    @property
    def off(self) -> float:
        """Return by how much the check is missed."""
        difference = float(self.recomputed.value) - float(self.reported.value)
        if self.relation == "equal to":
            return abs(difference)
        return max(0.0, difference if self.relation == "at most" else -difference)

    @property
    def allowed(self) -> float:
        """Return the tolerance as a number."""
        return slack(float(self.reported.value)) if self.tolerance is None else self.tolerance

    @property
    def result(self) -> str:
        """Return what the check says."""
        return said(holds=self.off <= self.allowed)

    def row(self) -> Sequence[Cell]:
        """Return the check as cells that recompute."""
        off = {
            "equal to": "ABS({.recomputed}-{.reported})",
            "at most": "MAX(0,{.recomputed}-{.reported})",
            "at least": "MAX(0,{.reported}-{.recomputed})",
        }
        relative = Formula(f"{TRIFLE}*MAX(1,ABS({{.reported}}))", self.allowed)
        return (
            self.name,
            Amount(self.recomputed, self.kind),
            self.relation,
            Amount(self.reported, self.kind),
            Formula(off[self.relation], self.off),
            relative if self.tolerance is None else self.tolerance,
            Formula(f'IF({{.off by}}<={{.tolerance}},"{HELD}","{MISSED}")', self.result),
        )


def checks(plan: Plan) -> Table:
    """Return the checks of a plan that has been made, a line each."""
    remark = "Each line recomputes when the workbook does, and says OK or FAILED."
    rows = Lazy(lambda: [*_checks(plan)], Check.row)
    return Table("Checks", COLUMNS, rows, brief=False, remarks=(remark,), live=True)


def checked(plan: Plan) -> Formula:
    """Return what the checks say together."""
    results = [check.result for check in _checks(plan)]
    failed, missed = f'COUNTIF({{Checks.result}},"{MISSED}")', results.count(MISSED)
    text = (
        f'IF({failed}=0,"All "&ROWS({{Checks.result}})&" checks are OK.",'
        f'{failed}&" checks FAILED: see the sheet Checks.")'
    )
    good = f"All {len(results)} checks are OK."
    return Formula(text, f"{missed} checks FAILED: see the sheet Checks." if missed else good)


def segments(plan: Plan) -> Table:
    """Return the sums of each segment's users and shares, matched by number."""
    sums = Lazy(lambda: [*_sums_by_segment(plan)], _segment)
    remark = "Each segment's rows of the sheet Plan added up."
    return Table("Segments", SEGMENT_COLUMNS, sums, brief=False, remarks=(remark,), live=True)


def _sums_by_segment(plan: Plan) -> Iterator[tuple[str, int, int, float]]:
    """Yield each segment's name, number, users and shares."""
    users, shares = segment_users(plan), _shares(plan)
    for segment, number in segment_numbers(plan).items():
        yield segment, number, users[segment], shares[segment]


def _segment(sums: tuple[str, int, int, float]) -> Sequence[Cell]:
    segment, number, users, shares = sums
    return (
        segment,
        number,
        Formula("SUMIF({Plan.no.},{.no.},{Plan.users})", users),
        Formula("SUMIF({Plan.no.},{.no.},{Plan.share})", shares),
        Formula("{.shares}-1", shares - 1),
    )


def _checks(plan: Plan) -> Iterator[Check]:
    totals = plan.totals
    if totals is None:
        return
    yield from _sums(plan, totals)
    yield from _identities(totals)
    yield _objective(plan, totals)
    yield _goal(plan, totals)
    yield from _counts(plan)
    yield from _segments(plan)


def _sums(plan: Plan, totals: Totals) -> Iterator[Check]:
    """Compare the totals with the sums of the allocations."""

    def added(column: str, of: Callable[[Allocation], float]) -> Formula:
        return Formula(f"SUM({{Plan.{column}}})", fsum(of(a) for a in plan.allocations))

    def total(key: str) -> Formula:
        return Formula(f"{{{key}}}", getattr(totals, key))

    users = added("users", lambda a: a.users)
    yield Check("Users add up", users, "equal to", total("users"), "count", 0)
    real = f'SUMIF({{Plan.offer}},"<>{NONE}",{{Plan.users}})'
    count = Formula(real, sum(a.users for a in plan.allocations if a.offer != NONE))
    yield Check("Users with an offer add up", count, "equal to", total("recipients"), "count", 0)
    setup = Formula("{setup}", setup_cost(plan))
    name = "Set-up costs, in no row of the plan"
    yield Check(name, setup, "at least", NOTHING, "money", slack(totals.cost))
    cost = added("cost", lambda a: a.cost)
    both = Formula(f"{cost.text}+{setup.text}", float(cost.value) + float(setup.value))
    name = "Cost of the rows and set-up add up"
    yield Check(name, both, "equal to", total("cost"), "money")
    value = added("value", lambda a: a.value)
    yield Check("Value adds up", value, "equal to", total("value"), "money")
    retained = added("retained", lambda a: a.retained)
    yield Check("Users who stay add up", retained, "equal to", total("retained"), "count")
    back = added("reconverted", lambda a: a.reconverted)
    yield Check("Users who come back add up", back, "equal to", total("reconverted"), "count")


def _identities(totals: Totals) -> Iterator[Check]:
    """Compare what is computed from other totals."""
    net = Formula("{value}-{cost}", totals.value - totals.cost)
    told = Formula("{net_value}", totals.net_value)
    yield Check("Net value is value less cost", net, "equal to", told, "money")
    rest = Formula("{liability}-{cost}", totals.liability - totals.cost)
    told = Formula("{breakage}", totals.breakage)
    yield Check("Breakage is liability less cost", rest, "equal to", told, "money")
    ratio = totals.net_value / totals.cost if totals.cost else 0.0
    roi = Formula("IF({cost}=0,0,{net_value}/{cost})", ratio)
    told = Formula("N({roi})", totals.roi or 0.0)
    yield Check("Net value ÷ cost", roi, "equal to", told, "number")


def _objective(plan: Plan, totals: Totals) -> Check:
    own = Formula("{whole}", plan.whole.objective if plan.whole else 0.0)
    if plan.targets:
        cost = Formula("{cost}", totals.cost)
        name = "The objective of whole users is the cost, as low as can be"
        return Check(name, cost, "equal to", own, "money")
    total = Formula(f"{{{plan.maximize}}}", getattr(totals, plan.maximize))
    name = "The objective of whole users is the total it maximizes"
    return Check(name, total, "equal to", own, plan.aim.unit)


def _goal(plan: Plan, totals: Totals) -> Check:
    """Compare the cost with the budget, or what is reached with the targets."""
    cost = Formula("{cost}", totals.cost)
    if plan.targets:
        most = Formula(str(len(plan.rounding)), len(plan.rounding))
        failed = sum(target_holds(target) == MISSED for target in plan.targets)
        missed = Formula(f'COUNTIF({{Targets.check}},"{MISSED}")', failed)
        return Check(f"Targets that are missed{_told(plan)}", missed, "at most", most, "count", 0)
    kept = any(one.limit == "budget" and one.enforced for one in plan.limits)
    if plan.budget is None or not kept:
        name = "Cost keeps to the budget: none is enforced"
        return Check(name, cost, "equal to", cost, "money")
    name, most = "Cost keeps to the budget", Formula("{budget}", plan.budget)
    if over := sum(one.missed_by for one in plan.rounding if one.limit == "budget"):
        name += ", but for what whole users miss"
        most = Formula(f"{{budget}}+{over!r}", plan.budget + over)
    return Check(name, cost, "at most", most, "money")


def _told(plan: Plan) -> str:
    """Return what else a check of misses says where whole users miss something."""
    return ", not more than are told" if plan.rounding else ""


def _counts(plan: Plan) -> Iterator[Check]:
    """Count the failures on the other sheets and look at the proof."""
    limits = sum(limit_holds(limit) == MISSED for limit in plan.limits)
    broken = Formula(f'COUNTIF({{Limits.check}},"{MISSED}")', limits)
    name, most = f"Enforced limits that are missed{_told(plan)}", len(plan.rounding)
    yield Check(name, broken, "at most", Formula(str(most), most), "count", 0)
    better = sum(not_beaten(plan, policy) == MISSED for policy in plan.policies)
    column = "plan not dearer" if plan.targets else "plan not below"
    above = Formula(f'COUNTIF({{Policies.{column}}},"{MISSED}")', better)
    yield Check("Feasible policies that beat the plan", above, "equal to", NOTHING, "count", 0)
    violation = plan.certificate.violation if plan.certificate else 0.0
    own, name = Formula(repr(violation), violation), "Largest violation in the certificate"
    yield Check(name, own, "at most", NOTHING, "tolerance", MET)


def _segments(plan: Plan) -> Iterator[Check]:
    largest = max((abs(share - 1) for share in _shares(plan).values()), default=0.0)
    column = "{Segments.shares less 1}"
    off = Formula(f"MAX(MAX({column}),-MIN({column}))", largest)
    name = "Shares of each segment add up to 1: largest miss"
    yield Check(name, off, "equal to", NOTHING, "tolerance", TRIFLE)


def _shares(plan: Plan) -> dict[str, float]:
    shares: dict[str, list[float]] = {}
    for cell in plan.allocations:
        shares.setdefault(cell.segment, []).append(cell.share)
    return {segment: fsum(own) for segment, own in shares.items()}
