"""One workbook being written: its sheets, its number formats, its tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from rich.cells import cell_len
from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname, xl_range_abs, xl_rowcol_to_cell

from compensator.errors import UsageError
from compensator.language import places_of_currency, sign, visible
from compensator.story import Amount, Column, Formula, Kind, aligned, content_of, kind_of

Place = tuple[str, int, int]
"""Sheet, row and column of a cell, counted from 0."""

LOOKS: Final[dict[Kind, str]] = {"users": "count", "rate": "percent", "state": "check"}
"""Formats of kinds that bear another name."""
OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
}
REFERENCE: Final = re.compile(r"\{([^{}.]*)\.?([^{}]*)\}")
"""What a formula of a story refers to: ``{key}``, ``{Table.column}``, ``{.column}``."""
LAST_ROW: Final = 1_048_576
"""Rows of an Excel sheet."""
LONGEST: Final = 32_767
"""Characters of an Excel cell."""
WIDEST: Final = 48
CENTS_BELOW: Final = 10_000
"""Totals smaller than this are shown with cents."""


@dataclass(frozen=True, slots=True)
class Block:
    """Where a table's cells are, counted from 0."""

    sheet: str
    first: int
    last: int
    columns: tuple[str, ...] = ()
    """Names that formulas use."""

    def column(self, name: str) -> str:
        """Return the absolute range of one column, sheet included."""
        place = self.columns.index(name)
        return f"{quote_sheetname(self.sheet)}!{xl_range_abs(self.first, place, self.last, place)}"


@dataclass(slots=True)
class Sheets:
    """A workbook being written, whatever it shows."""

    workbook: Any
    title: str
    currency: str
    cents: bool
    """Whether amounts of money are so small that cents count."""
    sheets: dict[str, Any] = field(default_factory=dict)
    blocks: dict[str, Block] = field(default_factory=dict)
    """Where each table is, by its name."""
    figures: dict[str, Place] = field(default_factory=dict)
    """Where each key figure is."""
    pending: list[tuple[Place, Formula, Any]] = field(default_factory=list)
    """Formulas that are written when all they refer to has its place, each with its format."""
    formats: dict[str, Any] = field(init=False)
    money_pattern: str = field(init=False)

    def __post_init__(self) -> None:
        places = places_of_currency(self.currency) if self.cents else 0
        self.money_pattern = signed(self.currency, f"#,##0.{'0' * places}" if places else "#,##0")
        self.formats = _formats(self.workbook, self.currency, self.money_pattern)
        self.workbook.set_properties({"title": visible(self.title)[:255]})

    def add_sheet(self, name: str) -> None:
        """Add a sheet that prints on landscape pages, one page wide."""
        sheet = self.sheets[name] = self.workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&RPage &P of &N")
        sheet.hide_gridlines(2)

    def put(self, sheet: str, row: int, column: int, content: object, look: str = "text") -> None:
        """Write one cell as a kind of figure or a part of a page looks; text is only ever text."""
        page, style = self.sheets[sheet], self.formats[look]
        if isinstance(content, Amount):
            self.put(sheet, row, column, content.value, content.kind)
        elif isinstance(content, Formula):
            self.pending.append(((sheet, row, column), content, style))
        elif isinstance(content, str):
            page.write_string(row, column, content[:LONGEST], style)
        elif isinstance(content, bool):
            page.write_string(row, column, "yes" if content else "no", style)
        elif content is not None:
            page.write_number(row, column, content, style)

    def table(
        self, sheet: str, columns: Sequence[Column], rows: Sequence[Sequence[object]], top: int = 2
    ) -> Block:
        """Write an Excel table with filters and remember where its cells are."""
        page = self.sheets[sheet]
        if top + len(rows) >= LAST_ROW:
            msg = f"{len(rows):,} rows are more than an Excel sheet holds; write .csv or .json"
            raise UsageError(msg)
        block = Block(sheet, top + 1, top + max(1, len(rows)))
        for offset, row in enumerate(rows):
            for place, (column, content) in enumerate(zip(columns, row, strict=True)):
                self.put(sheet, block.first + offset, place, content, column.kind)
        headings = [
            {"header": column.name, "header_format": self.formats[looks_of(column)]}
            for column in columns
        ]
        plain = sheet.isascii() and sheet.isalpha()
        name = f"{sheet}Table" if plain else f"Table{len(self.sheets)}"
        options = {"columns": headings, "name": name, "style": "Table Style Light 1"}
        page.add_table(top, 0, block.last, len(columns) - 1, options)
        _fit(page, columns, rows)
        page.repeat_rows(top)
        return block

    def mark(self, block: Block, column: int, words: Mapping[str, str]) -> None:
        """Color the cells of a column that hold certain words."""
        for word, look in words.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"'}
            rule["format"] = self.formats[look]
            cells = (block.first, column, block.last, column)
            self.sheets[block.sheet].conditional_format(*cells, rule)

    def resolve(self) -> None:
        """Write the formulas, each reference as the cells where it stands."""
        own = {block.sheet: block for block in self.blocks.values()}
        for (sheet, row, column), formula, style in self.pending:

            def cells(found: re.Match[str], sheet: str = sheet, row: int = row) -> str:
                name, wanted = found.groups()
                if name and wanted:
                    return self.blocks[name].column(wanted)
                if wanted:
                    return str(xl_rowcol_to_cell(row, own[sheet].columns.index(wanted)))
                there, *place = self.figures[name]
                return f"{quote_sheetname(there)}!{xl_rowcol_to_cell(*place, row_abs=True, col_abs=True)}"

            text = REFERENCE.sub(cells, formula.text)
            self.sheets[sheet].write_formula(row, column, f"={text}", style, formula.value)

    def head(self, sheet: str, title: str, remark: str) -> None:
        """Write a sheet's first lines and freeze all down to its table's header."""
        self.sheets[sheet].write_string(0, 0, title, self.formats["title"])
        self.sheets[sheet].write_string(1, 0, remark, self.formats["lesser"])
        self.sheets[sheet].freeze_panes(3, 0)


