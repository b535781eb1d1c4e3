r"""The program as PuLP writes it, and the one door to solvers.

==================  =================================  =========================================
in the paper        in the program                     meaning
==================  =================================  =========================================
x_gj                ``x_3_1``                          share of class 3 that gets offer 1 (0 = none)
u_j                 ``used_1``                         1 where anybody gets offer 1
Σ_j x_gj = 1        ``segment_3``                      every user gets exactly one offer
a·x ≤ b, ≥ b        ``budget``, ``limit_2_max``, …     enforced limits, in the order of the sheet
x_gj ≤ u_j          ``link_3_1``                       an offer that somebody gets is used
Σ_g n_g x_gj ≥ u_j  ``given_1``                        an offer in use has at least one user
Σ_j u_j ≤ M         ``max_offers``                     most distinct offers
==================  =================================  =========================================

Classes are segments, counted from 1, unless ``same_offer_within`` folds several into one. The objective
is written as *min −objective*: the sign of duals then agrees between solvers and versions. Names are
positions, never user text: PuLP rewrites characters, so "VIP new" and "VIP_new" would become one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pulp
from numpy.typing import NDArray

from compensator.economics import Array, Form, Program, Row, Vector
from compensator.tolerances import FAINT

expression: Any = getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)
"""Makes an expression of (variable, coefficient) pairs, in either major of PuLP."""

IN_SIGHT = 2.0**-6
"""Least size of a row's bound, scaled: well above a solver's tolerance."""


@dataclass(frozen=True)
class Model:
    """The program in PuLP, with a handle on every part that is read back."""

    lp: pulp.LpProblem
    program: Program
    cells: tuple[tuple[int, int], ...]
    """Class and offer of each share variable."""
    shares: tuple[pulp.LpVariable, ...]
    used: dict[int, pulp.LpVariable]
    links: tuple[tuple[int, int], ...]
    cell_scales: Vector
    """Share that one unit of each variable stands for."""
    row_scales: Vector
    """What each row was multiplied by."""
    given_scales: Vector
    """What each offer's row of being given was multiplied by."""
    objective_scale: float
    relaxed: bool


def build(program: Program, *, relaxed: bool = False, scaled: bool = True) -> Model:
    """Write the program down; do not solve it.

    Args:
        program: What to write.
        relaxed: Drop integrality.
        scaled: Multiply the objective and each row by a power of two, so that the largest
            coefficient is between 1 and 2, and count shares that can only be tiny in smaller units:
            budgets of 1e9, or of cents, over 2e8 users then stay within a solver's tolerance. A
            program for people to read is not scaled.
    """
    lp = pulp.LpProblem("compensation", pulp.LpMinimize)
    binary = np.full(len(program.users), program.whole and not relaxed) & ~program.may_split
    kinds = [pulp.LpInteger if one else pulp.LpContinuous for one in binary.tolist()]
    tops = [1 if one else None for one in binary.tolist()]
    cells = tuple((int(g), int(j)) for g, j in np.argwhere(program.eligible).tolist())
    shares = tuple(lp.add_variable(f"x_{g + 1}_{j}", 0, tops[g], kinds[g]) for g, j in cells)
    kind = pulp.LpContinuous if relaxed else pulp.LpInteger
    used = {
        int(j): lp.add_variable(f"used_{j}", 0, 1, kind) for j in np.flatnonzero(program.linked)
    }
    units = _units(program, ~binary)[program.eligible] if scaled else np.ones(len(cells))
    scale = _power(program, program.objective, units) if scaled else 1.0
    row_scales = np.array([_row_power(program, r, units) if scaled else 1.0 for r in program.rows])
    links = _links(program, cells)
    given = _given_powers(program, cells, units) if scaled else np.ones(len(program.linked))
    model = Model(lp, program, cells, shares, used, links, units, row_scales, given, scale, relaxed)
    lp.setObjective(_linear(model, program.objective, -scale))
    _add_segments(model)
    for row, by in zip(program.rows, row_scales.tolist(), strict=True):
        _add_row(model, row, by)
    _add_links(model)
    return model


