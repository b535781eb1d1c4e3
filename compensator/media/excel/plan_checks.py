"""Live checks: totals re-added from the rows, so that nobody has to believe them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Final, Literal

from xlsxwriter.utility import xl_rowcol_to_cell

from compensator.language import MONEY_MEASURES
from compensator.media.amounts import setup_cost
from compensator.media.excel.plan_figures import addresses
from compensator.media.excel.plan_sheets import (
    TOLERANCE,
    limit_holds,
    mark_checks,
    not_below,
    policy_result,
    segment_numbers,
    segment_users,
)
from compensator.media.excel.plan_targets import (
    RESULT as TARGET_RESULT,
    SHEET as TARGETS,
    targets_missed,
)
from compensator.media.excel.style import Block, Book, Cell, Column, Formula, Kind
from compensator.plan import EXACT, Allocation, Plan, Totals
from compensator.problem import NONE

TOP: Final = 2
COLUMNS: Final = (
    Column("check"),
    Column("recomputed", "number"),
    Column("must be"),
    Column("reported", "number"),
    Column("off by", "number"),
    Column("tolerance", "tolerance"),
    Column("result", "check"),
)
SEGMENT_COLUMNS: Final = (
    Column("segment"),
    Column("no.", "count"),
    Column("users", "count"),
    Column("shares", "percent"),
    Column("shares less 1", "tolerance"),
)
SPLIT: Final = 1.0
"""Whole users of a cell differ from its exact share by at most this."""
CHECKS: Final = 17
"""Lines of checks; the segments' sums stand below them."""

Relation = Literal["=", "≤", "≥"]


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
    def allowed(self) -> float:
        """Return the tolerance as a number."""
        if self.tolerance is not None:
            return self.tolerance
        return TOLERANCE * max(1.0, abs(float(self.reported.value)))

    @property
    def off(self) -> float:
        """Return by how much the check is missed."""
        difference = float(self.recomputed.value) - float(self.reported.value)
        return {"=": abs(difference), "≤": max(0.0, difference), "≥": max(0.0, -difference)}[
            self.relation
        ]


def segment_block(plan: Plan) -> Block:
    """Return where the checks add up each segment."""
    first = TOP + CHECKS + 4
    return Block("Checks", first, first + max(1, len(segment_numbers(plan))) - 1)


def add_checks(book: Book) -> None:
    """Write the checks and, below them, the sums of each segment."""
    remark = "Each line recomputes when the workbook does, and says OK or FAILED."
    book.head("Checks", "Checks", remark)
    checks = list(_checks(book))
    rows = [_row(TOP + 1 + place, check) for place, check in enumerate(checks)]
    book.results = [_result(check) for check in checks]
    block = book.table("Checks", COLUMNS, rows)
    mark_checks(book, "Checks", block, len(COLUMNS) - 1)
    _add_segments(book)


def _row(row: int, check: Check) -> Sequence[object]:
    own, reported, off, tolerance = (xl_rowcol_to_cell(row, column) for column in (1, 3, 4, 5))
    difference = {
        "=": f"ABS({own}-{reported})",
        "≤": f"MAX(0,{own}-{reported})",
        "≥": f"MAX(0,{reported}-{own})",
    }
    relative = Formula(f"{TOLERANCE}*MAX(1,ABS({reported}))", check.allowed)
    return (
        check.name,
        Cell(check.recomputed, check.kind),
        {"=": "equal to", "≤": "at most", "≥": "at least"}[check.relation],
        Cell(check.reported, check.kind),
        Cell(Formula(difference[check.relation], check.off), "tolerance"),
        relative if check.tolerance is None else check.tolerance,
        Formula(f'IF({off}<={tolerance},"OK","FAILED")', _result(check)),
    )


def _result(check: Check) -> str:
    return "OK" if check.off <= check.allowed else "FAILED"


def _checks(book: Book) -> Iterator[Check]:
    plan, totals, at = book.plan, book.totals, addresses(book.plan)
    yield from _sums(book, totals, at)
    yield from _identities(totals, at)
    yield _objective(plan, totals, at)
    yield _goal(book, totals, at)
    yield from _counts(book)
    yield from _segments(book)


def _sums(book: Book, totals: Totals, at: dict[str, str]) -> Iterator[Check]:
    """Compare the totals with the sums of the allocations."""
    plan, block = book.plan, book.blocks["Plan"]

    def added(column: int, of: Callable[[Allocation], float]) -> Formula:
        return Formula(f"SUM({block.column(column)})", fsum(of(a) for a in plan.allocations))

    def total(key: str) -> Formula:
        return Formula(at[key], getattr(totals, key))

    yield Check("Users add up", added(4, lambda a: a.users), "=", total("users"), "count", 0)
    real = f'SUMIF({block.column(2)},"<>{NONE}",{block.column(4)})'
    count = Formula(real, sum(a.users for a in plan.allocations if a.offer != NONE))
    splits = float(max(1, sum(0 < a.share < 1 for a in plan.allocations)))
    name = "Users with an offer add up, but for rounding"
    yield Check(name, count, "=", total("recipients"), "count", splits)
    setup = Formula(at["setup"], setup_cost(plan))
    name, noise = "Set-up costs, in no row of the plan", TOLERANCE * max(1.0, totals.cost)
    yield Check(name, setup, "≥", Formula("0", 0), "money", noise)
    cost = added(5, lambda a: a.cost)
    both = Formula(f"{cost.text}+{setup.text}", float(cost.value) + float(setup.value))
    yield Check("Cost of the rows and set-up add up", both, "=", total("cost"), "money")
    value = added(6, lambda a: a.value)
    yield Check("Value adds up", value, "=", total("value"), "money")
    retained = added(7, lambda a: a.retained)
    yield Check("Users who stay add up", retained, "=", total("retained"), "count")
    back = added(8, lambda a: a.reconverted)
    yield Check("Users who come back add up", back, "=", total("reconverted"), "count")


