"""``compensator init`` writes a workbook to start from, and nothing else."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from compensator.cli.init import init
from compensator.errors import UsageError
from compensator.workbook.reading import read_workbook
from compensator.workbook.shipped import shipped_cases
from compensator.workbook.starter import starter


def run(*args: object) -> Result:
    """Run the command as the program does, errors left to it."""
    return CliRunner().invoke(init, [str(a) for a in args], standalone_mode=False)


def test_it_writes_a_template_that_can_be_solved_as_it_is(tmp_path: Path) -> None:
    """Two commands from nothing to a plan."""
    path = tmp_path / "new.xlsx"
    result = run(path)
    assert result.exception is None
    assert read_workbook(path) == starter()
    assert result.stderr == f"Wrote {path}. Next: compensator solve {path}\n"
    assert result.stdout == ""


@pytest.mark.parametrize("name", ["skype-2007", "norton-2007", "sk-ii-2006", "o2-2012"])
def test_it_writes_each_shipped_case(tmp_path: Path, name: str) -> None:
    """The cases come with the package: no network, no checkout."""
    path = tmp_path / "case.xlsx"
    assert run(path, "--example", name).exception is None
    assert path.read_bytes() == shipped_cases()[name].read_bytes()


def test_an_unknown_case_is_answered_with_those_there_are(tmp_path: Path) -> None:
    """The message is the list."""
    error = run(tmp_path / "x.xlsx", "--example", "skype").exception
    assert isinstance(error, UsageError)
    assert str(error) == (
        "no example is called 'skype'; there are: norton-2007, o2-2012, sk-ii-2006, skype-2007"
        "; did you mean 'skype-2007'?"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_help_names_every_shipped_case() -> None:
    """The help is written by hand, as reading the folder would slow it down."""
    text = " ".join(run("--help").stdout.split())
    assert all(name in text for name in shipped_cases())
    assert text.index("Examples:") < text.index("Options:")


def test_an_existing_file_stays_unless_force_is_given(tmp_path: Path) -> None:
    """It may hold a week of somebody's work."""
    path = tmp_path / "mine.xlsx"
    path.write_text("mine")
    assert isinstance(run(path).exception, UsageError)
    assert isinstance(run(path, "--example", "o2-2012").exception, UsageError)
    assert path.read_text() == "mine"
    assert run(path, "--force").exception is None
    assert read_workbook(path) == starter()


@pytest.mark.parametrize(("name", "found"), [("new.xls", "'.xls'"), ("new", "'no ending'")])
def test_only_xlsx_is_written(tmp_path: Path, name: str, found: str) -> None:
    """Excel refuses a workbook whose ending lies."""
    error = run(tmp_path / name).exception
    assert isinstance(error, UsageError)
    assert str(error) == f"{tmp_path / name}: expected a name that ends in .xlsx, found {found}"
    assert list(tmp_path.iterdir()) == []
