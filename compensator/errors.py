"""Errors a caller may catch.

CompensatorError
├── InputError          the data cannot be read rightly: carries every issue found (exit 3)
├── UsageError          the call itself is wrong: an option, a path, a file that exists (exit 2)
└── SolverError         our fault: a solver or a certificate failed (exit 1)

Infeasible is an answer, not an error: a plan whose status says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong in the data, with the place and the remedy."""

    where: str
    """Sheet and cell in spreadsheet notation, such as ``Segments!C7``."""
    found: str
    """What stands there now."""
    expected: str
    """What should stand there."""

    def __str__(self) -> str:
        """One line: where, expected, found."""
        return f"{self.where}: expected {self.expected}, found {self.found}"


class CompensatorError(Exception):
    """Base class of every error this package raises on purpose."""


class InputError(CompensatorError):
    """The data cannot be turned into a problem."""

    SHOWN = 100
    """Most issues listed in the message; ``issues`` holds all of them."""

    def __init__(self, source: str, issues: Sequence[Issue]) -> None:
        """Keep the source's name and all its issues."""
        self.source = source
        self.issues = tuple(issues)
        count = "1 problem" if len(self.issues) == 1 else f"{len(self.issues):,} problems"
        lines = [f"  {issue}" for issue in self.issues[: self.SHOWN]]
        if len(self.issues) > self.SHOWN:
            lines.append(f"  … and {len(self.issues) - self.SHOWN:,} more (--json lists all)")
        super().__init__("\n".join([f"{source} has {count}:", *lines]))


class UsageError(CompensatorError):
    """The call itself is wrong: nothing was read or written."""


class SolverError(CompensatorError):
    """A solver, or the certificate of its answer, failed: a fault of ours."""


class UnsureError(SolverError):
    """A solver ended without a word on the program: neither a plan, nor that there is none."""


def did_you_mean(word: str, known: Sequence[str | None]) -> str:
    """Return ``; did you mean 'x'?`` for the nearest known word, or the only one that begins so; else nothing. Blanks are no words."""
    folded = {name.casefold(): name for name in reversed(known) if name}
    near = get_close_matches(word.casefold(), folded, n=1, cutoff=0.7)
    begun = [name for name in folded if word and name.startswith(word.casefold())]
    near = near or (begun if len(begun) == 1 else [])
    return f"; did you mean {folded[near[0]]!r}?" if near else ""
