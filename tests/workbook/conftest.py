"""Workbooks written part by part, so that a test can spoil any of them."""

import zipfile
from pathlib import Path

import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SEGMENTS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>segment</t></is></c><c r="B1" t="inlineStr"><is><t>users</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>new</t></is></c><c r="B2"><v>10</v></c></row>'
)
OFFERS = '<row r="1"><c r="A1" t="inlineStr"><is><t>offer</t></is></c></row>'


class Parts(dict[str, str | bytes]):
    """The parts of a small right workbook; change them, then ``write``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self["[Content_Types].xml"] = "<Types/>"
        self["_rels/.rels"] = self._relations(("officeDocument", "xl/workbook.xml"))
        self.sheets({"Segments": SEGMENTS, "Offers": OFFERS})

    def sheets(self, sheets: dict[str, str], *others: tuple[str, str]) -> "Parts":
        """Set the sheets: title to rows, or to the whole part where it starts with <?xml."""
        listed = "".join(
            f'<sheet name="{title}" sheetId="{i}" r:id="rId{i}"/>'
            for i, title in enumerate(sheets, 1)
        )
        self["xl/workbook.xml"] = (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'
        )
        parts = [("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)]
        self["xl/_rels/workbook.xml.rels"] = self._relations(*parts, *others)
        for i, rows in enumerate(sheets.values(), 1):
            whole = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
            self[f"xl/worksheets/sheet{i}.xml"] = rows if rows.startswith("<?xml") else whole
        return self

    def segments(self, rows: str) -> "Parts":
        """Set the rows of Segments."""
        return self.sheets({"Segments": rows, "Offers": OFFERS})

    def write(self, name: str = "plan.xlsx") -> Path:
        """Write the parts as one file."""
        path = self.folder / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in self.items():
                archive.writestr(part, content)
        return path

    @staticmethod
    def _relations(*parts: tuple[str, str]) -> str:
        listed = "".join(
            f'<Relationship Id="rId{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
            for i, (kind, target) in enumerate(parts, 1)
        )
        return f'<Relationships xmlns="{PACKAGE}">{listed}</Relationships>'


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    """Return the parts of a small right workbook."""
    return Parts(tmp_path)
