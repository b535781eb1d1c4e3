"""An integer program made lean before it is solved: what one row forbids is gone, and the objective counts gains."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from compensator.economics import Array, Form, Program, Row, Vector
from compensator.optimizer.faces import Mask
from compensator.tolerances import ROUNDING


def lean(program: Program) -> Program:
    """Return the program without cells that a single row rules out, its objective measured above each class's first.

    A cell that no plan can use would set the scale of everything: small gains fell under a solver's tolerance.
    """
    eligible = program.eligible.copy()
    for row in program.rows:
        eligible &= _allowed(replace(program, eligible=eligible), row)
        if not eligible.any(axis=1).all():
            return above_first(program)  # it clashes: the solve says so
    return above_first(replace(program, eligible=eligible))


def above_first(program: Program) -> Program:
    """Return the program with the objective of each class's first eligible offer as a constant."""
    first = program.eligible.argmax(axis=1)
    own = program.objective.shares[np.arange(len(first)), first]
    gains = np.where(program.eligible, program.objective.shares - own[:, None], 0.0)
    constant = program.objective.constant + float(own.sum())
    return program.aiming(Form(gains, program.objective.used, constant))


def row_size(program: Program, row: Row) -> float:
    """Return the most that a row's terms add up to without signs, parts of differences and what is kept included."""
    cells = np.where(program.eligible, row.form.weights, 0.0)
    return row.bounded + float(cells.max(axis=1).sum()) + float(np.abs(row.form.used).sum())


def _allowed(program: Program, row: Row) -> Mask:
    """Return the cells that a row leaves to some plan: with all others at their least."""
    use = np.where(program.eligible, row.sign * row.form.shares, np.inf)
    least = use.min(axis=1)
    fixed = np.where(program.linked, row.sign * row.form.used, 0.0)
    room = row.sign * row.rhs - float(least.sum()) - float(np.minimum(fixed, 0.0).sum())
    room += ROUNDING * row_size(program, row)
    extra = np.where(program.eligible, use - least[:, None], 0.0)
    set_up = np.maximum(fixed, 0.0)
    whole: Mask = ~program.may_split[:, None] & (extra + set_up > room)
    allowed: Mask = ~whole & ~_unusable(program, extra, set_up, room)
    return allowed


def _unusable(program: Program, extra: Array, set_up: Vector, room: float) -> Mask:
    """Return the cells of linked offers whose set-up and least use exceed a row's room."""
    users = program.users[:, None]
    part = np.where(program.may_split[:, None], 1.0 / np.maximum(users, 1.0), 1.0)
    least = np.where(program.eligible & (users > 0), extra * part, np.inf).min(axis=0)
    dead = program.linked & np.isfinite(least) & (least + set_up > room)
    cells: Mask = dead[None, :] & (users > 0)
    return cells
