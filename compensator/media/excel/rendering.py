"""Any view as an Excel workbook: a page to read with its pictures, and a sheet for each table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from compensator.language import visible
from compensator.media.excel.charts import DATA, Pictures
from compensator.media.excel.heat import add_heat_map
from compensator.media.excel.plan_book import OPTIONS
from compensator.media.excel.style import CENTS_BELOW, Column, Kind, Sheets
from compensator.story import HeatMap, Kind as ViewKind, Manifest, Story, Table, heading, titled

SUMMARY: Final = "Summary"
MANIFEST: Final = "Manifest"
RESERVED: Final = (SUMMARY, MANIFEST, DATA, "History")
"""Names that no table's sheet may bear: ours, and one that Excel keeps to itself."""
LENGTH: Final = 31
"""Characters of a sheet's name."""
FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
KINDS: Final[dict[ViewKind, Kind]] = {
    "text": "text",
    "money": "money",
    "users": "count",
    "rate": "percent",
    "number": "number",
    "count": "count",
}
SMALL_KINDS: Final[dict[ViewKind, Kind]] = KINDS | {"money": "unit money"}
"""Kinds in a column whose money is a few units at most: per user, per message."""
SMALL: Final = 100
ACROSS: Final = 8
"""Columns of the summary sheet."""
LINE: Final = 125
"""Characters in a line of the summary sheet."""


def write_view(view: Story, schema: str, manifest: Manifest, path: Path) -> None:
    """Write a view as a workbook."""
    with xlsxwriter.Workbook(path, OPTIONS) as workbook:
        book = Sheets(workbook, view.title, view.currency, _cents(view))
        book.add_sheet(SUMMARY)
        names = _Names()
        for chart in view.charts:
            if isinstance(chart, HeatMap):
                add_heat_map(book, chart, names.free(chart.title))
        for table in view.tables:
            _add_table(book, table, names.free(titled(table.name)))
        _add_summary(book, view, names.given)
        _add_manifest(book, view, schema, manifest)


class _Names:
    """Names of sheets, each given once."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def free(self, wanted: str) -> str:
        """Return the wanted name as Excel takes it, numbered where another sheet bears it."""
        plain = visible(wanted).translate(FORBIDDEN).strip("' ")[:LENGTH].strip("' ") or "Table"
        taken = {name.casefold() for name in (*RESERVED, *self.given)}
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            mark = f" {number}"
            name = f"{plain[: LENGTH - len(mark)]}{mark}"
        self.given.append(name)
        return name


def _add_table(book: Sheets, table: Table, sheet: str) -> None:
    book.add_sheet(sheet)
    many = len(table.rows)
    book.head(sheet, titled(table.name), f"{many:,} {'row' if many == 1 else 'rows'}")
    heads = _unique([heading(column) for column in table.columns])
    columns = [
        Column(head, _kind(column.kind, [row[place] for row in table.rows]))
        for place, (head, column) in enumerate(zip(heads, table.columns, strict=True))
    ]
    book.table(sheet, columns, table.rows)


def _kind(kind: ViewKind, cells: Sequence[object]) -> Kind:
    amounts = [abs(cell) for cell in cells if isinstance(cell, (int, float))]
    return (SMALL_KINDS if max(amounts, default=SMALL) < SMALL else KINDS)[kind]


def _unique(heads: Iterable[str]) -> list[str]:
    """Return headings of which no two are one to Excel."""
    taken: dict[str, int] = {}
    named = []
    for head in heads:
        plain = head.strip()[:240] or "column"
        taken[plain.casefold()] = number = taken.get(plain.casefold(), 0) + 1
        named.append(plain if number == 1 else f"{plain} ({number})")
    return named


def _add_summary(book: Sheets, view: Story, sheets: Sequence[str]) -> None:
    page, pictures = book.sheets[SUMMARY], Pictures(book)
    page.set_column(0, ACROSS - 1, 16)
    book.put(SUMMARY, 0, 0, visible(view.title), "title")
    book.put(SUMMARY, 1, 0, visible(view.standing), "lesser")
    row = 2
    for place, sentence in enumerate(view.headline):
        row = _line(book, row, sentence, "sentence" if place else "headline")
    row += 1
    for chart in view.charts:
        row = pictures.add(SUMMARY, row, chart)
    if view.notes:
        book.put(SUMMARY, row, 0, "Notes", "heading")
        row += 1
    for note in view.notes:
        row = _line(book, row, f"• {note}", "wrapped")
    if sheets:
        _line(book, row + 1, f"Sheets: {', '.join(sheets)}.", "lesser")
    page.fit_to_pages(1, 0)


def _line(book: Sheets, row: int, text: str, kind: Kind) -> int:
    """Write one sentence across the page, as high as it needs, and return the next row."""
    page, shown = book.sheets[SUMMARY], visible(text)
    lines = 1 + len(shown) // (LINE if kind != "headline" else LINE - 30)
    page.merge_range(
        row, 0, row, ACROSS - 1, "", book.formats["wrapped" if kind == "sentence" else kind]
    )
    book.put(SUMMARY, row, 0, shown, "wrapped" if kind == "sentence" else kind)
    page.set_row(row, (19 if kind == "headline" else 15.5) * lines)
    return row + 1


def _add_manifest(book: Sheets, view: Story, schema: str, manifest: Manifest) -> None:
    book.add_sheet(MANIFEST)
    entries: dict[str, Any] = {
        "schema": schema,
        "title": view.title,
        "standing": view.standing,
        "currency": view.currency,
        **asdict(manifest),
    }
    rows = [(name, "" if entry is None else str(entry)) for name, entry in entries.items()]
    book.head(MANIFEST, "What made this result", "The .json file of the result holds the same.")
    book.table(MANIFEST, (Column("entry"), Column("content")), rows)


def _cents(view: Story) -> bool:
    """Return whether all money of the tables is small."""
    cells = (
        row[place]
        for table in view.tables
        for place, column in enumerate(table.columns)
        if column.kind == "money"
        for row in table.rows
    )
    amounts = [abs(cell) for cell in cells if isinstance(cell, (int, float))]
    return 0 < max(amounts, default=0) < CENTS_BELOW
