"""When two recorded answers are the same: byte for byte, but for the last digits of long numbers."""

import difflib
import math
import re

DIGITS = 11
"""Significant digits in which two numbers must agree; processors differ in the last of sixteen."""
RESIDUE = 1e-9
"""Below it a number is what rounding left of zero, where zero is what was meant."""
RESIDUES = {"gap", "max_gap", "violation", "worst_violation", "slack"}
"""The keys of printed JSON whose zero may come with a residue; everywhere else a zero is a zero."""

NUMBER = re.compile(r"(?<![\w.])(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])")
KEY = re.compile(r'\s*"(\w+)":')


def same_line(old: str, new: str) -> bool:
    """Compare two lines: words must be equal, and numbers as far as they are meant."""
    if old == new:
        return True
    before, after = NUMBER.split(old), NUMBER.split(new)
    if len(before) != len(after) or before[::2] != after[::2]:
        return False
    zero = _may_be_residue(old)
    return all(
        a == b or _same_number(a, b, zero=zero)
        for a, b in zip(before[1::2], after[1::2], strict=True)
    )


def difference(old: str, new: str, name: str) -> list[str]:
    """Return a unified diff without the lines that are the same; empty if all are."""
    before, after = old.splitlines(), new.splitlines()
    if old == new or (
        old.endswith("\n") == new.endswith("\n")
        and len(before) == len(after)
        and all(map(same_line, before, after))
    ):
        return []
    found = difflib.unified_diff(
        before, _with_old_digits(before, after), name, f"{name} (now)", n=1, lineterm=""
    )
    return list(found) or [f"{name}: the end of the last line"]


def _may_be_residue(line: str) -> bool:
    """Tell whether a line of JSON has one of the named keys; cells and rows bear no key."""
    key = KEY.match(line)
    return key is None or key[1] in RESIDUES


def _same_number(old: str, new: str, *, zero: bool) -> bool:
    """Compare two numbers, one of them at least with more digits than anybody wrote."""
    if not (_is_float(old) and _is_float(new)):
        return False
    a, b = float(old), float(new)
    if zero and abs(a) < RESIDUE and abs(b) < RESIDUE:
        return True
    long = max(_digits(old), _digits(new)) > DIGITS
    return long and math.isclose(a, b, rel_tol=0.5 * 10.0 ** (1 - DIGITS))


def _is_float(number: str) -> bool:
    return "." in number or "e" in number.lower()


def _digits(number: str) -> int:
    mantissa = re.split("[eE]", number)[0]
    return len(mantissa.lstrip("-0.").replace(".", ""))


def _with_old_digits(before: list[str], after: list[str]) -> list[str]:
    """Put the old line in the place of a new one that is the same, so that a diff leaves it out."""
    rounded = [[NUMBER.sub(_rounded, line) for line in lines] for lines in (before, after)]
    result = list(after)
    for i, j, size in difflib.SequenceMatcher(None, *rounded, autojunk=False).get_matching_blocks():
        for k in range(size):
            if same_line(before[i + k], after[j + k]):
                result[j + k] = before[i + k]
    return result


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[1]):.9g}" if _is_float(number[1]) else number[1]
