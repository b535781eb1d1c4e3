"""The sheets of an answer being written: its looks, its cells, its tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rich.cells import cell_len

from compensator.language import places_of_currency, sign
from compensator.spreadsheet.writing import Block, Canvas, wrapped_height
from compensator.story import Amount, Column, Formula, Kind, aligned, content_of, kind_of

WIDEST: Final = 48
HEADING_HEIGHT: Final = 18
"""Points of a heading of one line; a program that finds its own height draws it over the next row."""
TYPED, BLUE = "typed ", "#0000FF"
"""What begins the looks of figures that the analyst typed, and their color."""
CENTS_BELOW: Final = 10_000
"""Totals smaller than this are shown with cents."""
_HEADING = {"bold": True, "bottom": 1, "bg_color": "#DDEBF7", "text_wrap": True}
LOOKS: Final[dict[str, dict[str, object]]] = {
    "text": {"indent": 1},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "sentence": {},
    "part": {"indent": 2},
    "state": {"align": "center", "bold": True},
    "title": {"bold": True, "font_size": 16},
    "headline": {"bold": True, "font_size": 13, "text_wrap": True, "valign": "top"},
    "lesser": {"font_color": "#595959"},
    "heading": {**_HEADING, "indent": 1},
    "figure heading": {**_HEADING, "align": "right", "indent": 2},  # clear of the filter button
    "good": {"font_color": "#006100", "bg_color": "#C6EFCE"},
    "bad": {"font_color": "#9C0006", "bg_color": "#FFC7CE"},
}
"""Looks of words, whatever the currency."""


class Sheets:
    """A workbook being written, whatever it shows."""

    def __init__(self, canvas: Canvas, currency: str, *, cents: bool) -> None:
        """Draw on an open workbook; cents show where amounts are so small that they count."""
        self.canvas, self.currency = canvas, currency
        places = places_of_currency(currency) if cents else 0
        money = signed(currency, f"#,##0.{'0' * places}" if places else "#,##0")
        looks = _looks(currency, money)
        self.formats = {name: canvas.format(**look) for name, look in looks.items()}

    def add_sheet(self, name: str, *, landscape: bool = True) -> Any:
        """Add a sheet without lines between its cells."""
        page = self.canvas.sheet(name, landscape=landscape)
        page.hide_gridlines(2)
        return page

    def put(self, sheet: str, row: int, column: int, content: object, look: str = "text") -> None:
        """Write one cell as a kind of figure or a part of a page looks; nothing leaves it as it is."""
        style = self.formats[look]
        if isinstance(content, Amount):
            self.put(sheet, row, column, content.value, content.kind)
        elif isinstance(content, Formula):
            self.canvas.formula((sheet, row, column), content.text, content.value, style)
        elif content is not None:
            self.canvas.write(self.canvas.pages[sheet], row, column, content, style)

    def heading(self, sheet: str, row: int, column: int, text: str, look: str = "heading") -> None:
        """Write a heading in a row as high as it needs."""
        self.put(sheet, row, column, text, look)
        self.canvas.pages[sheet].set_row(row, HEADING_HEIGHT)

    def table(
        self, sheet: str, columns: Sequence[Column], rows: Sequence[Sequence[object]], top: int = 2
    ) -> Block:
        """Write an Excel table with filters."""
        page = self.canvas.pages[sheet]
        heads = [(column.name, self.formats[looks_of(column)]) for column in columns]
        plain = sheet.isascii() and sheet.isalpha()
        name = f"{sheet}Table" if plain else f"Table{len(self.canvas.pages)}"
        block = self.canvas.table(page, heads, len(rows), name=name, top=top, filters=True)
        for row, cells in enumerate(rows, block.first):
            for place, (column, content) in enumerate(zip(columns, cells, strict=True)):
                self.put(sheet, row, place, content, look_of(column))
        page.repeat_rows(top)
        page.set_row(
            top, 2 + max(_fit(page, place, column, rows) for place, column in enumerate(columns))
        )
        return block

    def head(self, sheet: str, title: str, remark: str, keys: int = 0) -> None:
        """Write a sheet's first lines and freeze all down to its table's header, with some columns."""
        self.put(sheet, 0, 0, title, "title")
        self.put(sheet, 1, 0, remark, "lesser")
        self.canvas.pages[sheet].freeze_panes(3, keys)


def look_of(column: Column) -> str:
    """Return the look of a column's cells: what the analyst typed is blue."""
    return f"{TYPED}{column.kind}" if column.typed else column.kind


def looks_of(column: Column) -> str:
    """Return the look of a column's heading: aligned as the column is."""
    return "figure heading" if aligned(column) else "heading"


def _fit(page: Any, place: int, column: Column, rows: Sequence[Sequence[object]]) -> float:
    """Make a column as wide as it needs to be and return the height of its heading."""
    cells = (row[place] for row in rows)
    longest = max((_length(cell, column.kind) for cell in cells), default=0)
    width = min(WIDEST, max(11, len(column.name) + 6, longest + 1))  # room for the filter's button
    page.set_column(place, place, width)
    return wrapped_height(column.name, width - 5)


def _length(cell: Any, kind: Kind) -> int:
    """Return the characters that a cell takes; a figure's sign and cents have room, a state is short."""
    content = content_of(cell)
    if kind == "text":
        return cell_len(str(content or ""))
    if not isinstance(content, int | float):
        return 0
    return len(f"{content:,.0f}") + (8 if kind_of(cell, kind) == "unit money" else 5)


def _looks(currency: str, money: str) -> dict[str, dict[str, object]]:
    patterns = {
        "money": money,
        "unit money": signed(currency, "#,##0.00##"),
        "users": "#,##0",
        "count": "#,##0",
        "rate": "0.0%",
        "small rate": "0.0###%",
        "number": "#,##0.0###",
        "ratio": '#,##0.00##"×"',
        "tolerance": "0.0########",
    }
    figures: dict[str, dict[str, object]] = {
        kind: {"num_format": pattern} for kind, pattern in patterns.items()
    }
    typed = {f"{TYPED}{kind}": {**look, "font_color": BLUE} for kind, look in figures.items()}
    return LOOKS | figures | typed


def signed(currency: str, pattern: str) -> str:
    """Return a number format with the currency's sign, a minus before it."""
    before = f'"{sign(currency)}"'
    return f'{before}{pattern};"−"{before}{pattern}'
