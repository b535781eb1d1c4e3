"""From a problem to its plan."""

from compensator.optimizer.brief import Brief, brief
from compensator.optimizer.flow import prepared, solve

__all__ = ["Brief", "brief", "prepared", "solve"]
