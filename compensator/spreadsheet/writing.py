"""Excel workbooks written safely: exact cells, a few formats, the same page set-up on every sheet.

This is where Excel's own traps are kept shut: text never becomes a formula, a link, a number or markup,
numbers keep their last bit, nothing depends on the clock. What the sheets are about is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from numbers import Real
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_range_abs, xl_rowcol_to_cell

from compensator.errors import UsageError
from compensator.language import visible
from compensator.spreadsheet.held import (
    LONGEST_TEXT,
    UNSPEAKABLE,
    Exact,
    held,
    held_by_floats,
    is_markup,
)
from compensator.spreadsheet.values import ROWS

INK, PALE, WHITE, LINE = "#1F2A44", "#F4F6FA", "#FFFFFF", "#C9D2DF"
DATE: Final = "yyyy-mm-dd"
BASE: Final = {"font_name": "Calibri", "font_size": 11, "valign": "vcenter"}
STYLE: Final = "Table Style Light 1"
LONGEST_TITLE: Final = 255
READABLE: Final = 65
"""Percent of its size at which a sheet is still read on paper."""
EXCEL_STARTS: Final = date(1900, 1, 1)
"""Excel has no earlier dates; those are written as ISO text, which the reader takes for the date it is."""
NO_CLOCK: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Says when a workbook was made: a constant, so that equal data give equal bytes."""
SHADES: Final = {
    "type": "3_color_scale",
    "min_color": "#F7FBFF",
    "mid_color": "#C6DBEF",
    "max_color": "#6BAED6",
}
OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
}
REFERENCE: Final = re.compile(r"\{([^{}.]*)\.?([^{}]*)\}")
"""What a formula refers to: ``{key}`` a named cell, ``{Table.column}`` cells of a table, ``{.column}`` one of this row."""
ROW: Final = "\0"
"""Stands for the number of its own row in a formula that all rows share."""

Place = tuple[str, int, int]
"""Sheet, row and column of a cell, counted from 0."""


class Settled(str):
    """A formula, its = left out, of functions that Excel always had: xlsxwriter would look for thirty others in each."""

    def __contains__(self, part: object) -> bool:
        """Say that names of newer functions are spelled out already."""
        return part == "_xlfn." or super().__contains__(part)  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Block:
    """Where the cells of a table are, its heading left out, counted from 0."""

    sheet: str
    first: int
    last: int
    columns: tuple[str, ...]
    """Names that formulas use."""

    def column(self, name: str) -> str:
        """Return the absolute range of one column, sheet included."""
        place = self.columns.index(name)
        return f"{quote_sheetname(self.sheet)}!{cells_of(place, self.first, self.last)}"


def cells_of(column: int, first: int, last: int) -> str:
    """Return the absolute range of some rows of a column.

    >>> cells_of(0, 1, 3)
    '$A$2:$A$4'
    """
    return str(xl_range_abs(first, column, last, column))


def wrapped_height(text: str, width: float) -> float:
    """Return the points that wrapped text needs; letters are narrower than the digits Excel counts in."""
    return 16.0 * (1 + int(len(text) / (width * 1.05)))


