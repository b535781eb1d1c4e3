"""What a cell of Excel holds of a text or a number, and how it is written so that nothing of it is lost."""

from __future__ import annotations

import re
import sys
from numbers import Integral, Real
from typing import Any, Final

LONGEST_TEXT: Final = 32_767
"""Characters that an Excel cell holds, those beyond the first 65,536 of Unicode counted twice."""
LARGEST: Final = sys.float_info.max
"""Numbers beyond it, and what is none, are written as text."""
UNSPEAKABLE: Final = re.compile(r"[\x00-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What the name of a table's column holds only as Excel spells it: ``_x000A_``."""
UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"


class Exact(float):
    """A number that is written with all its digits: xlsxwriter formats cells with 16, floats need 17."""

    def __new__(cls, value: Real) -> Exact:
        """Keep the number's own digits beside its value."""
        number = super().__new__(cls, value)
        number.digits = repr(int(value) if isinstance(value, Integral) else float(value))
        return number

    digits: str

    def __format__(self, spec: str) -> str:
        """Return all digits, whatever was asked for."""
        return self.digits


def held_by_floats(value: Any) -> bool:
    """Return whether a number is within what a float holds, and is one."""
    return bool(-LARGEST <= value <= LARGEST)


def held(text: str) -> str:
    """Return as much of a text as a cell holds, a sign for what it cannot: halves of characters.

    In a text that is taken for markup xlsxwriter would spell twice what has to be spelled.
    """
    if is_markup(text):
        text = UNSPEAKABLE.sub(UNKNOWN, text)
    if text.isascii():
        return text[:LONGEST_TEXT]
    units = text.encode("utf-16-le", "surrogatepass")
    return units[: 2 * LONGEST_TEXT].decode("utf-16-le", "replace")


def is_markup(text: str) -> bool:
    """Return whether xlsxwriter takes a text for its own markup; in two pieces it stays text."""
    return text.startswith("<r>") and text.endswith("</r>")
