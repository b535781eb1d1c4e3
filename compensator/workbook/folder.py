"""CSV files in one folder: each of our files as a raw table of texts."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

from compensator.errors import InputError, Issue
from compensator.spreadsheet import CELL_LIMIT, FILE_LIMIT, MIB, Table
from compensator.workbook.excel import Address
from compensator.workbook.names import match

AS_CSV = "comma-separated text in UTF-8 (Excel: Save As, CSV UTF-8)"
_MARKS = {
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
    b"PK\x03\x04": "an archive or a workbook",
    b"\xd0\xcf\x11\xe0": "a workbook of Excel 97–2003 (.xls)",
}

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
    """Read the bytes of one CSV file, texts untouched; a blank text is None.

    Args:
        content: The whole file, UTF-8 with or without a byte order mark.
        file: Its name, for addresses.
        name: Which table it is.

    Raises:
        InputError: With everything that is wrong with its form.
    """
    text = _decoded(content, file)
    if text.count(",") + max(text.count("\n"), text.count("\r")) > CELL_LIMIT:
        issue = Issue(file, f"more than {CELL_LIMIT:,} cells", "fewer cells")
        raise InputError(file, [issue])
    rows = _rows(text, file)
    if not rows:
        return Table(name, (), (), Address(file, (1,)), typed=False)
    header_at, header = rows[0]
    _check_delimiter(header_at, header, file)
    if ragged := _ragged(rows, file):
        raise InputError(file, ragged)
    width = max(i for _, row in rows for i, cell in enumerate(row, 1) if cell.strip())
    cells = [tuple(cell if cell.strip() else None for cell in row[:width]) for _, row in rows]
    return Table(name, cells[0], cells[1:], Address(file, [n for n, _ in rows]), typed=False)


def _content(path: Path) -> bytes:
    size = path.stat().st_size
    if size > FILE_LIMIT:
        issue = Issue(path.name, f"{size / MIB:,.0f} MiB", f"at most {FILE_LIMIT // MIB} MiB")
        raise InputError(path.name, [issue])
    return path.read_bytes()


def _decoded(content: bytes, file: str) -> str:
    kind = next((kind for mark, kind in _MARKS.items() if content.startswith(mark)), "")
    if not kind and b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        kind = f"a NUL character in line {line:,}"
    if kind:
        raise InputError(file, [Issue(file, kind, AS_CSV)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = f"the byte {content[error.start]:#04x} in line {line:,}, which is not UTF-8"
        raise InputError(file, [Issue(file, found, AS_CSV)]) from None


def _rows(text: str, file: str) -> list[Row]:
    """Return the rows that hold anything."""
    try:
        return [(n, row) for n, row in _numbered(text) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        found = f"text that is not CSV ({error})"
        raise InputError(file, [Issue(file, found, AS_CSV)]) from None


def _numbered(text: str) -> Iterator[Row]:
    return enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1)


def _check_delimiter(number: int, header: list[str], file: str) -> None:
    """Refuse a file whose header is one cell with another delimiter in it."""
    if len(header) > 1:
        return
    for mark, name in {";": "semicolons", "\t": "tabs", "|": "vertical bars"}.items():
        if mark in header[0]:
            where = Address(file, (number,))(-1, None)
            raise InputError(
                file, [Issue(where, f"columns separated by {name}", "columns separated by commas")]
            )


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
