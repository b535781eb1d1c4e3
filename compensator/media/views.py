"""The view of any what-if result, found by its schema."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

from compensator.errors import UsageError
from compensator.story import Answer, Story

HOMES: Final[Mapping[str, str]] = {
    "compensator/frontier/1": "frontier",
    "compensator/sweep/1": "sweep",
    "compensator/tornado/1": "tornado",
    "compensator/break-even/1": "break_even",
    "compensator/compare/1": "compare",
}
"""Each result's room in what-if; the function of its ``story.py`` is called ``view``."""


def view_of(result: Any) -> Story:
    """Return what a reader gets to see of a what-if result.

    Raises:
        UsageError: If it is no what-if result.
    """
    home = HOMES.get(result.SCHEMA) if isinstance(result, Answer) else None
    if home is None:
        msg = f"expected a result such as a plan, a frontier or a sweep, found {_found(result)}"
        raise UsageError(msg)
    view: Story = import_module(f"compensator.whatif.{home}.story").view(result)
    return view


def _found(result: object) -> str:
    """Return what stands in a result's place, and for a table where its result is."""
    name = type(result).__name__
    if name != "DataFrame":
        return f"{name!r}"
    return (
        "a table (DataFrame): give the result that the table came from (cp.explore returns that of"
        " a sweep), or write the table by its own to_csv or to_excel"
    )
