"""Writing a user's file: whole or not at all, and never over another without being told to."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from compensator.errors import UsageError


def named(path: Path) -> str:
    """Return a file's name in characters: bytes that are none, as older archives hold them, become signs for it."""
    return os.fsencode(path.name).decode(errors="replace")


def write_whole(path: Path, write: Callable[[Path], None], *, force: bool = False) -> None:
    """Write a file through a temporary one beside it, then put it in place at once.

    Args:
        path: Where the file goes.
        write: Writes the content to the path it is given (same extension as ``path``).
        force: Replace a file that exists.

    Raises:
        UsageError: If the file exists and ``force`` is not given, or its folder cannot be written to.
    """
    if path.exists() and not force:
        msg = f"{path} exists already; --force (force=True) replaces it"
        raise UsageError(msg)
    try:
        handle, name = tempfile.mkstemp(
            prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent
        )
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror}"
        raise UsageError(msg) from error
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror or error}"
        raise UsageError(msg) from error
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
