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
        f"{path.relative_to(PACKAGE)}:{node.lineno}: {size}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != PACKAGE / "tolerances.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (size := _size(node)) is not None and 1e-15 <= size <= 1e-4
    ]
    assert not found


def _size(node):
    """Return the size of a number, or of a power of numbers."""
    match node:
        case ast.Constant(value=float() as value):
            return abs(value)
        case ast.BinOp(
            ast.Constant(value=base), ast.Pow(), ast.UnaryOp(ast.USub(), ast.Constant(value=by))
        ):
            return base**-by
    return None


def test_the_table_tells_of_every_tolerance_with_its_size():
    """What a reader of the table learns is what the package does."""
    told = dict(re.findall(r"^``(\w+)`` +(1e-\d+) ", tolerances.__doc__, re.MULTILINE))
    assert {name: float(size) for name, size in told.items()} == NAMED


def test_every_tolerance_is_used():
    """An idea that nobody has is none."""
    asked = {
        alias.name
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "compensator.tolerances"
        for alias in node.names
    }
    assert asked == set(NAMED)
