"""What a workbook says of all its sheets: their names and parts, shared texts, date formats."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from compensator.spreadsheet.guard import Archive
from compensator.spreadsheet.kinds import AS_WORKBOOK
from compensator.spreadsheet.tables import BadCell
from compensator.spreadsheet.values import corners, index

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
"""Prefix of every tag of a workbook, as the parser delivers it."""
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
STRICT = "http://purl.oclc.org/ooxml/"
TEXT_LIMIT = 32_767
"""Most characters of a cell in Excel."""
ELEMENT_LIMIT = 200_000
"""Most sheets, relations or cell styles; Excel itself stops at 65,490 styles."""
_BUILT_IN = {str(k): v.replace('"$"', "") for k, v in BUILTIN_FORMATS.items()}
"""Formats that a file need not write down; their sign of money is that of whoever opens it."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Element = tuple[str, dict[str, str]]
"""Where an element stands, such as ``sheets/sheet``, and its attributes."""


@dataclass(frozen=True, slots=True)
class Book:
    """An opened workbook, its sheets still unread."""

    archive: Archive
    sheets: tuple[tuple[str, str], ...]
    """Title and part of each worksheet, in order; chart sheets are none."""
    strings: tuple[str | BadCell | None, ...]
    """Texts that cells refer to by number; None where blank."""
    dates: dict[str, bool]
    """Number of each cell style that shows a date, to whether it shows a duration."""
    formats: tuple[str, ...]
    """Format of each cell style, by its number."""
    hidden: frozenset[str]
    """Parts of the worksheets that are hidden."""
    epoch: datetime
    """Day 0 of the workbook's dates: 1900 or 1904."""

    def format(self, style: str | None) -> str:
        """Return how a cell style shows numbers; nothing where the file does not say."""
        number = int(style) if style is not None and style.isdecimal() and len(style) < 10 else 0
        return self.formats[number] if number < len(self.formats) else ""


def open_book(content: bytes, source: str) -> Book:
    """Open the bytes of a workbook.

    Args:
        content: The whole file.
        source: Name of the file, for messages.

    Raises:
        InputError: If it is not a workbook that can be read rightly and safely.
    """
    archive = Archive(content, source)
    part = next(iter(_related(archive, "", "officeDocument").values()), "")
    if not part:
        archive.refuse("an archive that names no workbook", AS_WORKBOOK)
    elements = _elements(archive, part, "sheets/sheet", "workbook/workbookPr")
    _check_dialect(archive, elements[0][0])
    worksheets = _related(archive, part, "worksheet")
    sheets = [a for place, a in elements if place == "sheets/sheet"]
    settings = next((a for place, a in elements if place == "workbook/workbookPr"), {})
    there = [(a, worksheets[i]) for a in sheets if (i := a.get(f"{RELATED}id")) in worksheets]
    formats = _formats(archive, part)
    return Book(
        archive,
        tuple((a.get("name", ""), place) for a, place in there),
        _strings(archive, part),
        _dates(formats),
        formats,
        frozenset(place for a, place in there if a.get("state", "visible") != "visible"),
        CALENDAR_MAC_1904 if settings.get("date1904") in ("1", "true") else CALENDAR_WINDOWS_1900,
    )


def unescape(text: str) -> str | BadCell | None:
    """Return a stored text as the user sees it: ``_x000D_`` is a carriage return; blank is None."""
    if len(text) > TEXT_LIMIT:
        return BadCell(f"a text of {len(text):,} characters", f"at most {TEXT_LIMIT:,} characters")
    if "_x" in text:
        text = _ESCAPED.sub(_character, text)
    return text if text and not text.isspace() else None


def _character(match: re.Match[str]) -> str:
    """Return the character that four hexadecimal digits name; half a character stays as written."""
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def _check_dialect(archive: Archive, root: str) -> None:
    """Refuse a workbook in other words than those of .xlsx, where every sheet would look empty."""
    if root == f"{MAIN}workbook":
        return
    if root.startswith(STRICT):
        archive.refuse(
            "a Strict Open XML Spreadsheet",
            "an Excel Workbook (.xlsx), not Strict Open XML Spreadsheet: save it again under that file type",
        )
    archive.refuse("an archive whose main part is not a workbook", AS_WORKBOOK)


