"""The ``compensator`` command: its group, and how errors become exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib import import_module

import click

from compensator.cli.stdout import claim
from compensator.errors import CompensatorError, InputError, UsageError

COMMANDS: Mapping[str, str] = {
    "init": "Write a workbook to fill, or a shipped example.",
    "check": "List every problem in a workbook, or say what it holds.",
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

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"compensator.cli.{cmd_name}"), cmd_name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Say what was meant where a command is misspelled."""
        from compensator.errors import did_you_mean  # noqa: PLC0415 - difflib takes its time

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"no command {args[0]!r}{did_you_mean(args[0], list(COMMANDS))}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done; 1 our fault; 2 usage; 3 bad data; 4 infeasible; "
    "5 time limit reached, plan with its gap given; 130 interrupted.",
)
@click.version_option(package_name="compensator", message="%(prog)s %(version)s")
@click.pass_context
def group(ctx: click.Context) -> None:
    """Decide who gets which compensation after a service failure.

    \b
    Examples:
      compensator init plan.xlsx                             a workbook to fill
      compensator check plan.xlsx                            what it holds, or all that is wrong
      compensator solve plan.xlsx                            the best plan, proven and explained
      compensator solve plan.xlsx --set budget=2e6 -o p.xlsx the same with another budget, to a file

    \b
    Shell completion (bash; also zsh, fish):
      eval "$(_COMPENSATOR_COMPLETE=bash_source compensator)"
    """  # noqa: D301 - click reads \b
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
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except CompensatorError as error:
        return _told(error, as_json="--json" in args)
    except Exception as error:
        if os.environ.get("COMPENSATOR_DEBUG"):
            raise
        kind = type(error).__name__
        click.echo(
            f"Our fault, not your data's: {kind}: {error}\nCOMPENSATOR_DEBUG=1 shows where; please report it.",
            err=True,
        )
        return 1
    return code if isinstance(code, int) else 0


def _told(error: CompensatorError, *, as_json: bool) -> int:
    """Tell an error of the package's own and return its exit code."""
    if isinstance(error, InputError):
        if as_json:
            from compensator.cli.documents import Errors  # noqa: PLC0415 - help stays fast

            click.echo(Errors(error.issues).to_json())
        else:
            click.echo(str(error), err=True)
        return 3
    click.echo(f"Error: {error}", err=True)
    return 2 if isinstance(error, UsageError) else 1
