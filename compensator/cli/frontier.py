"""``compensator frontier``: the best value for every budget."""

from __future__ import annotations

import math

import click

from compensator.cli import rooms
from compensator.cli.asked import Asked
from compensator.cli.exits import Exit
from compensator.cli.options import FREEZE, SET, SOLVING, fraction
from compensator.cli.question import question
from compensator.cli.results import counter


def _ratio(_: click.Context, __: click.Parameter, text: str | None) -> float | None:
    """Return a ratio written as a number or a percentage."""
    ratio = None if text is None else fraction(text)
    if ratio is not None and not math.isfinite(ratio):
        msg = f"expected a ratio such as 1.5 or 150%, found {text!r}"
        raise click.BadParameter(msg)
    return ratio


def _budgets(_: click.Context, __: click.Parameter, text: str | None) -> list[float] | None:
    """Return budgets written as a range or a list."""
    if text is None:
        return None
    try:
        budgets = [float(value) for value in rooms.whatif.values_of(text)]
    except rooms.whatif.RangeError as error:
        msg = f"expected {error}, found {error.found}"
        raise click.BadParameter(msg) from error
    if min(budgets) < 0:
        msg = f"expected budgets of at least 0, found {min(budgets):g}"
        raise click.BadParameter(msg)
    return budgets


POINTS = click.Option(
    ["--points"],
    type=click.IntRange(2),
    default=1_000,
    show_default=True,
    help="Most points of a curve with further limits.",
)
BUDGETS = click.Option(
    ["--budgets"],
    callback=_budgets,
    metavar="RANGE",
    help="Solve at these instead: 0:5e6:51 or 1e6,2e6. Integer problems take 11 by default.",
)
ROI_FLOOR = click.Option(
    ["--roi-floor"],
    callback=_ratio,
    metavar="RATIO",
    help="Also tell up to which budget net value ÷ cost is at least this: 1.5 or 150%.",
)


@question(
    {
        Exit.DONE: "a curve",
        Exit.INFEASIBLE: "no budget is enough",
        Exit.STOPPED: "time limit reached at some budget",
    },
    SET,
    FREEZE,
    POINTS,
    BUDGETS,
    ROI_FLOOR,
    *SOLVING,
    files=".xlsx or .html (with the picture), .csv (the points) or .json",
)
def frontier(
    problem: rooms.problem.Problem,
    asked: Asked,
    *,
    points: int,
    budgets: list[float] | None,
    roi_floor: float | None,
) -> rooms.frontier.Frontier:
    """Print the best value for every budget: exact, with the order in which money is best spent.

    The budget of FILE is set aside. Where only a budget couples the segments, the ladder names every step.

    Examples:
      compensator frontier plan.xlsx
      compensator frontier plan.xlsx -o frontier.html
      compensator frontier plan.xlsx --roi-floor 100%
      compensator frontier plan.xlsx --freeze first-wave.json   where does the next money go
    """
    total = points if budgets is None else len(budgets)
    with counter(total, "Points", quiet=asked.quiet) as advance:
        return rooms.frontier.frontier(
            problem,
            points=points,
            budgets=budgets,
            roi_floor=roi_floor,
            progress=lambda done: advance(min(done, total)),
            **asked.engine,
        )
