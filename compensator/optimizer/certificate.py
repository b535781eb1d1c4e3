"""The certificate: proof of a plan from the data and the prices alone, whichever solver made them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from compensator.economics import Array, Program
from compensator.errors import SolverError
from compensator.prices import Prices, upper_bound
from compensator.story import Sparse
from compensator.tolerances import MET, PROVEN


@dataclass(frozen=True, slots=True)
class Certificate:
    """Proof of the plan from the data and the prices alone, whichever solver made them."""

    objective: float
    """Recomputed from the shares."""
    bound: float
    """Lagrangian upper bound at the prices."""
    gap: float
    """(bound − objective) ÷ max(1, |objective − doing nothing's objective|)."""
    violation: float
    """Largest excess of any row, relative to its bound."""
    solver_bound: Annotated[float | None, Sparse] = None
    """The solver's own bound; integer plans only."""
    solver_gap: Annotated[float | None, Sparse] = None
    """(solver_bound − objective) over the same denominator; integer plans only."""


def violation(program: Program, shares: Array) -> float:
    """Return the largest relative excess of any row, shares' own rows included."""
    used = program.used(shares)
    own = [float(np.abs(shares.sum(axis=1) - 1).max(initial=0)), float(-shares.min(initial=0))]
    own.append(float(shares[~program.eligible].max(initial=0)))
    if program.whole:
        own.append(float(np.minimum(shares, np.abs(1 - shares))[~program.may_split].max(initial=0)))
    if program.max_offers is not None:
        own.append(max(0.0, float(used[program.linked].sum()) - program.max_offers))
    return max(*own, *(row.violation(shares, used) for row in program.rows), 0.0)


def denominator(program: Program, objective: float) -> float:
    """Return what gaps are measured against: what the plan brings beyond doing nothing, at least 1."""
    nothing = float(program.objective.shares[:, 0].sum()) + program.objective.constant
    return max(1.0, abs(objective - nothing))


def certify(
    program: Program, shares: Array, prices: Prices, solver_bound: float | None = None
) -> Certificate:
    """Return the certificate of a plan.

    Args:
        program: What was to be solved.
        shares: The plan, classes × offers.
        prices: From whichever solver; any prices ≥ 0 give a valid bound.
        solver_bound: The solver's own bound, of an integer program.
    """
    objective = program.value(shares)
    bound, per = upper_bound(program, prices), denominator(program, objective)
    return Certificate(
        objective=objective,
        bound=bound,
        gap=(bound - objective) / per,
        violation=violation(program, shares),
        solver_bound=solver_bound if program.integer else None,
        solver_gap=(solver_bound - objective) / per
        if program.integer and solver_bound is not None
        else None,
    )


def insist(certificate: Certificate, *, integer: bool, solver: str) -> None:
    """Refuse a plan that its certificate does not prove.

    Raises:
        SolverError: If a limit is missed, or the bound leaves room that the solver denied.
    """
    if certificate.violation > MET:
        msg = f"the plan of solver {solver} misses a limit by {certificate.violation:.1e} (relative; at most {MET:.0e} expected): this is our fault, not your data's; please report it"
        raise SolverError(msg)
    if not integer and not certificate.gap <= PROVEN:
        msg = f"the plan of solver {solver} is {certificate.gap:.1e} (relative) below its proven bound, at most {PROVEN:.0e} expected: this is our fault, not your data's; please report it"
        raise SolverError(msg)
    if certificate.gap < -PROVEN:
        msg = f"the plan of solver {solver} is above its upper bound by {-certificate.gap:.1e} (relative): this is our fault, not your data's; please report it"
        raise SolverError(msg)
