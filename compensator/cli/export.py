"""``compensator export``: the linear program for another solver, or for a reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compensator.cli.common import FILE, FORCE, JSON, QUIET, SET, check_target, progress, read
from compensator.cli.stdout import Command

if TYPE_CHECKING:
    from compensator.cli.documents import Exported
    from compensator.economics import Bounded, Economics
    from compensator.problem import Problem

WRITABLE = (".lp", ".mps")


@click.command(
    cls=Command,
    epilog="Exit codes: 0 written; 2 usage; 3 bad data; 4 a segment has no eligible offer.",
)
@FILE
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where it goes: .lp or .mps.",
)
@SET
@FORCE
@JSON
@QUIET
@click.pass_context
def export(  # noqa: PLR0913 - one parameter for each option
    ctx: click.Context,
    file: Path,
    output: Path,
    assignments: tuple[str, ...],
    force: bool,  # noqa: FBT001 - click passes options by name
    as_json: bool,  # noqa: FBT001
    quiet: bool,  # noqa: FBT001
) -> None:
    """Write the linear (or integer) program of FILE, in its own units, not scaled.

    x_3_1 is the share of segment 3 that gets offer 1, counted as in the workbook; offer 0 is none.
    The program minimizes the negative of what the plan maximizes.

    \b
    Examples:
      compensator export plan.xlsx -o plan.lp
      compensator export plan.xlsx -o plan.mps --json   and print which name is which
    """  # noqa: D301 - click reads \b
    check_target(output, file, WRITABLE, force=force)
    from compensator import model  # noqa: PLC0415 - help stays fast
    from compensator.files import write_whole  # noqa: PLC0415
    from compensator.plan import prepared  # noqa: PLC0415

    with progress("Reading …", quiet=quiet):
        problem = read(file, assignments)
    with progress("Writing …", quiet=quiet):
        economics, bounded, program = prepared(problem)
        if not program.eligible.any(axis=1).all():
            click.echo("A segment has no eligible offer; compensator solve names it.", err=True)
            ctx.exit(4)
        built = model.build(program, scaled=False)
        write_whole(output, lambda path: model.write(built, path), force=force)
    if as_json:
        ctx.obj.write(_names(output, problem, economics, bounded).to_json())
    elif not quiet:
        click.echo(
            f"Wrote {output}: {len(built.shares):,} shares, {len(program.rows):,} limit rows.",
            err=True,
        )


def _names(
    output: Path, problem: Problem, economics: Economics, bounded: Sequence[Bounded]
) -> Exported:
    """Return what the names in a program stand for."""
    from compensator.cli.documents import Exported  # noqa: PLC0415 - help stays fast

    classes: dict[str, list[str]] = {}
    for segment, g in zip(problem.segment_rows.names, economics.group.tolist(), strict=True):
        classes.setdefault(str(g + 1), []).append(segment)
    return Exported(
        file=str(output),
        segments=classes,
        offers={str(o): name for o, name in enumerate(problem.offer_rows.names)},
        limits={row.code: one.name for one in bounded if one.enforced for row in one.rows()},
    )
