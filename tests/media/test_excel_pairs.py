"""The sheet of pairs: LibreOffice makes of its formulas what the program makes of the problem."""

import os

import openpyxl
import pytest
from hypothesis import Phase, given, settings

import compensator as cp
from compensator.plan import story
from compensator.plan.pairing import columns
from compensator.problem import Problem
from tests.office import needs_office, recalculated
from tests.strategies import problems

FIGURES = (
    "retention", "reconversion", "lift_retention", "lift_reconversion", "redemption", "decay",
    "cost", "liability", "value", "net_value",
)  # fmt: skip


def everything():
    """Return a problem of which each pair asks something else of the formulas."""
    segments = [
        {
            "segment": "both", "users": 100, "retention": 0.5, "retained_value": 90, "retention_ceiling": 0.9,
            "reconversion": 0.1, "reconverted_value": 7, "reconversion_ceiling": 0.4, "half_value": 3,
            "steepness": 2, "word_of_mouth": 0.3, "loss": 12, "entitlement": 1,
        },
        {
            "segment": "steep", "users": 7, "reconversion": 0.2, "reconverted_value": 50, "loss": 4,
            "reconversion_ceiling": 0.6, "half_value": 2, "steepness": 900,
        },
        {"segment": "told", "users": 30, "retention": 0.6, "retained_value": 8, "loss": 1},
    ]  # fmt: skip
    offers = [
        {"offer": "card", "quantity": 30, "unit_cost": 0.02, "face_value": 5, "redemption": 0.4, "usage": 0.7,
         "delivery_cost": 0.1, "lift_if_unredeemed": 0.25},
        {"offer": "back", "quantity": 0.5, "unit_cost": 1, "face_value": 0.5, "per": "loss"},
        {"offer": "small", "delivery_cost": 0.2, "face_value": 0.01, "eligible": "loss>=4"},
    ]  # fmt: skip
    responses = [
        {"segment": "both", "offer": "card", "retention": 0.7, "redemption": 0.9, "curve": 4},
        {"segment": "steep", "offer": "card", "cost": 3, "value": -2, "curve": 5},
        {"segment": "told", "offer": "card", "retention": 0.4, "curve": 6},
        {"segment": "told", "offer": "back", "value": 5, "curve": 7},
    ]
    return Problem(
        segments=segments, offers=offers, responses=responses, delay_days=3, effect_half_life_days=7
    )


def by_pair(book):
    """Return the rows of the sheet by segment and offer, by heading; the first of two alike."""
    sheet = book["Pairs"]
    heads = [cell.value for cell in sheet[3]]
    rows = sheet.iter_rows(min_row=4, values_only=True)
    cells = [dict(zip(reversed(heads), reversed(row), strict=True)) for row in rows]
    return {(row["segment"], row["offer"]): row for row in cells}


def agrees(rows, problem):
    """Compare each figure of a workbook with the answer."""
    pairs = cp.pairs(problem).pairs
    assert len(rows) == len(pairs)
    for pair in pairs:
        row = rows[pair.segment, pair.offer]
        for name in FIGURES:
            told = getattr(pair, name)
            close = None if told is None else pytest.approx(told, rel=1e-12, abs=1e-12)
            assert row[name.replace("_", " ")] == close, (pair.segment, pair.offer, name)
        for name in ("cost", "value", "net_value"):
            total = None if getattr(pair, name) is None else pair.users * getattr(pair, name)
            close = None if total is None else pytest.approx(total, rel=1e-12)
            assert row[f"total {name.replace('_', ' ')}"] == close


@needs_office
def test_recalculation_makes_of_the_formulas_what_the_answer_says(tmp_path):
    """An independent computation, and a change typed into a blue cell is the change of ``--set``."""
    problem = everything()
    cp.write(cp.pairs(problem), tmp_path / "pairs.xlsx")
    book = openpyxl.load_workbook(tmp_path / "pairs.xlsx")
    heads = {cell.value: cell.column for cell in reversed(book["Pairs"][3])}
    book.save(tmp_path / "same.xlsx")  # formulas without values: all must be computed
    agrees(by_pair(recalculated(tmp_path / "same.xlsx")), problem)
    for row in book["Pairs"].iter_rows(min_row=4):
        row[heads["delay days"] - 1].value = 20
        if row[0].value == "both":
            row[heads["base retention"] - 1].value = 0.3
        if row[1].value == "card":
            row[heads["unit cost"] - 1].value = 0.05
    book.save(tmp_path / "changed.xlsx")
    changes = ["delay_days=20", "segments[both].retention=0.3", "offers[card].unit_cost=0.05"]
    agrees(by_pair(recalculated(tmp_path / "changed.xlsx")), cp.changed(problem, changes))


