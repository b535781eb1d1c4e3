"""Any answer as an Excel workbook."""

from compensator.media.excel.plan_book import write_excel
from compensator.media.excel.rendering import write_view

__all__ = ["write_excel", "write_view"]
