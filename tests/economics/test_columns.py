"""The formulas are functions of arrays: one sheet, draws of it, or users; always the same digits."""

from dataclasses import replace

import numpy as np
from hypothesis import given, strategies as st

from compensator.economics import Columns, evaluate, measures
from tests.strategies import problems


@given(problems(), st.integers(0, 2**32 - 1))
def test_draws_are_so_many_sheets(problem, seed):
    """An axis in front changes no digit: (D, S, O) is D times (S, O)."""
    rng, columns = np.random.default_rng(seed), evaluate(problem).columns
    shape = (3, *columns.shape)
    drawn = {name: rng.uniform(0, 1, shape) for name in ("retention", "redemption", "cost")}
    drawn["retention"][rng.uniform(size=shape) < 0.3] = np.nan
    base = rng.uniform(0, 1, shape[:2])
    together = measures(
        replace(
            columns,
            segments={**columns.segments, "retention": base},
            responses={**columns.responses, **drawn},
        )
    )
    for d in range(len(base)):
        one = replace(
            columns,
            segments={**columns.segments, "retention": base[d]},
            responses={**columns.responses, **{name: cells[d] for name, cells in drawn.items()}},
        )
        for name, cells in measures(one).items():
            assert np.array_equal(together[name][d], cells), name


@given(problems())
def test_a_long_sheet_is_so_many_segments(problem):
    """What is computed piece by piece has the digits of the whole."""
    columns, times = evaluate(problem).columns, 20_000
    many = Columns(
        segments={name: np.tile(one, times) for name, one in columns.segments.items()},
        offers=columns.offers,
        face_value=np.tile(np.broadcast_to(columns.face_value, columns.shape), (times, 1)),
        quantity=np.tile(np.broadcast_to(columns.quantity, columns.shape), (times, 1)),
        responses={name: np.tile(one, (times, 1)) for name, one in columns.responses.items()},
        decay=columns.decay,
    )
    found = measures(many)
    for name, cells in measures(columns).items():
        assert np.array_equal(found[name], np.tile(cells, (times, 1))), name
