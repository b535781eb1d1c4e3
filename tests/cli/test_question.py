"""What is true of every command, whoever adds the next: shown, told, and built alike."""

import importlib
import re
from pathlib import Path

import pytest

import compensator as cp
from compensator.cli import rooms
from compensator.cli.exits import WORDS, Exit
from compensator.cli.main import COMMANDS, group
from compensator.cli.question import Question
from compensator.story import Answer, Ending

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
WRITERS = {"init", "export"}
"""Commands that write what is no answer."""


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_on_a_page(name):
    """A command that no page shows is not found."""
    assert any(re.search(rf"compensator {name}\b", page.read_text("utf-8")) for page in PAGES)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_says_what_it_does_then_examples_then_exit_codes(compensator, name):
    """The first thing that is read is what can be typed; the last, what a script is told."""
    told = compensator(name, "--help").out
    assert told.index("Examples:\n    compensator ") < told.index("Options:")
    codes = " ".join(told[told.index("Exit codes: 0 ") :].split())
    said = [int(code) for code in re.findall(r"(?:: |; )(\d+) ", codes)]
    assert said == sorted(said)
    assert set(said) <= set(Exit)
    assert Exit.FAULT not in said, "it says nothing of a command"


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - WRITERS))
def test_the_command_of_every_answer_is_built_by_question(name):
    """So that all of them read, count, print, write and leave alike."""
    command = group.get_command(None, name)
    assert isinstance(command, Question)
    options = {option for one in command.params for option in one.opts}
    assert {"file", "--set", "--json", "--quiet"} <= options
    assert ("--output" in options) == ("--force" in options)


def test_a_command_that_writes_no_answer_is_none():
    """They are the only ones that may leave with a code of their own."""
    assert not any(isinstance(group.get_command(None, name), Question) for name in WRITERS)


def test_every_ending_of_an_answer_has_its_exit_code():
    """An ending that is added is given a code, and every code has words."""
    assert {Exit[ending.name] for ending in Ending} <= set(Exit)
    assert set(WORDS) == set(Exit)


def test_the_readme_says_the_exit_codes_as_the_help_does():
    """They are a contract with whoever calls the command from a script."""
    told = " ".join((ROOT / "README.md").read_text("utf-8").split())
    assert " · ".join(f"{code:d} {WORDS[code]}" for code in sorted(WORDS)) in told


@pytest.mark.parametrize("ending", Ending)
def test_a_question_leaves_as_its_answer_ended(compensator, norton, monkeypatch, ending):
    """Exit codes are decided by the answer, in one place."""
    plan = cp.solve(cp.read_workbook(norton))
    monkeypatch.setattr("compensator.plan.solve", lambda *_, **__: plan)
    monkeypatch.setattr(Answer, "ending", property(lambda _: ending))
    assert compensator("solve", norton).code == Exit[ending.name]


@pytest.mark.parametrize("name", rooms.__all__)
def test_every_room_that_a_command_may_ask_is_there(name):
    """A name that is misspelled would fail only when its command runs."""
    room = getattr(rooms, name)
    assert room is importlib.import_module(room.__name__)
    assert room.__name__.rpartition(".")[2] == name


def test_a_room_that_is_not_there_is_told():
    """As of any module."""
    with pytest.raises(AttributeError, match="no attribute 'cellar'"):
        getattr(rooms, "cellar")  # noqa: B009 - mypy knows better
