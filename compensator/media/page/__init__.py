"""Any answer as a page that opens offline."""

from compensator.media.page.writing import write_page

__all__ = ["write_page"]
