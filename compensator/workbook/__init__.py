"""Excel workbooks and folders of CSV files, in and out."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from compensator.workbook.reading import read_workbook

if TYPE_CHECKING:
    from compensator.workbook.shipped import copy_case
    from compensator.workbook.template import write_template

__all__ = ["copy_case", "read_workbook", "write_template"]
WRITERS: Final = {"copy_case": "shipped", "write_template": "template"}
"""What writes, and its file: who only reads does not wait for what writes Excel."""


def __getattr__(name: str) -> Any:
    """Import what writes when it is first asked for."""
    if name not in WRITERS:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{WRITERS[name]}"), name)
