"""Any answer as figures."""

from compensator.media.figures.drawing import draw, figure_of

__all__ = ["draw", "figure_of"]
