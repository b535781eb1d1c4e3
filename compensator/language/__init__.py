"""Numbers, money, measures and statuses in words: each said in one place."""

from compensator.language.aims import LEAST_COST, Aim, aim_of
from compensator.language.currencies import money, places_of_currency, sign
from compensator.language.measures import (
    MEASURES,
    MONEY_MEASURES,
    OUTCOMES,
    USER_MEASURES,
    Unit,
    amount_of,
    in_unit,
    in_words,
    measure,
    named,
    quantity,
    setup_in,
    unit_of,
)
from compensator.language.numbers import (
    ABSENT,
    DIGITS,
    MINUS,
    count,
    number,
    on_safe_side,
    percent,
    plain,
    times,
)
from compensator.language.scales import SCALES, scale_of, scaled, three_digits
from compensator.language.statuses import WITHOUT_PLAN, standing_of
from compensator.language.texts import SHOWN, shortened, visible

__all__ = [
    "ABSENT",
    "DIGITS",
    "LEAST_COST",
    "MEASURES",
    "MINUS",
    "MONEY_MEASURES",
    "OUTCOMES",
    "SCALES",
    "SHOWN",
    "USER_MEASURES",
    "WITHOUT_PLAN",
    "Aim",
    "Unit",
    "aim_of",
    "amount_of",
    "count",
    "in_unit",
    "in_words",
    "measure",
    "money",
    "named",
    "number",
    "on_safe_side",
    "percent",
    "places_of_currency",
    "plain",
    "quantity",
    "scale_of",
    "scaled",
    "setup_in",
    "shortened",
    "sign",
    "standing_of",
    "three_digits",
    "times",
    "unit_of",
    "visible",
]
