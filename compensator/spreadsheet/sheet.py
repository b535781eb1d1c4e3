"""The cells of one worksheet, each as it is stored or as the reason why it cannot be read.

Cells are decoded here and not by openpyxl because a plan may rest on any of them: openpyxl's walk
gives an empty cell for a formula without a stored value, drops a row that stands out of order, and
gives up the whole sheet at the first number it does not understand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NoReturn

from compensator.spreadsheet.book import MAIN, Book, unescape
from compensator.spreadsheet.tables import BadCell
from compensator.spreadsheet.values import (
    COLUMNS,
    ROWS,
    boolean,
    column_number,
    error,
    index,
    is_hidden,
    iso_date,
    letters,
    on_day,
    within,
)

AS_SAVED = "rows of cells as Excel or LibreOffice saves them"
MERGED_LIMIT = 100_000
AREA_LIMIT = 20_000_000
"""Most cells of the rectangle that holds every value; a stray value far away makes it huge."""
FORMULA_LIMIT = 8_192
"""Most characters of a formula in Excel."""
NO_VALUE = BadCell(
    "a formula without a stored value",
    "a stored value: open in Excel or LibreOffice, recalculate and save",
)

_ROOT, _DATA, _ROW, _CELL = (f"{MAIN}{name}" for name in ("worksheet", "sheetData", "row", "c"))
_VALUE, _FORMULA, _INLINE = (f"{MAIN}{name}" for name in ("v", "f", "is"))
_TEXT, _SPOKEN, _MERGED = (f"{MAIN}{name}" for name in ("t", "rPh", "mergeCell"))
_EXTENSION, _COLUMN = f"{MAIN}extLst", f"{MAIN}col"
_SUM = re.compile(r"\s*[+]?\s*(?:_xlfn\.)?(?:SUM|SUBTOTAL|AGGREGATE)\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet that hold a value, in order."""

    numbers: tuple[int, ...]
    """Row numbers, from 1."""
    rows: tuple[tuple[object, ...], ...]
    """Cells from column A to the last with a value."""
    merged: tuple[str, ...]
    """Merged ranges, such as ``A2:A5``."""
    hidden_rows: frozenset[int]
    """Numbers of the rows among them that are not shown; a filter hides rows too."""
    hidden_columns: frozenset[int]
    """Numbers of the columns that are not shown, from 1, used or not."""
    sums: Mapping[tuple[int, int], Sum]
    """(row, column), from 1, of each cell whose formula is one SUM, SUBTOTAL or AGGREGATE."""
    styles: Mapping[tuple[int, str | None], int]
    """(column, style) of numbers to the first row where they stand, from 1."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A formula that adds up cells, as it stands where it was written first."""

    text: str
    row: int
    column: int


def read_sheet(book: Book, title: str, part: str) -> Sheet:
    """Read every cell of a sheet, hidden rows and columns too.

    Args:
        book: The open workbook.
        title: Name of the sheet, for messages.
        part: Where it stands in the archive.

    Raises:
        InputError: If its cells cannot be told rightly.
    """
    cells = _Cells(book, title)
    book.archive.parse(part, cells, where=title)
    ordered = sorted(cells.rows)
    rows = tuple(cells.rows[n] for n in ordered)
    return Sheet(
        tuple(ordered),
        rows,
        tuple(cells.merged),
        frozenset(cells.hidden_rows),
        frozenset(within(cells.hidden_columns)),
        cells.sums,
        cells.styles,
    )


DECODERS: Final[dict[str, Callable[[str], object]]] = {
    "str": unescape,
    "inlineStr": unescape,
    "b": boolean,
    "e": error,
    "d": iso_date,
}
"""Readers of a cell's stored text by its type; numbers and shared texts need the workbook."""