def looks_of(column: Column) -> str:
    """Return the look of a column's heading: aligned as the column is."""
    return "figure heading" if aligned(column) else "heading"


def _fit(page: Any, columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> None:
    for place, column in enumerate(columns):
        longest = len(column.name) + 5  # room for the filter's button
        if column.kind == "text":
            longest = max([longest, *(cell_len(str(row[place] or "")) for row in rows)])
        else:
            longest = max([longest, *(_length(row[place], column.kind) for row in rows)])
        page.set_column(place, place, min(WIDEST, max(11, longest + 1)))


def _length(cell: Any, kind: Kind) -> int:
    """Return the characters that a figure takes; its sign and cents have room."""
    content = content_of(cell)
    if isinstance(content, str) or not isinstance(content, int | float):
        return 0
    return len(f"{content:,.0f}") + (8 if kind_of(cell, kind) == "unit money" else 5)


def _formats(workbook: Workbook, currency: str, money_pattern: str) -> dict[str, Any]:
    patterns = {
        "money": money_pattern,
        "unit money": signed(currency, "#,##0.00##"),
        "count": "#,##0",
        "percent": "0.0%",
        "number": "#,##0.0###",
        "ratio": '#,##0.00"×"',
        "tolerance": "0.0########",
    }
    heading = {"bold": True, "bottom": 1, "bg_color": "#DDEBF7", "text_wrap": True}
    looks: dict[str, dict[str, object]] = {
        "text": {"indent": 1},
        "wrapped": {"text_wrap": True, "valign": "top"},
        "sentence": {},
        "part": {"indent": 2},
        "check": {"align": "center", "bold": True},
        "title": {"bold": True, "font_size": 16},
        "headline": {"bold": True, "font_size": 13, "text_wrap": True, "valign": "top"},
        "lesser": {"font_color": "#595959"},
        "heading": {**heading, "indent": 1},
        "figure heading": {**heading, "align": "right", "indent": 2},  # clear of the filter button
        "good": {"font_color": "#006100", "bg_color": "#C6EFCE"},
        "bad": {"font_color": "#9C0006", "bg_color": "#FFC7CE"},
    }
    looks |= {kind: {"num_format": pattern} for kind, pattern in patterns.items()}
    formats = {name: workbook.add_format(look) for name, look in looks.items()}
    return formats | {kind: formats[name] for kind, name in LOOKS.items()}


def signed(currency: str, pattern: str) -> str:
    """Return a number format with the currency's sign, a minus before it."""
    before = f'"{sign(currency)}"'
    return f'{before}{pattern};"−"{before}{pattern}'
