"""Finished answers as their readers want them: terminal, workbook, page, table, figure."""

from compensator.media.plan_figure import plot
from compensator.media.views import view_of
from compensator.media.writing import write

__all__ = ["plot", "view_of", "write"]
