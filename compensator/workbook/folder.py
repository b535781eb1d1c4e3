"""CSV files in one folder: each of our files as a raw table of texts."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from compensator.errors import InputError, Issue
from compensator.language import visible
from compensator.problem import SHEETS
from compensator.spreadsheet import CELL_LIMIT, FILE_LIMIT, MIB, Table
from compensator.workbook.decimals import with_points
from compensator.workbook.delimiters import DELIMITERS, parted
from compensator.workbook.encodings import AS_CSV, decoded
from compensator.workbook.excel import Address
from compensator.workbook.names import match

Row = tuple[int, list[str]]
"""Number of a row as a spreadsheet shows it, from 1, and its cells."""


def read_folder(path: Path, source: str) -> tuple[dict[str, Table], list[Issue], str]:
    """Read the files that the contract names, such as ``segments.csv``; others are left alone.

    Args:
        path: The folder.
        source: Its name, for messages.

    Returns:
        The tables by canonical name, everything that is wrong with the files as such, and the
        SHA-256 of the names and bytes of the files read, in order of their names.
    """
    files = sorted(p for p in path.iterdir() if p.suffix.lower() == ".csv" and p.is_file())
    matched, issues = match([p.stem for p in files], "CSV file", source)
    digest = hashlib.sha256()
    tables: dict[str, Table] = {}
    for name, position in sorted(matched.items(), key=lambda item: item[1]):
        try:
            content = _content(files[position])
            digest.update(f"{files[position].name}\n{len(content)}\n".encode())
            digest.update(content)
            tables[name] = read_csv(content, files[position].name, name)
        except InputError as error:
            issues += error.issues
    return tables, issues, digest.hexdigest()


def read_csv(content: bytes, file: str, name: str) -> Table:
    """Read the bytes of one CSV file; a blank text is None, a decimal comma a point, all else untouched.

    Args:
        content: The whole file.
        file: Its name, for addresses.
        name: Which table it is.

    Raises:
        InputError: With everything that is wrong with its form.
    """
    text, encoding = decoded(content, file, SHEETS[name].model_fields.keys() | {"setting", "value"})
    text, delimiter = parted(text, file)
    if text.count(delimiter) + max(text.count("\n"), text.count("\r")) > CELL_LIMIT:
        issue = Issue(file, f"more than {CELL_LIMIT:,} cells", "fewer cells")
        raise InputError(file, [issue])
    rows = _rows(text, delimiter, file)
    if not rows:
        return Table(name, (), (), Address(file, (1,)), typed=False)
    if issues := [*_bars(*rows[0], file)] or _ragged(rows, file):
        raise InputError(file, issues)
    width = max(i for _, row in rows for i, cell in enumerate(row, 1) if cell.strip())
    cells = [tuple(cell if cell.strip() else None for cell in row[:width]) for _, row in rows]
    where = Address(file, [n for n, _ in rows])
    table = Table(name, cells[0], cells[1:], where, typed=False)
    mark = None
    if delimiter != ",":
        table, mark = with_points(table)
    return replace(table, notes=tuple(_told(file, delimiter, mark, encoding)))


def _told(file: str, delimiter: str, mark: str | None, encoding: str) -> Iterator[str]:
    """Yield how a file was read, where that is not as everybody's are."""
    decimals = {",": " and decimal commas", ".": " and decimal points"}.get(mark or "", "")
    parts = f"with {DELIMITERS[delimiter]}{decimals}" if delimiter != "," else ""
    if told := ", ".join(filter(None, (parts, encoding and f"as {encoding}"))):
        yield f"{visible(file)} is read {told}."


def _content(path: Path) -> bytes:
    size = path.stat().st_size
    if size > FILE_LIMIT:
        issue = Issue(path.name, f"{size / MIB:,.0f} MiB", f"at most {FILE_LIMIT // MIB} MiB")
        raise InputError(path.name, [issue])
    return path.read_bytes()


def _rows(text: str, delimiter: str, file: str) -> list[Row]:
    """Return the rows that hold anything, numbered as a spreadsheet shows them: without a ``sep=`` line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [(n, row) for n, row in enumerate(reader, 1) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        found = f"text that is not CSV ({error})"
        raise InputError(file, [Issue(file, found, AS_CSV)]) from None


def _bars(number: int, header: list[str], file: str) -> Iterator[Issue]:
    """Yield the issue of a header that is one cell with vertical bars in it."""
    if len(header) == 1 and "|" in header[0]:
        expected = "columns separated by semicolons, tabs or commas, or a first line sep=|"
        where = Address(file, (number,))(-1, None)
        yield Issue(where, f"columns separated by {DELIMITERS['|']}", expected)


def _ragged(rows: list[Row], file: str) -> list[Issue]:
    """Return an issue for each row with another number of cells than the header."""
    width = len(rows[0][1])
    return [
        Issue(f"{file}!{n}:{n}", _cells(len(row)), f"{_cells(width)} as in the header")
        for n, row in rows
        if len(row) != width
    ]


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"
