"""What stands around the cells of a sheet is told: rows out of sight, totals, the look of numbers."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given, strategies as st
from openpyxl.utils import range_boundaries

from compensator.errors import InputError
from compensator.plan import solve, take
from compensator.problem import Problem
from compensator.spreadsheet import Sheet, sums_of_all
from compensator.spreadsheet.sheet import Sum
from compensator.workbook.reading import read_tables, read_workbook
from tests.workbook.test_excel import text

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


def with_total(*cells: object) -> list[list[object]]:
    """Return Segments with one more row."""
    return [*SHEETS["Segments"], [*cells]]


def responses(segment: str) -> list[list[object]]:
    """Return Responses with rows of one more segment."""
    return [*SHEETS["Responses"], [segment, "card", 0.9], [segment, "week", 0.9]]


def summed(formula: str, value: float = 410_000, *, row: int = 4, column: int = 1) -> Change:
    """Write a formula with its stored value into Segments."""
    return lambda _, pages: pages["Segments"].write_formula(row, column, formula, None, value)


REFUSED = "expected no totals row: everything would count twice; delete it"


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(B2:B4)",
        "=SUM($B$2:$B$4)",
        "=sum(B1:B4)",
        "=SUM(B2,B3,B4)",
        "=SUM(B2:B3,B4)",
        "=+SUM(B2:B4)",
        "=SUBTOTAL(9,B2:B4)",
        "=SUBTOTAL(109,B2:B4)",
        "=AGGREGATE(9,5,B2:B4)",
        "=SUM(Segments!B2:B4)",
        "=SUM('Segments'!B2:B4)",
        "=SUM(A2:C4)",
        "=SUM(T1[users])",
        "=SUM(T1[[#Data],[users]])",
    ],
)
def test_a_sum_over_all_users_above_is_a_totals_row_and_refused(tmp_path, formula):
    """Read as a segment it would double all users, and take half of the budget."""
    path = book(tmp_path, summed(formula), Segments=with_total("All plans", None, 0.5, 40))
    (line,) = refusal(path)
    assert line.startswith(f"Segments!B5: {REFUSED}, found =")
    assert line.endswith(", a sum over all other rows")


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(B2:B3)",
        "=SUM(C2:C4)",
        "=SUM(Raw!B2:B4)",
        "=SUM(B2:B4)/2",
        "=SUM(T1[[#This Row],[users]])",
        "=MAX(B2:B4)",
        "=SUM(OFFSET(B2,0,0,3,1))",
        "=SUM()",
        "=SUM(1,2)",
        "=SUM(ZZZZ1:B4)",
    ],
)
def test_another_formula_is_not_taken_for_a_total(tmp_path, formula):
    """Users may well be computed, from another sheet or a part of the rows."""
    rows = with_total("rest", None, 0.5, 40)
    path = book(tmp_path, summed(formula, 7), Segments=rows, Responses=responses("rest"))
    assert [s.users for s in read_workbook(path).segments] == [120_000, 40_000, 250_000, 7]


@pytest.mark.parametrize(
    ("copied", "totals"), [("SUM(B2:B4)", True), ("SUM($B2:$B4)", False), ("SUM(B3:B5)", False)]
)
def test_a_formula_that_was_filled_to_the_right_has_moved(parts, copied, totals):
    """Excel keeps the text of a formula that was filled in the first of its cells only."""
    rows = [
        '<row r="1">',
        *(text(f"{c}1", t) for c, t in zip("ABC", ("segment", "loss", "users"), strict=True)),
        "</row>",
    ]
    for r in (2, 3, 4):
        rows += [
            f'<row r="{r}">{text(f"A{r}", f"s{r}")}<c r="B{r}"><v>1</v></c><c r="C{r}"><v>2</v></c></row>'
        ]
    rows += [
        (
            f'<row r="5">{text("A5", "all")}<c r="B5"><f t="shared" ref="B5:C5" si="0">{copied}</f><v>3</v></c>'
            '<c r="C5"><f t="shared" si="0"/><v>6</v></c></row>'
        )
    ]
    table = read_tables(parts.segments("".join(rows)).write()).tables["Segments"]
    assert table.around.totals == (
        {3: (2, "a formula, a sum over all other rows")} if totals else {}
    )


def test_the_totals_row_of_an_excel_table_is_refused_on_any_sheet(tmp_path):
    """The table itself says that this row is none of its data."""

    def lay(_book, pages):
        columns = [
            {"header": "offer", "total_string": "Total"},
            {"header": "delivery_cost", "total_function": "sum"},
        ]
        pages["Offers"].add_table(
            0,
            0,
            3,
            1,
            {"columns": columns, "total_row": True, "data": [["card", 0.5], ["week", 1]]},
        )

    assert refusal(book(tmp_path, lay)) == [
        f"Offers!4:4: {REFUSED}, found the totals row of an Excel table"
    ]


def test_a_total_with_blanks_is_told_as_a_total(tmp_path):
    """That it lacks a retention is not what is wrong with it."""
    path = book(tmp_path, Segments=with_total("Total", 410_000, None, None))
    assert refusal(path) == [f"Segments!A5: {REFUSED}, found a row that is called 'Total'"]
    path = book(tmp_path, Segments=with_total("All plans", 410_000, 0.4, None))
    assert refusal(path) == [
        f"Segments!A5: {REFUSED}, found a row that has exactly the 410,000 users of all rows above it"
    ]


@pytest.mark.parametrize(
    ("name", "users", "why"),
    [
        ("TOTAL", 7, "is called 'TOTAL'"),
        ("rest", 410_000, "has exactly the 410,000 users of all rows above it"),
    ],
)
def test_what_only_looks_like_a_total_is_read_and_noted(tmp_path, name, users, why):
    """One segment may be as large as three others, and somebody's brand is Total."""
    rows = with_total(name, users, 0.5, 40)
    path = book(tmp_path, Segments=rows, Responses=responses(name))
    assert read_workbook(path).notes == (
        f"Segments!A5 {why} and is read as a segment: if it is a totals row, everything would count twice; delete it.",
    )


