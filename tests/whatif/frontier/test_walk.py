"""The walk along a concave curve, against curves whose kinks are known."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from compensator.whatif.frontier.walk import Point, height, walk


class Known:
    """A curve of which every kink is known; it is asked for the best point at a price."""

    def __init__(self, costs, values):
        self.costs, self.values, self.asked = costs, values, []

    def __call__(self, price):
        self.asked.append(price)
        k = int(np.argmax(np.array(self.values) - price * np.array(self.costs)))
        return Point(self.costs[k], self.values[k], price)

    def walked(self, most=1_000, wanted=None):
        """What a walk between its ends finds."""
        first = Point(self.costs[0], self.values[0], math.inf)
        return walk(self, first, Point(self.costs[-1], self.values[-1], 0.0), most, wanted)

    def above(self, found):
        """The most that the curve has above the chords of what was found."""
        points = [(p.cost, p.value) for p in found.points]
        chords = np.interp(self.costs, *zip(*points, strict=True))
        return float((np.array(self.values) - chords).max())


@st.composite
def curves(draw):
    """Concave, rising curves of whole numbers."""
    slopes = sorted(draw(st.sets(st.integers(1, 60), min_size=1, max_size=12)), reverse=True)
    widths = [draw(st.integers(1, 40)) for _ in slopes]
    start = draw(st.integers(-30, 30))
    costs = np.cumsum([draw(st.integers(0, 9)), *widths])
    values = start + np.cumsum([0, *(s * w for s, w in zip(slopes, widths, strict=True))])
    return Known(costs.tolist(), values.tolist())


@given(curves())
def test_every_kink_is_found_and_nothing_else(known):
    """Exact: n kinks take at most 2 n questions."""
    found = known.walked()
    assert [p.cost for p in found.points] == known.costs
    assert [p.value for p in found.points] == known.values
    assert (found.complete, found.max_gap) == (True, 0)
    assert len(known.asked) <= 2 * len(known.costs)


@given(curves(), st.integers(2, 8))
def test_a_walk_cut_short_tells_how_high_the_curve_may_be(known, most):
    """No point beyond those allowed, and never more missing than is told."""
    found = known.walked(most)
    assert len(found.points) <= most
    assert {p.cost for p in found.points} <= set(known.costs)
    assert known.above(found) <= found.max_gap + 1e-9
    assert found.complete is (found.max_gap == 0)
    if len(known.costs) <= most:
        assert known.above(found) == 0


@given(curves(), st.sampled_from([0.5, 1, 10, 30.5]))
def test_a_wanted_price_has_its_point_however_few_there_may_be(known, price):
    """Where money stops paying is asked first, and the ends are not asked for twice."""
    best = known(price)
    found = known.walked(3, price)
    assert best.cost in {p.cost for p in found.points}
    assert len(found.points) <= 3
    assert known.above(found) <= found.max_gap + 1e-9
    assert [p.cost for p in known.walked(2, price).points] == [known.costs[0], known.costs[-1]]
    assert [p.cost for p in known.walked(1_000, price).points] == known.costs


def test_the_widest_gap_is_asked_first():
    """A curve of two bends, a large and a small one, and room for three points."""
    found = Known([0, 10, 20, 1_000, 2_000], [0, 100, 150, 4_000, 5_000]).walked(3)
    assert [p.cost for p in found.points] == [0, 1_000, 2_000]


def test_one_point_or_a_straight_line_is_known_at_once():
    """Nothing to ask where there is nothing between."""
    line = Known([0, 7], [0, 14])
    assert [p.cost for p in line.walked().points] == [0, 7]
    assert line.asked == [2]
    still = Known([3, 3], [5, 5])
    assert still.walked().complete
    assert still.asked == []


def test_a_height_is_where_two_tangents_meet():
    """Slopes 4 and 1 from (0, 0) and (9, 18): they meet at (3, 12), the chord has 6 there."""
    left, right = Point(0, 0, 4), Point(9, 18, 1)
    assert height(left, right) == pytest.approx(6)
    assert height(Point(0, 0, math.inf), right) == pytest.approx(9)  # (0, 9) above (0, 0)
    assert height(Point(0, 0, 2), Point(9, 18, 2)) == 0
