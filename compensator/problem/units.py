"""What a header's parentheses may say: what the contract says anyway. Any other unit is refused, never applied."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from compensator.errors import Issue
from compensator.language import denotes, is_money
from compensator.problem.cells import kind
from compensator.problem.filters import number
from compensator.problem.records import Record

NUMERIC: Final = ("number", "integer")
NEUTRAL: Final = {
    "0–1": ("0–1", "0-1", "0 to 1", "0 - 1", "fraction", "probability", "share"),
    "money": ("money", "amount"),
    "users": ("users", "user", "number", "count", "#"),
    "days": ("days", "day"),
}
"""Words for the units of the contract, by the unit that a field declares; money also in its currency."""
FACTORS: Final = {
    0.01: ("%", "percent", "per cent", "pct", "cents", "cent", "ct", "pence", "p", "per 100"),
    0.001: ("per 1,000", "per 1000", "per thousand", "‰"),
    1e3: ("thousands", "thousand", "k", "000", "000s", "'000", "tsd", "tsd.", "千"),
    1e4: ("万", "萬"),
    1e6: ("millions", "million", "m", "mn", "mm", "mio", "mio.", "mln", "百万"),
    1e9: ("billions", "billion", "bn", "b"),
}
"""What a figure in another unit is multiplied by, with the words for that unit."""
_IN: Final = "amounts in "
_UNIT = re.compile(r"\s*[(\[（]([^()\[\]（）]*)[)\]）]\s*$")
_FILLING = re.compile(r"^in\s+|\s+of\s+")


def split_header(header: str) -> tuple[str, str | None]:
    """Return a header's name, and what stands in parentheses after it.

    >>> split_header("users (thousands)"), split_header("users")
    (('users', 'thousands'), ('users', None))
    """
    found = _UNIT.search(header)
    return (header[: found.start()].strip(), found[1].strip()) if found else (header.strip(), None)


def expected_unit(
    record: type[Record],
    field: str,
    written: str,
    *,
    currency: str,
    percent: bool,
    cells: Sequence[object],
) -> str:
    """Return what is expected instead of a field's unit; nothing where it may stand.

    Args:
        record: The kind of row.
        field: One of its fields.
        written: What stands in the header's parentheses.
        currency: The workbook's.
        percent: Whether the column's numbers are all shown as percentages.
        cells: The column, for an example of what to type.
    """
    schema = kind(record, field)
    if schema.get("type") not in NUMERIC or not written:
        return ""
    unit = str(schema.get("unit", ""))
    told = unicodedata.normalize("NFKC", written).strip().casefold()
    if told in _allowed(unit) or (percent and told in FACTORS[0.01][:4] and unit in ("", "0–1")):
        return ""
    money = unit in ("", "money")
    if money and denotes(written, currency):
        return ""
    shown = currency if unit == "money" else unit
    alone = f"{field!r}" + (f" or '{field} ({shown})'" if shown and shown not in field else "")
    words = [w for w in _FILLING.sub(" ", told).split() if not denotes(w, currency)]
    if factor := _factor(" ".join(words)):
        return f"{alone}, with each figure as it is{_example(factor, cells)}"
    if money and is_money(written):
        return f"{alone}: {_IN}{currency}, the workbook's currency; {_remedy(written)}"
    return f"{alone}: the figures are taken as they stand, no other unit is applied"


def one_currency(issues: Sequence[Issue]) -> list[Issue]:
    """Return issues with all headers that state one other currency told once, at the first of them."""
    of = [issue.expected.partition(f": {_IN}")[2] for issue in issues]
    count = Counter(of)
    told: list[Issue] = []
    for n, (issue, currency) in enumerate(zip(issues, of, strict=True)):
        if not currency or count[currency] == 1:
            told.append(issue)
        elif currency not in of[:n]:
            more = count[currency] - 1
            found = f"{issue.found} and {more:,} more header{'s' if more > 1 else ''} in another currency"
            named = currency.replace("; ", "; name it in the headers and ", 1)
            told.append(Issue(issue.where, found, f"{_IN}{named}"))
    return told


def _remedy(written: str) -> str:
    code = written.strip().upper()
    named = len(code) == 3 and code.isalpha()
    setting = f"currency to {code}" if named else "another currency"
    return f"convert them, or set {setting} in Settings"


def _allowed(unit: str) -> Iterator[str]:
    for own, words in NEUTRAL.items():
        if unit in ("", own):
            yield from words


def _factor(word: str) -> float | None:
    bare = word.strip("$€£¥").strip()
    return next((factor for factor, words in FACTORS.items() if bare in words), None)


def _example(factor: float, cells: Sequence[object]) -> str:
    """Return what to type for the first number of a column."""
    for cell in cells:
        figure = number(cell.strip()) if isinstance(cell, str) else cell
        if isinstance(figure, int | float) and not isinstance(figure, bool) and figure:
            return f": type {figure * factor:.12g} for {figure:.12g}"
    return ""
