"""A limit becomes a linear row: for each basis, the row and the figure that it bounds."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from compensator.economics import Bounded, assemble, evaluate, limits
from tests.cases import outage
from tests.naive import Naive, Sum
from tests.strategies import problems


def bounded(name: str = "l", **changes: object) -> Bounded:
    """Return one limit of the outage as bounded figure."""
    problem = outage(**changes)
    return next(one for one in limits(problem, evaluate(problem)) if one.name == name)


def limit(**cells: object) -> Bounded:
    """Return the outage's limit of these cells."""
    return bounded(limits=[{"limit": "l", "measure": "cost", **cells}])


CARDS = np.array([[0, 1, 0], [0.5, 0.5, 0]])
"""Cards for all paying and half of the dormant: 30 + 30 of cost, 100 + 100 of value."""
NOTHING = np.array([[1.0, 0, 0], [1, 0, 0]])
UNUSED = np.zeros(3)


def actual(plan: np.ndarray = CARDS, **cells: object) -> float | None:
    """Return the limited figure at a plan."""
    return limit(**{"max": 1, **cells}).actual(plan, UNUSED)


@pytest.mark.parametrize(
    ("cells", "figure"),
    [
        ({}, 60),
        ({"basis": "total"}, 60),
        ({"segments": "dormant"}, 30),
        ({"offers": "week"}, 0),
        ({"basis": "per_user"}, 0.2),
        ({"basis": "per_user", "segments": "dormant"}, 0.15),
        ({"basis": "share", "segments": "dormant"}, 0.5),
        ({"measure": "recipients", "basis": "share", "offers": "card"}, 1),
        ({"measure": "value", "basis": "share", "segments": "paying"}, 0.5),
        ({"segments": "dormant", "relative_to": "paying"}, 0.15 / 0.3),
        ({"measure": "recipients", "segments": "dormant", "relative_to": "*"}, 0.5 / (2 / 3)),
        ({"measure": "retained", "segments": "paying"}, 82),
        ({"measure": "retained", "basis": "per_user", "segments": "paying", "offers": "none"}, 0),
        ({"measure": "reconverted", "offers": "none"}, 10),
        ({"measure": "net value"}, 140),
    ],
)
def test_the_limited_figure_is_what_its_basis_says(cells, figure):
    """Each worked out from 100 paying and 200 dormant users."""
    assert actual(**cells) == pytest.approx(figure)


def test_roi_is_net_value_over_cost():
    """(200 − 60) ÷ 60."""
    roi = bounded(limits=[{"limit": "l", "measure": "roi", "min": 1}])
    assert roi.actual(CARDS, UNUSED) == pytest.approx(140 / 60)


@pytest.mark.parametrize(
    "cells",
    [
        {"basis": "share"},
        {"segments": "dormant", "relative_to": "paying"},
        {"measure": "roi", "min": 1, "max": None},
    ],
)
def test_a_ratio_of_nothing_has_no_figure(cells):
    """Doing nothing costs nothing: a share of it is not a number."""
    assert actual(NOTHING, **cells) is None


@pytest.mark.parametrize(
    ("cells", "rhs", "paying_card", "dormant_card"),
    [
        ({"max": 50}, 50, 30, 60),
        ({"max": 0.5, "basis": "per_user"}, 150, 30, 60),
        ({"max": 0.5, "basis": "per_user", "segments": "dormant"}, 100, 0, 60),
        ({"max": 0.4, "basis": "share", "segments": "dormant"}, 0, -12, 36),
        ({"max": 2, "segments": "dormant", "relative_to": "paying"}, 0, -0.6, 0.3),
        ({"measure": "roi", "min": 1.5}, 0, 70 - 45, 140 - 90),
    ],
)
def test_the_row_of_each_basis_is_linear_in_the_shares(cells, rhs, paying_card, dormant_card):
    """N ≤ b; N ≤ b·U; N − b·T ≤ 0; N/U − b·R/U_R ≤ 0; N − b·C ≥ 0: the linear form is the contract."""
    (row,) = limit(**cells).rows()
    assert row.bound == ("max" if "max" in cells else "min")
    assert row.sign == (1 if "max" in cells else -1)
    assert row.rhs == pytest.approx(rhs)
    assert row.form.shares[:, 1].tolist() == pytest.approx([paying_card, dormant_card])


def test_a_limit_with_two_bounds_has_two_rows():
    """A corridor is two walls."""
    assert [(r.bound, r.rhs, r.code) for r in limit(min=10, max=20).rows()] == [
        ("max", 20, "limit_1_max"),
        ("min", 10, "limit_1_min"),
    ]


