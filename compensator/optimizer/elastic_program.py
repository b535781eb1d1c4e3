"""The elastic form of a program: every limit may be missed, at a price for each relative miss."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from compensator.economics import Form, Program


def elastic(program: Program) -> Program:
    """Return the program with one class more for each row, whose second offer is slack for that row."""
    rows, offers = len(program.rows), program.eligible.shape[1]
    eligible = np.zeros((rows, offers), dtype=bool)
    eligible[:, :2] = True
    weights = np.zeros((rows, offers))
    slacks = np.zeros(rows)
    for k, row in enumerate(program.rows):
        worst = np.where(program.eligible, np.abs(row.form.shares), 0.0).max(axis=1).sum()
        slacks[k] = worst + np.abs(row.form.used).sum() + abs(row.rhs)
        weights[k, 1] = -slacks[k] / (row.bounded or row.form.size)
    blank = np.zeros((rows, offers))
    longer = []
    for k, row in enumerate(program.rows):
        slack = blank.copy()
        slack[k, 1] = -row.sign * slacks[k]
        form = Form(np.vstack([row.form.shares, slack]), row.form.used)
        # a budget that may be missed is no budget: its curve would not know the slack
        longer.append(replace(row, form=form, code=f"{row.code}_elastic"))
    quiet = np.zeros_like(program.objective.shares)
    return replace(
        program,
        objective=Form(np.vstack([quiet, weights]), np.zeros(offers)),
        cost=Form(np.vstack([program.cost.shares, blank]), program.cost.used),
        rows=tuple(longer),
        eligible=np.vstack([program.eligible, eligible]),
        users=np.concatenate([program.users, np.zeros(rows)]),
        divisible=np.arange(len(program.users) + rows) >= len(program.users),
    )
