"""A program and its exact optimum, certified."""

from compensator.optimizer.boxes import search
from compensator.optimizer.certificate import (
    Certificate,
    certify,
    denominator,
    insist,
    violation,
)
from compensator.optimizer.clashes import clash, nothing, surplus
from compensator.optimizer.dual_prices import exact_prices
from compensator.optimizer.elastic_program import elastic
from compensator.optimizer.hot import Hot
from compensator.optimizer.linear import (
    COLUMNS,
    CURVE,
    Optimum,
    budget_line,
    one_budget,
    optimize_linear,
)
from compensator.optimizer.optimizing import optimize
from compensator.optimizer.orders import best_in_order
from compensator.optimizer.price_ranges import PriceRange, price_range, priced_side
from compensator.optimizer.ratios import greatest_ratio

__all__ = [
    "COLUMNS",
    "CURVE",
    "Certificate",
    "Hot",
    "Optimum",
    "PriceRange",
    "best_in_order",
    "budget_line",
    "certify",
    "clash",
    "denominator",
    "elastic",
    "exact_prices",
    "greatest_ratio",
    "insist",
    "nothing",
    "one_budget",
    "optimize",
    "optimize_linear",
    "price_range",
    "priced_side",
    "search",
    "surplus",
    "violation",
]
