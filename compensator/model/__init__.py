"""The linear program in PuLP, and the one door to solvers."""

from compensator.model.boxed import Box, Boxed, Entries, Relaxed
from compensator.model.live import Live
from compensator.model.master import Columns
from compensator.model.running import Answer, run
from compensator.model.small import SmallRow, minimize
from compensator.model.solvers import (
    AUTO,
    Outcome,
    Solver,
    insist_available,
    solver_version,
    version,
)
from compensator.model.writing import build, write

__all__ = [
    "AUTO",
    "Answer",
    "Box",
    "Boxed",
    "Columns",
    "Entries",
    "Live",
    "Outcome",
    "Relaxed",
    "SmallRow",
    "Solver",
    "build",
    "insist_available",
    "minimize",
    "run",
    "solver_version",
    "version",
    "write",
]
