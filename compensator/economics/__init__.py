"""Measures per segment × offer, limits as rows, and the program they make."""

from compensator.economics.measures import Economics, Vector, eligible_pairs, evaluate, own_pairs
from compensator.economics.program import Program, assemble, grouped, undecided
from compensator.economics.response import Array, column, curve, lift
from compensator.economics.rows import (
    BUDGET,
    Bounded,
    Form,
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
    "Economics",
    "Form",
    "Program",
    "Row",
    "Side",
    "Vector",
    "assemble",
    "column",
    "curve",
    "eligible_pairs",
    "evaluate",
    "grouped",
    "lift",
    "limits",
    "objective",
    "own_pairs",
    "undecided",
    "with_bounds",
]
