"""Spreadsheets in and out, safely; nothing here knows what they are about."""

from compensator.spreadsheet.book import Book, open_book
from compensator.spreadsheet.guard import CELL_LIMIT, FILE_LIMIT, MIB
from compensator.spreadsheet.sheet import COLUMNS, ROWS, Sheet, read_sheet
from compensator.spreadsheet.tables import BadCell, ByColumn, Table

__all__ = [
    "CELL_LIMIT",
    "COLUMNS",
    "FILE_LIMIT",
    "MIB",
    "ROWS",
    "BadCell",
    "Book",
    "ByColumn",
    "Sheet",
    "Table",
    "open_book",
    "read_sheet",
]
