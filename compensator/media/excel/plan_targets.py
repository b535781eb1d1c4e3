"""The sheet of targets: what a least-cost plan was to reach, and live whether it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell

from compensator.language import MONEY_MEASURES, visible
from compensator.media.excel.plan_figures import addresses
from compensator.media.excel.plan_sheets import TABLE_TOP, TOLERANCE, mark_checks
from compensator.media.excel.style import Book, Cell, Column, Formula, Kind
from compensator.plan import Plan, Target, Totals

SHEET: Final = "Targets"
RESULT: Final = 5
"""Column of the check."""
COLUMNS: Final = (
    Column("measure"),
    Column("at least", "number"),
    Column("actual", "number"),
    Column("of users", "count"),
    Column("price", "unit money"),
    Column("check", "check"),
)


def add_targets(book: Book) -> None:
    """Write each target; figures that are totals are taken from the summary sheet."""
    remark = (
        "Price: cost added when the target rises by one; by the whole, where it is a percentage."
    )
    book.head(SHEET, "Targets", remark)
    rows = [_row(book, place, target) for place, target in enumerate(book.plan.targets)]
    mark_checks(book, SHEET, book.table(SHEET, COLUMNS, rows), RESULT)


def targets_missed(plan: Plan) -> int:
    """Return how many targets a plan misses."""
    return sum(_result(target) == "FAILED" for target in plan.targets)


def _row(book: Book, place: int, target: Target) -> Sequence[object]:
    floor, actual = (xl_rowcol_to_cell(TABLE_TOP + 1 + place, column) for column in (1, 2))
    kind = _kind(target)
    met = f'IF({actual}>={floor}-{TOLERANCE}*MAX(1,ABS({floor})),"OK","FAILED")'
    return (
        visible(target.measure),
        Cell(target.at_least, kind),
        Cell(_actual(book, target), kind),
        target.per,
        target.price,
        Formula(f'IF({actual}="","–",{met})', _result(target)),
    )


def _actual(book: Book, target: Target) -> Formula | float | None:
    """Return what the plan reaches: as a formula where the summary sheet has the total."""
    if target.actual is None or target.measure not in {*Totals.__dataclass_fields__} - {"users"}:
        return target.actual
    cell = addresses(book.plan)[target.measure]
    return Formula(cell if target.per is None else f"{cell}/{target.per!r}", target.actual)


def _result(target: Target) -> str:
    if target.actual is None:
        return "–"
    slack = TOLERANCE * max(1.0, abs(target.at_least))
    return "OK" if target.actual >= target.at_least - slack else "FAILED"


def _kind(target: Target) -> Kind:
    if target.per is not None:
        return "percent"
    return "money" if target.measure in MONEY_MEASURES else "number"
