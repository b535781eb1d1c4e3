"""The READ ME sheet: what the workbook is, how to fill it, what each column means.

Whatever it says of a column comes from the records, so that it cannot disagree with the reader.
"""

from __future__ import annotations

from typing import Any

from compensator.language import MEASURES
from compensator.problem import SHEETS, Record
from compensator.spreadsheet.writing import INK, PALE, WHITE, Canvas, wrapped_height
from compensator.workbook.about import About
from compensator.workbook.columns import BAGS, FILLS, Need, need, note, unit

STEPS = (
    "Settings: set the currency, the budget and what to maximize. A blank cell takes its default.",
    "Segments: one row per group of users who are treated alike. Fill users, and retention with retained_value, or reconversion with reconverted_value, or all four.",
    "Offers: one row per compensation that could be given. The offer none, which costs and does nothing, always exists.",
    "Responses: where a test or a judgment says more than the curve, one row per segment and offer. For all other pairs, fill the ceilings and half_value in Segments.",
    "Limits, Policies, Scenarios: what the plan must keep to, the plans it is compared with, the what-ifs. All may stay empty.",
    "Run compensator check. It lists every cell that is wrong, with what it expected.",
)
COMMANDS = (
    ("compensator check {file}", "is every cell right?"),
    ("compensator solve {file}", "who gets what, what it brings, and the proof"),
    (
        "compensator solve {file} --set delay_days=14",
        "the same with one cell changed, the file left as it is",
    ),
    ("compensator solve {file} -o report.xlsx", "the plan as a workbook of its own"),
    ("compensator frontier {file}", "the best value for every budget, and where it stops paying"),
    ("compensator target {file} --at-least retained=75%", "the cheapest plan that keeps as many"),
    ("compensator sweep {file} --vary delay_days=0:60:61", "what waiting costs, day by day"),
    ("compensator compare {file}", "Scenarios and Policies side by side; what each limit costs"),
    ("compensator tornado {file}", "which inputs matter, and which would change the plan"),
)
RULES = (
    "Rates are fractions from 0 to 1; a cell formatted as a percentage (85%) already is one.",
    "Money is in the currency of Settings. Numbers are numbers, never text.",
    "Columns are found by name: their order does not matter, and what stands in parentheses after a name is its unit.",
    "Further columns in Segments and Offers are tags, for use in filters. Further columns in Responses are custom measures per recipient.",
    "Rows that are empty are skipped. Sheets with other names, such as this one, are left alone.",
    "Type below the last row of a table to add one; the drop-downs and checks go with it.",
)
FILTERS = (
    ("* or blank", "all"),
    ("eu-free, eu-paid", "these names"),
    ("region=EU|UK", "a column equals one of the values"),
    ("plan!=free", "it equals none of them"),
    ("tenure>=12 and region=EU", "conditions, all of which must hold"),
    ("registered<=2007-08-18", "dates as year-month-day"),
)
ASSIGNMENTS = (
    ("budget=2e6", "set a setting"),
    ("delay_days+=5", "add to it"),
    ("offers[card-30].unit_cost*=1.2", "multiply a cell of an offer"),
    ("segments[region=EU].retention+=-0.02", "change every segment that meets a filter"),
    ("responses[dormant,card-30].reconversion=0.08", "set what one segment does with one offer"),
    ("limits[eu].max=1e5", "move the bound of a limit"),
)
NEEDS = {
    Need.REQUIRED: "must be filled",
    Need.EITHER: "fill at least one of these (in Segments a probability together with its money)",
    Need.OPTIONAL: "may stay blank; the note tells what a blank cell counts as",
    Need.OWN: "a column of your own",
}
_WIDTHS = (30, 16, 14, 96)


