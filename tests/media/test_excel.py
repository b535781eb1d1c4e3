"""The plan as a workbook: what is written is what is meant, and the checks are live."""

from dataclasses import replace

import openpyxl
import pytest

from compensator.media import write as write_excel
from compensator.plan.answer import Allocation, WholePlan
from tests.office import needs_office, recalculated


def read(path, *, formulas=False):
    return openpyxl.load_workbook(path, data_only=not formulas)


def results(book):
    """Return each check's name and result."""
    rows = book["Checks"].iter_rows(min_row=4, values_only=True)
    return {row[0]: row[6] for row in rows if row[6] is not None}


def verdict(book):
    """Return what the summary says of all checks: above the key figures, with a line between."""
    left = [row[0] for row in book["Summary"].iter_rows(max_col=1, values_only=True)]
    figures = left.index("Key figures")
    assert left[figures - 1] is None
    return left[figures - 2]


def column(sheet, name):
    """Return the cells of a column of a table, by its heading."""
    place = [cell.value for cell in sheet[3]].index(name)
    return [row[place] for row in sheet.iter_rows(min_row=4)]


@pytest.fixture
def written(plan, tmp_path):
    write_excel(plan, tmp_path / "plan.xlsx")
    return tmp_path / "plan.xlsx"


def test_the_workbook_has_a_sheet_for_each_question(written):
    """Readers find sheets by name."""
    names = [
        "Summary",
        "Plan",
        "Limits",
        "Policies",
        "Margins",
        "Checks",
        "Segments",
        "Chart data",
        "Manifest",
    ]
    assert read(written).sheetnames == names


def test_allocations_are_written_cell_by_cell(plan, written):
    """The workbook's rows are the document's rows."""
    rows = list(read(written)["Plan"].iter_rows(min_row=4, max_col=9, values_only=True))
    assert rows[1] == ("registered", "card-30", 0.75, 90_000, 22_500, 81_000, 0, 4_500, 2)
    assert len(rows) == len(plan.allocations)


def test_every_check_holds_on_a_plan_that_adds_up_and_says_so_without_recalculation(written):
    """Viewers that do not compute show the stored values."""
    book = read(written)
    assert len(results(book)) == 16
    assert set(results(book).values()) == {"OK"}
    assert verdict(book) == "All 16 checks are OK."


def test_no_result_is_typed_in(written):
    """A result that is not a formula proves nothing."""
    found = results(read(written, formulas=True)).values()
    assert all(str(formula).startswith("=IF(") for formula in found)


def test_set_up_costs_have_a_line_of_their_own(written):
    """They are in the total and in no row: 50,000 = 27,000 + 22,500 + 500."""
    rows = read(written)["Checks"].iter_rows(min_row=4, values_only=True)
    lines = {row[0]: row[1] for row in rows}
    assert lines["Set-up costs, in no row of the plan"] == 500
    assert lines["Cost of the rows and set-up add up"] == 50_000


@pytest.mark.parametrize(
    ("field", "check"),
    [
        ("users", "Users add up"),
        ("recipients", "Users with an offer add up"),
        ("value", "Value adds up"),
        ("retained", "Users who stay add up"),
        ("reconverted", "Users who come back add up"),
        ("net_value", "Net value is value less cost"),
        ("breakage", "Breakage is liability less cost"),
        ("roi", "Net value ÷ cost"),
    ],
)
def test_a_wrong_total_fails_its_check(make_plan, plan, tmp_path, field, check):
    """Each check must be able to fail."""
    wrong = replace(plan.totals, **{field: getattr(plan.totals, field) + 10})
    write_excel(make_plan(totals=wrong), tmp_path / "plan.xlsx")
    book = read(tmp_path / "plan.xlsx")
    assert results(book)[check] == "FAILED"
    assert "FAILED" in verdict(book)


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"budget": 40_000.0}, "Cost keeps to the budget"),
        (
            {"whole": WholePlan(1.0, 0.0, proven=True)},
            "The objective of whole users is the total it maximizes",
        ),
        ({"objective": 1.0}, "Feasible policies that beat the plan"),
    ],
)
def test_a_plan_that_breaks_a_promise_fails_its_check(make_plan, tmp_path, changes, check):
    """Promises of the certificate are looked at again."""
    write_excel(make_plan(**changes), tmp_path / "plan.xlsx")
    assert results(read(tmp_path / "plan.xlsx"))[check] == "FAILED"


