"""One workbook being written: its sheets, its number formats, its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from rich.cells import cell_len
from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname, xl_range_abs

from compensator.errors import UsageError
from compensator.language import places_of_currency, sign, visible
from compensator.plan import Plan, Totals, standing

Kind = Literal[
    "text",
    "wrapped",
    "sentence",
    "part",
    "money",
    "unit money",
    "count",
    "percent",
    "number",
    "tolerance",
    "check",
    "title",
    "headline",
    "lesser",
    "heading",
    "figure heading",
]
"""How a cell is shown."""
LAST_ROW: Final = 1_048_576
"""Rows of an Excel sheet."""
LONGEST: Final = 32_767
"""Characters of an Excel cell."""
WIDEST: Final = 48
CENTS_BELOW: Final = 10_000
"""Totals smaller than this are shown with cents."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula and its value now, for viewers that do not recalculate."""

    text: str
    value: float | str


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure whose kind is not that of its column."""

    content: float | Formula | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    heading: str
    kind: Kind = "text"

    @property
    def heading_kind(self) -> Kind:
        """Return the heading's look: aligned as the column is."""
        return "heading" if self.kind in {"text", "wrapped", "check"} else "figure heading"


@dataclass(frozen=True, slots=True)
class Block:
    """Where a table's cells are, counted from 0."""

    sheet: str
    first: int
    last: int

    def column(self, place: int) -> str:
        """Return the absolute range of one column, sheet included."""
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
    """Where each sheet's table is."""
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

    def put(self, sheet: str, row: int, column: int, content: object, kind: Kind = "text") -> None:
        """Write one cell; text is only ever text, never a formula or a link."""
        page, style = self.sheets[sheet], self.formats[kind]
        if isinstance(content, Cell):
            self.put(sheet, row, column, content.content, content.kind)
        elif isinstance(content, Formula):
            page.write_formula(row, column, f"={content.text}", style, content.value)
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
        block = self.blocks[sheet] = Block(sheet, top + 1, top + max(1, len(rows)))
        for offset, row in enumerate(rows):
            for place, (column, content) in enumerate(zip(columns, row, strict=True)):
                self.put(sheet, block.first + offset, place, content, column.kind)
        headings = [
            {"header": column.heading, "header_format": self.formats[column.heading_kind]}
            for column in columns
        ]
        plain = sheet.isascii() and sheet.isalpha()
        name = f"{sheet}Table" if plain else f"Table{len(self.blocks)}"
        options = {"columns": headings, "name": name, "style": "Table Style Light 1"}
        page.add_table(top, 0, block.last, len(columns) - 1, options)
        _fit(page, columns, rows)
        page.repeat_rows(top)
        return block

    def head(self, sheet: str, title: str, remark: str) -> None:
        """Write a sheet's first lines and freeze all down to its table's header."""
        self.sheets[sheet].write_string(0, 0, title, self.formats["title"])
        self.sheets[sheet].write_string(1, 0, remark, self.formats["lesser"])
        self.sheets[sheet].freeze_panes(3, 0)


@dataclass(slots=True)
class Book(Sheets):
    """The workbook of a plan, and what its sheets need of each other."""

    plan: Plan = field(kw_only=True)
    results: list[str] = field(default_factory=list)
    """What the checks say now."""

    @property
    def totals(self) -> Totals:
        """Totals of a plan that has been made."""
        if self.plan.totals is None:
            raise UsageError(standing(self.plan))
        return self.plan.totals


def book_of(workbook: Any, plan: Plan) -> Book:
    """Return the empty workbook of a plan."""
    totals = plan.totals
    cents = totals is not None and max(totals.cost, abs(totals.value)) < CENTS_BELOW
    return Book(workbook, plan.title, plan.currency, cents, plan=plan)


def _fit(page: Any, columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> None:
    for place, column in enumerate(columns):
        longest = len(column.heading) + 5  # room for the filter's button
        if column.kind in {"text", "wrapped"}:
            longest = max([longest, *(cell_len(str(row[place] or "")) for row in rows)])
        else:
            longest = max([longest, *(_length(row[place], column.kind) for row in rows)])
        page.set_column(place, place, min(WIDEST, max(11, longest + 1)))


def _length(content: object, kind: Kind) -> int:
    """Return the characters that a figure takes; its sign and cents have room."""
    if isinstance(content, Cell):
        return _length(content.content, content.kind)
    if isinstance(content, Formula):
        return _length(content.value, kind)
    if isinstance(content, str) or not isinstance(content, int | float):
        return 0
    return len(f"{content:,.0f}") + (8 if kind == "unit money" else 5)


def _formats(workbook: Workbook, currency: str, money_pattern: str) -> dict[str, Any]:
    patterns = {
        "money": money_pattern,
        "unit money": signed(currency, "#,##0.00##"),
        "count": "#,##0",
        "percent": "0.0%",
        "number": "#,##0.0###",
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
    return {name: workbook.add_format(look) for name, look in looks.items()}


def signed(currency: str, pattern: str) -> str:
    """Return a number format with the currency's sign, a minus before it."""
    before = f'"{sign(currency)}"'
    return f'{before}{pattern};"−"{before}{pattern}'
