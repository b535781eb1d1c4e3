"""The problem solved again over ranges of inputs."""

from compensator.whatif.sweep.answer import Sweep
from compensator.whatif.sweep.asking import explore, sweep
from compensator.whatif.sweep.sentences import summary_of
from compensator.whatif.sweep.varied import steps

__all__ = ["Sweep", "explore", "steps", "summary_of", "sweep"]
