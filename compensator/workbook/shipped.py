"""The cases that ship with the package: in an installed wheel, or in a checkout's ``examples/``."""

from __future__ import annotations

from pathlib import Path

from compensator.errors import UsageError, did_you_mean
from compensator.files import write_whole

_PACKAGE = Path(__file__).resolve().parents[1]
_PLACES = (_PACKAGE / "examples", _PACKAGE.parent / "examples")
"""Where the wheel puts the cases, and where the repository keeps them."""


def shipped_cases() -> dict[str, Path]:
    """Return each shipped case's workbook by the case's name, in alphabetical order."""
    for place in _PLACES:
        found = {
            path.stem: path
            for path in sorted(place.glob("*/*.xlsx"))
            if path.stem == path.parent.name
        }
        if found:
            return found
    return {}


def copy_case(name: str, path: Path, *, force: bool = False) -> None:
    """Write a shipped case's workbook to a path.

    Args:
        name: Of the case, such as ``skype-2007``.
        path: Where the workbook goes.
        force: Replace a file that exists.

    Raises:
        UsageError: If there is no such case, or the file exists and ``force`` is not given.
    """
    cases = shipped_cases()
    if name not in cases:
        known = ", ".join(cases) or "none is installed"
        msg = f"no example is called {name!r}; there are: {known}{did_you_mean(name, list(cases))}"
        raise UsageError(msg)
    content = cases[name].read_bytes()
    write_whole(path, lambda temporary: _write(temporary, content), force=force)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
