"""Finished results as their readers want them: terminal, page, Excel, CSV, JSON, figures."""

from compensator.report.figures import plot
from compensator.report.writing import write

__all__ = ["plot", "write"]
