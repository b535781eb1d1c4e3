"""The user's own text inside ours: in one line, harmless, and not too much of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

SHOWN: Final = 5
"""Most names listed in a sentence."""
_DIRECTIONS: Final = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Marks that show text in another order than it is stored."""


def composed(text: str) -> str:
    r"""Return text with each accent in its letter (NFC): what looks equal is equal.

    >>> composed("Ore\u0301") == "Or\xe9"
    True
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def shortened(listed: Sequence[str], joint: str = ", ") -> str:
    """Return the first of many and how many more there are.

    >>> shortened(["a", "b"]), shortened(list("abcdefg"))
    ('a, b', 'a, b, c, d, e and 2 more')
    """
    if len(listed) <= SHOWN:
        return joint.join(listed)
    return f"{joint.join(listed[:SHOWN])} and {len(listed) - SHOWN:,} more"


def visible(text: str) -> str:
    r"""Return text of the user's in one line, control characters as harmless signs.

    Terminal escapes, line breaks and marks that reverse the writing direction become visible.

    >>> visible("a\x1b[31m\n")
    'a␛[31m␊'
    """
    if text.isprintable():
        return text
    return "".join(map(_harmless, text))


def _harmless(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    category = unicodedata.category(character)
    hidden = category in {"Cc", "Cs", "Zl", "Zp"} or character in _DIRECTIONS
    return f"\\u{code:04x}" if hidden else character