def test_the_budget_comes_first_then_the_sheet_then_max_users():
    """The order of the rows is the order of the prices."""
    offers = [{"offer": "card", "delivery_cost": 0.3, "max_users": 50}, {"offer": "week"}]
    sheet = [
        {"limit": "b", "measure": "value", "min": 1},
        {"limit": "a", "measure": "cost", "max": 9},
    ]
    problem = outage(offers=offers, limits=sheet, budget=10)
    found = limits(problem, evaluate(problem))
    assert [one.name for one in found] == ["budget", "b", "a", "offers[card].max_users"]


def test_max_users_limits_recipients():
    """50 cards, wherever they go."""
    offers = [{"offer": "card", "max_users": 50}, {"offer": "week"}]
    cap = bounded("offers[card].max_users", offers=offers)
    assert cap.actual(CARDS, UNUSED) == pytest.approx(200)
    assert cap.max == 50


def test_a_limit_that_is_only_reported_has_no_row_in_the_program():
    """It must not change the plan."""
    problem = outage(limits=[{"limit": "l", "measure": "cost", "max": 1, "enforce": False}])
    economics = evaluate(problem)
    found = limits(problem, economics)
    assert not found[0].enforced
    assert assemble(problem, economics, found).rows == ()


SETUP = [
    {"offer": "card", "delivery_cost": 0.3, "setup_cost": 40},
    {"offer": "week", "delivery_cost": 1},
]


@pytest.mark.parametrize(("scope", "figure"), [("dormant", 70), ("paying", 0), (None, 70)])
def test_a_set_up_cost_counts_where_all_are_whom_the_offer_is_for(scope, figure):
    """Cards for the dormant only: 30 per recipient and 40 once are theirs, and nobody else's."""
    offers = [{**SETUP[0], "eligible": "dormant"}, SETUP[1]]
    cap = [{"limit": "l", "measure": "cost", "segments": scope, "max": 1}]
    one = bounded(offers=offers, limits=cap)
    plan = np.array([[1, 0, 0], [0.5, 0.5, 0]])
    assert one.actual(plan, np.array([0.0, 1, 0])) == pytest.approx(figure)


@pytest.mark.parametrize(
    ("cells", "figure"),
    [
        ({"measure": "cost"}, 100),
        ({"measure": "liability"}, 100),
        ({"measure": "net_value"}, 100),
        ({"measure": "cost", "offers": "card"}, 100),
        ({"measure": "cost", "offers": "week"}, 0),
        ({"measure": "cost", "segments": "dormant"}, 30),
        ({"measure": "value"}, 200),
    ],
)
def test_set_up_costs_count_where_money_of_all_segments_is_counted(cells, figure):
    """60 per recipient and 40 once; a segment's own cost cannot tell whose set-up it was."""
    one = bounded(offers=SETUP, limits=[{"limit": "l", "max": 1, **cells}])
    assert one.actual(CARDS, np.array([0.0, 1, 0])) == pytest.approx(figure)


def test_the_budget_counts_set_up_costs():
    """60 + 40."""
    one = bounded("budget", offers=SETUP, budget=1)
    assert one.actual(CARDS, np.array([0.0, 1, 0])) == pytest.approx(100)


def test_classes_are_folded_into_one_row_of_the_program():
    """Two segments with equal shares are one decision."""
    segments = [
        {"segment": "paying", "users": 100, "retention": 0.8, "retained_value": 50, "class": "x"},
        {
            "segment": "dormant",
            "users": 200,
            "reconversion": 0.1,
            "reconverted_value": 20,
            "class": "x",
        },
    ]
    problem = outage(segments=segments, same_offer_within="class", budget=50)
    economics = evaluate(problem)
    program = assemble(problem, economics, limits(problem, economics))
    assert program.users.tolist() == [300]
    assert program.objective.shares.tolist() == [pytest.approx([0, 300, 580])]
    assert program.rows[0].form.shares.tolist() == [pytest.approx([0, 90, 300])]


@given(problems(), st.data())
def test_every_figure_of_every_limit_is_what_the_formulas_say(problem, data):
    """For any shares, of any basis: numerator ÷ denominator, one pair at a time."""
    naive, economics = Naive(problem), evaluate(problem)
    shape = economics.eligible.shape
    weights = data.draw(
        st.lists(st.integers(0, 4), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1])
    )
    shares = np.array(weights, dtype=float).reshape(shape) * economics.eligible
    cells = {pair: float(shares[pair]) for pair in naive.pairs}
    used = np.array([float(j in naive.offers_used(cells)) for j in range(shape[1])])
    known = {one.name: one for one in limits(problem, economics)}
    for limit in problem.limits:
        top, below = naive.ratio(limit)
        divisor = naive.figure(below, cells) if isinstance(below, Sum) else below
        scale = sum(abs(a * cells[pair]) for pair, a in top.shares.items()) + 1
        got = known[limit.limit].numerator.at(shares, used)
        assert got == pytest.approx(naive.figure(top, cells), rel=1e-9, abs=1e-9 * scale)
        assert known[limit.limit].scale(shares, used) == pytest.approx(divisor, rel=1e-9, abs=1e-9)
