"""Any answer in a terminal."""

from compensator.media.terminal.rendering import render

__all__ = ["render"]
