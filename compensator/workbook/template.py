"""Writing a problem as a workbook that people fill: tables, drop-downs, ranges, notes.

Reading the workbook back gives the same problem, to the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from compensator.files import named, write_whole
from compensator.problem import SHEETS, Problem, Settings
from compensator.spreadsheet.writing import (
    INK,
    LINE,
    WHITE,
    Canvas,
    canvas,
    cells_of,
    wrapped_height,
)
from compensator.workbook.about import About, Source
from compensator.workbook.columns import (
    FILLS,
    MONEY,
    TEXT,
    Column,
    Need,
    cell,
    columns_of,
    header,
    look,
    note,
)
from compensator.workbook.entry_rules import OFFER_NAMES, ROWS_BEYOND, SEGMENT_NAMES, entry_rule
from compensator.workbook.readme import write_readme
from compensator.workbook.starter import STARTER, starter

_SOURCE_WIDTHS = (44, 50, 70, 14)
_EDGE = {"border": 1, "border_color": LINE}


def write_template(path: Path, *, force: bool = False) -> None:
    """Write the workbook to start from: every column, filled with a small invented outage.

    Args:
        path: Where the workbook goes.
        force: Replace a file that exists.

    Raises:
        UsageError: If the file exists and ``force`` is not given.
    """
    write_problem(starter(), path, force=force, about=STARTER, every=True)


def write_problem(
    problem: Problem,
    path: Path,
    *,
    force: bool = False,
    about: About | None = None,
    every: bool = False,
) -> None:
    """Write a problem as a workbook.

    Args:
        problem: What to write.
        path: Where the workbook goes.
        force: Replace a file that exists.
        about: What its READ ME says of the data, and where each figure comes from.
        every: Write it as a form to be filled: also the optional columns that hold nothing but defaults,
            and headers that hold in whatever currency will be set.

    Raises:
        UsageError: If the file exists and ``force`` is not given.
    """
    told = about or About(problem.settings.title)
    unit = "money" if every else problem.settings.currency

    def write(temporary: Path) -> None:
        with canvas(temporary, problem.settings.title) as drawing:
            write_readme(drawing, told, named(path), unit)
            _write_settings(drawing, problem.settings, unit)
            for name in SHEETS:
                if name != "Settings":
                    _write_sheet(drawing, name, problem, unit, every=every)
            if told.sources:
                _write_sources(drawing, told.sources)

    write_whole(path, write, force=force)


def _write_settings(drawing: Canvas, settings: Settings, money: str) -> None:
    """Write one setting a row; what a third column would explain stands in notes and READ ME."""
    sheet = drawing.sheet("Settings", landscape=False)
    fields = list(Settings.model_fields)
    heads = [("setting", Need.REQUIRED), ("value", Need.REQUIRED)]
    _table(drawing, sheet, heads, len(fields))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 48)
    for row, name in enumerate(fields, 1):
        said = f"{note(Settings, name)} Unit: {_setting_unit(name, money)}."
        sheet.set_row(row, 20)
        drawing.put(sheet, row, 0, name, bold=True, font_color=INK, indent=1, **_EDGE)
        value = cell(getattr(settings, name))
        shown = {
            "num_format": look(Settings, name),
            "align": "left",
            "text_wrap": True,
            "indent": 1,
        }
        drawing.put(sheet, row, 1, value, **shown, **_EDGE)
        _comment(sheet, row, 0, said)
        rule = entry_rule(Settings, name, sheet="Settings", note=said, cells="")
        sheet.data_validation(row, 1, row, 1, rule)


def _setting_unit(name: str, money: str) -> str:
    return header(Settings, name, money).removeprefix(name).strip(" ()") or "none"


def _write_sheet(drawing: Canvas, name: str, problem: Problem, money: str, *, every: bool) -> None:
    """Write one sheet of records as an Excel table with its rules and notes."""
    record, records = SHEETS[name], getattr(problem, name.lower())
    columns = columns_of(record, records, money, every=every)
    sheet = drawing.sheet(name)
    _table(drawing, sheet, [(column.header, column.need) for column in columns], len(records))
    sheet.set_row(0, 36)
    for row in range(len(records)):
        sheet.set_row(row + 1, 2 + max(c.height(row) for c in columns))
    last = max(len(records), 1) + ROWS_BEYOND
    for position, column in enumerate(columns):
        _write_column(drawing, sheet, position, column)
        _comment(sheet, 0, position, column.note)
        if column.need is not Need.OWN:
            cells = cells_of(position, 1, last)
            rule = entry_rule(record, column.name, sheet=name, note=column.note, cells=cells)
            sheet.data_validation(1, position, last, position, rule)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    _name_lists(drawing, name, last)


def _write_column(drawing: Canvas, sheet: Any, position: int, column: Column) -> None:
    """Write the cells of a column; rows added later inherit its look."""
    properties: dict[str, Any] = {"num_format": column.look}
    if column.look == TEXT:
        properties |= {"text_wrap": True, "indent": 1}
    sheet.set_column(position, position, column.width, drawing.format(**properties))
    for row, value in enumerate(column.cells or (None,), 1):
        drawing.put(sheet, row, position, value, **_cell_look(column, value, properties), **_EDGE)


def _cell_look(column: Column, value: object, properties: dict[str, Any]) -> dict[str, Any]:
    """Return a cell's look: numbers without a unit of their own show thousands where they are whole."""
    if column.look == "General" and isinstance(value, int | float):
        shown = "#,##0" if float(value).is_integer() else MONEY if abs(value) >= 1000 else "General"
        return {**properties, "num_format": shown}
    if column.need is Need.REQUIRED and isinstance(value, str) and len(value) <= 44:
        return {**properties, "bold": True, "font_color": INK}
    return properties


