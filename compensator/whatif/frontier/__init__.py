"""The best value for every budget."""

from compensator.whatif.frontier.answer import Frontier
from compensator.whatif.frontier.asking import frontier
from compensator.whatif.frontier.story import told

__all__ = ["Frontier", "frontier", "told"]
