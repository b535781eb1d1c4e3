"""Any story as an Excel workbook: a page to read with its pictures, a sheet for each table, live formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import chain
from pathlib import Path
from typing import Any, Final

from compensator.language import visible
from compensator.media.excel.charts import DATA, Pictures
from compensator.media.excel.style import CENTS_BELOW, Sheets, looks_of
from compensator.spreadsheet.writing import canvas, wrapped_height
from compensator.story import (
    HELD,
    MISSES,
    Cell,
    Column,
    Figure,
    Kind,
    Story,
    Table,
    content_of,
    heading,
    kind_of,
    titled,
)

SUMMARY: Final = "Summary"
MANIFEST: Final = "Manifest"
RESERVED: Final = (SUMMARY, MANIFEST, DATA, "History")
"""Names that no table's sheet may bear: ours, and one that Excel keeps to itself."""
LENGTH: Final = 31
"""Characters of a sheet's name."""
FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
SMALL: Final = 100
"""Money of a column that stays below is shown with cents: per user, per message."""
WIDTHS: Final = (34, 18, 3, 24, 12, 15, 10, 16, 16)
"""Of the columns of the summary sheet: figures to the left, a table to the right."""
LEFT: Final = 3
"""Column where that table begins."""
SHOWN: Final = 12
"""Most rows of that table."""
LARGER: Final = 1.2
"""How much larger the headline is than what follows."""
ONE_PAGE: Final = 90
"""Rows of the summary sheet that are still read when one page holds them all."""


def write_story(told: Story, path: Path) -> None:
    """Write a story as a workbook."""
    with canvas(path, told.title, cut=True) as drawing:
        book = Sheets(drawing, told.currency, cents=_cents(told))
        book.add_sheet(SUMMARY, landscape=False)
        names = _Names()
        for table in told.tables:
            if table.filed and not table.on_top:
                _add_table(book, table, names.free(titled(table.name)))
        _add_summary(book, told, names.given)
        _add_manifest(book, told)


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
    drawing = book.canvas
    book.add_sheet(sheet)
    many = len(table.rows)
    remark = " ".join(table.remarks) or f"{many:,} {'row' if many == 1 else 'rows'}"
    book.head(sheet, titled(table.heading), remark, table.keys)
    rows = [*table.rows]
    heads = _unique([heading(column) for column in table.columns])
    columns = [
        replace(column, name=head, kind=_kind(column.kind, [row[place] for row in rows]))
        for place, (head, column) in enumerate(zip(heads, table.columns, strict=True))
    ]
    block = book.table(sheet, columns, rows)
    if table.keys:
        book.canvas.widen(block, table.keys)
    if table.shaded:
        drawing.shade(block, range(1, len(columns)))
    drawing.blocks[table.name] = replace(block, columns=tuple(one.name for one in table.columns))
    for place, column in enumerate(columns):
        if column.kind == "state":
            looks = {HELD: "good"} | dict.fromkeys(MISSES, "bad")
            drawing.mark(block, place, {word: book.formats[look] for word, look in looks.items()})


def _kind(kind: Kind, cells: Sequence[Cell]) -> Kind:
    if kind != "money":
        return kind
    contents = map(content_of, cells)
    amounts = [abs(cell) for cell in contents if isinstance(cell, int | float)]
    return "unit money" if 0 < max(amounts, default=SMALL) < SMALL else kind


def _unique(heads: Iterable[str]) -> list[str]:
    """Return headings of which no two are one to Excel."""
    taken: dict[str, int] = {}
    named = []
    for head in heads:
        plain = head.strip()[:240] or "column"
        taken[plain.casefold()] = number = taken.get(plain.casefold(), 0) + 1
        named.append(plain if number == 1 else f"{plain} ({number})")
    return named


