"""``compensator export``: the linear program for another solver, or for a reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from compensator.cli import rooms
from compensator.cli.asked import Asked
from compensator.cli.command import command
from compensator.cli.exits import WORDS, Exit
from compensator.cli.options import FILE, FORCE, JSON, QUIET, SET
from compensator.cli.refusals import check_target
from compensator.cli.results import progress

TARGET = click.Option(
    ["-o", "--output", "target"],
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where it goes: .lp or .mps.",
)


@command(
    {
        Exit.DONE: "written",
        Exit.USAGE: WORDS[Exit.USAGE],
        Exit.DATA: WORDS[Exit.DATA],
        Exit.INFEASIBLE: "a segment has no eligible offer",
    },
    FILE,
    TARGET,
    SET,
    FORCE,
    JSON,
    QUIET,
)
def export(asked: Asked, *, target: Path) -> Exit:
    """Write the linear (or integer) program of FILE, in its own units, not scaled.

    x_3_1 is the share of segment 3 that gets offer 1, counted as in the workbook; offer 0 is none.
    The program minimizes the negative of what the plan maximizes.

    Examples:
      compensator export plan.xlsx -o plan.lp
      compensator export plan.xlsx -o plan.mps --json   and print which name is which
    """
    check_target(target, asked, (".lp", ".mps"))
    with progress("Reading …", quiet=asked.quiet):
        problem = asked.read()
    with progress("Writing …", quiet=asked.quiet):
        economics, bounded, program = rooms.plan.prepared(problem)
        if program.stranded:
            click.echo("A segment has no eligible offer; compensator solve names it.", err=True)
            return Exit.INFEASIBLE
        built = rooms.model.build(program, scaled=False)
        rooms.files.write_whole(
            target, lambda path: rooms.model.write(built, path), force=asked.force
        )
    if asked.as_json:
        asked.print(_names(target, problem, economics, bounded))
    else:
        asked.say(
            f"Wrote {target}: {len(built.shares):,} shares, {len(program.rows):,} limit rows."
        )
    return Exit.DONE


def _names(
    target: Path,
    problem: rooms.problem.Problem,
    economics: rooms.economics.Economics,
    bounded: Sequence[rooms.economics.Bounded],
) -> rooms.documents.Exported:
    """Return what the names in a program stand for."""
    classes: dict[str, list[str]] = {}
    for segment, g in zip(problem.segment_rows.names, economics.group.tolist(), strict=True):
        classes.setdefault(str(g + 1), []).append(segment)
    return rooms.documents.Exported(
        file=str(target),
        segments=classes,
        offers={str(o): name for o, name in enumerate(problem.offer_rows.names)},
        limits={row.code: one.name for one in bounded if one.enforced for row in one.rows()},
    )
