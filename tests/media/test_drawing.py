"""Any view as a plotly figure."""

import html
from itertools import pairwise

import pytest

from compensator.media.figures.drawing import draw, plot
from compensator.story.model import Axis, HeatMap, LineChart, Series
from tests.views import BARS, CHARTS, CURVE, HEAT, LINES, SCENARIOS, SCRIPT, TORNADO, make_view


def drawn(*charts):
    return draw(charts, "USD")


def test_all_charts_stand_below_one_another_under_the_answer():
    """One figure to show in a notebook."""
    figure = plot(make_view())
    assert len({axis for axis in figure.layout if axis.startswith("xaxis")}) == len(CHARTS)
    assert figure.layout.title.text.startswith(f"Outage {html.escape(SCRIPT)}<br><sub>The first $1")
    titles = [note.text for note in figure.layout.annotations]
    assert titles == [chart.title for chart in CHARTS]
    domains = [
        figure.layout[f"yaxis{place or ''}"].domain for place in (0, *range(2, 1 + len(CHARTS)))
    ]
    assert all(above[0] > below[1] for above, below in pairwise(domains))


def test_a_line_has_its_points_its_gap_and_its_named_mark():
    """What is drawn is what the view holds."""
    curve, marks = drawn(CURVE).data
    assert (list(curve.x), list(curve.y)) == ([0, 1e6, 2e6, 3e6], [0, 3e6, 4e6, 4.2e6])
    assert (list(marks.x), list(marks.y), list(marks.text)) == (
        [2e6],
        [4e6],
        ["today&#x27;s budget"],
    )
    assert list(drawn(LINES).data[1].y) == [9e5, None, 3e5, 1e5]
    assert drawn(CURVE).layout.xaxis.tickprefix == "$"
    assert draw([CURVE], "USD", titled=False).data[1].text == ("1",)


def test_hovering_tells_figures_with_their_units():
    """The words of the terminal."""
    assert (
        drawn(CURVE).data[0].hovertext[1] == "best value<br>budget $1,000,000<br>value $3,000,000"
    )
    assert drawn(SCENARIOS).data[0].hovertext[1] == "kept<br>late<br>kept 90%"
    assert (
        drawn(HEAT).data[0].hovertext[0][1] == "delay_days 10<br>budget $1,000,000<br>value $265k"
    )
    assert drawn(TORNADO).data[1].hovertext[1] == (
        "both on one side<br>at the high input: value $3,500,000"
    )


def test_texts_below_the_axis_are_its_ticks():
    """Scenarios have names, not numbers."""
    axis = drawn(SCENARIOS).layout.xaxis
    assert list(axis.ticktext)[:2] == ["base", "late"]
    assert list(drawn(SCENARIOS).data[0].x) == [0, 1, 2]


def test_a_heat_map_leaves_out_what_has_no_plan():
    """An empty cell is not a zero."""
    (trace,) = drawn(HEAT).data
    assert [list(line) for line in trace.z] == [[None, 265_170, 100_000], [3e6, 2e6, 1.5e6]]
    assert trace.hoverongaps is False


def test_tornado_bars_end_at_their_values():
    """From the base to the value at either input; the narrower set is drawn in front."""
    low, high = drawn(TORNADO).data
    ends = [[None if x is None else bar.base + x for x in bar.x] for bar in (low, high)]
    assert ends == [[2e6, 3.2e6, 3.1e6, 3e6], [4e6, 3.5e6, None, 3e6]]
    assert high.width < low.width


def test_bars_show_their_figures_in_the_order_of_the_view():
    """Read from the top."""
    figure = drawn(BARS)
    assert list(figure.data[0].x) == [3e9, 1e9, -5e8, None]
    assert list(figure.data[0].text) == ["$3B", "$1B", "−$500M", "–"]
    assert figure.layout.yaxis.autorange == "reversed"


@pytest.mark.parametrize("chart", CHARTS)
def test_names_are_not_markup(chart):
    """A title that holds a link must not become one."""
    assert "<script" not in draw([chart], "USD").to_json()


def test_a_long_curve_is_drawn_at_points_enough_with_both_ends():
    """Eighty thousand breakpoints would make a page that no phone opens."""
    points = range(80_000)
    chart = LineChart("t", Axis("x"), Axis("y"), (Series("a", points, [float(x) for x in points]),))
    (trace,) = drawn(chart).data
    assert len(trace.x) == 2_000
    assert (trace.x[0], trace.x[-1]) == (0, 79_999)


def test_an_empty_heat_map_is_drawn_empty():
    """No cells are not a failure."""
    assert drawn(HeatMap("t", Axis("x"), Axis("y"), Axis("z"), [], [], [])).data[0].z == ()
