"""Tolerances stand in one place: each with its name, its size, what it is relative to, and why."""

import ast
import re
from pathlib import Path

from compensator import tolerances

PACKAGE = Path(tolerances.__file__).parent
NAMED = {name: size for name, size in vars(tolerances).items() if isinstance(size, float)}


def test_no_other_file_writes_a_tolerance():
    """A number that small is an idea: it has a name, or the same idea has two sizes one day."""
    found = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}: {node.value}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != PACKAGE / "tolerances.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
        if 1e-15 <= abs(node.value) <= 1e-4
    ]
    assert not found


def test_the_table_tells_of_every_tolerance_with_its_size():
    """What a reader of the table learns is what the package does."""
    told = dict(re.findall(r"^``(\w+)`` +(1e-\d+) ", tolerances.__doc__, re.MULTILINE))
    assert {name: float(size) for name, size in told.items()} == NAMED


def test_every_tolerance_is_used():
    """An idea that nobody has is none."""
    source = "\n".join(
        path.read_text("utf-8") for path in PACKAGE.rglob("*.py") if path.name != "tolerances.py"
    )
    assert all(re.search(rf"\b{name}\b", source) for name in NAMED)
