"""``compensator frontier``: the best value for every budget."""

from __future__ import annotations

import math
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
from compensator.cli.results import WRITABLE, counter, deliver
from compensator.cli.stdout import Command

if TYPE_CHECKING:
    from compensator.whatif.frontier import Frontier


@click.command(
    cls=Command,
    epilog="Exit codes: 0 a curve; 3 bad data; 4 no budget is enough; 5 time limit reached at some budget.",
)
@FILE
@SET
@FREEZE
@click.option(
    "--points",
    type=click.IntRange(2),
    default=1_000,
    show_default=True,
    help="Most points of a curve with further limits.",
)
@click.option(
    "--budgets",
    metavar="RANGE",
    help="Solve at these instead: 0:5e6:51 or 1e6,2e6. Integer problems take 11 by default.",
)
@click.option(
    "--roi-floor",
    metavar="RATIO",
    help="Also tell up to which budget net value ÷ cost is at least this: 1.5 or 150%.",
)
@SOLVER
@TIME_LIMIT
@GAP
@output(".xlsx or .html (with the picture), .csv (the points) or .json")
@FORCE
@JSON
@QUIET
@click.pass_context
def frontier(  # noqa: PLR0913 - one parameter for each option
    ctx: click.Context,
    file: Path,
    assignments: tuple[str, ...],
    frozen: Path | None,
    points: int,
    budgets: str | None,
    roi_floor: str | None,
    solver: str,
    time_limit: float | None,
    gap: float,
    output: Path | None,
    force: bool,  # noqa: FBT001 - click passes options by name
    as_json: bool,  # noqa: FBT001
    quiet: bool,  # noqa: FBT001
) -> None:
    """Print the best value for every budget: exact, with the order in which money is best spent.

    The budget of FILE is set aside. Where only a budget couples the segments, the ladder names every step.

    \b
    Examples:
      compensator frontier plan.xlsx
      compensator frontier plan.xlsx -o frontier.html
      compensator frontier plan.xlsx --roi-floor 100%
      compensator frontier plan.xlsx --freeze first-wave.json   where does the next money go
    """  # noqa: D301 - click reads \b
    check_target(output, file, WRITABLE, force=force, frozen=frozen)
    from compensator.whatif.frontier import frontier as trace  # noqa: PLC0415 - help stays fast

    floor = None if roi_floor is None else _ratio(roi_floor)
    asked = None if budgets is None else _budgets(budgets)
    with progress("Reading …", quiet=quiet):
        problem = read(file, assignments, frozen)
    total = points if asked is None else len(asked)
    with counter(total, "Points", quiet=quiet) as advance:
        found = trace(
            problem,
            points=points,
            budgets=asked,
            roi_floor=floor,
            solver=solver,
            time_limit=time_limit,
            gap=gap,
            progress=lambda done: advance(min(done, total)),
        )
    deliver(ctx, found, output=output, force=force, quiet=quiet, as_json=as_json)
    ctx.exit(_exit_code(found))


def _exit_code(found: Frontier) -> int:
    if found.status == "infeasible":
        return 4
    return 5 if found.stopped else 0


def _ratio(text: str) -> float:
    """Return a ratio written as a number or a percentage."""
    number, share = text.strip().removesuffix("%"), 100.0 if text.strip().endswith("%") else 1.0
    try:
        ratio = float(number) / share
    except ValueError:
        ratio = math.nan
    if not math.isfinite(ratio):
        msg = f"expected a ratio such as 1.5 or 150%, found {text!r}"
        raise click.BadParameter(msg, param_hint="--roi-floor")
    return ratio


def _budgets(text: str) -> list[float]:
    """Return budgets written as a range or a list."""
    from compensator.whatif import RangeError, values_of  # noqa: PLC0415 - help stays fast

    try:
        budgets = [float(value) for value in values_of(text)]
    except RangeError as error:
        msg = f"expected {error}, found {error.found}"
        raise click.BadParameter(msg, param_hint="--budgets") from error
    if min(budgets) < 0:
        msg = f"expected budgets of at least 0, found {min(budgets):g}"
        raise click.BadParameter(msg, param_hint="--budgets")
    return budgets