class Canvas:
    """A workbook being written; ``canvas`` opens it."""

    def __init__(self, book: Any, *, cut: bool) -> None:
        """Draw on an open workbook; a text that no cell holds is cut, or refused."""
        self._book, self._cut = book, cut
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._pending: list[tuple[Place, str, str | float, Any]] = []
        self.pages: dict[str, Any] = {}
        self.blocks: dict[str, Block] = {}
        """Tables that formulas refer to, by name."""
        self.named: dict[str, Place] = {}
        """Cells that formulas refer to."""

    def format(self, **properties: Any) -> Any:
        """Return the format with these xlsxwriter properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({**BASE, **properties})
        return self._formats[key]

    def sheet(self, name: str, *, tab: str = INK, landscape: bool = True) -> Any:
        """Add a sheet that prints one page wide, with its name and page numbers below."""
        page = self.pages[name] = self._book.add_worksheet(name)
        page.set_tab_color(tab)
        if landscape:
            page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.set_footer("&L&A&R&P / &N")
        return page

    def chart(self, look: Mapping[str, str]) -> Any:
        """Return a native chart that a sheet can insert."""
        return self._book.add_chart(look)

    def name(self, name: str, formula: str) -> None:
        """Give a formula a name that drop-downs can use."""
        self._book.define_name(name, formula)

    def put(self, page: Any, row: int, column: int, value: object, **properties: Any) -> None:
        """Write one cell with a look of its own; a date shows as one."""
        if isinstance(value, date):
            properties["num_format"] = DATE
        self.write(page, row, column, value, self.format(**properties))

    def write(self, page: Any, row: int, column: int, value: object, look: Any) -> None:
        """Write one cell: text, yes or no, a number or a date, never a formula; None is a blank cell."""
        match value:
            case str():
                self._text(page, row, column, value, look)
            case None:
                page.write_blank(row, column, None, look)
            case bool():
                self._text(page, row, column, "yes" if value else "no", look)
            case Real() if held_by_floats(value):
                page.write_number(row, column, Exact(value), look)
            case date() if not isinstance(value, datetime) and value >= EXCEL_STARTS:
                page.write_datetime(row, column, value, look)
            case _:
                self._text(page, row, column, str(value), look)

    def line(self, page: Any, row: int, columns: range, text: str, look: Any) -> None:
        """Write a text across several columns."""
        page.merge_range(row, columns[0], row, columns[-1], "", look)
        self._text(page, row, columns[0], text, look)

    def formula(self, place: Place, text: str, value: str | float, look: Any) -> None:
        """Write a formula when all that it refers to has its place, with what it is worth now."""
        self._pending.append((place, text, value, look))

    def table(
        self,
        page: Any,
        heads: Sequence[tuple[str, Any]],
        rows: int,
        *,
        name: str,
        top: int = 0,
        filters: bool = False,
    ) -> Block:
        """Lay an Excel table around cells and head its columns.

        Args:
            page: The sheet.
            heads: Text and format of each column's heading; no two may be one to Excel.
            rows: Rows below the headings; a table has one at least.
            name: What Excel calls the table.
            top: Row of the headings.
            filters: Whether its headings have buttons that filter.
        """
        if top + rows >= ROWS:
            msg = f"{rows:,} rows are more than an Excel sheet holds; write .csv or .json"
            raise UsageError(msg)
        spelled = [UNSPEAKABLE.sub(lambda s: f"_x{ord(s[0]):04X}_", text) for text, _ in heads]
        columns = [
            {"header": text, "header_format": look}
            for text, (_, look) in zip(spelled, heads, strict=True)
        ]
        options = {"name": name, "columns": columns, "style": STYLE, "autofilter": filters}
        last = top + max(1, rows)
        page.add_table(top, 0, last, len(heads) - 1, options)
        for place, (text, look) in enumerate(heads):
            if text != spelled[place] or is_markup(text):
                self._text(page, top, place, text, look)
        return Block(page.get_name(), top + 1, last, tuple(text for text, _ in heads))

    def mark(self, block: Block, column: int, words: Mapping[str, Any]) -> None:
        """Give the cells of a column that hold certain words a format of their own."""
        for word, look in words.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
            cells = (block.first, column, block.last, column)
            self.pages[block.sheet].conditional_format(*cells, rule)

    def shade(self, block: Block, columns: range) -> None:
        """Color the figures of some columns from low to high."""
        cells = (block.first, columns[0], block.last, columns[-1])
        self.pages[block.sheet].conditional_format(*cells, SHADES)

    def widen(self, block: Block, keys: int) -> None:
        """Let a table that is too wide to be read on one page print on several, each with its first columns."""
        page = self.pages[block.sheet]
        page.set_print_scale(READABLE)
        page.repeat_columns(0, keys - 1)

    def settle(self) -> None:
        """Write the formulas, each reference as the cells where it stands."""
        own = {block.sheet: block for block in self.blocks.values()}

        @cache
        def placed(sheet: str, formula: str) -> str:
            """Return a formula with all its references, a sign in place of its own row's number."""

            def cells(found: re.Match[str]) -> str:
                name, wanted = found.groups()
                if name and wanted:
                    return self.blocks[name].column(wanted)
                if wanted:
                    return f"{xl_col_to_name(own[sheet].columns.index(wanted))}{ROW}"
                there, *place = self.named[name]
                return f"{quote_sheetname(there)}!{xl_rowcol_to_cell(*place, row_abs=True, col_abs=True)}"

            return REFERENCE.sub(cells, formula)

        for (sheet, row, column), formula, value, look in self._pending:
            text = placed(sheet, formula).replace(ROW, str(row + 1))
            self.pages[sheet].write_formula(row, column, Settled(text), look, value)

    def _text(self, page: Any, row: int, column: int, text: str, look: Any) -> None:
        fits = held(text)
        if fits != text and not self._cut:
            place = f"{page.get_name()}!{xl_rowcol_to_cell(row, column)}"
            found = f"{len(text):,} characters" if len(fits) < len(text) else repr(text)
            msg = f"{place} cannot hold {found}; Excel's cells hold {LONGEST_TEXT:,}"
            raise UsageError(msg)
        if is_markup(fits):
            page.write_rich_string(row, column, fits[:2], look, fits[2:], look)
        else:
            page.write_string(row, column, fits, look)


@contextmanager
def canvas(path: Path, title: str, *, cut: bool = False) -> Iterator[Canvas]:
    """Open a workbook for writing; it is saved on leaving.

    Args:
        path: Where it goes.
        title: Its title among the file's properties.
        cut: Cut a text that no cell holds; otherwise it is refused with its cell.
    """
    with xlsxwriter.Workbook(path, OPTIONS) as book:
        shown = visible(title)[:LONGEST_TITLE]
        book.set_properties({"title": shown, "author": "compensator", "created": NO_CLOCK})
        drawing = Canvas(book, cut=cut)
        yield drawing
        drawing.settle()
