"""Scenarios, policies and limits side by side."""

from compensator.whatif.compare.answer import Comparison
from compensator.whatif.compare.asking import compare, steps
from compensator.whatif.compare.story import told

__all__ = ["Comparison", "compare", "steps", "told"]
