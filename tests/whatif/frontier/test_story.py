"""What a reader sees of a frontier."""

import math

import pytest

import compensator as cp
from compensator.media.terminal import render
from compensator.story import story
from compensator.story.model import LineChart
from compensator.whatif.frontier.story import DRAWN
from tests.cases import outage
from tests.crowds import crowd

CLASH = [
    {"limit": "many", "measure": "recipients", "min": 200},
    {"limit": "few", "measure": "recipients", "max": 100},
]


def drawn(curve):
    """The one chart of a view."""
    (chart,) = story(curve).charts
    assert isinstance(chart, LineChart)
    return chart


def table(curve, name):
    """A table of a view by its name."""
    return next(one for one in story(curve).tables if one.name == name)


def test_the_curve_is_drawn_with_the_budget_and_where_it_stops_paying():
    """You are here, and this far it pays."""
    chart = drawn(cp.frontier(outage(budget=130), roi_floor=4))
    (line,) = chart.series
    assert list(line.x) == pytest.approx([0, 100, 160])
    assert list(line.y) == pytest.approx([0, 500, 700])
    assert (chart.x.kind, chart.y.kind) == ("money", "money")
    marks = {mark.name: (mark.x, mark.y) for mark in chart.marks}
    assert marks == {
        "your budget": pytest.approx((130, 600)),
        "stops paying": pytest.approx((160, 700)),
        "return floor": pytest.approx((100, 500)),
    }


def test_a_return_that_comes_late_has_both_its_ends_marked():
    """Two hundred cards for 60 bring 200; each further unit 5: four for each from 100 to the end."""
    reach = [{"limit": "reach", "measure": "recipients", "offers": "card", "min": 200}]
    curve = cp.frontier(outage(limits=reach), roi_floor=3)
    marks = {mark.name: mark.x for mark in drawn(curve).marks}
    assert marks["return floor from"] == pytest.approx(curve.roi_from)
    assert (curve.roi_from, curve.roi_to) == pytest.approx((100, 160))
    assert marks["return floor"] == curve.roi_to
    assert curve.value_at(curve.roi_from) == pytest.approx(4 * curve.roi_from)


def test_a_budget_that_no_plan_fits_in_has_no_mark():
    """There is no value to mark it at."""
    least = [{"limit": "reach", "measure": "recipients", "min": 50}]
    curve = cp.frontier(outage(limits=least, budget=1))
    assert "your budget" not in {mark.name for mark in drawn(curve).marks}
    assert "The budget of $1 is less than any plan costs." in story(curve).headline


def test_users_are_told_as_users():
    """Money on one axis, people on the other."""
    curve = cp.frontier(outage(maximize="retained"))
    assert drawn(curve).y.kind == "users"
    assert {c.name: c.kind for c in table(curve, "Points").columns}["value"] == "users"


def test_the_first_table_is_the_data_frame():
    """What a CSV file holds is what Python gives."""
    for curve in (cp.frontier(outage()), cp.frontier(outage(whole_segments=True))):
        first, frame = story(curve).tables[0], curve.to_frame()
        assert [column.name for column in first.columns] == list(frame.columns)
        assert [list(row) for row in first.rows] == frame.to_numpy().tolist()


def test_the_ladder_leaves_out_who_starts_with_nothing():
    """A step that is none; but a free start with an offer is one."""
    rows = table(cp.frontier(outage()), "Ladder").rows
    assert [tuple(row)[:3] for row in rows] == [
        ("paying", "none", "week"),
        ("dormant", "none", "card"),
    ]
    free = outage(offers=[{"offer": "card"}, {"offer": "week", "delivery_cost": 1}])
    rows = table(cp.frontier(free), "Ladder").rows
    assert [tuple(row)[:3] for row in rows] == [
        ("paying", None, "card"),
        ("dormant", None, "card"),
        ("paying", "card", "week"),
    ]


