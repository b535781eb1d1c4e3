"""What every what-if command does with its result: print it, write it, count its progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from compensator.plan.document import Document

WRITABLE: Final = (".xlsx", ".csv", ".json", ".html")


def deliver(
    ctx: click.Context,
    result: Document,
    *,
    output: Path | None,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Print a result as JSON or as text, and write it to a file where one is asked for.

    Args:
        ctx: Says whether colors are wanted.
        result: What a what-if question returned.
        output: The file, if one is asked for; one that would hold nothing is not written, and told.
        force: Replace a file that exists.
        quiet: Say nothing on stderr about a file that was written.
        as_json: Print the document instead of text.
    """
    from compensator.report.views import view_of  # noqa: PLC0415 - heavy imports stay inside

    view = view_of(result)
    if as_json:
        click.echo(result.to_json())
    else:
        from compensator.report.terminal import render_view  # noqa: PLC0415 - rich takes its time

        manifest = getattr(result, "manifest", None)
        click.echo(render_view(view, color=ctx.color, manifest=manifest))
    if output is None:
        return
    if not (view.charts or view.tables) and output.suffix.lower() != ".json":
        told = f"{output} was not written: {view.standing}; only .json holds such an answer."
        click.echo(told, err=True)
        return
    from compensator.report import write  # noqa: PLC0415 - xlsxwriter takes its time

    write(result, output, force=force)
    if not quiet:
        click.echo(f"Wrote {output}.", err=True)


@contextmanager
def counter(total: int, what: str, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show how much of counted work is done, where somebody watches.

    Args:
        total: Pieces of work.
        what: What they are, such as ``cells``.
        quiet: Show nothing.

    Yields:
        A function to be told how many pieces are done so far.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda done: None  # noqa: ARG005 - nobody watches
        return
    from rich.console import Console  # noqa: PLC0415 - help stays fast
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)
