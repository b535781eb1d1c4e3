"""What every what-if command does with its result: print it, write it, count its progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from compensator.plan import Plan
    from compensator.story import Answer

WRITABLE: Final = (".xlsx", ".csv", ".json", ".html")


def deliver(  # noqa: PLR0913 - what the options say
    ctx: click.Context,
    result: Answer,
    *,
    output: Path | None,
    force: bool,
    quiet: bool,
    as_json: bool,
    lacking: str | None = None,
) -> None:
    """Print a result as JSON or as text, and write it to a file where one is asked for.

    Args:
        ctx: Holds where the data go.
        result: What a what-if question returned.
        output: The file, if one is asked for; one that would hold nothing is not written, and told.
        force: Replace a file that exists.
        quiet: Say nothing on stderr about the file.
        as_json: Print the document instead of text.
        lacking: Why there is nothing for a table to hold, where that is so.
    """
    from compensator.media import view_of  # noqa: PLC0415 - heavy imports stay inside

    view = view_of(result)
    if as_json:
        ctx.obj.write(result.to_json())
    else:
        from compensator.media.terminal import render_view  # noqa: PLC0415 - rich takes its time

        manifest = getattr(result, "manifest", None)
        text = render_view(view, ctx.obj.width, color=ctx.obj.color, manifest=manifest)
        ctx.obj.write(text)
    empty = None if view.charts or view.tables else view.standing
    save(result, output, lacking=lacking or empty, force=force, quiet=quiet)


def save(
    result: Answer | Plan, output: Path | None, *, lacking: str | None, force: bool, quiet: bool
) -> None:
    """Write a result to a file where one is asked for, and tell it, or why it was not written.

    Args:
        result: Any.
        output: The file; what lacks an answer is written as .json only.
        lacking: What it lacks, if anything.
        force: Replace a file that exists.
        quiet: Tell nothing.
    """
    if output is None:
        return
    if lacking is not None and output.suffix.lower() != ".json":
        say(f"{output} was not written: {lacking}; only .json holds such an answer.", quiet=quiet)
        return
    from compensator.media import write  # noqa: PLC0415 - xlsxwriter takes its time

    write(result, output, force=force)
    say(f"Wrote {output}.", quiet=quiet)


def say(message: str, *, quiet: bool) -> None:
    """Tell something on stderr, except under -q; errors, which change the exit code, go elsewhere."""
    if not quiet:
        click.echo(message, err=True)


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
