"""Which sheet or file holds which table: found by name, case and surrounding space ignored."""

from __future__ import annotations

from collections.abc import Sequence

from compensator.errors import Issue
from compensator.problem import SHEETS, fold, is_near

REQUIRED = ("Segments", "Offers")


def match(found: Sequence[str], kind: str, source: str) -> tuple[dict[str, int], list[Issue]]:
    """Match names with those of the contract.

    Args:
        found: Sheet titles, or file names without their ending.
        kind: What they name: ``sheet`` or ``file``.
        source: Name of the workbook or folder.

    Returns:
        The position in ``found`` of each table that is there, and what is wrong with the names.
    """
    folded = [fold(name) for name in found]
    matched: dict[str, int] = {}
    issues: list[Issue] = []
    for name in SHEETS:
        here = [i for i, f in enumerate(folded) if f == name.lower()]
        if len(here) > 1:
            both = " and ".join(repr(found[i]) for i in here)
            issues.append(Issue(source, f"the {kind}s {both}", f"one {kind} called {name!r}"))
        elif here:
            matched[name] = here[0]
        else:
            issues += _absent(name, found, kind, source)
    return matched, issues


def _absent(name: str, found: Sequence[str], kind: str, source: str) -> list[Issue]:
    """Say that a table is missing: where something is named nearly so, or where it is required."""
    known = {n.lower() for n in SHEETS}
    near = [f for f in found if fold(f) not in known and is_near(fold(f), name.lower())]
    if near:
        return [
            Issue(source, f"a {kind} called {n!r}", f"a known name; did you mean {name!r}?")
            for n in near
        ]
    if name not in REQUIRED:
        return []
    return [Issue(source, listed(found, kind), f"a {kind} called {name!r}")]


def listed(found: Sequence[str], kind: str) -> str:
    """Return the names that were found, the first ten of them."""
    if not found:
        return f"no {kind}s"
    more = f" and {len(found) - 10:,} more" if len(found) > 10 else ""
    word = kind if len(found) == 1 else f"{kind}s"
    return f"the {word} {', '.join(repr(f) for f in found[:10])}{more}"
