"""A question: a command whose function gets a problem and returns an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from compensator.cli.asked import Asked
from compensator.cli.command import Command, command
from compensator.cli.exits import WORDS, Exit
from compensator.cli.options import FILE, FORCE, FULL, JSON, QUIET, output
from compensator.cli.refusals import check_target
from compensator.cli.results import WRITABLE, deliver, progress

if TYPE_CHECKING:
    from compensator.story import Answer


class Question(Command):
    """A command that asks something of a problem."""


def question(
    exits: Mapping[Exit, str],
    *options: click.Option,
    files: str | None = None,
    lacking: Callable[[Any], str | None] = lambda _: None,
    then: Callable[[Any, Asked], None] | None = None,
) -> Callable[[Callable[..., Answer]], Command]:
    """Return what makes a command of a function from a problem to an answer.

    The command refuses what may not be written before any work, reads, prints the answer, writes it where that is
    asked for, and leaves with the code that the answer's ending says.

    Args:
        exits: What its exit codes say, beside that of bad data.
        options: Those between the file that is read and the one that is written, in the order of its help. What
            those of its own said, the function is told by their names.
        files: The kinds of files that ``-o`` writes, as its help says them; by default an answer is only printed.
        lacking: Returns why only .json holds an answer, where that is so.
        then: Told the answer when it is delivered.
    """

    def made(function: Callable[..., Answer]) -> Command:
        @wraps(function)
        def ask(asked: Asked, **own: Any) -> Exit:
            check_target(asked.output, asked, WRITABLE)
            with progress("Reading …", quiet=asked.quiet):
                problem = asked.read()
            answer = function(problem, asked, **own)
            deliver(answer, asked, lacking=lacking(answer))
            if then is not None:
                then(answer, asked)
            return Exit[answer.ending.name]

        written = () if files is None else (output(files), FORCE)
        words = {Exit.DATA: WORDS[Exit.DATA], **exits}
        shown = (FULL, JSON, QUIET)
        return command(words, FILE, *options, *written, *shown, kind=Question)(ask)

    return made
