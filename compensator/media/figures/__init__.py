"""Any answer as figures."""

from compensator.media.figures.drawing import draw, figure_of
from compensator.media.figures.words import COLORS

__all__ = ["COLORS", "draw", "figure_of"]
