"""``compensator sweep``: the problem solved again over ranges of some inputs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compensator.cli.common import (
    FILE,
    FORCE,
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
from compensator.cli.results import WRITABLE, counter, deliver, say
from compensator.cli.stdout import Command
from compensator.errors import UsageError

if TYPE_CHECKING:
    from compensator.whatif.sweep import Sweep


@click.command(
    cls=Command,
    epilog="Exit codes: 0 done, each cell with its own status; 3 bad data, or a path or range that cannot be "
    "understood; 4 infeasible as it stands; 5 the time limit was reached as it stands; 130 interrupted, the "
    "finished cells kept.",
)
@FILE
@click.option(
    "--vary",
    "ranges",
    multiple=True,
    required=True,
    metavar="PATH=RANGE",
    help="An input and its values: budget=0:5e6:51 (51 values, ends included), budget=1e6,2e6, "
    "offers[card].unit_cost*=0.8:1.2:9, …; may be repeated.",
)
@SET
@click.option(
    "--plans", is_flag=True, help="Keep who gets what in each cell; a .csv holds the cells only."
)
@SOLVER
@TIME_LIMIT
@GAP
@output(".xlsx, .html, .csv (one row per cell) or .json")
@FORCE
@JSON
@QUIET
@click.pass_context
def sweep(  # noqa: PLR0913 - one parameter for each option
    ctx: click.Context,
    file: Path,
    ranges: tuple[str, ...],
    assignments: tuple[str, ...],
    plans: bool,  # noqa: FBT001 - click passes options by name
    solver: str,
    time_limit: float | None,
    gap: float,
    output: Path | None,
    force: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
    quiet: bool,  # noqa: FBT001
) -> None:
    """Solve FILE again over ranges of one or more inputs.

    \b
    Examples:
      compensator sweep plan.xlsx --vary delay_days=0:60:61
      compensator sweep plan.xlsx --vary budget=0:5e6:51 -o budgets.html
      compensator sweep plan.xlsx --vary "offers[card-30].unit_cost*=0.8:1.2:9"
      compensator sweep plan.xlsx --vary budget=1e6,2e6 --vary delay_days=0:30:4 --plans -o both.xlsx
    """  # noqa: D301 - click reads \b
    check_target(output, file, WRITABLE, force=force)
    vary = _paths(ranges)
    from compensator.whatif.sweep import explore, steps  # noqa: PLC0415 - help stays fast

    with progress("Reading …", quiet=quiet):
        problem = read(file, assignments)
        cells = steps(problem, vary)
    with counter(cells, "Cells", quiet=quiet) as advance:
        result = explore(
            problem,
            vary,
            plans=plans,
            solver=solver,
            time_limit=time_limit,
            gap=gap,
            progress=advance,
        )
    infeasible = result.base.status == "infeasible"
    deliver(
        ctx,
        result,
        output=output,
        force=force,
        quiet=quiet,
        as_json=as_json,
        lacking="infeasible as it stands" if infeasible else None,
    )
    _tell_what_is_missing(result, output if plans else None, quiet=quiet)
    ctx.exit(_exit_code(result))


def _tell_what_is_missing(result: Sweep, written: Path | None, *, quiet: bool) -> None:
    """Say on stderr what a file of plans leaves out, and that a sweep was interrupted."""
    if written is not None and written.suffix.lower() == ".csv" and written.exists():
        say(f"{written} holds the cells only; .xlsx and .json hold who gets what.", quiet=quiet)
    if not result.complete:
        done = f"{len(result.rows):,} of {result.asked:,} cells"
        end = "was solved, and is kept" if len(result.rows) == 1 else "were solved, and are kept"
        click.echo(f"Interrupted: {done} {end}.", err=True)


def _paths(ranges: Sequence[str]) -> dict[str, str]:
    """Return each range by its path, a ``*=`` or ``+=`` kept; the last ``=`` parts them.

    Raises:
        UsageError: If a path is missing, or comes twice.
    """
    vary: dict[str, str] = {}
    for text in ranges:
        stem, equals, values = text.rpartition("=")
        path = (stem if equals else text).strip()
        path = f"{path}=" if equals and path.endswith(("*", "+")) else path
        if not path.strip("*+="):
            msg = (
                f"--vary {text}: expected a path and a range such as budget=1e6,2e6, found no path"
            )
            raise UsageError(msg)
        if path in vary:
            msg = f"--vary {path}: expected each input once, found it twice"
            raise UsageError(msg)
        vary[path] = values if equals else ""
    return vary


def _exit_code(result: Sweep) -> int:
    if not result.complete:
        return 130
    if result.base.status == "infeasible":
        return 4
    return 5 if result.base.stopped else 0
