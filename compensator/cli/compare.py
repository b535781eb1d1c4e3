"""``compensator compare``: scenarios, policies and limits side by side."""

from __future__ import annotations

from compensator.cli import rooms
from compensator.cli.asked import Asked
from compensator.cli.exits import Exit
from compensator.cli.options import SET, SOLVER, TIME_LIMIT
from compensator.cli.question import question
from compensator.cli.results import counter, progress


def _no_base(comparison: rooms.compare.Comparison) -> str | None:
    return "the base has no plan" if comparison.base.totals is None else None


@question(
    {
        Exit.DONE: "the base has a plan",
        Exit.INFEASIBLE: "the base is infeasible",
        Exit.STOPPED: "its time limit was reached. Each other plan has its own status",
    },
    SET,
    SOLVER,
    TIME_LIMIT,
    files=".xlsx, .html, .csv (a row for each plan) or .json",
    lacking=_no_base,
)
def compare(problem: rooms.problem.Problem, asked: Asked) -> rooms.compare.Comparison:
    """Set the scenarios and policies of FILE side by side, and say what each limit costs.

    Each scenario is solved; each policy is added up as it is written. Then the problem is solved without each
    limit: what it brings more is what the limit costs, exactly, beside the limit's price near its bound.

    Examples:
      compensator compare plan.xlsx
      compensator compare plan.xlsx --set budget=2e6 -o compared.xlsx
      compensator compare plan.xlsx --json | jq '.limits[] | {limit, cost}'
    """
    with progress("Counting …", quiet=asked.quiet):
        total = rooms.compare.steps(problem)
    with counter(total, "Plans", quiet=asked.quiet) as advance:
        return rooms.compare.compare(
            problem, solver=asked.solver, time_limit=asked.time_limit, progress=advance
        )
