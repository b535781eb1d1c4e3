"""``compensator tornado``: every uncertain input up and down, or where one pair's answer flips."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

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
from compensator.cli.results import WRITABLE, counter, deliver
from compensator.cli.stdout import Command

if TYPE_CHECKING:
    from compensator.problem import Problem
    from compensator.whatif.break_even import BreakEven
    from compensator.whatif.tornado import Tornado


class _Engine(TypedDict):
    """Which solver, and when it may stop."""

    solver: str
    time_limit: float | None
    gap: float


def _fraction(ctx: click.Context, param: click.Parameter, value: str) -> float:
    """Return the fraction that a percentage such as 20% is, above 0 and below 1."""
    text = value.strip()
    try:
        number = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        number = 0.0
    if not 0 < number < 1:
        msg = f"expected a percentage above 0% and below 100%, found {value!r}"
        raise click.BadParameter(msg, ctx, param)
    return number


def _names(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, str] | None:
    """Return the segment and the offer of a pair; no name holds a comma."""
    if value is None:
        return None
    names = [name.strip() for name in value.split(",")]
    if len(names) != 2 or not all(names):
        msg = f"expected a segment and an offer such as dormant,card-30, found {value!r}"
        raise click.BadParameter(msg, ctx, param)
    return names[0], names[1]


@click.command(
    cls=Command,
    epilog="Exit codes: 0 done, each input with its own status; 3 bad data; 4 infeasible as it stands; "
    "5 the time limit was reached as it stands.",
)
@FILE
@click.option(
    "--by",
    callback=_fraction,
    default="20%",
    show_default=True,
    metavar="PERCENT",
    help="How far each input moves; fractions move by their odds.",
)
@click.option(
    "--break-even",
    "pair",
    callback=_names,
    metavar="SEGMENT,OFFER",
    help="Instead: at which redemption, cost and response this pair's answer flips.",
)
@SET
@SOLVER
@TIME_LIMIT
@GAP
@output(".xlsx, .html, .csv (one row per input) or .json")
@FORCE
@JSON
@QUIET
@click.pass_context
def tornado(  # noqa: PLR0913 - one parameter for each option
    ctx: click.Context,
    file: Path,
    by: float,
    pair: tuple[str, str] | None,
    assignments: tuple[str, ...],
    solver: str,
    time_limit: float | None,
    gap: float,
    output: Path | None,
    force: bool,  # noqa: FBT001 - click passes options by name
    as_json: bool,  # noqa: FBT001
    quiet: bool,  # noqa: FBT001
) -> None:
    """Move every uncertain input of FILE down and up: what it does to the best value, and to today's plan held fixed.

    \b
    Examples:
      compensator tornado plan.xlsx
      compensator tornado plan.xlsx --by 10% -o tornado.html
      compensator tornado plan.xlsx --break-even "dormant,card-30"
      compensator tornado plan.xlsx --json | jq '.rows[0]'
    """  # noqa: D301 - click reads \b
    check_target(output, file, WRITABLE, force=force)
    with progress("Reading …", quiet=quiet):
        problem = read(file, assignments)
    engine = _Engine(solver=solver, time_limit=time_limit, gap=gap)
    result = (
        _swings(problem, by, engine, quiet=quiet)
        if pair is None
        else _flips(problem, pair, engine, quiet=quiet)
    )
    infeasible = result.status == "infeasible"
    deliver(
        ctx,
        result,
        output=output,
        force=force,
        quiet=quiet,
        as_json=as_json,
        lacking="infeasible as it stands" if infeasible else None,
    )
    ctx.exit(_exit_code(result))


def _swings(problem: Problem, by: float, engine: _Engine, *, quiet: bool) -> Tornado:
    from compensator.whatif.tornado import steps, tornado as move_all  # noqa: PLC0415 - help stays fast

    with counter(steps(problem, by), "Inputs", quiet=quiet) as advance:
        return move_all(problem, by=by, progress=advance, **engine)


def _flips(problem: Problem, pair: tuple[str, str], engine: _Engine, *, quiet: bool) -> BreakEven:
    from compensator.whatif.break_even import break_even  # noqa: PLC0415 - help stays fast

    with progress("Solving …", quiet=quiet):
        return break_even(problem, *pair, **engine)


def _exit_code(result: Tornado | BreakEven) -> int:
    if result.status == "infeasible":
        return 4
    return 5 if result.stopped else 0
