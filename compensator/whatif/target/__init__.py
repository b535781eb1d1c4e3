"""The cheapest plan that reaches a target."""

from compensator.whatif.target.asking import target

__all__ = ["target"]
