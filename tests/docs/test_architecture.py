"""The page on how it is built says what is so: layers, names, files, and a number on its way."""

import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

import compensator as cp
from compensator.media.terminal import render
from compensator.model import Solver
from compensator.plan import prepare
from compensator.story import story
from compensator.workbook.reading import read_tables

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
LAYERS = [
    layer.split(" | ")
    for one in CONTRACT["contracts"]
    if one["id"] == "layers"
    for layer in one["layers"]
]
ROOMS = {room for layer in LAYERS for room in layer}
TERM = re.compile(r"`([^`\n]+)`")
TERMS = sorted(set(TERM.findall(PAGE)))
NAMES = [term for term in TERMS if re.fullmatch(r"[a-z_]+(\.[A-Za-z_]+)+", term)]
FILES = [term for term in TERMS if re.fullmatch(r"[\w/.-]+\.(py|lp|toml|xlsx)|[\w-]+/[\w/]*", term)]


def rows(title):
    """The rows of the table under a heading."""
    part = PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def found(name):
    """What a dotted name stands for, its first part a room of the package."""
    parts = name.split(".")
    for k in range(len(parts), 0, -1):
        try:
            here = import_module(".".join(["compensator", *parts[:k]]))
        except ModuleNotFoundError:
            continue
        for part in parts[k:]:
            here = getattr(here, part)
        return here
    raise AssertionError(name)


def test_the_layers_are_those_of_the_contract():
    """The linter holds the code to the one, readers hold it to the other."""
    assert [TERM.findall(row[0]) for row in rows("The layers")] == LAYERS
    assert all(knows and ignores for _, knows, ignores in rows("The layers"))


@pytest.mark.parametrize("name", [n for n in NAMES if n.partition(".")[0] in ROOMS])
def test_what_the_page_names_is_there(name):
    """A function that was renamed is followed in vain."""
    if not name.endswith(".py"):
        assert found(name) is not None


@pytest.mark.parametrize("name", [name for name in FILES if "NAME" not in name])
def test_each_file_that_is_to_be_touched_is_there(name):
    """Who looks for it should find it."""
    assert (ROOT / name).exists() or (ROOT / "compensator" / name).exists()


def test_a_number_enters_each_room_once_and_by_its_door():
    """A room that is entered twice does two things."""
    way = [TERM.findall(row[0])[0] for row in rows("The way of one number")]
    assert len(set(way)) == len(way)
    for room, by, _ in rows("The way of one number"):
        for name in TERM.findall(by):
            assert name.partition(".")[0] == room.strip("`")
            assert callable(found(name))


def test_the_number_is_what_the_page_says_in_each_room():
    """From a cell to a report, one after the other."""
    book = ROOT / "examples" / "norton-2007" / "norton-2007.xlsx"
    table = read_tables(book).tables["Segments"]
    assert (table.rows[3][2], table.where(3, 2)) == (0.75, "Segments!C5")
    problem = cp.read_workbook(book)
    assert (problem.segments[3].segment, problem.segments[3].users) == ("company", 10_000)
    assert problem.figures.segments["retention"][3] == 0.75
    case = prepare(problem, Solver())
    assert case.economics.measures["retained"][3, 0] == 0.75
    assert (case.economics.measures["retained"][3, 1:] > 0.75).all()
    plan = cp.solve(problem)
    assert plan.totals is not None
    assert round(plan.totals.retained) == 31_393
    (told,) = [one for one in story(plan).figures if one.key == "retained"]
    assert (told.label, told.amount) == ("Users who stay", plan.totals.retained)
    assert re.search(r"Users who stay +31,393\b", render(plan, 80))


def test_the_number_moves_what_it_is_said_to_move():
    """What keeps fewer users by itself leaves more for an offer to keep."""
    problem = cp.read_workbook(ROOT / "examples" / "norton-2007" / "norton-2007.xlsx")
    less = cp.changed(problem, ["segments[company].retention=0.7"])
    now, then = (prepare(one, Solver()).program.objective.shares for one in (problem, less))
    assert (then[3, 1:] > now[3, 1:]).all()
    assert (then[:3] == now[:3]).all()
