"""What parts the columns of a CSV file: as it says itself, else as its header shows."""

from __future__ import annotations

import re
from typing import Final

from compensator.errors import InputError, Issue

DELIMITERS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_SHOWN: Final = (",", ";", "\t")
"""Those that a header tells; bars need a ``sep=``."""
_SEP: Final = re.compile(r'"?sep=(.?)"?[^\S\t\r\n]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_QUOTED: Final = re.compile(r'"[^"]*"')


def parted(text: str, file: str) -> tuple[str, str]:
    r"""Return a file's text without its line ``sep=``, and what parts its columns.

    >>> parted("sep=|\nsegment|users", "segments.csv")
    ('segment|users', '|')
    >>> parted('offer;"unit, or kind"', "offers.csv")[1]
    ';'

    Raises:
        InputError: If that is no delimiter, or the header has two equally often.
    """
    if said := _SEP.match(text):
        if said[1] not in DELIMITERS:
            expected = "sep= with a semicolon, a tab or a comma after it"
            raise InputError(file, [Issue(file, repr(said[0].strip()), expected)])
        return text[said.end() :], said[1]
    lines = (line[0] for line in re.finditer(r"[^\r\n]+", text))
    header = _QUOTED.sub("", next((line for line in lines if line.strip('"; ,\t')), ""))
    counts = {mark: header.count(mark) for mark in _SHOWN}
    first, *others = [mark for mark in _SHOWN if counts[mark] == max(counts.values())]
    if others and counts[first]:
        found = "as many " + " as ".join(DELIMITERS[mark] for mark in (first, *others))
        expected = (
            f"a header that shows what parts the columns, or a first line such as sep={others[0]}"
        )
        raise InputError(file, [Issue(file, f"{found} in the header", expected)])
    return text, first
