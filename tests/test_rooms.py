"""What a room offers, somebody outside it takes: a name that nobody asks for is no door."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import compensator as cp
from compensator.story import story

ROOT = Path(cp.__file__).parents[1]
FILES = {path: ast.parse(path.read_text("utf-8")) for path in ROOT.glob("compensator/**/*.py")}
ROOMS = sorted(
    ".".join(path.parent.relative_to(ROOT).parts)
    for path in FILES
    if path.name == "__init__.py" and path.parent.name not in ("compensator", "cli")
)


def taken(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield what a file takes of rooms: the room's own name (or that of a call), and the name taken."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            room = (node.module or "").rpartition(".")[2]
            yield from ((room, one.name) for one in node.names)
        elif isinstance(node, ast.Attribute):
            yield getattr(node.value, "attr", getattr(node.value, "id", "")), node.attr
            if isinstance(node.value, ast.Call):
                yield ast.unparse(node.value.func), node.attr


TAKEN = {path: set(taken(tree)) for path, tree in FILES.items()}


@pytest.mark.parametrize("room", ROOMS)
def test_each_name_of_a_room_is_taken_by_another(room):
    """By import, as an attribute, as the public API, or because it tells an answer's story."""
    inside = ROOT.joinpath(*room.split("."))
    outside = set().union(*(found for path, found in TAKEN.items() if inside not in path.parents))
    module = import_module(room)
    asked = {
        one
        for home, one in outside
        if home in (module.__name__.rpartition(".")[2], "import_module")
    }
    unasked = set(module.__all__) - asked - set(cp.__all__)
    tellers = story.registry.values()
    assert not {name for name in unasked if getattr(module, name) not in tellers}
