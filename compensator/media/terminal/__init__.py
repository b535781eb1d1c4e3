"""Any answer in a terminal."""

from compensator.media.terminal.plan_console import render
from compensator.media.terminal.rendering import render_view

__all__ = ["render", "render_view"]
