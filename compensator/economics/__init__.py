"""Measures per segment × offer, limits as rows, and the program they make."""

from compensator.economics.evaluation import (
    Economics,
    Vector,
    column,
    decay,
    eligible_pairs,
    evaluate,
    own_pairs,
)
from compensator.economics.forms import Form
from compensator.economics.formulas import measures
from compensator.economics.program import Program, assemble, grouped, undecided
from compensator.economics.response import Array, Columns, curve, lift, unknown
from compensator.economics.rows import (
    BUDGET,
    Bounded,
    Row,
    Side,
    limits,
    objective,
    with_bounds,
)

__all__ = [
    "BUDGET",
    "Array",
    "Bounded",
    "Columns",
    "Economics",
    "Form",
    "Program",
    "Row",
    "Side",
    "Vector",
    "assemble",
    "column",
    "curve",
    "decay",
    "eligible_pairs",
    "evaluate",
    "grouped",
    "lift",
    "limits",
    "measures",
    "objective",
    "own_pairs",
    "undecided",
    "unknown",
    "with_bounds",
]
