"""A command: a function that is told what the options said, and returns an exit code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from inspect import getdoc
from typing import Any, Final

import click

from compensator.cli import rooms
from compensator.cli.asked import Asked
from compensator.cli.exits import Exit, exit_line
from compensator.cli.stdout import Stdout, lent
from compensator.errors import InputError

SHARED: Final = frozenset(field.name for field in fields(Asked))


class Command(click.Command):
    """A command while which nothing but its own data reaches standard output."""

    def invoke(self, ctx: click.Context) -> Exit:
        """Run the command with ``ctx.obj``, where its data goes; data that is refused is an answer in JSON too."""
        stdout = ctx.obj = Stdout.now()
        with lent():
            try:
                code: Exit = super().invoke(ctx)
            except InputError as error:
                if not ctx.params.get("as_json"):
                    raise
                stdout.document(rooms.documents.Errors(error.issues).to_json())
                return Exit.DATA
        return code


def command(
    exits: Mapping[Exit, str], *parameters: click.Parameter, kind: type[Command] = Command
) -> Callable[[Callable[..., Exit]], Command]:
    """Return what makes a command of a function.

    Args:
        exits: What its exit codes say.
        parameters: Its arguments and options in the order in which its help shows them. What the shared ones
            said is the function's first argument, others go by their name.
        kind: Which kind of command.
    """

    def made(function: Callable[..., Exit]) -> Command:
        def run(**said: Any) -> Exit:
            own = {name: said.pop(name) for name in said.keys() - SHARED}
            return function(Asked(click.get_current_context().obj, **said), **own)

        return kind(
            function.__name__,
            callback=run,
            params=list(parameters),
            help=as_typed(getdoc(function) or ""),
            epilog=exit_line(exits),
        )

    return made


def as_typed(text: str) -> str:
    """Return a help in which the lines under a heading, such as examples, stay as they are."""
    return "\n\n".join(
        f"\b\n{part}" if part.partition("\n")[0].rstrip().endswith(":") else part
        for part in text.split("\n\n")
    )
