"""``compensator check``: what a workbook holds, or all that is wrong in it."""

from __future__ import annotations

from compensator.cli import rooms
from compensator.cli.asked import Asked
from compensator.cli.exits import Exit
from compensator.cli.options import SET
from compensator.cli.question import question
from compensator.cli.results import progress


@question(
    {Exit.DONE: "fine", Exit.INFEASIBLE: "a segment has no eligible offer"},
    SET,
    files=".json, or .xlsx, .html or .csv of the columns that it lists",
)
def check(problem: rooms.problem.Problem, asked: Asked) -> rooms.plan.Inventory:
    """List every problem in FILE, a workbook (.xlsx) or a folder of CSV files, or say what it holds.

    Examples:
      compensator check plan.xlsx
      compensator check plan.xlsx --json
      compensator check plan.xlsx -o checked.xlsx   for who asks what the data were
    """
    with progress("Counting …", quiet=asked.quiet):
        return rooms.plan.take(problem)
