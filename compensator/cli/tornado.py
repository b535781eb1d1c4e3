"""``compensator tornado``: every uncertain input up and down, or where one pair's answer flips."""

from __future__ import annotations

import click

from compensator.cli import rooms
from compensator.cli.asked import Asked
from compensator.cli.exits import Exit
from compensator.cli.options import SET, SOLVING, fraction
from compensator.cli.question import question
from compensator.cli.results import counter, infeasible, progress


def _fraction(_: click.Context, __: click.Parameter, value: str) -> float:
    """Return the fraction that a percentage such as 20% is, above 0 and below 1."""
    number = fraction(value)
    if not 0 < number < 1:
        msg = f"expected a percentage above 0% and below 100%, found {value!r}"
        raise click.BadParameter(msg)
    return number


def _names(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, str] | None:
    """Return the segment and the offer of a pair; no name holds a comma."""
    if value is None:
        return None
    names = [name.strip() for name in value.split(",")]
    if len(names) != 2 or not all(names):
        msg = f"expected a segment and an offer such as dormant,card-30, found {value!r}"
        raise click.BadParameter(msg)
    return names[0], names[1]


BY = click.Option(
    ["--by"],
    callback=_fraction,
    default="20%",
    show_default=True,
    metavar="PERCENT",
    help="How far each input moves; fractions move by their odds.",
)
BREAK_EVEN = click.Option(
    ["--break-even", "pair"],
    callback=_names,
    metavar="SEGMENT,OFFER",
    help="Instead: at which redemption, cost and response this pair's answer flips.",
)


@question(
    {
        Exit.DONE: "done, each input with its own status",
        Exit.INFEASIBLE: "infeasible as it stands",
        Exit.STOPPED: "the time limit was reached as it stands",
    },
    BY,
    BREAK_EVEN,
    SET,
    *SOLVING,
    files=".xlsx, .html, .csv (one row per input) or .json",
    lacking=infeasible,
)
def tornado(
    problem: rooms.problem.Problem, asked: Asked, *, by: float, pair: tuple[str, str] | None
) -> rooms.tornado.Tornado | rooms.break_even.BreakEven:
    """Move every uncertain input of FILE down and up: what it does to the best value, and to today's plan held fixed.

    Examples:
      compensator tornado plan.xlsx
      compensator tornado plan.xlsx --by 10% -o tornado.html
      compensator tornado plan.xlsx --break-even "dormant,card-30"
      compensator tornado plan.xlsx --json | jq '.rows[0]'
    """
    if pair is not None:
        with progress("Solving …", quiet=asked.quiet):
            return rooms.break_even.break_even(problem, *pair, **asked.engine)
    total = rooms.tornado.steps(problem, by)
    with counter(total, "Inputs", quiet=asked.quiet) as advance:
        return rooms.tornado.tornado(problem, by=by, progress=advance, **asked.engine)
