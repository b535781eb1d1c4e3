"""The plan as a figure."""

from dataclasses import replace

import pytest

from compensator.errors import UsageError
from compensator.media import plot


def test_each_segments_bar_adds_up_to_all_of_its_users(plan):
    """Shares are of the segment, none included."""
    figure = plot(plan)
    bars = [trace for trace in figure.data if trace.xaxis == "x"]
    assert [trace.name for trace in bars] == ["card-30", "week", "none"]
    assert [sum(parts) for parts in zip(*(bar.x for bar in bars), strict=True)] == [1, 1, 1]
    assert list(figure.layout.yaxis.ticktext) == ["registered", "dormant", "paying"]


def test_the_plan_and_its_policies_stand_at_their_cost_and_value(plan):
    """The picture shows the figures of the document, in their currency."""
    cost, value = (trace for trace in plot(plan).data if trace.xaxis == "x2")
    assert list(cost.x) == [50_000, 0, 49_500, 27_500]
    assert list(value.x) == [145_800, *(policy.value for policy in plan.policies)]
    layout = plot(plan).layout
    assert layout.xaxis2.title.text == "expected cost, and value"
    assert layout.xaxis2.tickprefix == "$"
    assert layout.yaxis2.ticktext[:2] == ("this plan", "do nothing")
    assert layout.yaxis2.ticktext[2].replace("<br>", " ") == "card-30 for all (breaks a limit)"


def test_the_bars_of_a_segment_follow_each_other(plan):
    """Parts of a whole: each begins where the one before it ends."""
    first, second, third = (trace for trace in plot(plan).data if trace.xaxis == "x")
    assert list(first.base) == [0, 0, 0]
    assert list(second.base) == list(first.x)
    assert list(third.base) == [a + b for a, b in zip(first.x, second.x, strict=True)]


def test_small_segments_share_one_bar(make_large):
    """Ten thousand bars are a gray area."""
    figure = plot(make_large(1_000))
    assert len(figure.data[0].x) == 25
    assert figure.layout.yaxis.ticktext[-1] == "976 other segments"


def test_names_are_not_markup(make_plan, plan):
    """A title that holds a link must not become one."""
    cell = replace(plan.allocations[0], offer="<a href='x'>")
    figure = plot(make_plan(title="<b>x</b>", allocations=(cell,)))
    assert figure.layout.title.text.startswith("&lt;b&gt;x&lt;/b&gt;<br>")
    assert figure.data[0].name == "&lt;a href=&#x27;x&#x27;&gt;"


def test_without_a_plan_there_is_nothing_to_draw(infeasible):
    """An empty figure would look like an answer."""
    with pytest.raises(UsageError, match="nothing to draw: infeasible"):
        plot(infeasible)
