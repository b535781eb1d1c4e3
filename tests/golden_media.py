"""What a reader sees of a written file, as text: each cell of a workbook, the words of a page."""

import csv
import re
import warnings
from html.parser import HTMLParser
from pathlib import Path

import openpyxl

MASKS = [
    (re.compile(r"\bcompensator \d[\w.]*"), "compensator VERSION"),
    (re.compile(r"\bpulp \d[\w.]*"), "pulp VERSION"),
    (re.compile(r"\bhighs \d[\w.]*", re.IGNORECASE), "highs VERSION"),
    (re.compile(r"· [\d.,]+ s\b"), "· SECONDS s"),
    (re.compile(r'("(?:compensator|pulp)": )"\d[\w.]*"'), r'\1"VERSION"'),
    (re.compile(r'("seconds": )[\d.e-]+'), r'\1"SECONDS"'),
]
"""What differs from run to run and from machine to machine, and nothing else."""
VERSIONS = ("compensator", "pulp", "seconds")
"""Rows of a manifest on a sheet whose second cell is masked."""


def masked(text: str) -> str:
    """Hide versions and seconds."""
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return text


def workbook_text(path: Path) -> str:
    """Return each sheet of a workbook: cells with formats, notes, checks of input, charts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl names the extensions that it leaves out
        book, shown = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    lines = [f"{name} is {place.attr_text}" for name, place in sorted(book.defined_names.items())]
    for sheet in book:
        lines += ["", *_sheet(sheet, shown[sheet.title])]
    return masked("\n".join(lines) + "\n")


def _sheet(sheet, shown) -> list[str]:
    widths = " ".join(f"{n}:{d.width:g}" for n, d in sorted(sheet.column_dimensions.items()))
    lines = [
        (
            f"== {sheet.title} {sheet.dimensions} {sheet.sheet_state}, frozen {sheet.freeze_panes}, "
            f"filter {sheet.auto_filter.ref}, widths {widths}"
        )
    ]
    lines += [f"merged {area}" for area in sorted(map(str, sheet.merged_cells.ranges))]
    for row in sheet.iter_rows():
        version = row[0].value in VERSIONS and "manifest" in sheet.title.lower()
        lines += [
            _cell(cell, shown[cell.coordinate].value, hide=version and cell.column > 1)
            for cell in row
            if cell.value is not None or cell.comment
        ]
    lines += sorted(_checks(sheet)) + sorted(_colors(sheet))
    return [*lines, *map(_chart, sheet._charts)]


def _cell(cell, shown, *, hide: bool) -> str:
    value = "MASKED" if hide else _value(cell.value)
    result = f" → {_value(shown)}" if cell.data_type == "f" else ""
    style = "" if cell.number_format == "General" else f" as {cell.number_format}"
    link = f" to {cell.hyperlink.location or cell.hyperlink.target}" if cell.hyperlink else ""
    note = f" note {cell.comment.text!r}" if cell.comment else ""
    return f"{cell.coordinate} {value}{result}{style}{' bold' * cell.font.b}{link}{note}"


def _value(value) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return repr(float(value)) if is_number else repr(value)


def _checks(sheet) -> list[str]:
    return [
        f"check {c.sqref} {c.type} {c.operator} {c.formula1} {c.formula2} {c.errorTitle}: {c.error} {c.prompt}"
        for c in sheet.data_validations.dataValidation
    ]


def _colors(sheet) -> list[str]:
    return [
        f"colors {area.sqref} {rule.type} {rule.operator} {rule.formula}"
        for area, rules in sheet.conditional_formatting._cf_rules.items()
        for rule in rules
    ]


def _chart(chart) -> str:
    titles = [_title(part) for part in (chart, *_axes(chart))]
    anchor = chart.anchor._from
    series = [[f.text for f in _formulas(each.to_tree("ser"))] for each in chart.series]
    return f"{type(chart).__name__} at {anchor.row + 1},{anchor.col + 1} {titles} {series}"


def _axes(chart):
    return [a for a in (getattr(chart, "x_axis", None), getattr(chart, "y_axis", None)) if a]


def _title(part) -> str | None:
    if part.title is None or part.title.tx is None or part.title.tx.rich is None:
        return None
    return "".join(run.t for p in part.title.tx.rich.p for run in p.r or [])


def _formulas(tree):
    return [element for element in tree.iter() if element.tag.split("}")[-1] == "f"]


class _Words(HTMLParser):
    """Collects what a page shows: a line for each block, cells of a row beside each other."""

    HIDDEN = ("script", "style", "head")
    INLINE = ("b", "i", "em", "strong", "span", "a", "abbr", "code", "small", "sub", "sup")

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self._hidden = 0

    def handle_starttag(self, tag, attrs) -> None:
        self._hidden += tag in self.HIDDEN
        if tag in {"td", "th"}:
            self.lines[-1] += " | "
        elif tag not in self.INLINE:
            self.lines.append("")
        label = dict(attrs).get("aria-label")
        if label and not self._hidden:
            self.lines[-1] += f"[{label}] "

    def handle_endtag(self, tag) -> None:
        self._hidden -= tag in self.HIDDEN
        if tag not in self.INLINE and tag not in {"td", "th"}:
            self.lines.append("")

    def handle_data(self, data) -> None:
        if not self._hidden:
            self.lines[-1] += data.replace("\n", " ")


def page_text(path: Path) -> str:
    """Return the words of a page: no scripts, no styles."""
    words = _Words()
    words.feed(path.read_text(encoding="utf-8"))
    lines = [" ".join(line.split()) for line in words.lines]
    return masked("\n".join(line for line in lines if line) + "\n")


def plain_text(path: Path) -> str:
    """Return a file of text as it is."""
    return masked(path.read_bytes().decode("utf-8"))


def folder_of(workbook: Path, folder: Path) -> None:
    """Write each sheet of a workbook as a CSV file: the other kind of input."""
    folder.mkdir()
    for sheet in openpyxl.load_workbook(workbook):
        with (folder / f"{sheet.title.lower()}.csv").open(
            "w", newline="", encoding="utf-8"
        ) as file:
            csv.writer(file).writerows(sheet.iter_rows(values_only=True))