def _units(program: Program, divisible: NDArray[np.bool_]) -> Array:
    """Return the power of two of a share that each variable counts: 1 unless only far less can be given."""
    reach = program.reach()
    small = (reach < 2.0**-10) & divisible[:, None]
    return np.where(small, 2.0 ** np.floor(np.log2(reach)), 1.0)


def _power(program: Program, form: Form, units: Vector) -> float:
    """Return the power of two that brings a form's largest coefficient to between 1 and 2."""
    own = np.abs(form.shares[program.eligible] * units).max(initial=0)
    largest = max(own, np.abs(form.used).max(initial=0))
    return 2.0 ** -math.floor(math.log2(largest)) if largest > 0 else 1.0


def _given_powers(program: Program, cells: tuple[tuple[int, int], ...], units: Vector) -> Vector:
    """Return the powers of two that bring the users of each offer's largest class to between 1 and 2."""
    most = np.ones(len(program.linked))
    for (g, j), unit in zip(cells, units.tolist(), strict=True):
        most[j] = max(most[j], program.users[g] * unit)
    powers: Vector = 2.0 ** -np.floor(np.log2(most))
    return powers


def _row_power(program: Program, row: Row, units: Vector) -> float:
    """Return the power of two that brings a row's largest coefficient to between 1 and 2, and its bound in sight.

    Ten recipients of 2e8 users are less than a solver's tolerance beside a coefficient of 1.
    """
    by = _power(program, row.form, units)
    bound = abs(row.rhs) * by
    empty = not (row.form.shares.any() or row.form.used.any())
    seen = FAINT < bound < IN_SIGHT and not empty
    return by * 2.0 ** -math.floor(math.log2(bound / IN_SIGHT)) if seen else by


def _links(program: Program, cells: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    return tuple((g, j) for g, j in cells if program.linked[j] and program.users[g] > 0)


def _linear(model: Model, form: Form, by: float) -> Any:
    """Return a form as an expression, without its zeros."""
    coefficients = (form.shares[model.program.eligible] * model.cell_scales * by).tolist()
    terms = [(x, a) for x, a in zip(model.shares, coefficients, strict=True) if a]
    terms += [(u, float(form.used[j] * by)) for j, u in model.used.items() if form.used[j]]
    return expression(terms)


def _add_segments(model: Model) -> None:
    by_class: dict[int, list[tuple[pulp.LpVariable, float]]] = {}
    for (g, _), x, unit in zip(model.cells, model.shares, model.cell_scales.tolist(), strict=True):
        by_class.setdefault(g, []).append((x, unit))
    for g, terms in by_class.items():
        model.lp.addConstraint(expression(terms) == 1, f"segment_{g + 1}")


def _add_row(model: Model, row: Row, by: float) -> None:
    left, right = _linear(model, row.form, by), float(row.rhs * by)
    model.lp.addConstraint(left <= right if row.bound == "max" else left >= right, row.code)


def _add_links(model: Model) -> None:
    share = dict(
        zip(model.cells, zip(model.shares, model.cell_scales.tolist(), strict=True), strict=True)
    )
    for g, j in model.links:
        terms = [share[g, j], (model.used[j], -1.0)]
        model.lp.addConstraint(expression(terms) <= 0, f"link_{g + 1}_{j}")
    users = model.program.users.tolist()
    for j, used in model.used.items():
        mine = [(*share[g, j], users[g]) for g, i in model.links if i == j]
        given, by = [(x, unit * n) for x, unit, n in mine], float(model.given_scales[j])
        terms = [(x, a * by) for x, a in (*given, (used, -1.0))]
        model.lp.addConstraint(expression(terms) >= 0, f"given_{j}")
    if model.program.max_offers is not None:
        terms = [(u, 1.0) for u in model.used.values()]
        model.lp.addConstraint(expression(terms) <= model.program.max_offers, "max_offers")


def write(model: Model, path: Path) -> None:
    """Write the program as ``.lp`` or ``.mps``."""
    if path.suffix == ".lp":
        model.lp.writeLP(str(path))
    else:
        model.lp.writeMPS(str(path))
