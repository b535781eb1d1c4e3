"""Any view in the terminal."""

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from compensator.media.terminal import render
from compensator.story.model import Axis, Bars, Column, HeatMap, LineChart, Series, Table
from tests.views import (
    BARS,
    CHARTS,
    CHINESE,
    CURVE,
    EMPTY,
    FINE,
    HEAT,
    LADDER,
    LINES,
    LONG,
    NONE,
    POINT,
    SCENARIOS,
    TORNADO,
    make_view,
)


def shown(width=80, **parts):
    view = make_view(**{"charts": (), "tables": (), "notes": (), **parts})
    return render(view, width, color=False)


def lines(text, word):
    return [line for line in text.splitlines() if word in line]


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
@pytest.mark.parametrize("color", [True, False])
def test_no_line_is_wider_than_the_terminal(width, color):
    """A line that wraps makes a table unreadable, and Chinese letters are two characters wide."""
    text = render(make_view(), width, color=color)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert max(map(cell_len, plain.splitlines())) <= width
    assert (plain != text) is color


def test_the_answer_stands_first_under_its_title_and_above_how_far_it_is_proven():
    """Who reads one line reads the answer."""
    top = shown(title="Outage").splitlines()[:4]
    assert top[0].startswith("╭─ Outage ─")
    assert top[1] == f"│ {'The first $1,000,000 bring $3 for each dollar.':<76} │"
    assert top[3].endswith("─ exact ─╯")


def test_a_title_that_the_frame_would_cut_stands_inside_it():
    """Nothing of the user's is lost."""
    title = "word " * 30
    assert shown(title=title).count("word") == 30


def test_the_users_text_is_neither_markup_nor_an_escape():
    """A name in brackets is not a style, and no name moves the cursor."""
    table = Table("t", (Column("name", "text"),), [("[red]x[/red]",), ("a\x1b[31m",)])
    text = shown(tables=(table,), notes=("[bold]n[/bold] \x1b[2J",), title="t\x1b]0;x\x07")
    assert "[red]x[/red]" in text
    assert "[bold]n[/bold] ␛[2J" in text
    assert "\x1b" not in text
    assert "\x07" not in text


def test_at_eighty_columns_the_least_columns_go_and_are_counted():
    """Figures are never cut: columns go that the view marks as less, and short money comes last."""
    narrow, wide = shown(80, tables=(LADDER,)), shown(140, tables=(LADDER,))
    assert "cumulative" not in narrow
    assert "… and 1 more column in a file (-o)." in narrow
    assert "$1,200,000,000" in wide
    assert "cumulative" in wide
    assert "more column" not in wide


def test_in_a_narrow_terminal_each_cell_has_its_own_line():
    """What cannot stand side by side stands one below the other."""
    text = shown(40, tables=(LADDER,))
    assert re.search(r"^cost +\$1,200,000,000$", text, re.MULTILINE)


def test_rows_beyond_those_shown_are_counted():
    """The terminal is no place for ten thousand rows, and silence about them would mislead."""
    text = shown(tables=(LONG,))
    assert "… and 56 more rows in a file (-o)." in text
    assert len(lines(text, "more rows")) == 1
    assert "No rows." in shown(tables=(NONE,))


def test_figures_that_somebody_typed_keep_their_digits():
    """Two inputs that differ must not look alike."""
    table = Table(
        "t",
        (Column("unit_cost", "money"), Column("by"), Column("third")),
        [(0.105, 0.105, 1 / 3), (0.5, 0.11, 2 / 3)],
    )
    assert lines(shown(tables=(table,)), "$0.105")[0].split() == ["$0.105", "0.105", "0.33"]


def test_a_curve_rises_between_round_ticks_and_its_mark_is_told_in_words():
    """The picture of the frontier: axes in short money, the budget of today on the line."""
    text = shown(charts=(CURVE,))
    assert lines(text, "┬")[0].strip().startswith("└┬")
    assert re.search(r"^ +\$0 +\$0\.5M +\$1\.0M .*\$3\.0M$", text, re.MULTILINE)
    assert [line.split("┤")[0].strip() for line in lines(text, "┤")] == [
        "$5M", "$4M", "$3M", "$2M", "$1M", "$0",
    ]  # fmt: skip
    assert "1 today's budget: budget $2,000,000, value $4,000,000" in text
    (row,) = re.findall(r"^.{3}[│┤][^1│\n]*1[^│\n]*$", text, re.MULTILINE)
    assert row.startswith("$4M┤")
    assert row.index("1") == pytest.approx(4 + 75 * 2 / 3, abs=1)


