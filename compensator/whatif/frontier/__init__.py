"""The best value for every budget."""

from compensator.whatif.frontier.answer import Frontier
from compensator.whatif.frontier.asking import frontier
from compensator.whatif.frontier.ladder import Ladder
from compensator.whatif.frontier.sentences import summary_of

__all__ = ["Frontier", "Ladder", "frontier", "summary_of"]
