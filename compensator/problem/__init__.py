"""What is to be decided: records, filters, and the problem they make."""

from compensator.problem.assignments import Assignment, AssignmentError, apply, parse, targets
from compensator.problem.building import build
from compensator.problem.cells import CellError, expectation, kind, show, to_number
from compensator.problem.changes import Cells, changed, records_of
from compensator.problem.clashes import Touched, met
from compensator.problem.columns import Records
from compensator.problem.figures import RESPONSE_FIGURES, SEGMENT_FIGURES
from compensator.problem.filters import FILTERS, Cell, Coded, Rows, compared, fold, mask, number
from compensator.problem.given import Given, given_issues
from compensator.problem.headers import is_near
from compensator.problem.limit_checks import DO_NOTHING
from compensator.problem.problem import Problem
from compensator.problem.records import (
    FORBIDDEN,
    NONE,
    RESERVED_NAMES,
    SHEETS,
    Limit,
    Maximize,
    Offer,
    Policy,
    Record,
    Response,
    Scenario,
    Segment,
    Settings,
)
from compensator.problem.scope import (
    allowed,
    classes,
    entitled,
    entitlements,
    face_values,
    per_unit,
    within_classes,
)

__all__ = [
    "DO_NOTHING",
    "FILTERS",
    "FORBIDDEN",
    "NONE",
    "RESERVED_NAMES",
    "RESPONSE_FIGURES",
    "SEGMENT_FIGURES",
    "SHEETS",
    "Assignment",
    "AssignmentError",
    "Cell",
    "CellError",
    "Cells",
    "Coded",
    "Given",
    "Limit",
    "Maximize",
    "Offer",
    "Policy",
    "Problem",
    "Record",
    "Records",
    "Response",
    "Rows",
    "Scenario",
    "Segment",
    "Settings",
    "Touched",
    "allowed",
    "apply",
    "build",
    "changed",
    "classes",
    "compared",
    "entitled",
    "entitlements",
    "expectation",
    "face_values",
    "fold",
    "given_issues",
    "is_near",
    "kind",
    "mask",
    "met",
    "number",
    "parse",
    "per_unit",
    "records_of",
    "show",
    "targets",
    "to_number",
    "within_classes",
]
