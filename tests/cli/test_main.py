"""The command itself: help that is fast, errors that become exit codes, nothing that is a traceback."""

import re
import shutil
import subprocess
import sys

import pytest

from compensator.cli import main as door
from compensator.cli.main import COMMANDS, group

HEAVY = (
    "pandas", "pulp", "pydantic", "numpy", "highspy", "openpyxl", "xlsxwriter", "rich", "plotly", "plotille",
)  # fmt: skip


@pytest.mark.parametrize("arguments", [[], *([name] for name in COMMANDS)])
def test_help_imports_nothing_heavy(arguments):
    """Help answers in the time that Python takes to start."""
    script = (
        "import sys; from compensator.cli.main import run; code = run([*sys.argv[1:], '--help']);"
        f"print('loaded:', [m for m in {HEAVY} if m in sys.modules]); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True
    )
    assert "loaded: []" in done.stdout


def test_help_lists_every_command_and_every_exit_code(compensator):
    """The front page of the command names all that it can do."""
    said = compensator("--help")
    assert said.code == 0
    assert all(name in said.out for name in COMMANDS)
    assert all(code in said.out for code in ("0 done", "3 bad data", "4 infeasible", "130"))


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_shows_examples_before_its_options(compensator, name):
    """People read examples first."""
    said = compensator(name, "--help")
    assert said.out.index("Examples:") < said.out.index("Options:")
    assert f"compensator {name} " in said.out


def test_no_help_line_is_wider_than_a_terminal_of_100_columns(compensator):
    """Examples stay whole."""
    for name in COMMANDS:
        assert max(map(len, compensator(name, "--help").out.splitlines())) <= 100


def test_every_command_that_is_listed_exists():
    """The table of commands and the modules cannot drift apart."""
    for name, told in COMMANDS.items():
        command = group.get_command(None, name)
        assert command is not None
        assert command.name == name
        assert told.endswith(".")


def test_a_misspelled_command_is_answered_with_the_right_one(compensator):
    """Usage errors leave with 2 and say what was meant."""
    said = compensator("slove", "plan.xlsx")
    assert said.code == 2
    assert "did you mean 'solve'?" in said.err


def test_the_version_is_told(compensator):
    """For bug reports."""
    said = compensator("--version")
    assert said.code == 0
    assert said.out.startswith("compensator 0.")


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "init"])
def test_a_file_that_is_not_there_is_told_like_bad_data(compensator, skype, tmp_path, name):
    """Exit code 3, as JSON too: a script that asks for JSON reads JSON, whatever is wrong."""
    shutil.copy(skype, tmp_path / "outage.xlsx")
    own = {"sweep": ["--vary", "budget=1,2"], "target": ["--at-least", "value=5"]}
    asked = [
        name,
        "outrage.xlsx",
        *own.get(name, []),
        *(["-o", "p.lp"] if name == "export" else []),
    ]
    said = compensator(*asked)
    assert (said.code, said.out) == (3, "")
    expected = "a workbook (.xlsx) or a folder of CSV files; did you mean 'outage.xlsx'?"
    line = f"  outrage.xlsx: expected {expected}, found no such file or folder\n"
    assert said.err == f"outrage.xlsx has 1 problem:\n{line}"
    said = compensator(*asked, "--json")
    assert (said.code, said.err) == (3, "")
    (error,) = said.document["errors"]
    assert error == {
        "where": "outrage.xlsx",
        "found": "no such file or folder",
        "expected": expected,
    }


def test_a_plan_to_freeze_that_is_not_there_is_told_alike(compensator, skype):
    """Both are files that the question was to be read from."""
    said = compensator("solve", skype, "--freeze", "first.json", "--json")
    assert (said.code, said.err) == (3, "")
    assert said.document["errors"] == [
        {
            "where": "first.json",
            "found": "No such file or directory",
            "expected": "a plan as .json",
        }
    ]


def test_a_fault_of_ours_is_told_as_ours_without_a_traceback(compensator, monkeypatch, skype):
    """Exit code 1, and how to see more."""

    def broken(*_, **__):
        raise ZeroDivisionError("somewhere deep")

    monkeypatch.setattr("compensator.plan.solve", broken)
    said = compensator("solve", skype)
    assert said.code == 1
    assert "Our fault, not your data's: ZeroDivisionError: somewhere deep" in said.err
    assert "Traceback" not in said.err


def test_the_traceback_is_there_for_who_asks(monkeypatch, skype):
    """A developer sets COMPENSATOR_DEBUG."""

    def broken(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setenv("COMPENSATOR_DEBUG", "1")
    monkeypatch.setattr("compensator.plan.solve", broken)
    with pytest.raises(ZeroDivisionError):
        door.run(["solve", str(skype)])


def test_an_interrupt_leaves_with_130(compensator, monkeypatch, skype):
    """Control-C is not a crash."""

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("compensator.plan.solve", interrupted)
    said = compensator("solve", skype)
    assert said.code == 130
    assert "Interrupted" in said.err


def test_the_module_runs_as_the_command(skype):
    """``python -m compensator`` needs no script on the path."""
    done = subprocess.run(
        [sys.executable, "-m", "compensator", "check", str(skype)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert re.search(r"Segments +12\b", done.stdout)


def test_completion_is_offered():
    """The shell asks the command itself."""
    import os

    done = subprocess.run(
        [sys.executable, "-c", "from compensator.cli.main import main; main()"],
        env={**os.environ, "_COMPENSATOR_COMPLETE": "bash_source"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "complete" in done.stdout
