"""The command line as a user calls it, in a folder of its own."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from compensator.cli.main import run
from compensator.workbook.shipped import shipped_cases


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self):
        """The JSON it printed."""
        return json.loads(self.out)


@pytest.fixture
def compensator(capsys, monkeypatch, tmp_path):
    """Run one command in an empty folder and return its code and its two streams."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments):
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        streams = capsys.readouterr()
        return Said(code, streams.out, streams.err)

    return call


@pytest.fixture
def skype() -> Path:
    """The founding case."""
    return shipped_cases()["skype-2007"]


@pytest.fixture
def norton() -> Path:
    """The case of five weeks' silence."""
    return shipped_cases()["norton-2007"]