def test_shares_and_limits_and_violations_that_are_off_fail_their_checks(make_plan, plan, tmp_path):
    """A share of 0.9 leaves a tenth of the segment without an answer."""
    cells = (replace(plan.allocations[0], share=0.9), *plan.allocations[1:])
    limits = (plan.limits[0], replace(plan.limits[1], actual=100_001.0))
    proof = replace(plan.certificate, violation=1e-3)
    write_excel(make_plan(allocations=cells, limits=limits, certificate=proof), tmp_path / "p.xlsx")
    failed = {name for name, each in results(read(tmp_path / "p.xlsx")).items() if each == "FAILED"}
    assert failed == {
        "Enforced limits that are missed",
        "Largest violation in the certificate",
        "Shares of each segment add up to 1: largest miss",
    }


@needs_office
def test_recalculation_finds_what_was_changed_by_hand(written, tmp_path):
    """The checks are formulas, and an office program computes them as we do."""
    book = read(written, formulas=True)
    book.save(tmp_path / "same.xlsx")  # formulas without values: all must be computed
    assert set(results(recalculated(tmp_path / "same.xlsx")).values()) == {"OK"}
    figures = {row[0].value: row[1] for row in book["Summary"].iter_rows()}
    figures["Value"].value += 1
    book.save(tmp_path / "changed.xlsx")
    found = recalculated(tmp_path / "changed.xlsx")
    failed = {name for name, result in results(found).items() if result == "FAILED"}
    assert failed == {
        "Value adds up",
        "Net value is value less cost",
        "The objective of whole users is the total it maximizes",
    }
    assert verdict(found) == "3 checks FAILED: see the sheet Checks."


def test_names_are_text_and_never_formulas_or_links(make_plan, plan, tmp_path):
    """A segment called =cmd() must not run on the reader's machine."""
    names = ["=1+1", "https://example.com", "@SUM(A1)", "<b>&", "007", "{=1}"]
    cells = [replace(plan.allocations[0], segment=name, offer=name) for name in names]
    write_excel(make_plan(title="=1+1", allocations=tuple(cells)), tmp_path / "plan.xlsx")
    book = read(tmp_path / "plan.xlsx", formulas=True)
    cells = column(book["Plan"], "segment")
    assert [cell.value for cell in cells] == names
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    assert book["Summary"]["A1"].data_type == "s"


def test_checks_match_segments_by_number_so_that_names_cannot_fool_them(make_plan, tmp_path):
    """In a spreadsheet's conditions * and > are signs, in a name they are letters."""
    names = ["a*", "a1", ">5", "A1"]
    cells = tuple(Allocation(n, "none", 1.0, 10, 0.0, 0.0, 0.0, 0.0) for n in names)
    write_excel(make_plan(allocations=cells), tmp_path / "plan.xlsx")
    book = read(tmp_path / "plan.xlsx", formulas=True)
    sums = [cell.value for cell in column(book["Segments"], "users")]
    numbers, users = (column(book["Plan"], name)[0].column_letter for name in ("no.", "users"))
    own = column(book["Segments"], "no.")[0].column_letter
    assert sums == [
        f"=SUMIF(Plan!${numbers}$4:${numbers}$7,{own}{row},Plan!${users}$4:${users}$7)"
        for row in range(4, 8)
    ]


def test_amounts_are_formatted_in_the_plans_currency(make_plan, tmp_path):
    """A yen is not a dollar, and has no cents."""
    write_excel(make_plan(currency="JPY"), tmp_path / "plan.xlsx")
    cost = column(read(tmp_path / "plan.xlsx")["Plan"], "cost")[0]
    assert cost.number_format == '"¥"#,##0;"−""¥"#,##0'


def test_the_summary_draws_two_charts_and_headers_stay_in_view(written):
    """Charts are native: the reader can restyle them."""
    book = openpyxl.load_workbook(written)
    assert len(book["Summary"]._charts) == 2
    assert book["Plan"].freeze_panes == "A4"
    assert list(book["Plan"].tables) == ["PlanTable"]
    heads = ["segment", "offer", "share", "users", "cost", "value", "retained", "reconverted"]
    assert [c.value for c in book["Plan"][3]] == [*heads, "no.", "rounding"]


def test_ten_thousand_segments_are_written_and_checked(make_large, tmp_path):
    """The size that the design promises."""
    write_excel(make_large(10_000), tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx", data_only=True, read_only=True)
    assert verdict(book) == "All 16 checks are OK."
