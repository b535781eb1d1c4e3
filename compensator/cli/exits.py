"""The codes with which the command line leaves, said here once."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

from compensator.errors import CompensatorError, InputError, UsageError


class Exit(IntEnum):
    """An exit code; those of an answer bear the names of its endings."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    DATA = 3
    INFEASIBLE = 4
    STOPPED = 5
    INTERRUPTED = 130


WORDS: Final[Mapping[Exit, str]] = {
    Exit.DONE: "done",
    Exit.FAULT: "our fault",
    Exit.USAGE: "usage",
    Exit.DATA: "bad data",
    Exit.INFEASIBLE: "infeasible",
    Exit.STOPPED: "time limit reached, plan with its gap given",
    Exit.INTERRUPTED: "interrupted",
}
"""What each says; the help of a command has words of its own for some."""


def exit_line(words: Mapping[Exit, str] = WORDS) -> str:
    """Return the line of exit codes that stands under a help."""
    return f"Exit codes: {'; '.join(f'{code:d} {words[code]}' for code in sorted(words))}."


def exit_of(error: CompensatorError) -> Exit:
    """Return the code with which an error of the package's own leaves."""
    if isinstance(error, InputError):
        return Exit.DATA
    return Exit.USAGE if isinstance(error, UsageError) else Exit.FAULT
