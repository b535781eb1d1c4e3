"""Numbers, money, measures and statuses in words: each said in one place."""

from compensator.language.measures import MEASURES, MONEY_MEASURES, OUTCOMES, USER_MEASURES
from compensator.language.numbers import (
    ABSENT,
    MINUS,
    SHOWN,
    count,
    measure,
    money,
    number,
    on_safe_side,
    percent,
    shortened,
    sign,
    times,
    visible,
    whole_currency,
)

__all__ = [
    "ABSENT",
    "MEASURES",
    "MINUS",
    "MONEY_MEASURES",
    "OUTCOMES",
    "SHOWN",
    "USER_MEASURES",
    "count",
    "measure",
    "money",
    "number",
    "on_safe_side",
    "percent",
    "shortened",
    "sign",
    "times",
    "visible",
    "whole_currency",
]
