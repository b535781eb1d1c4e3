"""The one door to what stands in a workbook's zip archive: what passes is bounded and free of tricks.

A workbook may come from anybody. Nothing is written to disk, no part is parsed before the whole
archive has passed, and each part is parsed with limits on its size, its tags and their nesting. Only
the parts that :mod:`compensator.workbook` asks for are parsed; links to other files are never followed.
"""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import NoReturn, Protocol
from xml.parsers import expat  # the parser refuses document types, and so entities: see parse()
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from compensator.errors import InputError, Issue
from compensator.spreadsheet.kinds import AS_WORKBOOK, kind_of_archive, kind_of_file

MIB = 1 << 20
FILE_LIMIT = 100 * MIB
PART_LIMIT = 192 * MIB
"""A sheet of 1,000,000 rows and 5 columns takes about 170 MiB."""
TOTAL_LIMIT = 512 * MIB
ENTRY_LIMIT = 5_000
RATIO_LIMIT = 200
"""Most that a large part may expand; sheets as Excel writes them expand 5 to 30 times."""
RATIO_FREE = 10 * MIB
"""Size up to which any ratio is harmless."""
CELL_LIMIT = 1_500_000
"""About 250,000 responses of six columns; empty cells that are formatted count too."""
TAG_LIMIT = 5 * CELL_LIMIT
"""A cell with a value takes four tags, a formula two more; rows and shared texts need some."""
TOKEN_LIMIT = 4 * MIB
DEPTH_LIMIT = 64
CHUNK = 1 << 16

