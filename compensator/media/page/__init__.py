"""Any answer as a page that opens offline."""

from compensator.media.page.writing import fragment, write_story

__all__ = ["fragment", "write_story"]
