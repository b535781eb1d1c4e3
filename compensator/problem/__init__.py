"""What is to be decided: records, filters, and the problem they make."""

from compensator.problem.changes import changed
from compensator.problem.problem import Problem, build
from compensator.problem.records import (
    SHEETS,
    Limit,
    Offer,
    Policy,
    Response,
    Scenario,
    Segment,
    Settings,
)

__all__ = [
    "SHEETS",
    "Limit",
    "Offer",
    "Policy",
    "Problem",
    "Response",
    "Scenario",
    "Segment",
    "Settings",
    "build",
    "changed",
]
