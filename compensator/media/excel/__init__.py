"""Any answer as an Excel workbook."""

from compensator.media.excel.rendering import write_story

__all__ = ["write_story"]
