"""What a number format says of the numbers that it shows."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_LITERAL = re.compile(r'"[^"]*"|\\.')
_SIGN = re.compile(r'\[\$([^\]-]*)[^\]]*\]|"([^"]*)"|\\?(.)', re.DOTALL)


@cache
def is_percentage(number_format: str) -> bool:
    """Return whether numbers are shown as percentages.

    >>> is_percentage("0.0%"), is_percentage('0.0" %"')
    (True, False)
    """
    return "%" in _LITERAL.sub("", number_format)


@cache
def money_sign(number_format: str) -> str:
    r"""Return the sign or code of money in a number format; nothing where there is none.

    >>> (
    ...     money_sign("#,##0.00\\ [$€-407]"),
    ...     money_sign('"$"#,##0'),
    ...     money_sign("0.00 $"),
    ...     money_sign("[$-409]d.m.yy"),
    ... )
    ('€', '$', '$', '')
    """
    for found in _SIGN.finditer(number_format.partition(";")[0]):
        bracket, quoted, bare = (part.strip() if part else "" for part in found.groups())
        code = len(quoted) == 3 and quoted.isascii() and quoted.isupper()
        if bracket or code or any(unicodedata.category(c) == "Sc" for c in quoted + bare):
            return bracket or quoted or bare
    return ""