class _Cells:
    """Listens to the tags of a sheet: worksheet (1) > sheetData (2) > row (3) > c (4) > v, f, is (5)."""

    def __init__(self, book: Book, title: str) -> None:
        self.depth = 0
        self.rows: dict[int, tuple[object, ...]] = {}
        self.merged: list[str] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.sums: dict[tuple[int, int], Sum] = {}
        self.styles: dict[tuple[int, str | None], int] = {}
        self._shared_sums: dict[str, Sum] = {}
        self._hidden = False
        self._book, self._title = book, title
        self._strings, self._dates = book.strings, book.dates
        self._decoders = DECODERS | {"n": self._number, "s": self._shared}
        self._in_data = False
        self._row = self._column = self._width = 0
        self._row_digits = ""
        self._values: dict[int, object] = {}
        self._cell: dict[str, str] = {}
        self._stored: str | None = None
        self._formula: str | None = None
        self._formula_of: dict[str, str] = {}
        self._spoken = False
        self._pieces: list[str] = []
        self.text = self._pieces.append

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        depth = self.depth
        if not self._in_data:
            self._start_outside(name, attributes)
        elif depth == 5:
            self._pieces.clear()
            if name == _FORMULA:
                self._formula_of = attributes
            elif name not in (_VALUE, _INLINE, _EXTENSION):
                self._refuse_stray(name)
        elif depth == 4 and name == _CELL:
            self._cell = attributes
            self._stored = None
            self._formula = None
        elif depth == 3 and name == _ROW:
            self._start_row(attributes)
        elif depth > 5:
            self._start_inside(name)
        elif name != _EXTENSION:
            self._refuse_stray(name)

    def end(self, name: str) -> None:
        depth = self.depth
        self.depth -= 1
        if not self._in_data:
            return
        if depth == 5 and name == _VALUE:
            self._stored = "".join(self._pieces)
        elif depth == 5 and name == _FORMULA:
            self._formula = "".join(self._pieces)
        elif depth == 4 and name == _CELL:
            self._end_cell()
        elif depth == 3 and self._values:
            self._end_row()
        elif depth == 2:
            self._in_data = False
        elif depth > 5:
            self._end_inside(name)

    def _start_outside(self, name: str, attributes: dict[str, str]) -> None:
        if self.depth == 1 and name != _ROOT:
            self._refuse(f"an element {name.rpartition('}')[2]!r} where a worksheet should be")
        if self.depth == 2 and name == _DATA:
            self._in_data = True
        elif name.endswith(("}sheetData", "}row", "}c")):
            self._refuse_stray(name)
        elif name == _COLUMN and is_hidden(attributes) and len(self.hidden_columns) < COLUMNS:
            ends = (index(attributes.get("min", "")), index(attributes.get("max", "")))
            self.hidden_columns.append(ends)
        elif name == _MERGED:
            self.merged.append(attributes.get("ref", ""))
            if len(self.merged) > MERGED_LIMIT:
                self._refuse(f"more than {MERGED_LIMIT:,} merged ranges", "one value in each cell")

    def _start_inside(self, name: str) -> None:
        if name == _TEXT:
            self._pieces.clear()
        elif name == _SPOKEN:
            self._spoken = True

    def _end_inside(self, name: str) -> None:
        """Take a piece of a text that stands in the cell itself; pronunciation is no part of it."""
        if name == _TEXT and not self._spoken:
            self._stored = (self._stored or "") + "".join(self._pieces)
        elif name == _SPOKEN:
            self._spoken = False

    def _start_row(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r")
        if written is None:
            self._row += 1
        else:
            self._row = index(written)
        if not 1 <= self._row <= ROWS:
            self._refuse(f"a row numbered {written or self._row}")
        self._row_digits = str(self._row)
        self._column = 0
        self._hidden = "hidden" in attributes and is_hidden(attributes)

    def _end_row(self) -> None:
        width = max(self._values)
        if self._row in self.rows:
            self._refuse(f"row {self._row} twice")
        self._width = max(self._width, width)
        if self._width * (len(self.rows) + 1) > AREA_LIMIT:
            far = f"{letters(width)}{self._row}"
            self._refuse(f"values as far as {far}", "a table with nothing far outside it")
        self.rows[self._row] = tuple(map(self._values.get, range(1, width + 1)))
        self._values = {}
        if self._hidden:
            self.hidden_rows.append(self._row)

    def _end_cell(self) -> None:
        address = self._cell.get("r")
        if address is None:
            self._column += 1
        else:
            self._column = column_number(address.removesuffix(self._row_digits))
        if not 1 <= self._column <= COLUMNS:
            self._refuse(f"a cell addressed {address} in row {self._row}")
        if (value := self._value()) is None:
            return
        if self._column in self._values:
            self._refuse(f"cell {letters(self._column)}{self._row} twice")
        self._values[self._column] = value
        if self._formula is not None:
            self._keep_sum(self._formula)

    def _keep_sum(self, formula: str) -> None:
        """Take note of a formula that adds up cells, or of a copy of one."""
        shared = self._formula_of.get("si") if self._formula_of.get("t") == "shared" else None
        if _SUM.match(formula) and len(formula) <= FORMULA_LIMIT:
            own = Sum(formula, self._row, self._column)
            self.sums[self._row, self._column] = own
            if shared is not None:
                self._shared_sums[shared] = own
        elif shared in self._shared_sums and not formula:
            self.sums[self._row, self._column] = self._shared_sums[shared]

    def _value(self) -> object:
        kind = self._cell.get("t", "n")
        if self._stored:
            decode = self._decoders.get(kind)
            return (
                decode(self._stored)
                if decode
                else BadCell(f"a cell of the type {kind!r}", "a value")
            )
        if self._formula is not None and (self._stored is None or kind != "str"):
            return NO_VALUE
        return None

    def _number(self, text: str) -> object:
        try:
            number = float(text)
        except ValueError:
            return BadCell(repr(text), "a number")
        if (
            "_" in text or not text.isascii() or not math.isfinite(number)
        ):  # float() takes 1_0, ١٢, nan
            return BadCell(repr(text), "a finite number")
        style = self._cell.get("s")
        self.styles.setdefault((self._column, style), self._row)
        if style in self._dates:
            return on_day(number, self._book.epoch, duration=self._dates[style])
        return int(number) if number.is_integer() and abs(number) < 2**53 else number

    def _shared(self, text: str) -> object:
        if 0 <= (number := index(text)) < len(self._strings):
            return self._strings[number]
        return BadCell(f"a reference to text number {text}, which the file lacks", "a text")

    def _refuse_stray(self, name: str) -> NoReturn:
        self._refuse(f"an element {name.rpartition('}')[2]!r} where only rows and cells may stand")

    def _refuse(self, found: str, expected: str = AS_SAVED) -> NoReturn:
        self._book.archive.refuse(found, expected, where=self._title)
