"""Every kind of answer has all that a reader may ask of one."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

import compensator
from compensator.cli.main import COMMANDS
from compensator.media.writing import EXTENSIONS, WRITERS
from compensator.plan import Inventory
from compensator.story import DRAWERS, Answer, story

for public in compensator.__all__:
    getattr(compensator, public)  # so that every room is imported
KINDS = sorted(
    {
        kind.SCHEMA: kind
        for kind in Answer.__subclasses__()
        if kind.__module__.startswith("compensator.")
    }.values(),
    key=lambda kind: kind.__name__,
)
PAGES = {
    "check": "README.md",
    "pairs": "README.md",
    "plan": "README.md",
    "break-even": "docs/what-if-we-are-wrong.md",
    "compare": "docs/which-plan-of-several.md",
    "frontier": "docs/how-much-to-spend.md",
    "sweep": "docs/what-does-waiting-cost.md",
    "tornado": "docs/what-if-we-are-wrong.md",
}
COMMAND = {"plan": "solve", "break-even": "tornado"}
ROOT = Path(__file__).resolve().parents[1]


def name_of(kind):
    return re.fullmatch(r"compensator/([a-z-]+)/1", kind.SCHEMA)[1]


def test_the_kinds_of_answers_are_known():
    """A new one has to be added here, and so gets its page."""
    assert {name_of(kind) for kind in KINDS} == set(PAGES)
    assert Inventory in KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_has_a_story_and_a_schema(kind):
    """Registered by its room, not found by chance."""
    assert story.dispatch(kind) is not story.dispatch(object)
    shipped = files("compensator.schemas") / f"{name_of(kind)}-1.schema.json"
    assert json.loads(shipped.read_text(encoding="utf-8")) == kind.schema()


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_has_a_command_and_a_page(kind):
    """What cannot be asked for, or is nowhere explained, does not exist."""
    name = name_of(kind)
    assert COMMAND.get(name, name) in COMMANDS
    assert f"compensator {COMMAND.get(name, name)} " in (ROOT / PAGES[name]).read_text("utf-8")


def test_every_medium_has_its_writer():
    """Each extension that may be asked for is written, and notebooks draw."""
    assert {*WRITERS, ".json"} == set(EXTENSIONS)
    assert set(DRAWERS) == {"html"}
