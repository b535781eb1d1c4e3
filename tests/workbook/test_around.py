"""What stands around the cells of a sheet is told: rows out of sight, totals, the look of numbers."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from compensator.errors import InputError
from compensator.plan import solve, take
from compensator.workbook import read_workbook

SHEETS = {
    "Settings": [["setting", "value"], ["budget", 50_000]],
    "Segments": [
        ["segment", "users", "retention", "retained_value"],
        ["basic", 120_000, 0.85, 30],
        ["premium", 40_000, 0.9, 90],
        ["lapsed", 250_000, 0.2, 20],
    ],
    "Offers": [["offer", "delivery_cost"], ["card", 0.5], ["week", 1]],
    "Responses": [
        ["segment", "offer", "retention"],
        ["basic", "card", 0.87],
        ["basic", "week", 0.88],
        ["premium", "card", 0.92],
        ["premium", "week", 0.95],
        ["lapsed", "card", 0.21],
        ["lapsed", "week", 0.23],
    ],
}
Change = Callable[[xlsxwriter.Workbook, dict], None]


def book(path: Path, change: Change = lambda *_: None, **sheets: list[list[object]]) -> Path:
    """Write the small right workbook with sheets replaced or added, then a change of its pages."""
    with xlsxwriter.Workbook(path / "plan.xlsx") as made:
        pages = {}
        for title, rows in {**SHEETS, **sheets}.items():
            pages[title] = made.add_worksheet(title)
            for r, row in enumerate(rows):
                pages[title].write_row(r, 0, row)
        change(made, pages)
    return path / "plan.xlsx"


def refusal(path: Path) -> list[str]:
    """Return every line of a workbook's refusal."""
    with pytest.raises(InputError) as caught:
        read_workbook(path)
    return [str(issue) for issue in caught.value.issues]


def filtered(_book, pages):
    """Filter Segments so that row 3 is not shown."""
    pages["Segments"].autofilter(0, 0, 3, 3)
    pages["Segments"].filter_column(0, "x != premium")
    pages["Segments"].set_row(2, None, None, {"hidden": True})


def test_a_row_that_a_filter_hides_is_read_and_told(tmp_path):
    """Who filters a sheet may think that the rest is left out."""
    problem = read_workbook(book(tmp_path, filtered))
    assert len(problem.segments) == 3
    assert problem.notes == ("Segments: row 3 is hidden or filtered out, and read.",)


def test_a_plan_and_a_check_tell_what_was_seen_while_reading(tmp_path):
    """The note stands where notes are told, also after a change."""
    problem = read_workbook(book(tmp_path, filtered))
    assert problem.notes[0] in solve(problem).notes
    assert problem.notes[0] in take(problem).notes


def test_hidden_columns_are_told_where_they_hold_something(tmp_path):
    """Excel hides all columns right of a table too: those say nothing."""

    def hide(_book, pages):
        pages["Offers"].set_column("B:B", None, None, {"hidden": True})
        pages["Segments"].set_column("E:XFD", None, None, {"hidden": True})

    assert read_workbook(book(tmp_path, hide)).notes == ("Offers: column B is hidden, and read.",)


def test_many_hidden_rows_are_told_in_runs(tmp_path):
    """Numbers of rows as the sheet shows them, empty rows within a run not counted."""

    def hide(_book, pages):
        for row in (1, 2, 4, 6):
            pages["Responses"].set_row(row, None, None, {"hidden": True})

    rows = SHEETS["Responses"]
    sheets = {"Responses": [*rows[:3], [], *rows[3:]]}
    assert read_workbook(book(tmp_path, hide, **sheets)).notes == (
        "Responses: 4 rows are hidden or filtered out, and read (2–5, 7).",
    )


def test_a_hidden_sheet_is_told(tmp_path):
    """A limit that nobody sees still binds."""
    sheets = {"Limits": [["limit", "measure", "max"], ["cap", "recipients", 10]]}
    for how in ("hide", "very_hidden"):
        path = book(tmp_path, lambda _, pages, how=how: getattr(pages["Limits"], how)(), **sheets)
        assert read_workbook(path).notes == ("The sheet Limits is hidden, and read.",)
