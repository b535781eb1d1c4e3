"""``compensator compare``: scenarios, policies and limits side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from compensator.cli.common import (
    FILE,
    FORCE,
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
from compensator.cli.results import WRITABLE, counter, deliver
from compensator.cli.stdout import Command

if TYPE_CHECKING:
    from compensator.whatif.compare import Comparison


@click.command(
    cls=Command,
    epilog="Exit codes: 0 the base has a plan; 3 bad data; 4 the base is infeasible; "
    "5 its time limit was reached. Each other plan has its own status.",
)
@FILE
@SET
@SOLVER
@TIME_LIMIT
@output(".xlsx, .html, .csv (a row for each plan) or .json")
@FORCE
@JSON
@QUIET
@click.pass_context
def compare(  # noqa: PLR0913 - one parameter for each option
    ctx: click.Context,
    file: Path,
    assignments: tuple[str, ...],
    solver: str,
    time_limit: float | None,
    output: Path | None,
    force: bool,  # noqa: FBT001 - click passes options by name
    as_json: bool,  # noqa: FBT001
    quiet: bool,  # noqa: FBT001
) -> None:
    """Set the scenarios and policies of FILE side by side, and say what each limit costs.

    Each scenario is solved; each policy is added up as it is written. Then the problem is solved without each
    limit: what it brings more is what the limit costs, exactly, beside the limit's price near its bound.

    \b
    Examples:
      compensator compare plan.xlsx
      compensator compare plan.xlsx --set budget=2e6 -o compared.xlsx
      compensator compare plan.xlsx --json | jq '.limits[] | {limit, cost}'
    """  # noqa: D301 - click reads \b
    check_target(output, file, WRITABLE, force=force)
    from compensator.whatif.compare import compare as compared, steps  # noqa: PLC0415 - help stays fast

    with progress("Reading …", quiet=quiet):
        problem = read(file, assignments)
        total = steps(problem)
    with counter(total, "Plans", quiet=quiet) as advance:
        comparison = compared(problem, solver=solver, time_limit=time_limit, progress=advance)
    deliver(
        ctx,
        comparison,
        output=output,
        force=force,
        quiet=quiet,
        as_json=as_json,
        lacking="the base has no plan" if comparison.base.totals is None else None,
    )
    ctx.exit(_exit_code(comparison))


def _exit_code(comparison: Comparison) -> int:
    if comparison.base.status == "infeasible":
        return 4
    return 5 if comparison.stopped else 0
