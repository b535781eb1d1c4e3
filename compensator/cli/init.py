"""``compensator init``: a workbook to start from."""

from __future__ import annotations

from pathlib import Path

import click

from compensator.cli import rooms
from compensator.cli.asked import Asked
from compensator.cli.command import command
from compensator.cli.exits import Exit
from compensator.cli.options import FORCE, JSON, QUIET
from compensator.errors import UsageError

NEW = click.Argument(["file"], type=click.Path(dir_okay=False, path_type=Path))
EXAMPLE = click.Option(["--example"], metavar="NAME", help="Write a shipped case instead.")


@command(
    {
        Exit.DONE: "written",
        Exit.USAGE: "the file exists already, or a name or an ending is wrong",
    },
    NEW,
    EXAMPLE,
    FORCE,
    JSON,
    QUIET,
)
def init(asked: Asked, *, example: str | None) -> Exit:
    """Write a workbook to fill: segments, offers, limits, with notes and checks in every column.

    Examples:
      compensator init plan.xlsx                         a small invented outage, to overwrite
      compensator init skype.xlsx --example skype-2007   a real case: facts with their sources

    Shipped cases: skype-2007, norton-2007, sk-ii-2006, o2-2012.
    """
    file = asked.file
    if file.suffix.lower() != ".xlsx":
        msg = f"{file}: expected a name that ends in .xlsx, found {file.suffix or 'no ending'!r}"
        raise UsageError(msg)
    if example is not None:
        rooms.workbook.copy_case(example, file, force=asked.force)
    else:
        rooms.workbook.write_template(file, force=asked.force)
    if asked.as_json:
        asked.print(rooms.documents.Written(str(file)), indent=None)
    else:
        quoted = f'"{file}"' if " " in str(file) else str(file)
        asked.say(f"Wrote {file}. Next: compensator solve {quoted}")
    return Exit.DONE