def _identities(totals: Totals, at: dict[str, str]) -> Iterator[Check]:
    """Compare what is computed from other totals."""
    net = Formula(f"{at['value']}-{at['cost']}", totals.value - totals.cost)
    reported = Formula(at["net_value"], totals.net_value)
    yield Check("Net value is value less cost", net, "=", reported, "money")
    rest = Formula(f"{at['liability']}-{at['cost']}", totals.liability - totals.cost)
    breakage = Formula(at["breakage"], totals.breakage)
    yield Check("Breakage is liability less cost", rest, "=", breakage, "money")
    roi = Formula(
        f"IF({at['cost']}=0,0,{at['net_value']}/{at['cost']})",
        totals.net_value / totals.cost if totals.cost else 0.0,
    )
    told = Formula(f"N({at['roi']})", totals.roi or 0.0)
    yield Check("Net value ÷ cost", roi, "=", told, "number")


def _objective(plan: Plan, totals: Totals, at: dict[str, str]) -> Check:
    own = Formula(at["objective"], plan.objective or 0.0)
    if plan.targets:
        cost = Formula(at["cost"], totals.cost)
        return Check("The objective is the cost, as low as can be", cost, "=", own, "money")
    kind: Kind = "money" if plan.maximize in MONEY_MEASURES else "count"
    total = Formula(at[plan.maximize], getattr(totals, plan.maximize))
    return Check("The objective is the total it maximizes", total, "=", own, kind)


def _goal(book: Book, totals: Totals, at: dict[str, str]) -> Check:
    """Compare the cost with the budget, or what is reached with the targets."""
    plan = book.plan
    if plan.targets:
        column = book.blocks[TARGETS].column(TARGET_RESULT)
        missed = Formula(f'COUNTIF({column},"FAILED")', targets_missed(plan))
        return Check("Targets that are missed", missed, "=", Formula("0", 0), "count", 0)
    kept = next((x for x in plan.limits if x.limit == "budget" and x.enforced), None)
    if plan.budget is None or kept is None:
        name = "Cost keeps to the budget: none is enforced"
        cost = Formula(at["cost"], totals.cost)
        return Check(name, cost, "=", cost, "money")
    cost, budget = Formula(at["cost"], totals.cost), Formula(at["budget"], plan.budget)
    return Check("Cost keeps to the budget", cost, "≤", budget, "money")


def _counts(book: Book) -> Iterator[Check]:
    """Count the failures on the other sheets and look at the proof."""
    plan, nothing = book.plan, Formula("0", 0)
    limits = sum(limit_holds(limit) == "FAILED" for limit in plan.limits)
    column = book.blocks["Limits"].column(9)
    broken = Formula(f'COUNTIF({column},"FAILED")', limits)
    yield Check("Enforced limits that are missed", broken, "=", nothing, "count", 0)
    better = sum(
        not_below(plan, p.objective, feasible=p.feasible) == "FAILED" for p in plan.policies
    )
    column = book.blocks["Policies"].column(policy_result(plan))
    above = Formula(f'COUNTIF({column},"FAILED")', better)
    yield Check("Feasible policies that beat the plan", above, "=", nothing, "count", 0)
    violation = plan.certificate.violation if plan.certificate else 0.0
    yield Check(
        "Largest violation in the certificate",
        Formula(repr(violation), violation),
        "≤",
        nothing,
        "tolerance",
        EXACT,
    )


def _segments(book: Book) -> Iterator[Check]:
    plan, block, cells = book.plan, segment_block(book.plan), book.blocks["Plan"]
    shares = _shares(plan)
    largest = max((abs(share - 1) for share in shares.values()), default=0.0)
    column = block.column(4)
    off = Formula(f"MAX(MAX({column}),-MIN({column}))", largest)
    name = "Shares of each segment add up to 1: largest miss"
    yield Check(name, off, "=", Formula("0", 0), "tolerance", TOLERANCE)
    users = segment_users(plan)
    rounded = [abs(a.users - a.share * users[a.segment]) for a in plan.allocations]
    column = cells.column(9)
    miss = Formula(f"MAX(MAX({column}),-MIN({column}))", max(rounded, default=0.0))
    name = "Whole users against exact shares: largest miss"
    yield Check(name, miss, "≤", Formula("1", SPLIT), "number")


def _shares(plan: Plan) -> dict[str, float]:
    shares: dict[str, list[float]] = {}
    for allocation in plan.allocations:
        shares.setdefault(allocation.segment, []).append(allocation.share)
    return {segment: fsum(own) for segment, own in shares.items()}


def _add_segments(book: Book) -> None:
    """Add up users and shares of each segment, matched by number."""
    block, cells = segment_block(book.plan), book.blocks["Plan"]
    numbers = cells.column(0)
    users, shares = segment_users(book.plan), _shares(book.plan)
    for place, column in enumerate(SEGMENT_COLUMNS):
        book.put("Checks", block.first - 1, place, column.heading, column.heading_kind)
    for segment, number in segment_numbers(book.plan).items():
        row = block.first + number - 1
        own, total = xl_rowcol_to_cell(row, 1), xl_rowcol_to_cell(row, 3)
        content = (
            segment,
            number,
            Formula(f"SUMIF({numbers},{own},{cells.column(4)})", users[segment]),
            Formula(f"SUMIF({numbers},{own},{cells.column(3)})", shares[segment]),
            Formula(f"{total}-1", shares[segment] - 1),
        )
        for place, (column, each) in enumerate(zip(SEGMENT_COLUMNS, content, strict=True)):
            book.put("Checks", row, place, each, column.kind)
