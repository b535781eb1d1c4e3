"""The ``compensator`` command: its group, and how errors become exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Final

import click

from compensator.cli.command import as_typed
from compensator.cli.exits import Exit, exit_line, exit_of
from compensator.cli.stdout import claim
from compensator.errors import CompensatorError, InputError, did_you_mean

COMMANDS: Final[Mapping[str, str]] = {
    "init": "Write a workbook to fill, or a shipped example.",
    "check": "List every problem in a workbook, or say what it holds.",
    "pairs": "Print what each offer does for a user of each segment.",
    "solve": "Print the best plan, proven and explained.",
    "frontier": "Print the best value for every budget, exactly.",
    "sweep": "Solve again over ranges of one or more inputs.",
    "target": "Print the cheapest plan that reaches a target.",
    "compare": "Set scenarios, policies and limits side by side.",
    "tornado": "Move every uncertain input up and down.",
    "export": "Write the linear program as .lp or .mps.",
}
"""Each command's module and function bear its name; the help of the group needs neither."""


class LazyGroup(click.Group):
    """Imports a command only when it runs or shows its own help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of use."""
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        command = getattr(import_module(f"compensator.cli.{cmd_name}"), cmd_name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Say what was meant where a command is misspelled."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"no command {args[0]!r}{did_you_mean(args[0], list(COMMANDS))}")
        return super().resolve_command(ctx, args)


HELP: Final = """Decide who gets which compensation after a service failure.

Examples:
  compensator init plan.xlsx                             a workbook to fill
  compensator check plan.xlsx                            what it holds, or all that is wrong
  compensator solve plan.xlsx                            the best plan, proven and explained
  compensator solve plan.xlsx --set budget=2e6 -o p.xlsx the same with another budget, to a file

Shell completion (bash; also zsh, fish):
  eval "$(_COMPENSATOR_COMPLETE=bash_source compensator)"
"""


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=as_typed(HELP),
    epilog=exit_line(),
)
@click.version_option(package_name="compensator", message="%(prog)s %(version)s")
@click.pass_context
def group(ctx: click.Context) -> None:
    """Hold what every command obeys."""
    if os.environ.get("NO_COLOR"):
        ctx.color = False


def main(args: list[str] | None = None) -> None:
    """Run the command line as a process of its own, and leave with its exit code."""
    given = sys.argv[1:] if args is None else args
    claim(quiet="-q" in given or "--quiet" in given)
    sys.exit(run(given))


def run(args: list[str]) -> int:
    """Run the command line and return its exit code."""
    try:
        code = group.main(args, prog_name="compensator", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Interrupted: nothing was written.", err=True)
        return Exit.INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except CompensatorError as error:
        click.echo(error if isinstance(error, InputError) else f"Error: {error}", err=True)
        return exit_of(error)
    except Exception as error:
        if os.environ.get("COMPENSATOR_DEBUG"):
            raise
        kind = type(error).__name__
        click.echo(
            f"Our fault, not your data's: {kind}: {error}\nCOMPENSATOR_DEBUG=1 shows where; please report it.",
            err=True,
        )
        return Exit.FAULT
    return code if isinstance(code, int) else Exit.DONE
