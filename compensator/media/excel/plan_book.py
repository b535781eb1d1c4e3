"""The plan as an Excel workbook: a page to read, tables to filter, checks that recompute."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import xlsxwriter

from compensator.media.excel.plan_checks import add_checks, segment_block
from compensator.media.excel.plan_sheets import (
    add_limits,
    add_manifest,
    add_margins,
    add_plan,
    add_policies,
)
from compensator.media.excel.plan_summary import add_summary
from compensator.media.excel.plan_targets import SHEET as TARGETS, add_targets
from compensator.media.excel.style import book_of
from compensator.plan import Plan

SHEETS: Final = ("Limits", "Policies", "Margins", "Checks", "Manifest")
"""Those that follow the plan itself."""
OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
}


def write_excel(plan: Plan, path: Path) -> None:
    """Write a plan that has been made as a workbook."""
    with xlsxwriter.Workbook(path, OPTIONS) as workbook:
        book = book_of(workbook, plan)
        asked = (TARGETS,) if plan.targets else ()
        for name in ("Summary", "Plan", *asked, *SHEETS):
            book.add_sheet(name)
        add_plan(book, segment_block(plan))
        if plan.targets:
            add_targets(book)
        add_limits(book)
        add_policies(book)
        add_margins(book)
        add_checks(book)
        add_summary(book)
        add_manifest(book)
