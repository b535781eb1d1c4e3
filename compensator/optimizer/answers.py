"""A solver's answer to a program, and which rows it meets with equality."""

from __future__ import annotations

import numpy as np

from compensator import model
from compensator.economics import Array, Program
from compensator.errors import UnsureError
from compensator.model import Answer, Outcome, Solver
from compensator.optimizer.faces import Mask, margins
from compensator.prices import Prices
from compensator.tolerances import PRICED


def first_answer(program: Program, solver: Solver) -> Answer:
    """Return a solver's answer; without rows each class's best offer is one, and no solver is asked."""
    nothing = np.zeros(program.eligible.shape[1])
    if program.rows:
        blank, unpriced = np.zeros(program.eligible.shape), Prices(np.zeros(len(program.rows)))
        if solver.late:  # writing a large program down takes seconds too
            return Answer(Outcome.NOTHING, blank, unpriced, nothing, None, 0.0)
        try:
            return model.run(model.build(program), solver)
        except UnsureError:
            return Answer(Outcome.UNSURE, blank, unpriced, nothing, None, 0.0)
    free = Prices(np.zeros(0))
    cells = margins(program, free) <= 0
    shares = np.zeros(cells.shape)
    shares[np.arange(len(cells)), cells.argmax(axis=1)] = 1.0
    return Answer(Outcome.OPTIMAL, shares, free, nothing, None, 0.0)


def answer_tight(program: Program, shares: Array) -> Mask:
    """Return the rows that a solver's plan meets with equality, up to its noise."""
    used = program.used(shares)
    return np.array([abs(row.room(shares, used)) <= PRICED for row in program.rows], dtype=bool)