def write_readme(drawing: Canvas, about: About, file: str, currency: str) -> None:
    """Write the READ ME sheet.

    Args:
        drawing: The workbook.
        about: What is told of the data.
        file: Name of the workbook, for the commands.
        currency: Shown as the unit of money.
    """
    page = _Page(drawing)
    page.title(about.title)
    for paragraph in about.paragraphs:
        page.text(paragraph)
    page.heading("How to fill this workbook")
    for number, step in enumerate(STEPS, 1):
        page.text(f"{number}.  {step}")
    page.heading("What to run")
    page.pairs([(command.format(file=file), said) for command, said in COMMANDS])
    page.heading("Colors of the headers")
    for one, said in NEEDS.items():
        page.legend(one, said)
    page.heading("Rules that hold everywhere")
    for rule in RULES:
        page.text(f"•  {rule}")
    page.heading("Filters: which segments, which offers")
    page.pairs(FILTERS)
    page.heading("Assignments: changes in Scenarios and after --set")
    page.pairs(ASSIGNMENTS)
    page.heading("Measures that limits can name")
    page.text(f"{', '.join(MEASURES)}, roi (from below), and your own columns of Responses.")
    for name, record in SHEETS.items():
        page.sheet(name, record, currency)


class _Page:
    """Writes from top to bottom and remembers how far it has come."""

    def __init__(self, drawing: Canvas) -> None:
        self._drawing = drawing
        self._sheet: Any = drawing.sheet("READ ME", tab=FILLS[Need.EITHER], landscape=False)
        self._sheet.hide_gridlines(2)
        self._row = 0
        for column, width in enumerate(_WIDTHS):
            self._sheet.set_column(column, column, width)

    def title(self, text: str) -> None:
        self._sheet.set_row(self._row, 36)
        self._line(text, font_size=20, bold=True, font_color=INK)

    def heading(self, text: str) -> None:
        self._row += 1
        self._sheet.set_row(self._row, 22)
        for column in range(len(_WIDTHS)):
            look = self._drawing.format(bottom=2, bottom_color=INK)
            self._sheet.write_blank(self._row, column, None, look)
        self._put(0, text, font_size=13, bold=True, font_color=INK, bottom=2, bottom_color=INK)
        self._row += 1

    def text(self, text: str) -> None:
        """Write a paragraph across all columns, as high as it needs to be."""
        self._sheet.set_row(self._row, wrapped_height(text, sum(_WIDTHS)))
        look = self._drawing.format(text_wrap=True, valign="top")
        self._drawing.line(self._sheet, self._row, range(len(_WIDTHS)), text, look)
        self._row += 1

    def pairs(self, pairs: Any) -> None:
        """Write things to type, and what each means."""
        for typed, said in pairs:
            look = self._drawing.format(font_name="Consolas", bg_color=PALE)
            self._drawing.line(self._sheet, self._row, range(3), typed, look)
            self._put(3, said, indent=1)
            self._row += 1

    def legend(self, one: Need, said: str) -> None:
        self._put(0, str(one), bold=True, font_color=WHITE, bg_color=FILLS[one])
        self._put(1, said, indent=1)
        self._row += 1

    def sheet(self, name: str, record: type[Record], currency: str) -> None:
        """Explain the columns of one sheet, or the rows of Settings."""
        self.heading(name)
        self._sheet.write_url(
            self._row - 1, 0, f"internal:'{name}'!A1",
            self._drawing.format(font_size=13, bold=True, font_color=INK, bottom=2, underline=1), name,
        )  # fmt: skip
        self._line(str(record.__doc__), italic=True)
        for field in record.model_fields:
            if field not in BAGS:
                self._field(record, field, currency)

    def _field(self, record: type[Record], field: str, currency: str) -> None:
        wanted = need(record, field)
        said = note(record, field)
        color = INK if wanted is Need.OPTIONAL else FILLS[wanted]
        self._sheet.set_row(self._row, wrapped_height(said, _WIDTHS[3]))
        self._put(0, field, bold=True, font_color=color, valign="top")
        self._put(1, str(wanted), valign="top")
        self._put(2, unit(record, field, currency) or "–", valign="top")
        self._put(3, said, text_wrap=True, valign="top")
        self._row += 1

    def _line(self, text: str, **properties: Any) -> None:
        self._put(0, text, **properties)
        self._row += 1

    def _put(self, column: int, text: str, **properties: Any) -> None:
        self._drawing.put(self._sheet, self._row, column, text, **properties)