_DAMAGED = (BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
"""What the standard library raises for an archive that is cut short, garbled or encrypted."""
_DOCTYPES = tuple("<!DOCTYPE".encode(e) for e in ("utf-8", "utf-16-le", "utf-16-be"))


class Handler(Protocol):
    """What is told of the tags and texts of one part; names are ``namespace}name``."""

    depth: int
    """How many elements are open."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of an opening tag."""

    def end(self, name: str) -> None:
        """Take note of a closing tag."""

    def text(self, text: str) -> None:
        """Take note of a piece of text."""


class Archive:
    """A workbook's zip archive that has passed every check."""

    def __init__(self, content: bytes, source: str) -> None:
        """Open the bytes of a file.

        Args:
            content: The whole file.
            source: Name of the file, for messages.

        Raises:
            InputError: If it is not an Excel workbook, is damaged, or could do harm.
        """
        self.source = source
        self._tags = 0
        self._zip = self._open(content)
        self._entries = {_canonical(i.filename): i for i in self._zip.infolist()}
        self._check_entries()
        for name, entry in self._entries.items():
            if name.endswith((".xml", ".rels", ".vml")):
                self._check_xml(entry)

    def __contains__(self, part: object) -> bool:
        """Return whether a part is there; capitals do not matter."""
        return isinstance(part, str) and _canonical(part) in self._entries

    def refuse(self, found: str, expected: str, where: str = "") -> NoReturn:
        """Stop reading, with the reason."""
        raise InputError(self.source, [Issue(where or self.source, found, expected)])

    def parse(self, part: str, handler: Handler, where: str = "") -> None:
        """Tell a handler of every tag and text of a part.

        Args:
            part: Its name in the archive.
            handler: Is told, and may refuse.
            where: What messages call the part; the file where empty.

        Raises:
            InputError: If the part is missing, is not valid XML, or exceeds a limit.
        """
        if part not in self:
            self.refuse(f"no part {part} in the file", AS_WORKBOOK, where)
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = lambda *_: self._refuse_doctype(part)
        parser.StartElementHandler = handler.start
        parser.EndElementHandler = handler.end
        parser.CharacterDataHandler = handler.text
        try:
            for fed in self._feed(part, parser):
                self._check_limits(part, where, handler.depth, fed - parser.CurrentByteIndex)
        except (*_DAMAGED, expat.ExpatError, LookupError) as error:
            self.refuse(f"{part}, which is not valid XML ({error})", AS_WORKBOOK, where)

    def _feed(self, part: str, parser: expat.XMLParserType) -> Iterator[int]:
        """Feed the parser piece by piece and yield how many bytes it has had."""
        fed = 0
        with self._zip.open(self._entries[_canonical(part)]) as stream:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk)
                fed += len(chunk)
                self._tags += chunk.count(b"<")
                yield fed
        parser.Parse(b"", True)  # noqa: FBT003 - positional only

    def _check_limits(self, part: str, where: str, depth: int, unfinished: int) -> None:
        if self._tags > TAG_LIMIT:
            found = f"more than {CELL_LIMIT:,} cells, empty formatted ones included"
            self.refuse(
                found,
                "fewer cells: delete formatted rows below the table, or give CSV files",
                where,
            )
        if depth > DEPTH_LIMIT:
            self.refuse(f"{part}, nested more than {DEPTH_LIMIT} deep", AS_WORKBOOK, where)
        if unfinished > TOKEN_LIMIT:  # the parser starts again on a tag whose end is still to come
            self.refuse(
                f"{part}, with a tag of more than {TOKEN_LIMIT // MIB} MiB", AS_WORKBOOK, where
            )

    def _open(self, content: bytes) -> ZipFile:
        if found := kind_of_file(content):
            self.refuse(found, AS_WORKBOOK)
        if content.count(b"PK\x01\x02") > ENTRY_LIMIT:  # before the list of entries is built
            self.refuse(f"more than {ENTRY_LIMIT:,} parts", f"at most {ENTRY_LIMIT:,} parts")
        try:
            return ZipFile(io.BytesIO(content))
        except _DAMAGED:
            self.refuse("a file that is damaged or cut short", AS_WORKBOOK)

    def _check_entries(self) -> None:
        entries = self._zip.infolist()
        if found := kind_of_archive(
            set(self._entries), encrypted=any(e.flag_bits & 1 for e in entries)
        ):
            self.refuse(found, AS_WORKBOOK)
        twice = [
            n for n, count in Counter(_canonical(e.filename) for e in entries).items() if count > 1
        ]
        if twice:
            self.refuse(f"two parts called {twice[0]}", AS_WORKBOOK)
        total = sum(e.file_size for e in entries)
        if total > TOTAL_LIMIT:
            self.refuse(
                f"{total / MIB:,.0f} MiB when unpacked", f"at most {TOTAL_LIMIT // MIB} MiB"
            )
        for entry in entries:
            self._check_size(entry)

    def _check_size(self, entry: ZipInfo) -> None:
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            self.refuse(f"{entry.filename}, packed in a way Excel does not use", AS_WORKBOOK)
        if entry.file_size > PART_LIMIT:
            self.refuse(
                f"{entry.filename} with {entry.file_size / MIB:,.0f} MiB when unpacked",
                f"at most {PART_LIMIT // MIB} MiB; delete empty formatted rows, or give CSV files",
            )
        if entry.file_size > max(RATIO_FREE, RATIO_LIMIT * entry.compress_size):
            self.refuse(
                f"{entry.filename}, which expands {entry.file_size // max(1, entry.compress_size):,} times",
                f"parts that expand at most {RATIO_LIMIT} times",
            )

    def _check_xml(self, entry: ZipInfo) -> None:
        """Unpack a part once, to the end: its size and checksum hold, and it has no document type.

        The size stated in the archive can be trusted here, for ``zipfile`` stops at it and then
        finds the checksum wrong.
        """
        tail = b""
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(MIB):
                    seen = tail + chunk
                    if any(mark in seen for mark in _DOCTYPES):
                        self._refuse_doctype(entry.filename)
                    tail = chunk[-32:]
        except _DAMAGED:
            self.refuse(f"a damaged part {entry.filename}", AS_WORKBOOK)

    def _refuse_doctype(self, part: str) -> NoReturn:
        self.refuse(f"a document type (DTD) in {part}", "XML without one, as Excel writes it")


def _canonical(part: str) -> str:
    """Return a part's name as it is compared: no capitals, no leading slash, forward slashes."""
    return part.replace("\\", "/").lstrip("/").lower()
