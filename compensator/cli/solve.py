"""``compensator solve``: the best plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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
from compensator.cli.results import save
from compensator.cli.stdout import Command, Stdout

if TYPE_CHECKING:
    from compensator.plan import Plan

WRITABLE = (".xlsx", ".csv", ".json")


@click.command(
    cls=Command,
    epilog="Exit codes: 0 a plan; 3 bad data; 4 infeasible; 5 time limit reached (a plan with its gap, if any was found).",
)
@FILE
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
def solve(  # noqa: PLR0913 - one parameter for each option
    ctx: click.Context,
    file: Path,
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
    """Print the best plan for FILE, a workbook (.xlsx) or a folder of CSV files.

    \b
    Examples:
      compensator solve plan.xlsx
      compensator solve plan.xlsx --set budget=2e6 --set delay_days=14
      compensator solve plan.xlsx -o report.xlsx
      compensator solve plan.xlsx --json | jq .objective
      compensator solve plan.xlsx --set budget=3e6 --freeze first-wave.json   who gets the next money
    """  # noqa: D301 - click reads \b
    check_target(output, file, WRITABLE, force=force, frozen=frozen)
    from compensator.plan import solve as solve_problem  # noqa: PLC0415 - help stays fast

    with progress("Reading …", quiet=quiet):
        problem = read(file, assignments, frozen)
    with progress("Solving …", quiet=quiet):
        plan = solve_problem(problem, solver=solver, time_limit=time_limit, gap=gap)
    present(ctx, plan, output=output, force=force, as_json=as_json, quiet=quiet)


def present(
    ctx: click.Context,
    plan: Plan,
    *,
    output: Path | None,
    force: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Print a plan, write it where asked, and leave with its exit code."""
    _show(plan, ctx.obj, as_json=as_json)
    lacking = "there is no plan" if plan.totals is None else None
    save(plan, output, lacking=lacking, force=force, quiet=quiet)
    ctx.exit(_exit_code(plan))


def _show(plan: Plan, stdout: Stdout, *, as_json: bool) -> None:
    if as_json:
        stdout.write(plan.to_json())
        return
    from compensator.media.terminal import render  # noqa: PLC0415 - rich takes its time

    stdout.write(render(plan, stdout.width, color=stdout.color))


def _exit_code(plan: Plan) -> int:
    if plan.status == "infeasible":
        return 4
    return 5 if plan.stopped else 0
