"""The budget's price at a cell of a sweep is what the next unit brings: the right-hand derivative, by fresh solves."""

import pytest
from hypothesis import given, settings, strategies as st

import compensator as cp


def one_among_six_million(**changes):
    """One user worth 1,050, who may get at most 0.34 % of what all users get: 294 others first."""
    return cp.Problem(
        segments=[
            {"segment": "s3", "users": 1, "reconversion": 0.0, "reconverted_value": 1050.0}
            | {"cls": "b"},
            {"segment": "s4", "users": 6_039_579, "retention": 0.0, "retained_value": 0.0},
        ],
        offers=[{"offer": "o2", "delivery_cost": 1.0}],
        responses=[
            {"segment": "s3", "offer": "o2", "reconversion": 1.0},
            {"segment": "s4", "offer": "o2", "value": 0.0},
        ],
        limits=[{"limit": "l1", "measure": "liability", "segments": "cls=b"} | SHARE],
        **{"budget": 10.0, **changes},
    )


SHARE = {"basis": "share", "max": 0.0034}


@pytest.mark.parametrize(
    ("vary", "prices"),
    [
        ({"budget": [10.0, 0.0]}, [3.57, 3.57]),
        ({"budget": [0.0], "limits[l1].max": [0.0034]}, [3.57]),
        ({"budget": [0.0], "limits[l1].max": [0.0034, 0.0044]}, [3.57, 4.62]),
        ({"limits[l1].max": [0.0044, 0.0034], "budget": [0.0, 10.0]}, [4.62, 4.62, 3.57, 3.57]),
    ],
)
def test_at_no_budget_beside_a_share_the_price_is_that_of_the_next_unit(vary, prices):
    """The last digits of six million users' sums once hid the price, and 1,050 was told: 294 times too much."""
    found = cp.explore(one_among_six_million(), vary).rows
    assert [cell.budget_price for cell in found] == pytest.approx(prices)


USERS = st.sampled_from((1, 7, 900, 52_341, 6_039_579))


@st.composite
def uneven(draw):
    """A problem whose segments differ by six powers of ten, under limits that hold some of them to shares."""
    pick = st.sampled_from
    offers = [
        {"offer": f"o{j}", "delivery_cost": draw(pick((0.01, 1.0, 2.5, 40.0)))}
        for j in range(draw(st.integers(1, 2)))
    ]
    segments = [
        {"segment": f"s{i}", "users": draw(USERS), "retention": 0.5, "cls": draw(pick("ab"))}
        | {"retained_value": draw(pick((1.0, 90.0, 1050.0)))}
        for i in range(draw(st.integers(2, 3)))
    ]
    responses = [
        {"segment": s["segment"], "offer": o["offer"]}
        | {"retention": draw(pick((0.5, 0.51, 0.6, 1.0)))}
        for s in segments
        for o in offers
    ]
    limits = [
        {"limit": f"l{k}", "segments": f"cls={draw(pick([s['cls'] for s in segments]))}"}
        | {"measure": draw(pick(("liability", "recipients", "value")))}
        | {"basis": draw(pick(("share", "per_user"))), "max": draw(pick((0.0034, 0.1, 0.5)))}
        for k in range(draw(st.integers(0, 2)))
    ]
    return cp.Problem(
        segments=segments, offers=offers, responses=responses, limits=limits, budget=10.0
    )


@pytest.mark.long
@given(uneven(), st.floats(0, 1), st.booleans())
@settings(max_examples=12)
def test_the_price_of_each_cell_is_the_difference_quotient_to_its_right(problem, part, moved):
    """At no budget, at the curve's bends and between them; also beside another input that moves."""
    curve = cp.frontier(problem)
    most = float(curve.budgets[-1])
    vary = {"budget": sorted({0.0, most * round(part, 3), *map(float, curve.budgets[:2]), most})}
    if moved and problem.limits:
        vary["limits[l0].max"] = [problem.limits[0].max, problem.limits[0].max * 1.5]
    for cell in cp.explore(problem, vary).rows:
        now = cp.changed(problem, [f"{path}={value!r}" for path, value in cell.inputs.items()])
        start, quotients = cp.solve(now).objective, []
        for step in (1e-3, 1.0, 1e-6 * most + 1e-9):
            more = cp.changed(now, f"budget={cell.inputs['budget'] + step!r}")
            quotients.append((cp.solve(more).objective - start) / step)
        near = [abs(one - cell.budget_price) for one in quotients]
        assert min(near) <= 1e-5 * max(1.0, cell.budget_price), (cell.inputs, quotients)
