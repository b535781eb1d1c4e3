"""A workbook being written: exact cells, a few formats, and the same page set-up on every sheet.

This is where Excel's own traps are kept shut: text never becomes a formula or a link, numbers keep
their last bit, nothing depends on the clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from compensator.errors import UsageError
from compensator.workbook.columns import DATE, Need

INK, PALE, WHITE, LINE = "#1F2A44", "#F4F6FA", "#FFFFFF", "#C9D2DF"
FILLS = {
    Need.REQUIRED: "#1F4E79",
    Need.EITHER: "#2E8B77",
    Need.OPTIONAL: "#8497B0",
    Need.OWN: "#A68A64",
}
"""Header colors by need; the legend on READ ME shows them."""
LONGEST_TEXT = 32_767
"""Characters that an Excel cell holds."""
EXCEL_STARTS = date(1900, 1, 1)
"""Excel has no earlier dates; those are written as ISO text, which the reader takes for the date it is."""
NO_CLOCK = datetime(2000, 1, 1, tzinfo=UTC)
"""Says when a workbook was made: a constant, so that equal problems give equal bytes."""


class Exact(float):
    """A number that is written with all its digits: xlsxwriter formats cells with 16, floats need 17."""

    def __new__(cls, value: float) -> Exact:
        """Keep the number's own digits beside its value."""
        number = super().__new__(cls, value)
        number.digits = repr(value)
        return number

    digits: str

    def __format__(self, spec: str) -> str:
        """Return all digits, whatever was asked for."""
        return self.digits


class Canvas:
    """An xlsxwriter workbook with this project's formats."""

    def __init__(self, book: Any) -> None:
        """Draw on a workbook that ``canvas`` opened."""
        self.book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def format(self, **properties: Any) -> Any:
        """Return the format with these xlsxwriter properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": "Calibri", "font_size": 11, "valign": "vcenter"}
            self._formats[key] = self.book.add_format({**base, **properties})
        return self._formats[key]

    def header(self, need: Need) -> Any:
        """Return the format of a column header, colored by need."""
        return self.format(
            bold=True, font_color=WHITE, bg_color=FILLS[need], text_wrap=True, indent=1,
            border=1, border_color=WHITE,
        )  # fmt: skip

    def sheet(self, name: str, *, tab: str = INK, landscape: bool = True) -> Any:
        """Add a sheet that prints one page wide, with its name and page numbers below."""
        sheet = self.book.add_worksheet(name)
        sheet.set_tab_color(tab)
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def put(self, sheet: Any, row: int, column: int, value: object, **properties: Any) -> None:
        """Write one cell: a number, a date or text, never a formula; None is a blank cell."""
        look = self.format(**properties)
        match value:
            case None:
                sheet.write_blank(row, column, None, look)
            case int() | float():
                sheet.write_number(row, column, Exact(value), look)
            case date() if value >= EXCEL_STARTS:
                sheet.write_datetime(
                    row, column, value, self.format(**{**properties, "num_format": DATE})
                )
            case _:
                self._put_text(sheet, row, column, str(value), look)

    def _put_text(self, sheet: Any, row: int, column: int, text: str, look: Any) -> None:
        if len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
            place = f"{sheet.get_name()}!{xlsxwriter.utility.xl_rowcol_to_cell(row, column)}"
            msg = (
                f"{place} cannot hold {len(text):,} characters; Excel's cells hold {LONGEST_TEXT:,}"
            )
            raise UsageError(msg)
        if text.startswith("<r>") and text.endswith("</r>"):
            # xlsxwriter takes such text for its own markup; in two pieces it stays text
            sheet.write_rich_string(row, column, text[:2], look, text[2:], look)
        else:
            sheet.write_string(row, column, text, look)


@contextmanager
def canvas(path: Path, title: str) -> Iterator[Canvas]:
    """Open a workbook for writing; it is saved on leaving."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": title, "author": "compensator", "created": NO_CLOCK})
        yield Canvas(book)
