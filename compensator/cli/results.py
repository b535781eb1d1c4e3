"""What every question does with its answer: print it, write it, count its progress."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from compensator.cli import rooms

if TYPE_CHECKING:
    from compensator.cli.asked import Asked
    from compensator.story import Answer

WRITABLE: Final = (".xlsx", ".csv", ".json", ".html")


def deliver(answer: Answer, asked: Asked, *, lacking: str | None = None) -> None:
    """Print an answer as JSON or as text, and write it to a file where one is asked for.

    Args:
        answer: Any.
        asked: Which of these, and where.
        lacking: Why there is nothing for a table to hold, where that is so: only .json is written then.
    """
    if asked.as_json:
        asked.print(answer)
    else:
        stdout, told = asked.stdout, rooms.story.story(answer)
        told = replace(told, brief=False) if asked.full else told
        stdout.write(rooms.terminal.render(told, stdout.width, color=stdout.color))
    path = asked.output
    if path is None:
        return
    told = rooms.story.story(answer)
    lacking = lacking or (None if told.filed else told.standing)
    if lacking is not None and path.suffix.lower() != ".json":
        asked.say(f"{path} was not written: {lacking}; only .json holds such an answer.")
    else:
        with progress("Writing …", quiet=asked.quiet):
            rooms.media.write(answer, path, force=asked.force)
        asked.say(f"Wrote {path}.")


def infeasible(
    answer: rooms.sweep.Sweep | rooms.tornado.Tornado | rooms.break_even.BreakEven,
) -> str | None:
    """Return why there is nothing to write where the problem as it stands has no plan."""
    return "infeasible as it stands" if answer.status == "infeasible" else None


def progress(message: str, *, quiet: bool) -> AbstractContextManager[object]:
    """Show that work goes on, where somebody watches."""
    return rooms.bars.spinning(message) if _watched(quiet=quiet) else nullcontext()


def counter(total: int, what: str, *, quiet: bool) -> AbstractContextManager[Callable[[int], None]]:
    """Show how much of counted work is done, where somebody watches.

    Args:
        total: Pieces of work.
        what: What they are, such as ``cells``.
        quiet: Show nothing.

    Returns:
        What yields a function to be told how many pieces are done so far.
    """
    if _watched(quiet=quiet):
        return rooms.bars.counting(total, what)
    return nullcontext(lambda _: None)


def _watched(*, quiet: bool) -> bool:
    return sys.stderr.isatty() and not quiet
