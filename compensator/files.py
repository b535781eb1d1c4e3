"""Writing a user's file: whole or not at all, and never over another without being told to.

A write that is killed leaves its temporary file behind. The next write of the same file removes it: a lock
tells it from one that somebody is still writing, wherever files can be locked.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from compensator.errors import UsageError

if sys.platform != "win32":  # nothing is locked there, and nothing swept
    import fcntl

MARK: Final = "compensator"
"""Stands in the name of each temporary file: no file without it is ours to remove."""

LONGEST: Final = 40
"""Characters of a file's name in that of its temporary one: a system allows some 255 bytes in all."""


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
    _sweep(path)
    with _beside(path) as temporary:
        try:
            write(temporary)
            temporary.chmod(0o666 & ~_umask())
            temporary.replace(path)
        except OSError as error:
            raise _unwritable(path, error) from error


def insist_writable(path: Path) -> None:
    """Refuse a file that could not be written, before there is anything to write.

    Raises:
        UsageError: If no file can be made beside it.
    """
    with _beside(path):
        pass


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Make a new file beside another, keep it locked, and leave nothing of it.

    Raises:
        UsageError: If none can be made.
    """
    handle, temporary = _made(path)
    if sys.platform == "win32":
        os.close(handle)  # Windows moves no file that is open
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)
        if sys.platform != "win32":
            os.close(handle)


def _made(path: Path) -> tuple[int, Path]:
    while True:
        try:
            handle, name = tempfile.mkstemp(
                prefix=_prefix(path), suffix=path.suffix, dir=path.parent
            )
        except OSError as error:
            raise _unwritable(path, error) from error
        try:
            kept = _locked(handle) and os.fstat(handle).st_nlink > 0
        except OSError:
            kept = True  # a place where no file can be locked: nothing is swept there
        if kept:
            return handle, Path(name)
        os.close(handle)  # swept between its making and its lock


def _sweep(path: Path) -> None:
    """Remove what killed writes of a file left beside it; what is locked is being written, and stays."""
    if sys.platform == "win32":
        return
    for left in _left(path):
        with suppress(OSError):  # gone already, or another user's
            handle = os.open(left, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                if stat.S_ISREG(os.fstat(handle).st_mode) and _locked(handle):
                    left.unlink()
            finally:
                os.close(handle)


def _left(path: Path) -> Iterator[Path]:
    """Yield the temporary files of a file, by their names."""
    name = re.compile(rf"{re.escape(_prefix(path))}\w{{8}}{re.escape(path.suffix)}")
    with suppress(OSError):
        yield from [one for one in path.parent.iterdir() if name.fullmatch(one.name)]


def _prefix(path: Path) -> str:
    return f".{path.stem[:LONGEST]}-{MARK}-"


def _locked(handle: int) -> bool:
    """Lock an open file until it is closed or its process ends, and return whether that could be done."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path} cannot be written: {error.strerror or error}")


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
