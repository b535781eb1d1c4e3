"""Any result into files and figures, by ``cp.write`` and ``cp.plot``."""

import csv
import json
from dataclasses import replace

import pandas as pd
import pytest

from compensator.errors import UsageError
from compensator.media import plot, write
from compensator.story import story
from tests.views import CHARTS, CHINESE, LADDER, NONE, SCRIPT, make_view, shown


@pytest.fixture
def result():
    """A result whose story is made by hand: the real ones have tests of their own."""
    return shown(make_view())


@pytest.fixture
def nothing(result):
    """An answer of words, such as that nothing is feasible."""
    standing = "infeasible: no plan meets every limit"
    return replace(result, own=make_view(charts=(), tables=(), standing=standing))


def test_csv_holds_every_row_and_column_of_the_first_table_as_plain_data(result, tmp_path):
    """Keys as in the document, numbers without signs, and no text that a spreadsheet would run."""
    write(result, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == [column.name for column in LADDER.columns]
    assert rows[1] == [CHINESE, "apology", "90000", "22500.0", "1", "3.6", "false", "22500.0"]
    assert rows[2][:2] == [SCRIPT, '\'=HYPERLINK("x")']
    assert (rows[0][5], rows[2][6]) == ("", "")


def test_a_table_without_rows_is_a_file_with_its_heading(result, tmp_path):
    """Programs that read it find their columns."""
    write(replace(result, own=make_view(tables=(NONE,))), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == b"a,a\r\n"


def test_json_holds_the_document(result, tmp_path):
    """What is written is what --json prints."""
    write(result, tmp_path / "t.json")
    assert json.loads((tmp_path / "t.json").read_text(encoding="utf-8")) == result.to_dict()


@pytest.mark.parametrize(("name", "start"), [("t.xlsx", b"PK"), ("t.HTML", b"<!DOCTYPE html>")])
def test_workbook_and_page_are_written_by_their_extension(result, tmp_path, name, start):
    """The other two kinds of file."""
    write(result, tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(start)


def test_an_unknown_extension_is_refused_with_the_known_ones(result, tmp_path):
    """The message is the remedy."""
    with pytest.raises(UsageError, match=r"\.xlsx, \.csv, \.json, \.html, found extension '\.pdf'"):
        write(result, tmp_path / "t.pdf")


def test_a_file_that_exists_is_only_replaced_by_force(result, tmp_path):
    """Nothing of the user's is overwritten."""
    path = tmp_path / "t.html"
    path.write_text("mine")
    with pytest.raises(UsageError, match="exists already"):
        write(result, path)
    write(result, path, force=True)
    assert path.stat().st_size > 1_000


@pytest.mark.parametrize("extension", ["xlsx", "csv", "html"])
def test_an_answer_without_tables_only_goes_to_json(nothing, tmp_path, extension):
    """An empty table would look like an answer."""
    words = r"infeasible: no plan meets every limit; only \.json holds such an answer"
    with pytest.raises(UsageError, match=words):
        write(nothing, tmp_path / f"t.{extension}")
    write(nothing, tmp_path / "t.json")
    assert [path.name for path in tmp_path.iterdir()] == ["t.json"]


def test_a_plan_is_a_page(plan, tmp_path):
    """The answer, its figures, who gets what and why; what only a workbook computes is not on it."""
    write(plan, tmp_path / "plan.html")
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    for text in ("Who gets what", "Limits", "Policies", "Closest calls", "Whole users and proof"):
        assert f"<h2>{text}</h2>" in page
    assert ">OK<" not in page
    assert "<dt>Net value</dt>" in page


def test_an_answer_shows_itself_in_a_notebook(plan, result):
    """Without a script, which notebooks that are not trusted do not run."""
    text = plan._repr_html_()
    assert "<h2>Who gets what</h2>" in text
    assert "<script" not in text
    assert result._repr_html_().startswith("<div>")


def test_plot_draws_every_chart_of_a_result(result, nothing):
    """A result's picture is what its page shows."""
    titles = [note.text for note in plot(result).layout.annotations]
    assert titles == [chart.title for chart in CHARTS]
    with pytest.raises(UsageError, match="nothing to draw: infeasible"):
        plot(nothing)


@pytest.mark.parametrize("door", [plot, lambda table: write(table, "t.xlsx")])
def test_a_table_is_refused_with_the_result_to_give(door):
    """cp.sweep gives a DataFrame, which neither has charts nor knows its currency."""
    with pytest.raises(UsageError, match=r"found a table \(DataFrame\): .*cp\.explore"):
        door(pd.DataFrame({"a": [1]}))


def test_anything_else_is_refused_by_its_kind():
    """A path where a result belongs is a slip that a message should name."""
    with pytest.raises(UsageError, match="such as a plan, a frontier or a sweep, found 'str'"):
        story("plan.xlsx")
