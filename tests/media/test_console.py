"""The plan in a terminal."""

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from compensator.media.terminal import render
from compensator.plan.answer import Allocation, LimitResult, Margin


@pytest.mark.parametrize("name", ["plan", "infeasible", "unknown"])
def test_the_terminal_shows_what_is_written_down(name, request, golden):
    """Each answer at 80 columns, as a reader of the README sees it."""
    golden(f"console-{name}.txt", render(request.getfixturevalue(name), 80) + "\n")


def test_many_segments_are_shown_by_offer_and_the_way_to_all_rows_is_told(make_large, golden):
    """Ten thousand rows would scroll the answer away."""
    text = render(make_large(10_000), 80)
    golden("console-large.txt", text + "\n")
    assert "All 10,000 segments: write the plan to .xlsx, .csv or .json" in text


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
def test_no_line_is_wider_than_the_terminal_and_no_figure_is_cut(nasty, width):
    """A cut figure is a wrong figure; names fold, figures do not."""
    text = render(nasty, width)
    assert max(map(cell_len, text.splitlines())) <= width
    squeezed = re.sub(r"[\s│]", "", text)
    assert "CN¥1,234,567,890,123" in squeezed
    assert "123,456,789" in squeezed
    assert "…" not in text.replace("… and", "")


def test_users_text_is_neither_markup_nor_a_control_sequence(nasty):
    """A segment called [red] is called [red], and an escape sequence stays in its cell."""
    text = render(nasty, 140, color=False)
    assert "[red]" in text
    assert "[/bold]" in text
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\x1b[31mx" not in render(nasty, 140, color=True)


def test_color_is_used_only_where_asked_for(plan, monkeypatch):
    """A pipe and NO_COLOR get plain text, and styles change no letter of it."""
    plain = render(plan, 80)
    assert "\x1b" not in plain
    styled = render(plan, 80, color=True)
    stripped = re.sub(r"\x1b\[[0-9;]*m", "", styled)
    assert [line.rstrip() for line in stripped.splitlines()] == plain.splitlines()
    assert styled != plain
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert render(plan, 80) == plain
    monkeypatch.delenv("NO_COLOR")
    assert render(plan, 80) == styled


def test_what_does_not_exist_is_shown_as_absent(make_plan):
    """Null is not zero: no ratio, no runner-up, no best plan at a cost."""
    plan = make_plan(
        limits=(LimitResult("ratio", "value", None, 1.0, None, None, False, 0.0, True),),
        margins=(Margin("paying", "week", None, None, None, None, None),),
        policies=(),
        budget=None,
        budget_price=None,
    )
    text = render(plan, 80)
    assert re.search(r"ratio +– +≥ 1 +– +\$0 +–", text)
    assert "Closest calls" not in text
    assert "Policies" not in text


def test_an_empty_plan_renders(make_plan, plan):
    """No user, no row, no limit: still an answer."""
    totals = replace(plan.totals, users=0, recipients=0.0, cost=0.0, roi=None)
    text = render(make_plan(allocations=(), limits=(), totals=totals, notes=(), margins=()), 80)
    assert "doing nothing is best" in text


def test_missed_limits_come_first_where_not_all_are_shown(make_plan):
    """The limits that matter are those that bind or are missed."""
    met = [LimitResult(f"limit-{i}", "cost", 1, None, 500, 499, False, 0, True) for i in range(60)]
    bound = replace(met[-1], slack=0.0, binding=True)
    missed = replace(met[-2], slack=-7.0)
    text = render(make_plan(limits=(*met[:-2], missed, bound)), 80)
    assert re.search(r"limit-58 .*MISSED", text)
    assert re.search(r"limit-59 .*binding", text)
    assert "Of 60 limits missed ones stand first, then binding ones." in text
    assert "limits" in text.partition("Also in a file (-o):")[2]


@pytest.fixture
def nasty(make_plan, plan):
    """A plan of trillions whose names try everything that a cell may hold."""
    big = 1_234_567_890_123.0
    name = "[red]" + "Ünïcödé-用户群体" * 8 + "\x1b[31m\r\nx"
    cell = Allocation(name, "[/bold]=cmd()", 1.0, 123_456_789, big, -big, 1e9, 0.0)
    totals = replace(plan.totals, cost=big, value=3 * big, net_value=2 * big, users=1_234_567_890)
    policy = replace(
        plan.policies[1], cost=big, objective=big, best_at_cost=2 * big, net_value=-big
    )
    return make_plan(
        title="[bold]長い" * 30 + "\x1b]0;x",
        currency="CNY",
        allocations=(cell, *plan.allocations[1:]),
        totals=totals,
        policies=(replace(policy, broken=("a", "b", "c", "d")),),
        margins=(Margin(name, "y\x07", name, 1e-6, None, None, None),),
        limits=(LimitResult("z" * 100, "value", None, 1e13, None, None, False, 0.0, True),),
    )
