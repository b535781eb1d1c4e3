"""Measures per segment × offer, limits as rows, and the program they make."""

from compensator.economics.measures import Economics, evaluate
from compensator.economics.program import Program, assemble, undecided
from compensator.economics.rows import Bounded, Form, Row, limits

__all__ = [
    "Bounded",
    "Economics",
    "Form",
    "Program",
    "Row",
    "assemble",
    "evaluate",
    "limits",
    "undecided",
]
