"""What is right as it stands, and perhaps not meant so: noted, never refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compensator.problem.parsing import Parsed
from compensator.problem.totals import totals_notes


def oddities(sheets: Mapping[str, Parsed]) -> Iterator[str]:
    """Yield a sentence for each, the data being without issues."""
    yield from totals_notes(sheets["Segments"])
