"""Workbooks that nobody here wrote: each is read rightly or refused in words, quickly and in little memory."""

import json
import math
import os
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest

from compensator.errors import InputError
from compensator.spreadsheet.book import open_book
from compensator.spreadsheet.sheet import Sheet, read_sheet
from compensator.spreadsheet.tables import BadCell

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "data" / "workbooks"
FILES = sorted(p for p in CORPUS.glob("*/*") if p.is_file())
WORKBOOKS = [p for p in FILES if p.suffix in (".xlsx", ".xlsm")]
REFUSED = {
    "calamine__strict_iso_paths.xlsx": "Strict Open XML",
    "phpspreadsheet__namespacepurl.xlsx": "Strict Open XML",
    "poi__sample.strict.xlsx": "Strict Open XML",
    "exceljs__invalid-xml.xlsx": "not valid XML",
    "exceljs__missing-bits.xlsx": "no part _rels/.rels",
}
"""Workbooks of which no sheet can be read, and why."""

HOSTILE_REFUSED = {
    "zipbomb_1GiB.xlsx": "MiB when unpacked",
    "deep_nesting.xlsx": "an element 'x' where only rows and cells may stand",
}
HOSTILE_ROWS = {
    "formula_injection.xlsx": 3,
    "homoglyph_dupes.xlsx": 6,
    "locale_numbers.xlsx": 4,
    "long_cell.xlsx": 1,
    "lying_dimension.xlsx": 1,
    "many_sheets.xlsx": 1,
    "nan_inf.xlsx": 6,
    "path_traversal.xlsx": 1,
}
"""Rows under the header of each sheet."""

pytestmark = pytest.mark.skipif(
    not FILES, reason="the reference workbooks are not beside the project"
)


def outcomes(paths: list[Path]) -> dict[str, dict[str, dict[str, object]]]:
    """Read files in one process with limits on memory and on the time of each.

    Returns the outcome by file name, then by what was read: our ``tables``, or all ``sheets``.
    """
    script = Path(__file__).with_name("read_each.py")
    done = subprocess.run(
        [sys.executable, str(script), *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
    )
    assert done.stderr == ""
    assert done.returncode == 0
    found: dict[str, dict[str, dict[str, object]]] = {p.name: {} for p in paths}
    for line in map(json.loads, done.stdout.splitlines()):
        assert_readable(line)
        found[Path(line["path"]).name][line["kind"]] = line
    assert all(set(kinds) == {"tables", "sheets"} for kinds in found.values())
    return found


def assert_readable(outcome: dict[str, object]) -> None:
    """Check that a file was read, or refused with all three parts of a message."""
    assert "failed" not in outcome, outcome
    assert outcome["seconds"] < 10
    for issue in outcome.get("refused", ()):
        assert all(issue[part].strip() for part in ("where", "found", "expected"))
        assert not any(word in str(issue) for word in ("Traceback", "Error(", "object at 0x"))


def test_each_reference_workbook_ends_in_a_readable_refusal():
    """None of them has our sheets, so every one must say what it misses or what it is."""
    for name, kinds in outcomes(FILES).items():
        said = str(kinds["tables"]["refused"])
        if name.endswith((".ods", ".xlsb")):
            assert f"({Path(name).suffix})" in said
        elif name.endswith(".xls"):
            assert "Excel 97–2003 (.xls)" in said
        elif name in REFUSED and "not valid XML" not in REFUSED[name]:
            assert REFUSED[name] in said
        else:
            assert "a sheet called 'Segments'" in said


def test_each_hostile_workbook_ends_in_a_reading_or_a_refusal(tmp_path):
    """Bombs, deep nesting, false sizes, 2,000 sheets; never "no rows" where cells stand."""
    maker = CORPUS / "make_hostile.py"
    subprocess.run([sys.executable, str(maker), str(tmp_path)], check=True, timeout=60)
    found = {name: kinds["sheets"] for name, kinds in outcomes(sorted(tmp_path.iterdir())).items()}
    for name, what in HOSTILE_REFUSED.items():
        assert what in str(found.pop(name)["refused"])
    rows = {name: set(outcome["read"].values()) for name, outcome in found.items()}
    assert rows == {name: {count} for name, count in HOSTILE_ROWS.items()}


Cells = dict[tuple[int, int], object]


def all_cells(path: Path) -> dict[str, Cells]:
    """Return the cells of every sheet as this package reads them, by row and column from 1."""
    book = open_book(path.read_bytes(), path.name)
    return {title: _cells(read_sheet(book, title, part)) for title, part in book.sheets}


def _cells(sheet: Sheet) -> Cells:
    return {
        (number, column): cell
        for number, row in zip(sheet.numbers, sheet.rows, strict=True)
        for column, cell in enumerate(row, 1)
        if cell is not None
    }


def theirs(path: Path) -> dict[str, Cells]:
    """Return the cells of every sheet as an independent reader finds them; blank texts left out."""
    calamine = pytest.importorskip(
        "python_calamine", reason="the independent reader is not installed"
    )
    try:
        book = calamine.CalamineWorkbook.from_path(path)
    except calamine.CalamineError:  # it does not read UTF-16
        return _from_openpyxl(path)
    cells: dict[str, Cells] = {}
    for title in book.sheet_names:
        sheet = book.get_sheet_by_name(title)
        top, left = sheet.start or (0, 0)
        cells[title] = {
            (r, c): cell
            for r, row in enumerate(sheet.to_python(skip_empty_area=True), top + 1)
            for c, cell in enumerate(row, left + 1)
            if not (isinstance(cell, str) and not cell.strip())
        }
    return cells


def _from_openpyxl(path: Path) -> dict[str, Cells]:
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        page.title: {(c.row, c.column): c.value for row in page for c in row if c.value is not None}
        for page in book.worksheets
    }


def agree(mine: object, other: object) -> bool:
    """Return whether two readers say the same of a cell; what ours refuses must be no plain value."""
    if isinstance(mine, BadCell):
        refused_rightly = other is None or isinstance(other, time | timedelta)
        return refused_rightly or (isinstance(other, float) and not math.isfinite(other))
    if isinstance(mine, date) and isinstance(other, date):
        return _moment(mine) == _moment(other)
    if isinstance(mine, str) and isinstance(other, str):  # calamine drops space at the edges
        return mine.strip() == other.strip()
    if isinstance(mine, bool) or isinstance(other, bool):
        return mine is other
    numbers = isinstance(mine, int | float) and isinstance(other, int | float)
    return numbers and math.isclose(mine, other, rel_tol=1e-15)


def _moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time())


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda p: p.name)
def test_every_cell_of_a_reference_workbook_is_delivered(path):
    """An independent reader finds the same cells with the same values, or the sheet is refused."""
    if path.name in REFUSED:
        with pytest.raises(InputError, match=REFUSED[path.name]):
            all_cells(path)
        return
    others = theirs(path)
    for title, cells in all_cells(path).items():
        other = others[title]
        for place in sorted(cells.keys() | other.keys()):
            assert agree(cells.get(place), other.get(place)), (
                title,
                place,
                cells.get(place),
                other.get(place),
            )


def test_the_reference_workbooks_are_not_refused_wholesale():
    """Agreement on nothing would be no agreement."""
    readable = [path for path in WORKBOOKS if path.name not in REFUSED]
    assert sum(len(cells) for path in readable for cells in all_cells(path).values()) > 20_000
