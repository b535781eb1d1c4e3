"""Fractions settle what floats do not: against a tableau of another making."""

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from compensator.economics import Form, Program, Row
from compensator.model import Outcome, Solver
from compensator.optimizer.certificate import certify
from compensator.optimizer.clashes import is_wide
from compensator.optimizer.rational import UnfinishedError
from compensator.optimizer.settling import settle
from compensator.prices import Prices
from tests.exact import greatest


def drawn(rng):
    """Return a program of a few classes and rows of small numbers, of one size or of many."""
    classes, offers, count = rng.randint(1, 4), rng.randint(2, 4), rng.randint(0, 4)

    def cells():
        return np.array([[figure(rng) for _ in range(offers)] for _ in range(classes)], dtype=float)

    rows = tuple(
        Row(f"l{k}", f"l{k}", rng.choice(["max", "min"]), Form(cells(), np.zeros(offers)), bound)
        for k, bound in enumerate(figure(rng) for _ in range(count))
    )
    eligible = np.array([[rng.random() < 0.8 for _ in range(offers)] for _ in range(classes)])
    eligible[:, rng.randrange(offers)] = True
    nothing = np.zeros(offers)
    return Program(
        objective=Form(cells(), nothing),
        cost=Form(cells(), nothing),
        rows=rows,
        eligible=eligible,
        users=np.ones(classes),
        whole=False,
        linked=np.zeros(offers, dtype=bool),
        max_offers=None,
    )


def figure(rng):
    """Return a small number, now and then a very small or a very large one."""
    return float(rng.randint(-3, 5)) * rng.choice([1.0, 1.0, 1.0, 1e-9, 1e9, 0.1])


def truth(program):
    """Return the exact optimum of a program by a tableau, None where its rows clash."""
    cells = [(int(g), int(j)) for g, j in np.argwhere(program.eligible)]
    lines = [
        ([Fraction(g == one) for g, _ in cells], "==", Fraction(1))
        for one in range(len(program.users))
    ]
    for row in program.rows:
        figures = [Fraction(row.form.shares[cell]) for cell in cells]
        lines.append((figures, row.bound, Fraction(row.rhs)))
    return greatest([Fraction(program.objective.shares[cell]) for cell in cells], lines)


@pytest.mark.parametrize("seed", range(250))
def test_programs_are_settled_as_a_tableau_settles_them(seed):
    """From any start: the same optimum with prices that prove it, or the same clash."""
    rng = random.Random(seed)
    program = drawn(rng)
    start = np.array([[rng.choice([0.0, 0.0, 1.0]) for _ in row] for row in program.eligible])
    outcome, shares, prices = settle(program, start, Solver())
    best = truth(program)
    if best is None:
        assert outcome is Outcome.INFEASIBLE
        return
    assert outcome is Outcome.OPTIMAL
    proof = certify(program, shares, prices)
    digits = 1e-12 * program.objective.activity(shares, program.used(shares))
    assert proof.objective == pytest.approx(float(best.value), rel=1e-9, abs=digits)
    assert proof.violation <= 1e-12
    assert abs(proof.gap) <= 1e-9


def test_a_bound_may_be_missed_by_the_last_digits_only():
    """A tenth and two tenths are a little more than three: a bound of 0.3 is met, one of 0.3 − 1e-11 is not."""
    nothing = np.zeros(2)
    form = Form(np.array([[0.1, 0.1], [0.2, 0.2]]), nothing)
    program = Program(
        objective=form,
        cost=form,
        rows=(Row("l", "l", "max", form, 0.3),),
        eligible=np.ones((2, 2), dtype=bool),
        users=np.ones(2),
        whole=False,
        linked=np.zeros(2, dtype=bool),
        max_offers=None,
    )
    assert settle(program, np.zeros((2, 2)), Solver())[0] is Outcome.OPTIMAL
    missed = replace(program, rows=(Row("l", "l", "max", form, 0.3 - 1e-11),))
    assert settle(missed, np.zeros((2, 2)), Solver())[0] is Outcome.INFEASIBLE


def test_fractions_stop_where_time_is_up():
    """What floats said stands then; nobody waits for the last digit past a time limit."""
    late = Solver(deadline=0.0)
    program = _beside_each_other(0.5)
    with pytest.raises(UnfinishedError):
        settle(program, np.zeros((2, 2)), late)


@pytest.mark.parametrize(("over", "wide"), [(1e-3, True), (1e-11, False)])
def test_a_clash_is_wide_where_no_rounding_could_make_it(over, wide):
    """Prices prove it by far more than rows may be missed by, or fractions are asked."""
    program = _beside_each_other(-over)
    assert is_wide(program, Prices(np.ones(1))) is wide


def _beside_each_other(rhs):
    """Return two classes whose second offer uses 1 of a row more than the first, which uses nothing."""
    shares = np.array([[0.0, 1.0], [0.0, 1.0]])
    form = Form(shares, np.zeros(2))
    row = Row("r", "r", "max", form, rhs)
    return Program(
        form,
        form,
        (row,),
        np.ones((2, 2), dtype=bool),
        np.ones(2),
        False,
        np.zeros(2, dtype=bool),
        None,
    )