def test_an_integer_problem_is_drawn_under_its_bound():
    """Two lines, and the gap in the table."""
    curve = cp.frontier(outage(whole_segments=True), budgets=[0, 60, 100])
    best, bound = drawn(curve).series
    assert list(best.y) == pytest.approx([0, 200, 500])
    assert list(bound.y) == pytest.approx([0, 300, 500])
    assert bound.name == "upper bound"
    assert [c.name for c in table(curve, "Points").columns][-2:] == ["bound", "gap"]
    assert story(curve).standing == "3 integer plans, each at its own budget"


def test_a_long_curve_is_drawn_thin_and_written_whole():
    """A picture needs hundreds of points, a file all of them; the ends are always there."""
    curve = cp.frontier(crowd(300, 6))
    assert len(curve.budgets) > 2 * DRAWN
    (line,) = drawn(curve).series
    assert len(line.x) <= DRAWN + 2
    assert (line.x[0], line.x[-1]) == (curve.budgets[0], curve.budgets[-1])
    points = zip(line.x, line.y, strict=True)
    assert all(curve.value_at(x) == pytest.approx(y) for x, y in points)
    assert len(table(curve, "Points").rows) == len(curve.budgets)


def test_without_a_curve_there_are_words_and_nothing_to_draw():
    """No empty chart, no empty table."""
    seen = story(cp.frontier(outage(limits=CLASH)))
    assert (seen.charts, seen.tables) == ((), ())
    assert seen.headline == ("No budget is enough: the other limits clash.",)
    assert seen.standing == "infeasible: no budget is enough"
    assert any("many" in note for note in seen.notes)


@pytest.mark.parametrize(
    ("made", "standing"),
    [
        (lambda: cp.frontier(outage()), "exact: 3 breakpoints, straight between them"),
        (lambda: cp.frontier(outage(), budgets=[50]), "one plan, at one budget"),
        (lambda: cp.frontier(outage(), budgets=[160, 200]), "2 budgets"),
        (
            lambda: cp.frontier(outage(), budgets=[50, 130]),
            "2 points, at most $31.25 below the curve between them",
        ),
        (
            lambda: cp.frontier(outage(whole_segments=True), budgets=[50]),
            "one integer plan, at its own budget",
        ),
        (
            lambda: cp.frontier(cp.changed(outage(), "segments[users>0].users=0")),
            "exact: one point, money changes nothing",
        ),
    ],
)
def test_the_standing_says_how_exact_it_is(made, standing):
    """The few words under the answer."""
    assert story(made()).standing == standing


def test_the_words_never_call_chosen_budgets_ends_of_the_curve():
    """They end where they were chosen to."""
    for curve in (
        cp.frontier(outage(), budgets=[50, 130]),
        cp.frontier(outage(whole_segments=True)),
    ):
        assert not any("asked for" in line or "Beyond" in line for line in story(curve).headline)


def test_names_of_the_users_are_data():
    """Brackets are no style, in the title neither."""
    name = "</b>:smile: <i>x"
    problem = cp.Problem(
        segments=[{"segment": name, "users": 5, "retention": 0.5, "retained_value": 10}],
        offers=[{"offer": "card"}],
        responses=[{"segment": name, "offer": "card", "retention": 0.6, "cost": 0.1}],
        title="[bold]y[/bold]",
    )
    curve = cp.frontier(problem)
    text = render(curve, 100, color=False)
    assert text.count(name) == 1  # its row of the ladder
    assert "[bold]y[/bold]" in text


def test_every_figure_of_a_view_is_finite():
    """NaN is a figure to nobody."""
    for curve in (cp.frontier(outage(budget=60), roi_floor=9), cp.frontier(crowd(10, caps=2))):
        seen = story(curve)
        cells = [cell for one in seen.tables for row in one.rows for cell in row]
        points = [f for series in drawn(curve).series for f in (*series.x, *series.y)]
        assert all(math.isfinite(f) for f in (*cells, *points) if isinstance(f, int | float))