@needs_office
@pytest.mark.skipif(
    not os.environ.get("COMPENSATOR_SLOW_TESTS"),
    reason="asks LibreOffice often; set COMPENSATOR_SLOW_TESTS=1 to run it",
)
def test_recalculation_agrees_on_any_problem(tmp_path):
    """Both outcomes, curves or none, responses, ``per``, classes, entitlements, delays."""

    @settings(max_examples=40, deadline=None, phases=[Phase.generate])
    @given(problem=problems())
    def found(problem):
        cp.write(cp.pairs(problem), tmp_path / "pairs.xlsx", force=True)
        book = openpyxl.load_workbook(tmp_path / "pairs.xlsx")
        book.save(tmp_path / "same.xlsx")
        agrees(by_pair(recalculated(tmp_path / "same.xlsx")), problem)

    found()


def test_figures_that_are_worked_out_are_formulas_and_typed_ones_are_blue(tmp_path):
    """Who audits sees which is which; the stored values are there for who does not recalculate."""
    problem = everything()
    cp.write(cp.pairs(problem), tmp_path / "pairs.xlsx")
    agrees(by_pair(openpyxl.load_workbook(tmp_path / "pairs.xlsx", data_only=True)), problem)
    sheet = openpyxl.load_workbook(tmp_path / "pairs.xlsx")["Pairs"]
    heads = [cell.value for cell in sheet[3]]
    kinds = {}
    for row in sheet.iter_rows(min_row=4):
        for head, cell in zip(heads, row, strict=True):
            if isinstance(cell.value, str) and cell.data_type == "f":
                kinds.setdefault(head, set()).add("formula")
            elif cell.value is not None and cell.font.color.rgb == "FF0000FF":
                kinds.setdefault(head, set()).add("blue")
    worked = {name.replace("_", " ") for name in FIGURES}
    worked |= {
        "total cost",
        "total value",
        "total net value",
        "curve",
        "share felt",
        "face value",
        "quantity",
    }
    assert {head for head, kind in kinds.items() if kind == {"formula"}} == worked
    typed = {head for head, kind in kinds.items() if kind == {"blue"}}
    assert {"users", "base retention", "unit cost", "delay days", "response retention"} <= typed
    assert "curve (2)" in typed  # a measure of the analyst's own, told apart from ours
    assert worked | typed == set(kinds)


def test_a_plan_has_the_sheet_beside_its_rows(tmp_path):
    """The same formulas, so that each row of the plan can be redone."""
    problem = everything()
    cp.write(cp.solve(problem), tmp_path / "plan.xlsx")
    names = openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames
    assert names[1:3] == ["Plan", "Pairs"]
    agrees(by_pair(openpyxl.load_workbook(tmp_path / "plan.xlsx", data_only=True)), problem)


def test_many_pairs_are_written_as_values_and_very_many_only_where_they_are_asked_for(
    monkeypatch, tmp_path
):
    """Beyond 20,000 and 200,000 pairs; 12 stand for them here."""
    problem = everything()
    assert (columns.LIVE, story.LEFT_OUT) == (20_000, 200_000)
    monkeypatch.setattr(columns, "LIVE", 11)
    cp.write(cp.pairs(problem), tmp_path / "pairs.xlsx")
    book = openpyxl.load_workbook(tmp_path / "pairs.xlsx")
    assert not [c for row in book["Pairs"].iter_rows(min_row=4) for c in row if c.data_type == "f"]
    agrees(by_pair(book), problem)
    assert "base retention" not in [cell.value for cell in book["Pairs"][3]]
    monkeypatch.setattr(story, "LEFT_OUT", 11)
    cp.write(cp.solve(problem), tmp_path / "plan.xlsx")
    assert "Pairs" not in openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames


def test_the_sheet_keeps_its_names_in_view_and_prints_them_on_each_page(tmp_path):
    """Some forty columns on one page could not be read."""
    cp.write(cp.pairs(everything()), tmp_path / "pairs.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "pairs.xlsx")["Pairs"]
    assert sheet.freeze_panes == "C4"
    assert sheet.print_title_cols == "$A:$B"
    assert sheet.page_setup.scale == 65
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
