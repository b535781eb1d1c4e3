"""Excel workbooks and folders of CSV files, in and out."""

from compensator.workbook.reading import read_workbook

__all__ = ["read_workbook"]
