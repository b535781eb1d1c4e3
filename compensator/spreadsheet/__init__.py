"""Spreadsheets in and out, safely; nothing here knows what they are about."""

from compensator.spreadsheet.book import Book, open_book, totals_rows
from compensator.spreadsheet.formats import is_percentage, money_sign
from compensator.spreadsheet.guard import CELL_LIMIT, FILE_LIMIT, MIB
from compensator.spreadsheet.sheet import Sheet, read_sheet
from compensator.spreadsheet.sums import sums_of_all
from compensator.spreadsheet.tables import Around, BadCell, ByColumn, Table
from compensator.spreadsheet.values import corners, letters

__all__ = [
    "CELL_LIMIT",
    "FILE_LIMIT",
    "MIB",
    "Around",
    "BadCell",
    "Book",
    "ByColumn",
    "Sheet",
    "Table",
    "corners",
    "is_percentage",
    "letters",
    "money_sign",
    "open_book",
    "read_sheet",
    "sums_of_all",
    "totals_rows",
]
