"""A file is written whole or not at all, and a killed write leaves nothing for long."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from compensator.errors import UsageError
from compensator.files import insist_writable, write_whole

WRITING = """
import sys, time
from pathlib import Path
from compensator.files import write_whole

def write(path):
    path.write_text("half of it")
    print(path, flush=True)
    time.sleep(60)

write_whole(Path(sys.argv[1]), write, force=True)
"""
posix = pytest.mark.skipif(os.name == "nt", reason="files are locked by POSIX calls")


def begun(path):
    """Start a process that is in the middle of writing a file, and return it and its temporary file."""
    command = [sys.executable, "-c", WRITING, str(path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    return process, Path(process.stdout.readline().strip())


def ended(process, by):
    process.send_signal(by)
    process.wait()
    process.stdout.close()


def text(content):
    return lambda path: path.write_text(content)


@posix
@pytest.mark.parametrize("by", ["SIGKILL", "SIGTERM"])
def test_what_a_killed_write_left_goes_with_the_next_write_of_the_same_file(tmp_path, by):
    """A folder would fill up with halves of reports that nobody sees."""
    target = tmp_path / "out.xlsx"
    process, left = begun(target)
    ended(process, getattr(signal, by))
    assert left.read_text() == "half of it"
    assert not target.exists()
    write_whole(target, text("all"))
    assert [one.name for one in tmp_path.iterdir()] == ["out.xlsx"]
    assert target.read_text() == "all"


@posix
def test_what_another_process_is_still_writing_stays(tmp_path):
    """Two runs may write the same file; the last one to end is the one that stands."""
    target = tmp_path / "out.xlsx"
    process, living = begun(target)
    try:
        write_whole(target, text("ours"))
        assert living.read_text() == "half of it"
    finally:
        ended(process, signal.SIGKILL)
    write_whole(target, text("again"), force=True)
    assert not living.exists()


@posix
def test_nothing_goes_that_is_not_ours(tmp_path):
    """Hidden files of the user's, another file's leftovers, links, folders: whatever is not made by us for this file."""
    kept = (
        ".out-20261201.xlsx",
        ".out-compensator-20261201.csv",
        ".out-compensator-2026-12-01.xlsx",
        ".outage-compensator-abcd1234.xlsx",
        "out-compensator-abcd1234.xlsx",
    )
    for name in kept:
        (tmp_path / name).write_text("mine")
    folder, link = (tmp_path / f".out-compensator-{end}.xlsx" for end in ("abcd1234", "abcd1235"))
    folder.mkdir()
    (tmp_path / "book.xlsx").write_text("mine")
    link.symlink_to(tmp_path / "book.xlsx")
    os.mkfifo(tmp_path / ".out-compensator-abcd1236.xlsx")
    before = {one.name for one in tmp_path.iterdir()}
    write_whole(tmp_path / "out.xlsx", text("all"))
    assert {one.name for one in tmp_path.iterdir()} == before | {"out.xlsx"}
    assert (tmp_path / "book.xlsx").read_text() == "mine"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    """Half a file is worse than none."""
    target = tmp_path / "out.txt"
    target.write_text("old")

    def fails(path):
        path.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(UsageError, match="No space left on device"):
        write_whole(target, fails, force=True)
    assert [one.name for one in tmp_path.iterdir()] == ["out.txt"]
    assert target.read_text() == "old"


def test_many_writes_of_one_file_at_once_all_end_well(tmp_path):
    """None takes what another is writing for a leftover."""
    target = tmp_path / "out.txt"
    code = (
        "import sys; from pathlib import Path; from compensator.files import write_whole\n"
        "for i in range(200): write_whole(Path(sys.argv[1]), lambda p: p.write_text('all'), force=True)"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(target)]) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert [one.name for one in tmp_path.iterdir()] == ["out.txt"]


def test_a_name_as_long_as_a_system_allows_can_be_written(tmp_path):
    """The temporary file's name is no longer than that."""
    target = tmp_path / ("x" * 250 + ".txt")
    insist_writable(target)
    write_whole(target, text("all"))
    assert target.read_text() == "all"


def test_a_place_that_cannot_be_written_to_is_known_before(tmp_path):
    """Asking leaves nothing behind."""
    insist_writable(tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UsageError, match="cannot be written: No such file or directory"):
        insist_writable(tmp_path / "nowhere" / "out.xlsx")


def test_a_file_gets_the_rights_that_the_user_gives_new_files(tmp_path):
    """Colleagues may read what they could read before."""
    write_whole(tmp_path / "out.txt", text("all"))
    (tmp_path / "own.txt").write_text("all")
    assert (tmp_path / "out.txt").stat().st_mode == (tmp_path / "own.txt").stat().st_mode
    assert time.time() - (tmp_path / "out.txt").stat().st_mtime < 60
