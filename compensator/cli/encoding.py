"""Signs that an encoding lacks: spelled plainly in a text, escaped in JSON, so that neither fails."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

PLAIN: Final = "compensator.plain"
"""How Python calls the way in which texts are spelled plainly."""
ESCAPED: Final = "compensator.escaped"
"""How it calls the way in which JSON escapes."""
SPELLED: Final[Mapping[str, str]] = {
    "−": "-",
    "–": "-",
    "—": "-",
    "≥": ">=",
    "≤": "<=",
    "×": "x",
    "÷": "/",
    "·": ".",
    "→": "->",
    "•": "*",
    "∞": "inf",
    "€": "EUR",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "─": "-",
    "│": "|",
}
"""Signs of the package's own."""
DRAWN: Final[Mapping[str, str]] = {"BOX": "+", "BLOCK": "#", "SHADE": ":", "BRAILLE": "."}
"""Signs that draw, by a word of their name."""


def fitting(text: str, encoding: str) -> str:
    """Return a text in signs that an encoding has."""
    return text.encode(encoding, PLAIN).decode(encoding)


def escaped(document: str, encoding: str) -> str:
    """Return JSON that says the same in signs that an encoding has."""
    return document.encode(encoding, ESCAPED).decode(encoding)


def _plain(sign: str) -> str:
    if sign in SPELLED:
        return SPELLED[sign]
    simple = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    name = unicodedata.name(sign, "").split()
    return simple or next((drawn for word, drawn in DRAWN.items() if word in name), "?")


def _escape(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))


def _each(spell: Callable[[str], str]) -> Callable[[UnicodeError], tuple[str, int]]:
    """Return what Python asks where signs are lacking."""

    def spelled(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        return "".join(map(spell, error.object[error.start : error.end])), error.end

    return spelled


codecs.register_error(PLAIN, _each(_plain))
codecs.register_error(ESCAPED, _each(_escape))
