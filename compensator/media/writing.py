"""Answers into files: the extension says how, and a file is written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import Final

from compensator.errors import UsageError
from compensator.files import write_whole
from compensator.story import Answer, Story, story

WRITERS: Final[Mapping[str, str]] = {
    ".xlsx": "compensator.media.excel",
    ".csv": "compensator.media.csv_files",
    ".html": "compensator.media.page",
}
"""The room that writes each kind of file, imported when it is asked for; ``.json`` is the document."""
EXTENSIONS: Final = (".xlsx", ".csv", ".json", ".html")


def write(answer: Answer, path: str | PathLike[str], *, force: bool = False) -> None:
    """Write an answer to a file of the kind that its extension names.

    Args:
        answer: What ``solve``, ``frontier``, ``tornado``, … returned; one that holds no plan only
            goes to ``.json``.
        path: ``.xlsx`` for a workbook (of a plan with live checks), ``.csv`` for the main table,
            ``.json`` for the whole document, ``.html`` for a page that opens offline.
        force: Replace a file that exists.

    Raises:
        UsageError: If this is no answer, the extension is not known, the file exists, or there is
            nothing to write.
    """
    target, told = Path(path), story(answer)
    kind = target.suffix.lower()
    if kind not in EXTENSIONS:
        found = f"extension {target.suffix!r}" if target.suffix else "no extension"
        msg = f"{target}: expected a file that ends in {', '.join(EXTENSIONS)}, found {found}"
        raise UsageError(msg)
    if kind != ".json" and not told.filed:
        msg = f"{target}: {told.standing}; only .json holds such an answer"
        raise UsageError(msg)
    write_whole(target, lambda temporary: _write(answer, told, kind, temporary), force=force)


def _write(answer: Answer, told: Story, kind: str, path: Path) -> None:
    if kind == ".json":
        path.write_text(answer.to_json() + "\n", encoding="utf-8")
        return
    writer: Callable[[Story, Path], None] = import_module(WRITERS[kind]).write_story
    writer(told, path)
