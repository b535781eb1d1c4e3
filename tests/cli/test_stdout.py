"""Standard output holds what a command says, and nothing that a library does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from compensator.cli.encoding import fitting
from compensator.cli.main import COMMANDS

SHOUTING = """
import ctypes, os, sys

libc = ctypes.CDLL(None)

import click

plain = click.Context.invoke

def loud(ctx, *given, **named):
    if not isinstance(ctx.command, click.Group):
        libc.puts(b"a shout from C")
        os.write(1, b"a shout past every buffer\\n")
        print("a shout from Python")
        sys.__stdout__.write("a shout to Python's first stream\\n")
        os.system("echo a shout from a child")
    return plain(ctx, *given, **named)

click.Context.invoke = loud
from compensator.cli.main import main
main(sys.argv[1:])
"""
"""A process whose libraries write to descriptor 1 in every way there is while a command works."""
ASKED = {
    "init": ["init", "new.xlsx", "--json"],
    "check": ["check", "{book}", "--json"],
    "pairs": ["pairs", "{book}", "--json"],
    "solve": ["solve", "{book}", "--json", "--solver", "highs"],
    "frontier": ["frontier", "{book}", "--json"],
    "sweep": ["sweep", "{book}", "--vary", "budget=1e6,2e6", "--json"],
    "target": ["target", "{book}", "--at-least", "value=1e6", "--json"],
    "compare": ["compare", "{book}", "--json"],
    "tornado": ["tornado", "{book}", "--break-even", "world-never-called,card-30", "--json"],
    "export": ["export", "{book}", "-o", "plan.lp", "--json"],
}


def process(arguments, folder, code="from compensator.cli.main import main; main()", **named):
    """Run the command line in a process of its own."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False, **named
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_document_is_all_that_stands_on_stdout(command, skype, tmp_path):
    """Whatever a library writes there, in C, in Python or by a child, ends on stderr."""
    arguments = [part.format(book=skype) for part in ASKED[command]]
    done = process(arguments, tmp_path, SHOUTING)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["schema"].startswith("compensator/")
    for shout in (
        "from C",
        "past every buffer",
        "shout from Python",
        "first stream",
        "from a child",
    ):
        assert shout in done.stderr


def test_bad_data_is_one_document_too(tmp_path, skype):
    """A refusal is read by machine like an answer."""
    done = process(["solve", str(skype), "--set", "budget=-1", "--json"], tmp_path, SHOUTING)
    assert done.returncode == 3
    assert json.loads(done.stdout)["schema"] == "compensator/errors/1"


def test_text_and_its_colors_go_where_stdout_went(skype, tmp_path):
    """A file that stdout is sent to holds the whole answer, without colors."""
    target = tmp_path / "plan.txt"
    with target.open("w", encoding="utf-8") as file:
        command = [sys.executable, "-m", "compensator", "solve", str(skype)]
        assert subprocess.run(command, stdout=file, check=False, cwd=tmp_path).returncode == 0
    text = target.read_text(encoding="utf-8")
    assert "Skype, August 2007" in text
    assert "\x1b[" not in text


def test_help_and_version_are_printed_to_stdout(tmp_path):
    """They are what is asked for."""
    assert "Usage: " in process(["solve", "--help"], tmp_path).stdout
    assert process(["--version"], tmp_path).stdout.startswith("compensator ")


@pytest.mark.skipif(os.name == "nt", reason="closing a descriptor for a child is POSIX")
def test_a_closed_stdout_ends_quietly(skype, tmp_path):
    """No file that is opened later is taken for standard output."""
    command = f'"{sys.executable}" -m compensator check "{skype}" >&-'
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert "Traceback" not in done.stderr


