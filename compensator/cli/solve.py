"""``compensator solve``: the best plan."""

from __future__ import annotations

from typing import Final

from compensator.cli import rooms
from compensator.cli.asked import Asked
from compensator.cli.exits import Exit
from compensator.cli.options import FREEZE, SET, SOLVING
from compensator.cli.question import question
from compensator.cli.results import progress

PLAN: Final = ".xlsx (a report with live checks), .html (a page), .csv (the allocations) or .json"
"""What is written of a plan."""


def no_plan(plan: rooms.plan.Plan) -> str | None:
    """Return why there is nothing to write, where that is so."""
    return "there is no plan" if plan.totals is None else None


@question(
    {
        Exit.DONE: "a plan",
        Exit.INFEASIBLE: "infeasible",
        Exit.STOPPED: "time limit reached (a plan with its gap, if any was found)",
    },
    SET,
    FREEZE,
    *SOLVING,
    files=PLAN,
    lacking=no_plan,
)
def solve(problem: rooms.problem.Problem, asked: Asked) -> rooms.plan.Plan:
    """Print the best plan for FILE, a workbook (.xlsx) or a folder of CSV files.

    Examples:
      compensator solve plan.xlsx
      compensator solve plan.xlsx --set budget=2e6 --set delay_days=14
      compensator solve plan.xlsx -o report.xlsx
      compensator solve plan.xlsx --json | jq .objective
      compensator solve plan.xlsx --set budget=3e6 --freeze first-wave.json   who gets the next money
    """
    with progress("Solving …", quiet=asked.quiet):
        return rooms.plan.solve(problem, **asked.engine)
