"""Reads each file named on the command line within limits and prints what became of it as JSON."""

import json
import resource
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from compensator.errors import InputError, UsageError
from compensator.spreadsheet.book import open_book
from compensator.workbook.excel import read_table
from compensator.workbook.reading import read_tables

SECONDS, BYTES = 10, 1 << 30


def outcome(read: Callable[[], object]) -> dict[str, object]:
    """Return what was read, the refusal, or what went wrong."""
    try:
        return {"read": read()}
    except InputError as error:
        return {"refused": [asdict(issue) for issue in error.issues]}
    except UsageError as error:
        return {"refused": [{"where": "path", "found": str(error), "expected": "another call"}]}
    except BaseException as error:  # noqa: BLE001 - the test reports it
        return {"failed": repr(error)}


def count_tables(path: str) -> int:
    """Return how many of our tables a file holds."""
    return len(read_tables(path).tables)


def read_sheets(path: str) -> dict[str, int]:
    """Return how many rows stand under the header of each sheet, whatever its name."""
    book = open_book(Path(path).read_bytes(), path)
    return {title: len(read_table(book, i, title).rows) for i, (title, _) in enumerate(book.sheets)}


def stop(*_: object) -> None:
    """End a reading that takes too long."""
    raise TimeoutError


resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
signal.signal(signal.SIGALRM, stop)
for path in sys.argv[1:]:
    for kind, read in {"tables": count_tables, "sheets": read_sheets}.items():
        signal.alarm(SECONDS)
        started = time.perf_counter()
        result = outcome(lambda read=read, path=path: read(path))
        signal.alarm(0)
        line = {"path": path, "kind": kind, "seconds": time.perf_counter() - started, **result}
        sys.stdout.write(json.dumps(line) + "\n")