def test_a_gap_in_a_line_stays_empty():
    """Where there is no plan no value is drawn."""
    whole = Series("a", [0, 1, 2, 3, 4], [1.0, 1.0, 1.0, 1.0, 1.0])
    gap = Series("a", [0, 1, 2, 3, 4], [1.0, 1.0, None, 1.0, 1.0])
    dots = [
        max(sum("⠀" < c <= "⣿" for c in line) for line in shown(charts=(chart,)).splitlines())
        for chart in (
            LineChart("t", Axis("x"), Axis("y"), (whole,)),
            LineChart("t", Axis("x"), Axis("y"), (gap,)),
        )
    ]
    assert dots[1] == pytest.approx(dots[0] / 2, abs=2)


def test_several_lines_are_told_apart_without_color():
    """A letter stands on each line, and again beside its name."""
    text = shown(charts=(LINES,))
    assert "a best plan   b </script>" in text
    field = "\n".join(re.findall(r"[┤│](.*)", text))
    assert {"a", "b"} <= set(field)


def test_one_point_no_points_and_texts_below_the_axis_can_be_drawn():
    """The smallest pictures are pictures."""
    assert "•" in shown(charts=(POINT,))
    assert "Nothing to draw." in shown(charts=(EMPTY,))
    text = shown(charts=(SCENARIOS,))
    assert lines(text, CHINESE)[0].split() == ["base", "late", CHINESE]
    assert lines(text, "95%")


def test_a_small_heat_map_shows_its_figures():
    """Rows are the vertical input, columns the horizontal one, a missing plan is told."""
    text = shown(charts=(HEAT,))
    assert lines(text, "$1M ")[0].split() == ["$1M", "–", "$265,170", "$100,000"]
    assert lines(text, "$2M  ")[0].split() == ["$2M", "$3,000,000", "$2,000,000", "$1,500,000"]
    assert "value: budget down, delay_days across" in text


def test_a_heat_map_without_room_for_full_figures_has_three_digits():
    """Before it has shades only."""
    row = [265_170.0 + 1e5 * step for step in range(9)]
    wide = HeatMap("t", Axis("x"), Axis("y"), Axis("z", "money"), range(9), [1], [row])
    text = shown(charts=(wide,))
    assert lines(text, "$265k")[0].split()[:3] == ["1", "$265k", "$365k"]
    assert max(map(cell_len, text.splitlines())) <= 80
    assert "$265,170" in shown(120, charts=(wide,))


def test_what_only_files_hold_is_named_and_not_drawn():
    """Nothing is left out in silence."""
    bars = replace(BARS, brief=False)
    text = shown(charts=(bars,), tables=(replace(LONG, brief=False), LADDER))
    assert "Also in a file (-o): objective; cells." in text
    assert "█" not in text
    assert "Cells ─" not in text
    assert "Ladder ─" in text
    assert "Also in a file" not in shown(tables=(LADDER,))


def test_a_column_of_short_money_has_one_unit():
    """A thousand above a million in other letters is misread."""
    small, large = Column("a", "money"), Column("b", "money")
    others = tuple(Column(f"c{place}", "money") for place in range(6))
    rows = [(1_000.0, 2_500_000.0, *[1e9] * 6), (2_000_000.0, -340_000.0, *[1e9] * 6)]
    text = shown(tables=(Table("t", (small, large, *others), rows),))
    first, second = (line.split() for line in lines(text, "$1B"))
    assert (first[0], second[0]) == ("$1k", "$2,000k")
    assert (first[1], second[1]) == ("$2.50M", "−$0.34M")


