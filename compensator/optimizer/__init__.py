"""From a problem to its plan."""

from compensator.optimizer.flow import prepared, solve

__all__ = ["prepared", "solve"]