def _add_summary(book: Sheets, told: Story, sheets: Sequence[str]) -> None:
    page, pictures = book.canvas.pages[SUMMARY], Pictures(book)
    for place, width in enumerate(WIDTHS):
        page.set_column(place, place, width)
    book.put(SUMMARY, 0, 0, visible(told.title), "title")
    book.put(SUMMARY, 1, 0, visible(told.standing), "lesser")
    row = 2
    for place, sentence in enumerate(told.headline):
        row = _line(book, row, sentence, "wrapped" if place else "headline")
    if told.checked is not None:
        book.put(SUMMARY, row, 0, told.checked(), "sentence")
        row += 1
    row = _add_top(book, told, row + 1)
    for chart in told.charts:
        row = pictures.add(SUMMARY, row, chart)
    for title, lines in (
        *((passage.title, passage.sentences) for passage in told.passages),
        ("Notes", [f"• {note}" for note in told.notes]),
    ):
        if lines:
            book.heading(SUMMARY, row, 0, title)
            row += 1
        for text in lines:
            row = _line(book, row, text, "wrapped")
        row += bool(lines)
    if sheets:
        _line(book, row, f"Sheets: {', '.join(sheets)}.", "lesser")
    page.fit_to_pages(1, 1 if row < ONE_PAGE else 0)


def _line(book: Sheets, row: int, text: str, look: str) -> int:
    """Write one sentence across the page, as high as it needs, and return the next row."""
    page, shown = book.canvas.pages[SUMMARY], visible(text)
    larger = LARGER if look == "headline" else 1
    page.set_row(row, larger * wrapped_height(shown, sum(WIDTHS) / larger))
    book.canvas.line(page, row, range(len(WIDTHS)), shown, book.formats[look])
    return row + 1


def _add_top(book: Sheets, told: Story, row: int) -> int:
    """Write the key figures, beside them what belongs there, and return the row below."""
    below = row
    if told.figures:
        below = _add_figures(book, told.figures, row)
    for table in told.tables:
        if table.on_top:
            below = max(below, _add_beside(book, table, row))
    return below + 1 if below > row else row


def _add_figures(book: Sheets, figures: Sequence[Figure], row: int) -> int:
    for place, head in enumerate(("Key figures", "")):
        book.heading(SUMMARY, row, place, head)
    for step, one in enumerate(figures, start=1):
        book.put(SUMMARY, row + step, 0, one.explained or one.label, "part" if one.part else "text")
        book.put(SUMMARY, row + step, 1, one.amount, one.kind)
        book.canvas.named[one.key] = (SUMMARY, row + step, 1)
    return row + len(figures) + 1


def _add_beside(book: Sheets, table: Table, row: int) -> int:
    for place, column in enumerate(table.columns[: len(WIDTHS) - LEFT]):
        book.heading(SUMMARY, row, LEFT + place, heading(column), looks_of(column))
        for step, cells in enumerate(table.rows[:SHOWN], start=1):
            content = cells[place]
            shown = visible(content) if isinstance(content, str) else content
            book.put(SUMMARY, row + step, LEFT + place, shown, column.kind)
    more = len(table.rows) - SHOWN
    if more > 0:
        told = f"… and {more:,} more, in the sheets"
        book.put(SUMMARY, row + SHOWN + 1, LEFT, told, "lesser")
    return row + min(len(table.rows), SHOWN) + 2


def _add_manifest(book: Sheets, told: Story) -> None:
    book.add_sheet(MANIFEST)
    entries: dict[str, Any] = {
        "schema": told.schema,
        "title": told.title,
        "standing": told.standing,
        "currency": told.currency,
        **told.entries,
        **(asdict(told.manifest) if told.manifest else {}),
    }
    rows = [(name, "" if entry is None else str(entry)) for name, entry in entries.items()]
    book.head(MANIFEST, "What made this result", "The .json file of the result holds the same.")
    book.table(MANIFEST, (Column("entry", "text"), Column("content", "text")), rows)


def _cents(told: Story) -> bool:
    """Return whether all money of the story is small."""
    seen = 0.0
    for amount in _amounts(told):
        seen = max(seen, amount)
        if seen >= CENTS_BELOW:
            return False
    return seen > 0


def _amounts(told: Story) -> Iterator[float]:
    cells = chain(
        ((one.amount, one.kind) for one in told.figures),
        (
            (cell, column.kind)
            for table in told.tables
            if table.filed and not table.live
            for row in table.rows
            for column, cell in zip(table.columns, row, strict=True)
        ),
    )
    for cell, kind in cells:
        content = content_of(cell)
        if kind_of(cell, kind) == "money" and isinstance(content, int | float):
            yield abs(content)
