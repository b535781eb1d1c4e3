"""The view of any what-if result, found by its schema."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

from compensator.errors import UsageError
from compensator.plan.document import Document
from compensator.report.view import View

HOMES: Final[Mapping[str, str]] = {
    "compensator/frontier/1": "frontier_view",
    "compensator/sweep/1": "sweep_view",
    "compensator/tornado/1": "tornado_view",
    "compensator/break-even/1": "break_even_view",
    "compensator/compare/1": "compare_view",
}
"""Each result's module in this folder; its function is called ``view``."""


def view_of(result: Any) -> View:
    """Return what a reader gets to see of a what-if result.

    Raises:
        UsageError: If it is no what-if result.
    """
    home = HOMES.get(result.SCHEMA) if isinstance(result, Document) else None
    if home is None:
        msg = f"expected a result such as a plan, a frontier or a sweep, found {_found(result)}"
        raise UsageError(msg)
    view: View = import_module(f"compensator.report.{home}").view(result)
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
