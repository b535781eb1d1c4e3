"""Standard output belongs to the command: whatever a library writes to it goes to stderr.

A document is read by machine, so nothing else may stand before or after it. Libraries print all the same: in Python,
or in C, past Python's own streams (HiGHS 1.16 greets when it is first made). So the process keeps the descriptor that
it was given for its own data and hands descriptor 1 to stderr, for good: what C holds in a buffer may come out as late
as the exit. Python's streams are lent to stderr only while a command works, since help is printed by them.
"""

from __future__ import annotations

import codecs
import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

import click

from compensator.cli.encoding import PLAIN, escaped, fitting
from compensator.errors import UsageError

if TYPE_CHECKING:
    from typing_extensions import Buffer


@dataclass(frozen=True, slots=True)
class Stdout:
    """Where a command's own data goes."""

    stream: TextIO
    width: int
    """Characters in a line: the terminal's, 80 where there is none."""
    color: bool
    """Whether somebody sees colors there, and wants them."""

    @classmethod
    def now(cls) -> Stdout:
        """Return what ``sys.stdout`` is, before it is lent."""
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        width = shutil.get_terminal_size((80, 24)).columns
        return cls(sys.stdout, width, color=sys.stdout.isatty() and not plain)

    def write(self, text: str) -> None:
        """Print a text and a line's end."""
        click.echo(fitting(text, self.stream.encoding), file=self.stream, color=self.color)

    def document(self, json: str) -> None:
        """Print a JSON document and a line's end."""
        click.echo(escaped(json, self.stream.encoding), file=self.stream)


class Descriptor(io.FileIO):
    """Where data is written: a reader who stops reading is no fault, a disk that is full is told once."""

    lost = False

    def write(self, data: Buffer) -> int:
        """Write, or drop what nobody can have any more.

        Raises:
            UsageError: If it cannot be written, the first time.
        """
        whole = memoryview(data).nbytes
        if self.lost:
            return whole
        try:
            return super().write(data)
        except OSError as error:
            self.lost = True
            self.lose(error)
        return whole

    def lose(self, error: OSError) -> None:
        """Tell why data is lost, where somebody may still want it."""
        if not isinstance(error, BrokenPipeError):
            msg = f"standard output cannot be written: {error.strerror}"
            raise UsageError(msg) from error


class Aside(Descriptor):
    """Where messages are written: one that cannot be has nowhere to be told, and changes no answer."""

    def lose(self, error: OSError) -> None:
        """Go on."""


def claim(*, quiet: bool) -> None:
    """Keep standard output for the command's own data, until the process ends.

    Args:
        quiet: Whether what libraries write past Python's streams is dropped, and does not go to stderr.
    """
    sys.stdout = sys.stdout or _nowhere(1)
    sys.stderr = sys.stderr or _nowhere(2)
    if _stands_on(sys.stderr, 2):
        sys.stderr = _stream(sys.stderr, Aside(2, "w", closefd=False), "backslashreplace")
    if not _stands_on(sys.stdout, 1):  # somebody runs the command inside a program of theirs
        return
    ours = _stream(sys.stdout, Descriptor(os.dup(1), "w", closefd=False), PLAIN)
    os.dup2(os.open(os.devnull, os.O_WRONLY) if quiet else 2, 1)
    _bind(ours, ours)


def _stream(given: TextIO, descriptor: Descriptor, lacking: str) -> TextIO:
    """Return a stream like the one that Python gave.

    Args:
        given: It.
        descriptor: Where it writes.
        lacking: What becomes of signs that its encoding lacks, as Python calls it.
    """
    given.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(descriptor),
        encoding=_unless_ascii(given.encoding),
        errors=lacking,
        line_buffering=getattr(given, "line_buffering", False),
    )


@contextmanager
def lent() -> Iterator[None]:
    """Send what is printed in Python to stderr."""
    before = sys.stdout, sys.__stdout__
    _bind(sys.stderr, sys.stderr)
    try:
        yield
    finally:
        _bind(*before)


def _bind(stream: TextIO, original: TextIO | None) -> None:
    sys.stdout = stream
    vars(sys)["__stdout__"] = original  # shutil asks this one how wide the terminal is


def _nowhere(descriptor: int) -> TextIO:
    """Return a stream on a descriptor that was closed, so that no file that is opened gets its number."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
    return os.fdopen(descriptor, "w", encoding="utf-8", closefd=False)


def _unless_ascii(encoding: str) -> str:
    """Return an encoding that has the currencies' signs: ASCII is what Python falls back on, and nobody's wish."""
    return "utf-8" if codecs.lookup(encoding).name == "ascii" else encoding


def _stands_on(stream: TextIO, descriptor: int) -> bool:
    try:
        return stream.fileno() == descriptor
    except (OSError, ValueError):
        return False
