"""A limit has a bound, a known measure, and a basis that goes with both."""

import pytest

from tests.sheets import SEGMENTS, limit_sheet, read, refused, with_cell

MEASURES = "cost, liability, value, net_value, retained, reconverted, incremental_retained, incremental_reconverted, recipients, face_value, quantity, redemptions, roi"


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ({}, "Limits!E2: expected min, max or both for limit 'l', found nothing"),
        ({"min": 5, "max": 4}, "Limits!E2: expected at most max, 4, found 5"),
        (
            {"measure": "profit", "max": 4},
            f"Limits!B2: expected one of the measures {MEASURES}, found 'profit'",
        ),
        (
            {"measure": "costs", "max": 4},
            f"Limits!B2: expected one of the measures {MEASURES}; did you mean 'cost'?, found 'costs'",
        ),
        (
            {"max": 4, "basis": "share", "relative_to": "new"},
            "Limits!G2: expected nothing: relative_to has a basis of its own, found 'share'",
        ),
        (
            {"measure": "roi", "max": 4},
            "Limits!F2: expected nothing: roi can be limited from below only, found 4",
        ),
        (
            {"measure": "roi", "min": 1, "basis": "per_user"},
            "Limits!G2: expected nothing: roi is a ratio already, found 'per_user'",
        ),
        (
            {"measure": "roi", "min": 1, "relative_to": "new"},
            "Limits!H2: expected nothing: roi is a ratio already, found 'new'",
        ),
        (
            {"max": 4, "basis": "percent"},
            "Limits!G2: expected one of total, per_user, share, found 'percent'",
        ),
    ],
)
def test_a_limit_has_a_bound_a_measure_and_a_basis_that_go_together(cells, line):
    """Each of these would otherwise be a limit that means something else, or nothing."""
    assert refused(Limits=limit_sheet(**cells)) == [line]


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (
            {"segments": "old", "basis": "per_user", "max": 1},
            "Limits!C2: expected segments with at least one user, found 'old'",
        ),
        (
            {"segments": "old", "relative_to": "new", "max": 1},
            "Limits!C2: expected segments with at least one user, found 'old'",
        ),
        (
            {"segments": "new", "relative_to": "old", "max": 1},
            "Limits!H2: expected segments with at least one user, found 'old'",
        ),
    ],
)
def test_an_average_needs_users(cells, line):
    """Nothing divided by nobody is no figure."""
    rows = with_cell(SEGMENTS, 2, 1, 0)
    assert refused(Segments=rows, Limits=limit_sheet(**cells)) == [line]
    assert (
        read(Segments=rows, Limits=limit_sheet(segments="old", max=1)).limits[0].segments == "old"
    )
