"""The problem solved again over ranges of inputs."""

from compensator.whatif.sweep.answer import Sweep
from compensator.whatif.sweep.asking import explore, sweep
from compensator.whatif.sweep.story import told
from compensator.whatif.sweep.varied import steps

__all__ = ["Sweep", "explore", "steps", "sweep", "told"]
