"""``compensator check``: what a workbook holds, or all that is wrong in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from compensator.cli.common import FILE, JSON, QUIET, SET, progress, read
from compensator.cli.stdout import Command

if TYPE_CHECKING:
    from compensator.plan import Inventory


@click.command(
    cls=Command, epilog="Exit codes: 0 fine; 3 bad data; 4 a segment has no eligible offer."
)
@FILE
@SET
@JSON
@QUIET
@click.pass_context
def check(
    ctx: click.Context,
    file: Path,
    assignments: tuple[str, ...],
    as_json: bool,  # noqa: FBT001 - click passes options by name
    quiet: bool,  # noqa: FBT001
) -> None:
    """List every problem in FILE, a workbook (.xlsx) or a folder of CSV files, or say what it holds.

    \b
    Examples:
      compensator check plan.xlsx
      compensator check plan.xlsx --json
    """  # noqa: D301 - click reads \b
    with progress("Reading …", quiet=quiet):
        problem = read(file, assignments)
    from compensator.plan import take  # noqa: PLC0415 - help stays fast

    with progress("Counting …", quiet=quiet):
        inventory = take(problem)
    if as_json:
        ctx.obj.write(inventory.to_json())
    else:
        ctx.obj.write(_text(inventory))
    ctx.exit(4 if inventory.stranded else 0)


def _text(inventory: Inventory) -> str:
    from compensator.language import ABSENT, money  # noqa: PLC0415 - beside its one use

    def amount(figure: float | None) -> str:
        return ABSENT if figure is None else money(figure, inventory.currency)

    lines = [
        inventory.title,
        f"Segments        {inventory.segments:,}",
        f"Users           {inventory.users:,}",
        f"Offers          {inventory.offers:,} (beside none)",
        f"Eligible pairs  {inventory.eligible_pairs:,}",
        f"Limits          {inventory.limits:,}",
        f"Least cost      {amount(inventory.least_cost)} (the least that must be spent)",
        f"Most cost       {amount(inventory.most_cost)} (the most that can be spent, the budget aside)",
        *(f"Note: {note}" for note in inventory.notes),
    ]
    return "\n".join(lines if inventory.notes else [*lines, "No problems found."])
