"""What kind of file a user has handed over, told from its bytes rather than from its name."""

from __future__ import annotations

AS_WORKBOOK = (
    "an Excel workbook: open it in Excel or LibreOffice and save as Excel Workbook (.xlsx), "
    "without macros or password"
)
"""What is expected of a file: the remedy is in it."""

_STARTS = {
    b"%PDF": "a PDF document",
    b"{\\rtf": "a text document (.rtf)",
    b"<!do": "a web page",
    b"<htm": "a web page",
    b"<?xm": "an XML file",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a picture",
    b"PAR1": "a Parquet file",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Start of an OLE container: a workbook of Excel 97–2003, or an encrypted newer one."""
_ARCHIVES = {
    "content.xml": "an OpenDocument file (.ods)",
    "xl/workbook.bin": "a binary Excel workbook (.xlsb)",
    "index/document.iwa": "an Apple Numbers file (.numbers)",
    "index.zip": "an Apple Numbers file (.numbers)",
    "word/document.xml": "a Word document (.docx)",
    "ppt/presentation.xml": "a presentation (.pptx)",
}


def kind_of_file(content: bytes) -> str:
    """Return what a file is that is no zip archive; nothing for an archive."""
    if content.startswith(b"PK\x03\x04"):
        return ""
    if not content:
        return "an empty file"
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:8].lower()
    for mark, kind in _STARTS.items():
        if start.startswith(mark.lower()):
            return kind
    if b"\0" not in content[:4096]:
        return "a text file (CSV tables are read from a folder: give the folder's name)"
    return "a file of another kind"


def _kind_of_ole(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "a workbook protected with a password"
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return "a workbook of Excel 97–2003 (.xls)"
    return "a file of an older Office program"


def kind_of_archive(parts: set[str], *, encrypted: bool) -> str:
    """Return what an archive is that cannot be read as a workbook; nothing for a workbook.

    Args:
        parts: Names of its parts in lower case.
        encrypted: Whether any part is.
    """
    for part, kind in _ARCHIVES.items():
        if part in parts:
            return kind
    if encrypted:
        return "an archive protected with a password"
    if any(p.endswith("vbaproject.bin") for p in parts):
        return "a workbook with macros (.xlsm)"
    if not any(p.startswith("xl/") or p == "[content_types].xml" for p in parts):
        return "a zip archive that holds no workbook"
    return ""