def _name_lists(drawing: Canvas, name: str, last: int) -> None:
    """Name the lists behind the drop-downs; they grow with the rows filled."""
    listed = {"Segments": SEGMENT_NAMES, "Offers": OFFER_NAMES}.get(name)
    if listed:
        cells = f"{name}!{cells_of(0, 1, last)}"
        start = f"{name}!$A$2"
        drawing.name(listed, f"={start}:INDEX({cells},MAX(1,COUNTA({cells})))")


def _write_sources(drawing: Canvas, sources: Sequence[Source]) -> None:
    """Write where each figure comes from; the reader leaves this sheet alone."""
    sheet = drawing.sheet("Sources", tab=FILLS[Need.OWN])
    names = ("figure", "value", "source", "confidence")
    _table(drawing, sheet, [(name, Need.OPTIONAL) for name in names], len(sources))
    sheet.set_row(0, 24)
    for column, width in enumerate(_SOURCE_WIDTHS):
        sheet.set_column(column, column, width)
    for row, source in enumerate(sources, 1):
        line = (source.figure, source.value, source.source, source.confidence)
        heights = (
            wrapped_height(text, width) for text, width in zip(line, _SOURCE_WIDTHS, strict=True)
        )
        sheet.set_row(row, 4 + max(heights))
        for column, value in enumerate(line):
            drawing.put(sheet, row, column, value, text_wrap=True, **_EDGE)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)


def _table(drawing: Canvas, sheet: Any, heads: Sequence[tuple[str, Need]], rows: int) -> None:
    """Lay a table that bears its sheet's name, each heading colored by need."""
    look = {"text_wrap": True, "indent": 1, "border": 1, "border_color": WHITE}
    looks = {
        need: drawing.format(bold=True, font_color=WHITE, bg_color=FILLS[need], **look)
        for need in dict.fromkeys(need for _, need in heads)
    }
    drawing.table(sheet, [(text, looks[need]) for text, need in heads], rows, name=sheet.get_name())


def _comment(sheet: Any, row: int, column: int, text: str) -> None:
    lines = 2 + len(text) // 42
    sheet.write_comment(
        row, column, text, {"width": 300, "height": 17 * lines, "font_size": 9, "color": "#FFFBE6"}
    )
