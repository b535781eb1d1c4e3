"""Any answer as figures."""

from compensator.media.figures.drawing import draw, plot

__all__ = ["draw", "plot"]