def test_names_fold_after_hyphens_and_leave_room_for_sentences():
    """A name cut anywhere reads as another name."""
    why = "Nobody gets another offer, and this sentence goes on for more than a line of it."
    columns = (Column("plan", "text"), Column("why", "text"))
    text = shown(tables=(Table("t", columns, [("cards-for-users-who-never-called", why)]),))
    assert lines(text, "cards-for-users-who-never-  ")
    assert lines(text, "called  ")
    assert max(len(line) for line in text.splitlines()) > 75


def test_one_more_is_one():
    """Of rows, columns, bars, lines and notes."""
    row = Table("t", (Column("a"),), [(1,), (2,)], shown=1)
    bars = replace(BARS, names=tuple("abcdefghijklmnop"), series=(Bars("value", (1.0,) * 16),))
    lines_of_nine = replace(
        LINES, series=tuple(replace(LINES.series[0], name=n) for n in "abcdefghi")
    )
    text = shown(charts=(bars, lines_of_nine), tables=(row,), notes=["n"] * 13)
    for word in ("row", "bar", "line", "note"):
        assert re.search(rf"and 1 more {word}\b", text)


def test_a_fine_heat_map_shows_shades_and_what_they_mean():
    """Sixty-one figures have no room in eighty characters; five shades do, without color."""
    text = shown(charts=(FINE,))
    rows = re.findall(r"^ *\$\S+ ([·░▒▓█]+)$", text, re.MULTILINE)
    assert {len(row) for row in rows} == {61}
    assert rows[0] == "·" * 61  # zero in all cells
    assert rows[-1].startswith("█")
    assert rows[-1].endswith("·")
    assert "█ $2,391 to $2,989" in text.replace("\n", " ")
    assert "rows; a file (-o) holds all" in text
    assert "no plan" not in text


def test_tornado_bars_start_at_the_base_on_the_side_of_their_value():
    """Low and high are told apart by shade, and both are seen where both are on one side."""
    text = shown(charts=(TORNADO,))
    wide, same, cost, still = (
        next(line for line in text.splitlines() if line.startswith(name))
        for name in ("segments[reg", "both on", "offers[card", "nothing")
    )
    assert re.search(r"[^█]░+│█+[^░]", wide)
    assert wide.count("░") == pytest.approx(wide.count("█"), abs=1)
    assert wide.split()[-2:] == ["$2M", "$4M"]
    assert re.search(r"│░+█+", same)
    assert re.search(r"│░+ .*\$3\.1M +–$", cost)
    assert "░" not in still
    assert "█" not in still
    assert "│ $3,000,000 as it is" in text


def test_bars_grow_from_zero_with_losses_to_the_left():
    """A third of the value is a third of the bar."""
    text = shown(charts=(BARS,))
    base, third, loss, none = (
        next(line for line in text.splitlines() if line.startswith(name))
        for name in ("base", CHINESE, "loss", "no plan")
    )
    assert base.count("█") == pytest.approx(3 * third.count("█"), abs=2)
    assert loss.index("█") < base.index("█")
    assert loss.endswith("−$500M")
    assert none.endswith("–")
    assert "█" not in none


def test_what_made_the_result_stands_last():
    """A printed answer can be traced to its input."""
    last = shown(charts=CHARTS[:1]).splitlines()[-1]
    assert last == "compensator 0.1.0 · pulp 3.3.2 · HiGHS 1.13.0 · input 3f5a3f5a3f5a · 0.04 s"


def test_many_notes_are_cut_and_counted():
    """Files hold them all."""
    text = shown(notes=tuple(f"note {number}" for number in range(20)))
    assert "note 11" in text
    assert "note 12" not in text
    assert "and 8 more notes: --full" in text
    whole = shown(notes=tuple(f"note {number}" for number in range(20)), brief=False)
    assert "note 19" in whole
    assert "more notes" not in whole


def test_a_long_list_in_a_note_ends_after_some_lines_and_says_where_the_rest_is():
    """A thousand cells would push the answer off the screen; in full they are all there."""
    note = "Offers that harm: " + "; ".join(f"card for s{number}" for number in range(500))
    text = shown(notes=(note, "another"))
    assert len(text.splitlines()) < 40
    assert "; … (--full tells all)" in " ".join(text.split())
    assert "card for s499" not in text
    assert "another" in text
    assert "card for s499" in shown(notes=(note,), brief=False)
