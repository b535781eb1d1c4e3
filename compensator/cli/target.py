"""``compensator target``: the cheapest plan that reaches a target."""

from __future__ import annotations

from pathlib import Path

import click

from compensator.cli.common import (
    FILE,
    FORCE,
    FREEZE,
    GAP,
    JSON,
    QUIET,
    SET,
    SOLVER,
    TIME_LIMIT,
    check_target,
    output,
    progress,
    read,
)
from compensator.cli.solve import WRITABLE, present
from compensator.cli.stdout import Command


@click.command(
    cls=Command,
    epilog="Exit codes: 0 a plan; 3 bad data; 4 out of reach, with the most that can be reached; 5 time limit reached.",
)
@FILE
@click.option(
    "--at-least",
    "targets",
    multiple=True,
    required=True,
    metavar="MEASURE=LEVEL",
    help="retained=95%, value=2e6, roi=1.5, …; may be repeated: the plan reaches all.",
)
@SET
@FREEZE
@SOLVER
@TIME_LIMIT
@GAP
@output(".xlsx (a report with live checks), .csv (the allocations) or .json")
@FORCE
@JSON
@QUIET
@click.pass_context
def target(  # noqa: PLR0913 - one parameter for each option
    ctx: click.Context,
    file: Path,
    targets: tuple[str, ...],
    assignments: tuple[str, ...],
    frozen: Path | None,
    solver: str,
    time_limit: float | None,
    gap: float,
    output: Path | None,
    force: bool,  # noqa: FBT001 - click passes options by name
    as_json: bool,  # noqa: FBT001
    quiet: bool,  # noqa: FBT001
) -> None:
    """Print the cheapest plan for FILE that reaches every target; the budget is set aside.

    A percentage is of the users of the segments that have the outcome (of all users, for recipients).

    \b
    Examples:
      compensator target plan.xlsx --at-least retained=95%
      compensator target plan.xlsx --at-least value=2e6 --at-least roi=150%
      compensator target plan.xlsx --at-least reconverted=20000 -o target.xlsx
      compensator target plan.xlsx --at-least retained=95% --freeze wave1.json   what is given stays
    """  # noqa: D301 - click reads \b
    check_target(output, file, WRITABLE, force=force, frozen=frozen)
    from compensator.whatif.target import target as reach  # noqa: PLC0415 - help stays fast

    with progress("Reading …", quiet=quiet):
        problem = read(file, assignments, frozen)
    with progress("Solving …", quiet=quiet):
        plan = reach(problem, targets, solver=solver, time_limit=time_limit, gap=gap)
    present(ctx, plan, output=output, force=force, as_json=as_json, quiet=quiet)
