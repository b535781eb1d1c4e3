"""The problem solved again over ranges of inputs."""

from compensator.whatif.inputs import Input
from compensator.whatif.sweep.answer import Sweep
from compensator.whatif.sweep.asking import explore, sweep

__all__ = ["Input", "Sweep", "explore", "sweep"]