def _related(archive: Archive, part: str, kind: str) -> dict[str, str]:
    """Return the parts of one kind that a part refers to, by identifier."""
    folder, name = posixpath.split(part)
    found: dict[str, str] = {}
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    for _, a in _elements(archive, relations, "Relationships/Relationship")[1:]:
        if posixpath.basename(a.get("Type", "")) == kind and a.get("TargetMode") != "External":
            target = posixpath.join("/", folder, a.get("Target", "").replace("\\", "/"))
            found[a.get("Id", "")] = posixpath.normpath(target).lstrip("/")
    return found


class _Elements:
    """Collects the elements that stand in wanted places, and the root."""

    def __init__(self, archive: Archive, wanted: Collection[str]) -> None:
        self.depth = 0
        self.found: list[Element] = []
        self._archive, self._wanted = archive, wanted
        self._open: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        local = name.rpartition("}")[2]
        place = f"{self._open[-1]}/{local}" if self._open else name
        self._open.append(local)
        if self.depth == 1 or place in self._wanted:
            self.found.append((place, attributes))
        if len(self.found) > ELEMENT_LIMIT:
            self._archive.refuse(f"more than {ELEMENT_LIMIT:,} of {place}", AS_WORKBOOK)

    def end(self, _name: str) -> None:
        self.depth -= 1
        self._open.pop()

    def text(self, text: str) -> None:
        """Texts do not matter here."""


def _elements(archive: Archive, part: str, *wanted: str) -> list[Element]:
    """Return the root of a part and its elements in the wanted places, such as ``sheets/sheet``."""
    handler = _Elements(archive, wanted)
    archive.parse(part, handler)
    return handler.found


class _Strings:
    """Collects the shared texts, formatting and pronunciation left out."""

    def __init__(self) -> None:
        self.depth = 0
        self.found: list[str | BadCell | None] = []
        self._pieces: list[str] = []
        self._muted = True

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self.depth += 1
        if name == f"{MAIN}si":
            self._pieces = []
        elif name == f"{MAIN}t":
            self._muted = False
        elif name == f"{MAIN}rPh":
            self._spoken = len(self._pieces)

    def end(self, name: str) -> None:
        self.depth -= 1
        if name == f"{MAIN}t":
            self._muted = True
        elif name == f"{MAIN}rPh":
            del self._pieces[self._spoken :]
        elif name == f"{MAIN}si":
            self.found.append(unescape("".join(self._pieces)))

    def text(self, text: str) -> None:
        if not self._muted:
            self._pieces.append(text)


def _strings(archive: Archive, part: str) -> tuple[str | BadCell | None, ...]:
    handler = _Strings()
    for strings in _related(archive, part, "sharedStrings").values():
        archive.parse(strings, handler)
    return tuple(handler.found)


def _formats(archive: Archive, part: str) -> tuple[str, ...]:
    """Return the number format of each cell style, in their order."""
    elements: list[Element] = []
    for styles in _related(archive, part, "styles").values():
        elements += _elements(archive, styles, "numFmts/numFmt", "cellXfs/xf")
    formats = _BUILT_IN | {
        a.get("numFmtId", ""): a.get("formatCode", "")
        for place, a in elements
        if place == "numFmts/numFmt"
    }
    used = [a.get("numFmtId", "0") for place, a in elements if place == "cellXfs/xf"]
    return tuple(formats.get(number, "") for number in used)


def _dates(formats: Sequence[str]) -> dict[str, bool]:
    """Return the styles that show dates, as numbered in cells."""
    is_date, is_duration = cache(is_date_format), cache(is_timedelta_format)
    return {str(style): is_duration(one) for style, one in enumerate(formats) if is_date(one)}


def totals_rows(book: Book, sheet: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield the first column, first row, last column and last row of each Excel table's totals."""
    folder, name = posixpath.split(sheet)
    if posixpath.join(folder, "_rels", f"{name}.rels") not in book.archive:
        return
    for part in _related(book.archive, sheet, "table").values():
        table = _elements(book.archive, part)[0][1] if part in book.archive else {}
        rows = index(table.get("totalsRowCount", ""))
        if rows > 0:
            left, _, right, bottom = corners(table.get("ref", ""))
            yield left, bottom - rows + 1, right, bottom
