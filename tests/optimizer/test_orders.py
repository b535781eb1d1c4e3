"""The best for one form and, of the best, the least of another: one program beside two."""

from dataclasses import replace

import numpy as np
import pytest

from compensator.economics import Form, Program, Row
from compensator.model import Solver
from compensator.optimizer import best_in_order, optimize_linear


def crowd(seed: int) -> Program:
    """Return 1,200 classes × 5 offers under two limits; only the first 60 classes count for what is aimed at."""
    rng = np.random.default_rng(seed)
    classes, offers = 1200, 5
    none, users = np.zeros(offers), rng.integers(10, 1000, classes).astype(float)
    cost = users[:, None] * np.r_[0, np.sort(rng.uniform(0.5, 9, offers - 1))]
    reach = users[:, None] * (np.arange(offers) > 0)
    kept = users[:, None] * np.c_[np.zeros(classes), rng.uniform(0, 0.3, (classes, offers - 1))]
    rows = (
        Row("spend", "limit_1_max", "max", Form(cost, none), 1.5 * users.sum()),
        Row("reach", "limit_2_min", "min", Form(reach, none), 0.4 * users.sum()),
    )
    aim = np.where(np.arange(classes)[:, None] < 60, kept, 0.0)
    return Program(
        objective=Form(aim, none),
        cost=Form(cost, none),
        rows=rows,
        eligible=np.ones((classes, offers), dtype=bool),
        users=users,
        whole=False,
        linked=np.zeros(offers, dtype=bool),
        max_offers=None,
    )


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_a_large_program_ends_where_two_programs_one_after_the_other_do(seed):
    program = crowd(seed)
    found = best_in_order(program, program.objective, program.cost, Solver())
    best = optimize_linear(program, Solver("highs"))
    assert program.value(found.shares) == pytest.approx(program.value(best.shares), rel=1e-9)
    floor = Row("best", "best", "min", program.objective, program.value(best.shares) * (1 - 1e-9))
    then = replace(program.aiming(program.cost * -1.0), rows=(*program.rows, floor))
    least = optimize_linear(then, Solver("highs"))
    assert program.spent(found.shares) == pytest.approx(program.spent(least.shares), rel=1e-5)
