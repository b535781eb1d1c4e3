"""What the commands share: options, reading with changes, progress, files to write."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compensator.errors import UsageError

if TYPE_CHECKING:
    from compensator.problem import Problem

FILE = click.argument("file", type=click.Path(path_type=Path))
SET = click.option(
    "--set",
    "assignments",
    multiple=True,
    metavar="PATH=VALUE",
    help="Change the problem: budget=2e6, offers[card].unit_cost*=1.2, …; may be repeated.",
)
FREEZE = click.option(
    "--freeze",
    "frozen",
    type=click.Path(path_type=Path),
    metavar="PLAN.json",
    help="What this earlier plan gives stays given, at its cost.",
)
SOLVER = click.option(
    "--solver",
    default="auto",
    show_default=True,
    help="auto: the exact budget curve, or HiGHS; or highs, cbc, … as PuLP finds them.",
)
TIME_LIMIT = click.option(
    "--time-limit",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="Most time for each problem solved.",
)
GAP = click.option(
    "--gap",
    type=click.FloatRange(0),
    default=0.0,
    metavar="FRACTION",
    help="Relative gap at which an integer plan may stop.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
FORCE = click.option("--force", is_flag=True, help="Replace the output file if it exists.")
QUIET = click.option("-q", "--quiet", is_flag=True, help="Nothing on stderr but errors.")


def output(extensions: str) -> Callable[[Any], Any]:
    """Return the ``-o`` option for these extensions."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help=f"Also write a file: {extensions}.",
    )


@contextmanager
def progress(message: str, *, quiet: bool) -> Iterator[None]:
    """Show that work goes on, where somebody watches."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 - help stays fast

    with Console(stderr=True).status(message):
        yield


def read(file: Path, assignments: Sequence[str], frozen: Path | None = None) -> Problem:
    """Return the problem of a workbook or folder, with the asked changes made and an earlier plan kept."""
    from compensator.problem import changed  # noqa: PLC0415 - heavy imports stay inside commands
    from compensator.workbook import read_workbook  # noqa: PLC0415

    problem = read_workbook(file)
    problem = changed(problem, assignments) if assignments else problem
    if frozen is None:
        return problem
    from compensator.whatif import freeze  # noqa: PLC0415

    return freeze(problem, frozen)


def is_input(target: Path) -> bool:
    """Return whether a file in a folder of CSV files would be read as one of its tables."""
    from compensator.problem import SHEETS  # noqa: PLC0415 - heavy imports stay inside commands

    return target.suffix.lower() == ".csv" and target.stem.casefold() in map(str.casefold, SHEETS)


def check_target(
    target: Path | None,
    source: Path,
    known: Sequence[str],
    *,
    force: bool,
    frozen: Path | None = None,
) -> None:
    """Refuse an output file before any work is done.

    Args:
        target: The file, if one is asked for.
        source: The workbook or folder that is read.
        known: Extensions that can be written.
        force: Whether a file that exists may be replaced.
        frozen: The earlier plan that is read too, if any.

    Raises:
        UsageError: If its extension is not known, it is an input, or it exists and may not be replaced.
    """
    if target is None:
        return
    if target.suffix.lower() not in known:
        msg = f"{target}: expected a file that ends in {', '.join(known)}, found {target.suffix or 'no extension'!r}"
        raise UsageError(msg)
    sources = [one for one in (source, frozen) if one is not None and one.exists()]
    if target.exists() and any(target.samefile(one) for one in sources):
        msg = f"{target} is the input; it is never overwritten"
        raise UsageError(msg)
    if source.is_dir() and target.parent.resolve() == source.resolve() and is_input(target):
        msg = f"{target} would be read as input; it is never overwritten"
        raise UsageError(msg)
    if target.exists() and not force:
        msg = f"{target} exists already; --force replaces it"
        raise UsageError(msg)
    if not target.parent.is_dir() or not os.access(target.parent, os.W_OK):
        msg = f"{target.parent} is not a folder that may be written to"
        raise UsageError(msg)
