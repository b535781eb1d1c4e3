"""Run every example in the docs: Python blocks, doctests, and what the terminal prints."""

from __future__ import annotations

import doctest
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

from compensator.cli.main import run

ROOT = Path(__file__).parent


def run_console(example: Example) -> str | None:
    """Run each ``$ compensator …`` of a console block; ``...`` in what follows stands for any text."""
    capture = example.namespace["capture"]
    for block in str(example.parsed).split("$ ")[1:]:
        command, _, expected = block.partition("\n")
        program, *arguments = shlex.split(command.split(" # ", maxsplit=1)[0])
        assert program == "compensator", f"cannot run {program!r}"
        capture.readouterr()
        run(arguments)
        out, err = capture.readouterr()
        printed = "\n".join(line.rstrip() for line in f"{err}{out}".strip().splitlines())
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        if not doctest.OutputChecker().check_output(expected.strip() + "\n", printed + "\n", flags):
            return f"$ {command} printed\n{printed}\nwhere the page shows\n{expected.strip()}"
    return None


@pytest.fixture
def capture(capsys: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    """Let a console block see what its command prints."""
    return capsys


@pytest.fixture(scope="module")
def beside_examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Run a page in a new folder with a copy of ``examples/``, 80 columns wide, without colors."""
    folder = tmp_path_factory.mktemp("page")
    shutil.copytree(ROOT / "examples", folder / "examples")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("COLUMNS", "80")
        patch.setenv("NO_COLOR", "1")
        yield


pytest_collect_file = (
    Sybil(
        parsers=[PythonCodeBlockParser(), CodeBlockParser("console", run_console)],
        patterns=["*.md"],
        fixtures=["capture", "beside_examples"],
    )
    + Sybil(parsers=[DocTestParser()], patterns=["*.py"], path="compensator")
).pytest()
