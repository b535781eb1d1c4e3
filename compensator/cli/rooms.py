"""The rooms that commands ask, each imported when it is first asked: help needs none of them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from compensator import economics, files, media, model, plan, problem, story, whatif, workbook
    from compensator.cli import bars, documents
    from compensator.media import terminal
    from compensator.whatif import break_even, compare, frontier, sweep, target, tornado

__all__ = [
    "bars", "break_even", "compare", "documents", "economics", "files", "frontier", "media", "model",
    "plan", "problem", "story", "sweep", "target", "terminal", "tornado", "whatif", "workbook",
]  # fmt: skip
INSIDE: Final[Mapping[str, tuple[str, ...]]] = {
    "cli": ("bars", "documents"),
    "media": ("terminal",),
    "whatif": ("break_even", "compare", "frontier", "sweep", "target", "tornado"),
}
"""Those that stand within another; a what-if question has a room of its own."""


def __getattr__(name: str) -> ModuleType:
    """Import a room."""
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    around = [outer for outer, inner in INSIDE.items() if name in inner]
    return import_module(".".join(["compensator", *around, name]))
