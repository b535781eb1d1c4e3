"""``compensator sweep``: the problem solved again over ranges of some inputs."""

from __future__ import annotations

from collections.abc import Sequence

import click

from compensator.cli import rooms
from compensator.cli.asked import Asked
from compensator.cli.exits import Exit
from compensator.cli.options import SET, SOLVING
from compensator.cli.question import question
from compensator.cli.results import counter, infeasible, progress
from compensator.errors import UsageError


def _paths(_: click.Context, __: click.Parameter, ranges: Sequence[str]) -> dict[str, str]:
    """Return each range by its path, a ``*=`` or ``+=`` kept; the last ``=`` parts them.

    Raises:
        UsageError: If a path is missing, or comes twice.
        BadParameter: If a range is none; all at once.
    """
    vary: dict[str, str] = {}
    wrong: list[str] = []
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
        try:
            rooms.whatif.values_of(vary[path])
        except rooms.whatif.RangeError as error:
            wrong.append(f"{path}: expected {error}, found {error.found}")
    if wrong:
        raise click.BadParameter("\n  ".join(wrong))
    return vary


def _tell_what_is_missing(result: rooms.sweep.Sweep, asked: Asked) -> None:
    """Say on stderr what a file of plans leaves out, and that a sweep was interrupted."""
    written, kept = asked.output, any(cell.allocations is not None for cell in result.rows)
    if kept and written is not None and written.suffix.lower() == ".csv" and written.exists():
        asked.say(f"{written} holds the cells only; .xlsx and .json hold who gets what.")
    if not result.complete:
        done = f"{len(result.rows):,} of {result.asked:,} cells"
        end = "was solved, and is kept" if len(result.rows) == 1 else "were solved, and are kept"
        click.echo(f"Interrupted: {done} {end}.", err=True)


VARY = click.Option(
    ["--vary", "ranges"],
    multiple=True,
    required=True,
    callback=_paths,
    metavar="PATH=RANGE",
    help="An input and its values: budget=0:5e6:51 (51 values, ends included), budget=1e6,2e6, "
    "offers[card].unit_cost*=0.8:1.2:9, …; may be repeated.",
)
PLANS = click.Option(
    ["--plans"],
    is_flag=True,
    help="Keep who gets what in each cell; a .csv holds the cells only.",
)


@question(
    {
        Exit.DONE: "done, each cell with its own status",
        Exit.DATA: "bad data, or a path that names nothing in it",
        Exit.INFEASIBLE: "infeasible as it stands",
        Exit.STOPPED: "the time limit was reached as it stands",
        Exit.INTERRUPTED: "interrupted, the finished cells kept",
    },
    VARY,
    SET,
    PLANS,
    *SOLVING,
    files=".xlsx, .html, .csv (one row per cell) or .json",
    lacking=infeasible,
    then=_tell_what_is_missing,
)
def sweep(
    problem: rooms.problem.Problem, asked: Asked, *, ranges: dict[str, str], plans: bool
) -> rooms.sweep.Sweep:
    """Solve FILE again over ranges of one or more inputs.

    Examples:
      compensator sweep plan.xlsx --vary delay_days=0:60:61
      compensator sweep plan.xlsx --vary budget=0:5e6:51 -o budgets.html
      compensator sweep plan.xlsx --vary "offers[card-30].unit_cost*=0.8:1.2:9"
      compensator sweep plan.xlsx --vary budget=1e6,2e6 --vary delay_days=0:30:4 --plans -o both.xlsx
    """
    with progress("Counting …", quiet=asked.quiet):
        cells = rooms.sweep.steps(problem, ranges)
    with counter(cells, "Cells", quiet=asked.quiet) as advance:
        return rooms.sweep.explore(problem, ranges, plans=plans, progress=advance, **asked.engine)
