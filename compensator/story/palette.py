"""The colors of every picture: told apart by the color-blind, and in print by their lightness."""

from __future__ import annotations

from typing import Final

PALETTE: Final = (
    "#2F6C8F",
    "#E0A030",
    "#5B9A68",
    "#B5533C",
    "#7A6AA8",
    "#4FB0AE",
    "#C77F9B",
    "#8A7B52",
)
"""Of lines and bars, in their order."""
LOW, HIGH = PALETTE[1], PALETTE[0]
"""Of a tornado's ends."""
MARKED: Final = PALETTE[3]
"""Of points worth naming."""
NOBODY: Final = "#D5D8DC"
"""Of those who get nothing."""
