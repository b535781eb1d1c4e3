"""Every answer reads as it was recorded: what moves is seen, and recorded anew on purpose.

``python tests/golden_run.py --write`` records; the whole run takes some minutes, so that the suite asks one example
and the starter, and all of them with COMPENSATOR_SLOW_TESTS=1.
"""

import os
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from tests.golden_cases import STARTER, cases
from tests.golden_match import difference
from tests.golden_run import desk, differences, orphans

PINNED = ("highspy", "numpy", "openpyxl", "pandas", "plotly", "pulp", "rich", "xlsxwriter")
"""Libraries whose versions may move a digit or a cell."""


def _pins():
    """Return the versions of ``constraints.txt`` for Python 3.12."""
    text = (Path(__file__).parents[1] / "constraints.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if "==" in line and "< '3.12'" not in line]
    return dict(line.split(" ;")[0].strip().split("==") for line in lines)


def _other_versions():
    """Return what is not as pinned, in words; nothing where the record holds."""
    if sys.version_info[:2] != (3, 12):
        return f"recorded on Python 3.12, this is {sys.version_info[0]}.{sys.version_info[1]}"
    pins = _pins()
    try:
        other = [name for name in PINNED if version(name) != pins[name]]
    except PackageNotFoundError as error:
        return str(error)
    return f"recorded with other versions of {', '.join(other)}" if other else ""


ASKED = [
    case
    for case in cases()
    if case.example in {"norton-2007", STARTER} or os.environ.get("COMPENSATOR_SLOW_TESTS")
]


@pytest.fixture(scope="module")
def at_desk():
    """Work beside a copy of every example."""
    with desk():
        yield


@pytest.mark.skipif(bool(_other_versions()), reason=_other_versions() or "recorded so")
@pytest.mark.parametrize("case", ASKED, ids=[case.where for case in ASKED])
@pytest.mark.usefixtures("at_desk")
def test_an_answer_reads_as_it_was_recorded(case):
    """In every medium: text, JSON, each cell of a workbook, table, page."""
    assert "\n".join(differences(case)) == ""


def test_nothing_is_recorded_that_no_case_asks_for():
    """A record that nobody compares would be believed."""
    assert orphans() == []


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ("cost 1234.5678901234\nkept\n", False),
        ("cost 1234.56789012339\nkept\n", False),
        ("cost 1234.6678901234\nkept\n", True),
        ("price 1234.5678901234\nkept\n", True),
        ("cost 1234.5678901234\n", True),
        ("cost 1234.5678901234\nkept", True),
        ("cost 1235\nkept\n", True),
    ],
)
def test_only_digits_that_processors_differ_in_are_no_difference(now, found):
    """A changed word, an early digit, a line that is gone: each is told."""
    assert bool(difference("cost 1234.5678901234\nkept\n", now, "answer.txt")) == found
