"""The best plan for one form and, among equals, the least of another: what a bound at its very edge leaves.

Large programs are asked once, for the first form less a little of the other; the answer stands where prices
prove it for the first alone, and the weighted bound for the other. Small ones are asked one after the other.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from compensator.economics import Form, Program
from compensator.model import AUTO, Outcome, Solver
from compensator.optimizer.certificate import certify
from compensator.optimizer.dual_prices import exact_prices
from compensator.optimizer.linear import (
    COLUMNS,
    Optimum,
    optimize_linear,
    pruned,
    without_idle_rows,
)
from compensator.optimizer.sifting import LARGE, Sifted
from compensator.prices import Prices
from compensator.tolerances import LESSER, MET, PROVEN, SAME


def best_in_order(program: Program, first: Form, then: Form, solver: Solver) -> Optimum:
    """Return the optimum of a linear program for a form; among equals the least of another.

    Args:
        program: Its own objective does not matter.
        first: What is made as great as can be.
        then: What is as small as that allows.
        solver: Which, and when it may stop.
    """
    found = None
    if len(program.users) >= LARGE and solver.name == AUTO:
        found = _weighted(program, first, then, solver)
    if found is not None:
        return found
    if solver.late:
        none = Prices(np.zeros(len(program.rows)))
        return Optimum(Outcome.NOTHING, np.zeros(program.eligible.shape), none)
    aimed = replace(program.aiming(first), cost=then)
    return optimize_linear(aimed, solver)


def _weighted(program: Program, first: Form, then: Form, solver: Solver) -> Optimum | None:
    """Return the optimum of the weighted forms where it is proven for each; any prices are of the rows left."""
    lean = without_idle_rows(pruned(program))
    if not lean.rows or not _most(lean, then):
        return None
    weight = LESSER * _most(lean, first) / _most(lean, then)  # of the most that each can be
    weighted = lean.aiming(first - then * weight)
    outcome, shares, guess = Sifted(weighted, solver).solve()
    if outcome is not Outcome.OPTIMAL:
        return None
    aimed = lean.aiming(first)
    alone = certify(aimed, shares, exact_prices(aimed, shares, guess))
    both = certify(weighted, shares, guess)
    least = then.at(shares, program.used(shares))
    proven = alone.violation <= MET and alone.gap <= SAME
    if not proven or both.bound - both.objective > weight * PROVEN * max(1.0, abs(least)):
        return None
    return Optimum(Outcome.OPTIMAL, shares, guess, by=COLUMNS)


def _most(program: Program, form: Form) -> float:
    """Return the most that a form can be either way, summed over classes."""
    return float(np.where(program.eligible, np.abs(form.shares), 0.0).max(axis=1).sum())
