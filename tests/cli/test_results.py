"""What every what-if command does with its result."""

import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from compensator.cli.asked import Asked
from compensator.cli.results import WRITABLE, counter, deliver
from compensator.cli.stdout import Stdout
from compensator.media.writing import EXTENSIONS
from tests.views import make_view, shown


@pytest.fixture
def result(monkeypatch):
    """A result whose view is made by hand: the real ones have tests of their own."""
    monkeypatch.setenv("COLUMNS", "80")
    return shown(make_view())


@pytest.fixture
def give(capsys):
    """Deliver a result and return what went to stdout and to stderr."""

    def given(result, **options):
        deliver(result, Asked(Stdout.now(), Path("plan.xlsx"), **options))
        return capsys.readouterr()

    return given


def test_a_result_is_printed_as_text_with_what_made_it(result, give):
    """Data to stdout, nothing else anywhere."""
    said = give(result)
    assert said.out.startswith("╭─ Outage ")
    assert said.out.endswith(" · input 3f5a3f5a3f5a · 0.04 s\n")
    assert said.err == ""


def test_json_alone_goes_to_stdout(result, give):
    """A pipe reads one document."""
    assert json.loads(give(result, as_json=True).out) == result.to_dict()


@pytest.mark.parametrize("extension", WRITABLE)
def test_each_kind_of_file_is_written_and_told(result, give, tmp_path, extension):
    """Messages go to stderr, so that they never end up in a pipe; -q silences them."""
    path = tmp_path / f"out{extension}"
    assert give(result, output=path).err == f"Wrote {path}.\n"
    assert path.stat().st_size
    assert give(result, output=path, force=True, quiet=True).err == ""


def test_what_may_be_asked_for_is_what_can_be_written():
    """An extension that the option offers and the writer lacks would fail after all the work."""
    assert set(WRITABLE) == set(EXTENSIONS)


def test_an_answer_without_tables_is_printed_and_its_file_told_not_to_be(result, give, tmp_path):
    """Infeasible is an answer: the work is shown, and only .json keeps it."""
    nothing = replace(result, own=make_view(charts=(), tables=(), standing="infeasible"))
    path = tmp_path / "out.xlsx"
    said = give(nothing, output=path)
    assert "infeasible" in said.out
    assert said.err == f"{path} was not written: infeasible; only .json holds such an answer.\n"
    assert not path.exists()
    assert give(nothing, output=tmp_path / "out.json").err.startswith("Wrote")


def test_where_nobody_watches_progress_is_silent(capsys):
    """Logs and pipes stay clean."""
    with counter(3, "cells", quiet=False) as advance:
        advance(1)
    assert capsys.readouterr() == ("", "")


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_where_somebody_watches_progress_is_counted_on_stderr(monkeypatch, capsys):
    """How many of how many, so that one can decide to wait; nothing on stdout."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    with counter(61, "[cells]", quiet=False) as advance:
        advance(7)
        advance(61)
    assert "61/61" in sys.stderr.getvalue()
    assert "[cells]" in sys.stderr.getvalue()
    assert capsys.readouterr().out == ""


def test_quiet_is_quiet_even_where_somebody_watches(monkeypatch):
    """-q means no progress either."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    with counter(61, "cells", quiet=True) as advance:
        advance(61)
    assert sys.stderr.getvalue() == ""
