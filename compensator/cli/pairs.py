"""``compensator pairs``: what the formulas make of each segment with each offer."""

from __future__ import annotations

from compensator.cli import rooms
from compensator.cli.asked import Asked
from compensator.cli.exits import Exit
from compensator.cli.options import SET
from compensator.cli.question import question
from compensator.cli.results import progress


@question(
    {Exit.DONE: "done"},
    SET,
    files=".xlsx (with the formulas, row by row), .csv, .html or .json",
)
def pairs(problem: rooms.problem.Problem, asked: Asked) -> rooms.plan.Pairs:
    """Print what each offer of FILE does for a user of each segment, and who may get it.

    Examples:
      compensator pairs plan.xlsx
      compensator pairs plan.xlsx --set delay_days=14 -o pairs.xlsx
      compensator pairs plan.xlsx --json
    """
    with progress("Computing …", quiet=asked.quiet):
        return rooms.plan.pairs(problem)
