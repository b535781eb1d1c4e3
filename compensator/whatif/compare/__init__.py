"""Scenarios, policies and limits side by side."""

from compensator.whatif.compare.answer import Comparison
from compensator.whatif.compare.asking import compare, steps
from compensator.whatif.compare.sentences import summary_of

__all__ = ["Comparison", "compare", "steps", "summary_of"]