def test_a_frame_with_a_total_is_noted_by_its_own_index():
    """Whoever concatenates a sum to a DataFrame sees which row it is."""
    rows = with_total("rest", 410_000, 0.5, 40)
    frames = {
        name: pd.DataFrame(table[1:], columns=table[0])
        for name, table in {
            "segments": rows,
            "offers": SHEETS["Offers"],
            "responses": responses("rest"),
        }.items()
    }
    (note,) = Problem(**frames).notes
    assert note.startswith("segments.loc[3, 'segment'] has exactly the 410,000 users")


def test_money_shown_in_another_currency_is_noted(tmp_path):
    """The figures are taken as dollars, whatever sign the cells show."""

    def show(made, pages):
        euros = made.add_format({"num_format": "#,##0.00\\ [$€-407]"})
        dollars = made.add_format({"num_format": '"$"#,##0'})
        for row, money in enumerate((30, 90, 20), 1):
            pages["Segments"].write_number(row, 3, money, dollars if row == 1 else euros)

    assert read_workbook(book(tmp_path, show)).notes == (
        "Segments!D3 is shown with '€' by its number format: it is taken as USD, the workbook's currency.",
    )
    settings = [["setting", "value"], ["currency", "CAD"]]
    assert "taken as CAD" in read_workbook(book(tmp_path, show, Settings=settings)).notes[0]


def test_a_percent_in_a_header_goes_with_cells_that_show_percentages(tmp_path):
    """A cell formatted as a percentage is a fraction already."""

    def show(made, pages):
        percent = made.add_format({"num_format": "0.0%"})
        for row, rate in enumerate((0.85, 0.9, 0.2), 1):
            pages["Segments"].write_number(row, 2, rate, percent if row < 3 or whole else None)

    rows = [["segment", "users", "retention (%)", "retained_value"], *SHEETS["Segments"][1:]]
    whole = True
    assert read_workbook(book(tmp_path, show, Segments=rows)).segments[0].retention == 0.85
    whole = False
    assert refusal(book(tmp_path, show, Segments=rows)) == [
        "Segments!C1: expected 'retention' or 'retention (0–1)', with each figure as it is: type 0.0085 for 0.85, found 'retention (%)'"
    ]


def column_of(figures: dict[int, int], sums: dict[int, str]) -> Sheet:
    """Return a sheet of one column, B, with figures and formulas by row."""
    rows = tuple((None, figure) for figure in ("users", *figures.values()))
    own = {(row, 2): Sum(formula, row, 2) for row, formula in sums.items()}
    return Sheet((1, *figures), rows, (), frozenset(), frozenset(), own, {})


corner = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "$"]),
    st.sampled_from("ABC"),
    st.sampled_from(["", "$"]),
    st.integers(1, 9),
)
span = st.one_of(corner, st.builds("{}:{}".format, corner, corner), st.just("B:B"))


@given(st.lists(span, min_size=1, max_size=3), st.integers(3, 9))
def test_a_total_is_one_by_the_cells_that_it_adds_up(spans, row):
    """Counted cell by cell, as openpyxl walks over each range."""
    figures = dict.fromkeys(range(2, 10), 1)
    added = set()
    for written in spans:
        left, top, right, bottom = range_boundaries(written)
        ends = sorted((left, right)), sorted((top or 1, bottom or 9))
        if ends[0][0] <= 2 <= ends[0][1]:
            added |= {*range(ends[1][0], ends[1][1] + 1)}
    above, others = {*range(2, row)}, {*range(2, 10)} - {row}
    total = (len(above) > 1 and above <= added) or others <= added
    found = [*sums_of_all(column_of(figures, {row: f"SUM({','.join(spans)})"}), "Segments", 2)]
    assert [r for r, _ in found] == [row] * total


@given(st.text("SUM(B2:4)[],!'$#@ \u0660", max_size=30))
def test_no_formula_stops_the_reading(formula):
    """A workbook may come from anybody."""
    sheet = column_of(dict.fromkeys((2, 3, 4), 1), {4: f"SUM({formula}"})
    assert all(row == 4 for row, _ in sums_of_all(sheet, "Segments", 2))
