"""What the options that commands share said, and what they ask for alike."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from compensator.cli import rooms

if TYPE_CHECKING:
    from compensator.cli.stdout import Stdout
    from compensator.problem import Problem
    from compensator.story import Document


class Engine(TypedDict):
    """Which solver, and when it may stop."""

    solver: str
    time_limit: float | None
    gap: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options that commands share said, where a command has them."""

    stdout: Stdout
    """Where data go."""
    file: Path
    assignments: tuple[str, ...] = ()
    frozen: Path | None = None
    solver: str = "auto"
    time_limit: float | None = None
    gap: float = 0.0
    output: Path | None = None
    force: bool = False
    as_json: bool = False
    full: bool = False
    quiet: bool = False

    @property
    def engine(self) -> Engine:
        """How every question is solved."""
        return Engine(solver=self.solver, time_limit=self.time_limit, gap=self.gap)

    def read(self) -> Problem:
        """Return the problem of a workbook or folder, with the asked changes made and an earlier plan kept."""
        problem = rooms.workbook.read_workbook(self.file)
        if self.assignments:
            problem = self._changed(problem)
        return problem if self.frozen is None else rooms.whatif.freeze(problem, self.frozen)

    def _changed(self, problem: Problem) -> Problem:
        """Return the problem with the asked changes made; what they hold is said."""
        made = rooms.problem.changed(problem, self.assignments)
        places = (rooms.problem.parse(text) for text in self.assignments)
        for note in rooms.whatif.holding_notes(problem, places):
            self.say(f"Note: {note}")
        return made

    def print(self, document: Document, *, indent: int | None = 1) -> None:
        """Print a document."""
        self.stdout.document(document.to_json(indent=indent))

    def say(self, message: str) -> None:
        """Tell something on stderr, except under -q; errors, which change the exit code, go elsewhere."""
        if not self.quiet:
            click.echo(message, err=True)
