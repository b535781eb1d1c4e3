"""The options that commands share."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

import click

FILE: Final = click.Argument(["file"], type=click.Path(path_type=Path))
SET: Final = click.Option(
    ["--set", "assignments"],
    multiple=True,
    metavar="PATH=VALUE",
    help="Change the problem: budget=2e6, offers[card].unit_cost*=1.2, …; may be repeated.",
)
FREEZE: Final = click.Option(
    ["--freeze", "frozen"],
    type=click.Path(path_type=Path),
    metavar="PLAN.json",
    help="What this earlier plan gives stays given, at its cost.",
)
SOLVER: Final = click.Option(
    ["--solver"],
    default="auto",
    show_default=True,
    help="auto: the exact budget curve, or HiGHS; or highs, cbc, … as PuLP finds them.",
)
TIME_LIMIT: Final = click.Option(
    ["--time-limit"],
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="Most time for each problem solved.",
)
GAP: Final = click.Option(
    ["--gap"],
    type=click.FloatRange(0),
    default=0.0,
    metavar="FRACTION",
    help="Relative gap at which an integer plan may stop.",
)
SOLVING: Final = (SOLVER, TIME_LIMIT, GAP)
JSON: Final = click.Option(["--json", "as_json"], is_flag=True, help="Print JSON instead of text.")
FORCE: Final = click.Option(["--force"], is_flag=True, help="Replace the output file if it exists.")
FULL: Final = click.Option(["--full"], is_flag=True, help="Print every table, row and note.")
QUIET: Final = click.Option(["-q", "--quiet"], is_flag=True, help="Nothing on stderr but errors.")


def output(told: str) -> click.Option:
    """Return the option that asks for a file of these kinds, beside what is printed."""
    return click.Option(
        ["-o", "--output"],
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help=f"Also write a file: {told}.",
    )


def fraction(text: str) -> float:
    """Return a number, a percentage as the fraction that it is; NaN for any other text."""
    number = text.strip()
    try:
        return float(number.removesuffix("%")) / (100 if number.endswith("%") else 1)
    except ValueError:
        return math.nan
