"""``compensator init``: a workbook to start from."""

from __future__ import annotations

from pathlib import Path

import click

from compensator.cli.common import FORCE, JSON, QUIET
from compensator.cli.stdout import Command

_EPILOG = "Exit codes: 0 written; 2 the file exists already, or a name or an ending is wrong."


@click.command(cls=Command, epilog=_EPILOG)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--example", metavar="NAME", help="Write a shipped case instead.")
@FORCE
@JSON
@QUIET
@click.pass_context
def init(
    ctx: click.Context,
    file: Path,
    example: str | None,
    force: bool,  # noqa: FBT001 - click passes options by name
    as_json: bool,  # noqa: FBT001
    quiet: bool,  # noqa: FBT001
) -> None:
    """Write a workbook to fill: segments, offers, limits, with notes and checks in every column.

    \b
    Examples:
      compensator init plan.xlsx                         a small invented outage, to overwrite
      compensator init skype.xlsx --example skype-2007   a real case: facts with their sources

    \b
    Shipped cases: skype-2007, norton-2007, sk-ii-2006, o2-2012.
    """  # noqa: D301 - click reads \b
    from compensator.errors import UsageError  # noqa: PLC0415 - help stays fast
    from compensator.workbook import copy_case  # noqa: PLC0415

    if file.suffix.lower() != ".xlsx":
        msg = f"{file}: expected a name that ends in .xlsx, found {file.suffix or 'no ending'!r}"
        raise UsageError(msg)
    if example is not None:
        copy_case(example, file, force=force)
    else:
        from compensator.workbook import write_template  # noqa: PLC0415

        write_template(file, force=force)
    if as_json:
        from compensator.cli.documents import Written  # noqa: PLC0415 - help stays fast

        ctx.obj.write(Written(str(file)).to_json(indent=None))
    elif not quiet:
        quoted = f'"{file}"' if " " in str(file) else str(file)
        click.echo(f"Wrote {file}. Next: compensator solve {quoted}", err=True)
