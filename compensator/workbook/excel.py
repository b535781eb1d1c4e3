"""Excel workbooks: each of our sheets as a raw table with true addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compensator.errors import InputError, Issue
from compensator.spreadsheet import Book, Sheet, Table, corners, letters, open_book, read_sheet
from compensator.workbook.around import around, out_of_sight
from compensator.workbook.names import match


@dataclass(frozen=True, slots=True)
class Address:
    """Where the cells of a table stand, in spreadsheet notation."""

    name: str
    """Sheet or file."""
    numbers: Sequence[int]
    """Row numbers, from 1; that of the header first."""
    first_column: int = 1

    def __call__(self, row: int, column: int | None) -> str:
        """Return the address of a cell, or of a whole row; row −1 is the header."""
        number = self.numbers[row + 1]
        if column is None:
            return f"{self.name}!{number}:{number}"
        return f"{self.name}!{letters(self.first_column + column)}{number}"


def read_excel(content: bytes, source: str) -> tuple[dict[str, Table], list[Issue]]:
    """Read the sheets that the contract names; others are left alone, hidden ones are read.

    Args:
        content: The whole file.
        source: Name of the file, for messages.

    Returns:
        The tables by canonical name, and everything that is wrong with the sheets as such.

    Raises:
        InputError: If the file as a whole cannot be read rightly.
    """
    book = open_book(content, source)
    matched, issues = match([title for title, _ in book.sheets], "sheet", source)
    tables: dict[str, Table] = {}
    for name, position in matched.items():
        try:
            tables[name] = read_table(book, position, name)
        except InputError as error:
            issues += error.issues
    return tables, issues


def read_table(book: Book, position: int, name: str) -> Table:
    """Read one sheet as a table whose header is the first row that holds anything.

    Args:
        book: The open workbook.
        position: Which of its sheets.
        name: What messages call the sheet.

    Raises:
        InputError: If its cells cannot be told rightly, or some are merged.
    """
    part = book.sheets[position][1]
    sheet = read_sheet(book, name, part)
    if not sheet.rows:
        return Table(name, (), (), Address(name, (1,)))
    first = min(next(i for i, cell in enumerate(row) if cell is not None) for row in sheet.rows)
    width = max(map(len, sheet.rows))
    if issues := _merged(sheet, name, first + 1, width):
        raise InputError(book.archive.source, issues)
    header, *rows = [_padded(row, first, width) for row in sheet.rows]
    return Table(
        name,
        header,
        rows,
        Address(name, sheet.numbers, first + 1),
        notes=tuple(out_of_sight(name, sheet, first + 1, hidden=part in book.hidden)),
        around=around(book, part, name, sheet, first + 1),
    )


def _padded(row: tuple[object, ...], first: int, width: int) -> tuple[object, ...]:
    """Return a row from the table's first column to its last."""
    if len(row) < width:
        row += (None,) * (width - len(row))
    return row[first:] if first else row


def _merged(sheet: Sheet, name: str, first: int, last: int) -> list[Issue]:
    """Return an issue for each merged range in the table: it shows one value and hides the others."""
    issues = []
    for written in sheet.merged:
        left, top, right, bottom = corners(written)
        several = (left, top) != (right, bottom)
        beside = (
            right < first or left > last or bottom < sheet.numbers[0] or top > sheet.numbers[-1]
        )
        if several and not beside:
            issues.append(
                Issue(f"{name}!{written}", f"merged cells {written}", "one value in each cell")
            )
    return issues
