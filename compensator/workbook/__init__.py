"""Excel workbooks and folders of CSV files, in and out."""

from compensator.workbook.reading import read_workbook
from compensator.workbook.shipped import copy_case
from compensator.workbook.template import write_template

__all__ = ["copy_case", "read_workbook", "write_template"]