def test_an_ascii_stdout_gets_every_sign(tmp_path, skype):
    """A locale that is not installed leaves Python with ASCII."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = process(["solve", str(skype)], tmp_path, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("╭─ Skype, August 2007 ")


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp1251", "utf-16"])
def test_signs_that_an_encoding_lacks_are_spelled_plainly(skype, encoding):
    """A terminal that has no minus sign and no box still shows the plan; help too."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    for arguments in (["solve", str(skype)], ["frontier", "--help"]):
        command = [sys.executable, "-m", "compensator", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        printed = done.stdout.decode(encoding)
        assert "Net value" in printed or "net value" in printed


@pytest.mark.parametrize(
    ("encoding", "spelled"),
    [
        ("utf-8", "−5 ≥ 3 × é │…┤ ▓█ “x” 日"),
        ("latin-1", '-5 >= 3 × é |...+ :# "x" ?'),
        ("cp1252", "-5 >= 3 × é |…+ :# “x” ?"),
        ("cp1251", "-5 >= 3 x e |…+ :# “x” ?"),
    ],
)
def test_a_sign_is_spelled_by_what_it_means(encoding, spelled):
    """Only what an encoding lacks is spelled otherwise; a minus never becomes a question mark."""
    assert fitting("−5 ≥ 3 × é │…┤ ▓█ “x” 日", encoding) == spelled


def test_a_document_is_the_same_in_every_encoding(skype):
    """What an encoding lacks is escaped as JSON does it, in names too."""
    name = "Ausfall − 日本 🎁"
    asked = ["solve", str(skype), "--set", f"title={name}", "--json"]
    for encoding in ("utf-8", "latin-1"):
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        command = [sys.executable, "-m", "compensator", *asked]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        document = json.loads(done.stdout.decode(encoding))
        assert document["title"] == name


def told(name, arguments, folder):
    """Run a command whose stdout is this file; return its code and what it told."""
    with Path(name).open("wb") as file:
        command = [sys.executable, "-m", "compensator", *arguments]
        done = subprocess.run(
            command, stdout=file, stderr=subprocess.PIPE, text=True, cwd=folder, check=False
        )
    lines = done.stderr.splitlines()
    return done.returncode, [line for line in lines if "HiGHS" not in line and "third" not in line]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a disk that is always full")
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "{book}"],
        ["check", "{book}", "--json"],
        ["check", "{book}", "--set", "budget=-1", "--json"],
        ["init", "new.xlsx", "--json"],
        ["solve", "--help"],
        ["--version"],
    ],
)
def test_a_full_disk_is_told_in_one_sentence(arguments, skype, tmp_path):
    """As of any file that cannot be written: exit code 2, whatever was to be printed."""
    code, lines = told("/dev/full", [part.format(book=skype) for part in arguments], tmp_path)
    assert code == 2
    assert lines == ["Error: standard output cannot be written: No space left on device"]


@pytest.mark.skipif(os.name == "nt", reason="a pipe whose reader left is POSIX here")
def test_a_reader_who_stops_reading_is_no_fault(skype, tmp_path):
    """`| head -1` reads what it wants; the file that was asked for is written all the same."""
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "compensator", "frontier", str(skype), "-o", "f.json"]
    done = subprocess.run(
        command, stdout=theirs, stderr=subprocess.PIPE, text=True, cwd=tmp_path, check=False
    )
    os.close(theirs)
    assert done.returncode == 0
    assert "Wrote f.json." in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    assert (tmp_path / "f.json").stat().st_size


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a disk that is always full")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["solve", "{book}", "-o", "plan.json"], 0),
        (["solve", "{book}", "--set", "budget=-1"], 3),
        (["solve", "nothing.xlsx"], 3),
        (["slove"], 2),
    ],
)
def test_a_message_that_cannot_be_written_changes_nothing(arguments, code, skype, tmp_path):
    """There is nowhere to tell it; the answer and its exit code are what they are."""
    command = [
        sys.executable,
        "-m",
        "compensator",
        *(part.format(book=skype) for part in arguments),
    ]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=full, cwd=tmp_path, check=False
        )
    assert done.returncode == code
    assert (tmp_path / "plan.json").exists() == (code == 0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_that_is_no_text_is_a_name(tmp_path):
    """Archives from elsewhere leave bytes in names that are no characters here; the title shows a sign for each."""
    odd = os.fsdecode(b"plan-\xb1\xa8.xlsx")
    try:
        (tmp_path / odd).touch()
    except OSError:
        pytest.skip("this file system has no such names")
    (tmp_path / odd).unlink()
    assert process(["init", odd], tmp_path).returncode == 0
    assert (tmp_path / odd).stat().st_size
    folder = tmp_path / os.fsdecode(b"\xb1\xa8")
    folder.mkdir()
    (folder / "segments.csv").write_text("segment,users,retention,retained_value\npaying,9,0.5,9\n")
    (folder / "offers.csv").write_text("offer,delivery_cost\ncard,1\n")
    (folder / "responses.csv").write_text("segment,offer,retention\npaying,card,0.9\n")
    for asked in (["solve", "--json"], ["solve", "-o", "plan.xlsx"], ["check", "--json"]):
        done = process([asked[0], folder.name, *asked[1:]], tmp_path)
        assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["title"] == "\ufffd\ufffd"
