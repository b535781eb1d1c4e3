"""Files that may not be written: refused before any work is done."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from compensator.cli import rooms
from compensator.cli.asked import Asked
from compensator.errors import UsageError


def check_target(target: Path | None, asked: Asked, known: Sequence[str]) -> None:
    """Refuse an output file before any work is done.

    Args:
        target: The file, if one is asked for.
        asked: What is read, and whether a file that exists may be replaced.
        known: Extensions that can be written.

    Raises:
        UsageError: If its extension is not known, it is an input, or it exists and may not be replaced.
    """
    source = asked.file
    if target is None:
        return
    if target.suffix.lower() not in known:
        msg = f"{target}: expected a file that ends in {', '.join(known)}, found {target.suffix or 'no extension'!r}"
        raise UsageError(msg)
    sources = [one for one in (source, asked.frozen) if one is not None and one.exists()]
    if target.exists() and any(target.samefile(one) for one in sources):
        msg = f"{target} is the input; it is never overwritten"
        raise UsageError(msg)
    if source.is_dir() and target.parent.resolve() == source.resolve() and _is_input(target):
        msg = f"{target} would be read as input; it is never overwritten"
        raise UsageError(msg)
    if target.exists() and not asked.force:
        msg = f"{target} exists already; --force replaces it"
        raise UsageError(msg)
    if not target.parent.is_dir() or not os.access(target.parent, os.W_OK):
        msg = f"{target.parent} is not a folder that may be written to"
        raise UsageError(msg)
    rooms.files.insist_writable(target)


def _is_input(target: Path) -> bool:
    """Return whether a file in a folder of CSV files would be read as one of its tables."""
    tables = map(str.casefold, rooms.problem.SHEETS)
    return target.suffix.lower() == ".csv" and target.stem.casefold() in tables
