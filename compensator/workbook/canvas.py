"""What a workbook to fill shows by its colors: which columns must be filled."""

from __future__ import annotations

from typing import Any

from compensator.spreadsheet.writing import WHITE, Canvas
from compensator.workbook.columns import Need

FILLS = {
    Need.REQUIRED: "#1F4E79",
    Need.EITHER: "#2E8B77",
    Need.OPTIONAL: "#8497B0",
    Need.OWN: "#A68A64",
}
"""Header colors by need; the legend on READ ME shows them."""


def colored(drawing: Canvas, need: Need) -> Any:
    """Return the format of a column header, colored by need."""
    return drawing.format(
        bold=True, font_color=WHITE, bg_color=FILLS[need], text_wrap=True, indent=1,
        border=1, border_color=WHITE,
    )  # fmt: skip
