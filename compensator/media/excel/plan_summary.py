"""The workbook's first sheet: the answer, its key figures, two charts, the notes, on one page."""

from __future__ import annotations

from typing import Any, Final

from compensator.language import visible
from compensator.media.amounts import by_offer
from compensator.media.excel.plan_figures import TOP, key_figures
from compensator.media.excel.style import Block, Book, Column, Formula
from compensator.plan import (
    Plan,
    beside_policies,
    headline,
    next_unit,
    proof,
    reached,
    return_on_cost,
    spending,
    standing,
)

OFFERS: Final = 12
"""Most offers listed and drawn, most users first."""
POLICIES: Final = 12
"""Most policies drawn."""
LEFT: Final = 3
"""Column where the offers begin."""
CHART_ROWS: Final = 15
CHART: Final = {"width": 565, "height": 295}
NOTES: Final = 40
"""Most notes shown; the .json file holds all."""
COLORS: Final = ("#2F6C8F", "#E0A030")
OFFER_COLUMNS: Final = (
    Column("offer"),
    Column("users", "count"),
    Column("of all", "percent"),
    Column("cost", "money"),
    Column("value", "money"),
)


def add_summary(book: Book) -> None:
    """Write the summary sheet."""
    sheet = book.sheets["Summary"]
    for column, width in enumerate((46, 18, 3, 26, 14, 10, 17, 17)):
        sheet.set_column(column, column, width)
    _add_answer(book)
    for place, figure in enumerate(key_figures(book.plan)):
        book.put("Summary", TOP + place, 0, figure.label, "part" if figure.part else "text")
        book.put("Summary", TOP + place, 1, figure.amount, figure.kind)
    offers = _add_offers(book)
    below = TOP + len(key_figures(book.plan)) + 1
    sheet.insert_chart(below, 0, _users_chart(book, offers), {"x_offset": 4})
    sheet.insert_chart(below, LEFT + 1, _policy_chart(book), {"x_offset": -40})
    _add_notes(book, below + CHART_ROWS + 1)
    sheet.fit_to_pages(1, 1)


def _add_answer(book: Book) -> None:
    plan, sheet = book.plan, book.sheets["Summary"]
    book.put("Summary", 0, 0, visible(plan.title), "title")
    sheet.write_string(1, 0, f"Status: {standing(plan)}", book.formats["lesser"])
    sheet.merge_range(2, 0, 2, 7, "", book.formats["headline"])
    book.put("Summary", 2, 0, headline(plan), "headline")
    worth = f"Cost: {spending(plan)}. Net value: {return_on_cost(plan)}."
    sentences = [worth, *_told(plan), next_unit(plan), beside_policies(plan), proof(plan)]
    for place, sentence in enumerate(filter(None, sentences)):
        book.put("Summary", 3 + place, 0, sentence, "sentence")
    book.put("Summary", 7, 0, _verdict(book), "sentence")
    for place, heading in enumerate(("Key figures", "")):
        book.put("Summary", TOP - 1, place, heading, "heading")


def _told(plan: Plan) -> list[str]:
    """Return what is reached, in two lines at most."""
    told = list(reached(plan))
    return (
        told if len(told) <= 2 else [told[0], f"… and {len(told) - 1} more: see the sheet Targets."]
    )


def _verdict(book: Book) -> Formula:
    results = book.blocks["Checks"].column(6)
    failed = f'COUNTIF({results},"FAILED")'
    text = (
        f'IF({failed}=0,"All "&ROWS({results})&" checks are OK.",'
        f'{failed}&" checks FAILED: see the sheet Checks.")'
    )
    missed = sum(result == "FAILED" for result in book.results)
    good = f"All {len(book.results)} checks are OK."
    return Formula(text, f"{missed} checks FAILED: see the sheet Checks." if missed else good)


def _add_offers(book: Book) -> Block:
    groups = by_offer(book.plan)
    shown = groups[:OFFERS]
    for place, column in enumerate(OFFER_COLUMNS):
        book.put("Summary", TOP - 1, LEFT + place, column.heading, column.heading_kind)
    for place, group in enumerate(shown):
        share = group.users / max(1, book.totals.users)
        content = (visible(group.name), group.users, share, group.cost, group.value)
        for step, (column, each) in enumerate(zip(OFFER_COLUMNS, content, strict=True)):
            book.put("Summary", TOP + place, LEFT + step, each, column.kind)
    if len(groups) > OFFERS:
        rest = f"… and {len(groups) - OFFERS:,} more offers on the sheet Plan"
        book.put("Summary", TOP + OFFERS, LEFT, rest, "lesser")
    return Block("Summary", TOP, TOP + max(1, len(shown)) - 1)


def _users_chart(book: Book, offers: Block) -> Any:
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "users",
            "categories": f"={offers.column(LEFT)}",
            "values": f"={offers.column(LEFT + 1)}",
            "fill": {"color": COLORS[0]},
            "data_labels": {"value": True, "num_format": "#,##0"},
            "gap": 60,
        }
    )
    chart.set_title({"name": "Users by offer", "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis(
        {"num_format": "#,##0", "major_gridlines": {"visible": False}, "visible": False}
    )
    chart.set_size(CHART)
    return chart


def _policy_chart(book: Book) -> Any:
    chart, policies = book.workbook.add_chart({"type": "column"}), book.blocks["Policies"]
    drawn = Block("Policies", policies.first, min(policies.last, policies.first + POLICIES))
    for name, column, color in (("cost", 2, COLORS[1]), ("value", 3, COLORS[0])):
        chart.add_series(
            {
                "name": name,
                "categories": f"={drawn.column(0)}",
                "values": f"={drawn.column(column)}",
                "fill": {"color": color},
            }
        )
    chart.set_title({"name": "Cost and value, plan and policies", "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    axis = {"num_format": book.money_pattern, "name": book.plan.currency}
    chart.set_y_axis({**axis, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_size(CHART)
    return chart


def _add_notes(book: Book, top: int) -> None:
    plan: Plan = book.plan
    if not plan.notes:
        return
    book.put("Summary", top, 0, "Notes", "heading")
    for place, note in enumerate(plan.notes[:NOTES], start=1):
        book.sheets["Summary"].merge_range(
            top + place, 0, top + place, 7, "", book.formats["wrapped"]
        )
        book.put("Summary", top + place, 0, f"• {visible(note)}", "wrapped")
        book.sheets["Summary"].set_row(top + place, 15 * (1 + len(note) // 150))
    if len(plan.notes) > NOTES:
        rest = f"… and {len(plan.notes) - NOTES:,} more notes in the .json file"
        book.put("Summary", top + NOTES + 1, 0, rest)
