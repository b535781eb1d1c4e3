"""Finished answers as their readers want them: terminal, workbook, page, table, figure."""

from compensator.media.figures import plot
from compensator.media.page import fragment
from compensator.media.writing import write
from compensator.story import DRAWERS

DRAWERS["html"] = fragment

__all__ = ["plot", "write"]
