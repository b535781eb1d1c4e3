"""The certificate: proof of a plan from the data and the prices alone, whichever solver made them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np

from compensator.economics import Array, Program
from compensator.errors import SolverError
from compensator.optimizer.faces import MANY, class_scales, gain, margins
from compensator.prices import Prices, upper_bound
from compensator.story import Sparse
from compensator.tolerances import MET, NOUGHT, PROVEN, ROUNDING


@dataclass(frozen=True, slots=True)
class Certificate:
    """Proof of the plan from the data and the prices alone, whichever solver made them."""

    objective: float
    """Recomputed from the shares."""
    bound: float
    """Lagrangian upper bound at the prices."""
    gap: float
    """(bound − objective) ÷ what the plan brings beyond doing nothing, or the last digits of its sum where that is more."""
    violation: float
    """Largest excess of any row, relative to its bound, or to what the plan's terms add up to where that is more."""
    solver_bound: Annotated[float | None, Sparse] = None
    """Bound by enumeration, or the solver's own; integer plans only."""
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
    if len(shares) < MANY:
        return max(*own, *(row.violation(shares, used) for row in program.rows), 0.0)
    cells = np.nonzero(shares)
    few = (replace(row, form=row.form.given(cells)) for row in program.rows)
    return max(*own, *(row.violation(shares[cells], used) for row in few), 0.0)


def denominator(program: Program, shares: Array) -> float:
    """Return what gaps are measured against: the plan's gain, and never less than the last digits of its sum."""
    terms = program.objective.activity(shares, program.used(shares))
    return max(gain(program, shares), ROUNDING * terms) or 1.0


def distance(program: Program, shares: Array, prices: Prices) -> float:
    """Return how far the bound at some prices is above a plan's objective.

    Of a linear program it is added up from what each class gives up at the prices and what the room in
    each row is worth: small figures, which the last digits of large objectives would drown.
    """
    if program.integer:
        return upper_bound(program, prices) - program.value(shares)
    short, used = margins(program, prices), program.used(shares)
    noise = NOUGHT * class_scales(program, prices)
    short[short <= noise[:, None]] = 0.0
    given = shares > 0
    total = float((short[given] * shares[given]).sum())
    for row, price in zip(program.rows, prices.rows.tolist(), strict=True):
        excess = row.excess(shares, used) if price else 0.0
        if abs(excess) > NOUGHT * max(abs(row.rhs), row.form.activity(shares, used)):
            total -= price * excess
    return total


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
    above, per = distance(program, shares, prices), denominator(program, shares)
    if abs(above) <= ROUNDING * _terms(program, shares, prices):
        above = max(0.0, above)
    return Certificate(
        objective=objective,
        bound=objective + above,
        gap=above / per,
        violation=violation(program, shares),
        solver_bound=solver_bound if program.integer else None,
        solver_gap=(solver_bound - objective) / per
        if program.integer and solver_bound is not None
        else None,
    )


def _terms(program: Program, shares: Array, prices: Prices) -> float:
    """Return what the terms of a plan's proof add up to without signs: what rounding is a part of."""
    used = program.used(shares)
    priced = zip(program.rows, prices.rows.tolist(), strict=True)
    total = program.objective.activity(shares, used)
    for row, price in priced:
        total += price * (abs(row.rhs) + row.form.activity(shares, used))
    return total


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
