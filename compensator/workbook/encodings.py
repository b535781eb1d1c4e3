"""The bytes of a CSV file as text: UTF-8 or UTF-16, known and never guessed."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections.abc import Container
from typing import Final

from compensator.errors import InputError, Issue
from compensator.problem import fold

AS_CSV: Final = "CSV text in UTF-8 or UTF-16 (Excel: Save As, CSV UTF-8)"
_ALIEN: Final = {
    BOM_UTF32_LE: "text in UTF-32",
    BOM_UTF32_BE: "text in UTF-32",
    b"PK\x03\x04": "an archive or a workbook",
    b"\xd0\xcf\x11\xe0": "a workbook of Excel 97–2003 (.xls)",
}
_MARKED: Final = {BOM_UTF8: "utf-8", BOM_UTF16_LE: "utf-16-le", BOM_UTF16_BE: "utf-16-be"}


def decoded(content: bytes, file: str, columns: Container[str]) -> tuple[str, str]:
    """Return the text of a file, and its encoding in words; no words for UTF-8.

    UTF-16 without its mark is known by a column's name in the first line, which no other reading
    of the bytes shows.

    Args:
        content: The whole file.
        file: Its name, for messages.
        columns: Names that stand in its header, folded.

    Raises:
        InputError: If it is no text in UTF-8 or UTF-16.
    """
    for mark, kind in _ALIEN.items():
        if content.startswith(mark):
            raise InputError(file, [Issue(file, kind, AS_CSV)])
    for mark, encoding in _MARKED.items():
        if content.startswith(mark):
            return _text(content[len(mark) :], encoding, file)
    if b"\0" in content:
        for encoding in ("utf-16-le", "utf-16-be"):
            if _names_a_column(content, encoding, columns):
                return _text(content, encoding, file)
    return _text(content, "utf-8", file)


def _names_a_column(content: bytes, encoding: str, columns: Container[str]) -> bool:
    """Return whether the first lines, read in an encoding, name a column."""
    text = content[:4096].decode(encoding, errors="replace")
    words = text.translate(dict.fromkeys(map(ord, ';,\t|"\r\n'), "\n")).split("\n")
    return any(fold(word.partition("(")[0]) in columns for word in words)


def _text(content: bytes, encoding: str, file: str) -> tuple[str, str]:
    words = "" if encoding == "utf-8" else "UTF-16"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].decode(encoding, errors="replace").count("\n") + 1
        found = (
            f"text in UTF-16 that breaks off or is damaged in line {line:,}"
            if words
            else f"the byte {content[error.start]:#04x} in line {line:,}, which is not UTF-8"
        )
        raise InputError(file, [Issue(file, found, AS_CSV)]) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise InputError(file, [Issue(file, f"a NUL character in line {line:,}", AS_CSV)])
    return text, words
