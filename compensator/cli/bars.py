"""Progress as rich draws it on a terminal's stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.status import Status


def spinning(message: str) -> Status:
    """Return what shows a message while something goes on."""
    return Console(stderr=True).status(message)


@contextmanager
def counting(total: int, what: str) -> Iterator[Callable[[int], None]]:
    """Show how many of how many are done; yield what is to be told."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)
