"""``compensator target``: the cheapest plan that reaches a target."""

from __future__ import annotations

import click

from compensator.cli import rooms
from compensator.cli.asked import Asked
from compensator.cli.exits import Exit
from compensator.cli.options import FREEZE, SET, SOLVING
from compensator.cli.question import question
from compensator.cli.results import progress
from compensator.cli.solve import PLAN, no_plan

AT_LEAST = click.Option(
    ["--at-least", "targets"],
    multiple=True,
    required=True,
    metavar="MEASURE=LEVEL",
    help="retained=95%, value=2e6, roi=1.5, …; may be repeated: the plan reaches all.",
)


@question(
    {
        Exit.DONE: "a plan",
        Exit.INFEASIBLE: "out of reach, with the most that can be reached",
        Exit.STOPPED: "time limit reached",
    },
    AT_LEAST,
    SET,
    FREEZE,
    *SOLVING,
    files=PLAN,
    lacking=no_plan,
)
def target(
    problem: rooms.problem.Problem, asked: Asked, *, targets: tuple[str, ...]
) -> rooms.plan.Plan:
    """Print the cheapest plan for FILE that reaches every target; the budget is set aside.

    A percentage is of the users of the segments that have the outcome (of all users, for recipients).

    Examples:
      compensator target plan.xlsx --at-least retained=95%
      compensator target plan.xlsx --at-least value=2e6 --at-least roi=150%
      compensator target plan.xlsx --at-least reconverted=20000 -o target.xlsx
      compensator target plan.xlsx --at-least retained=95% --freeze wave1.json   what is given stays
    """
    with progress("Solving …", quiet=asked.quiet):
        return rooms.target.target(problem, targets, **asked.engine)
