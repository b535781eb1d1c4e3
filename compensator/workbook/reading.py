"""A path to a problem: an Excel workbook, or a folder of CSV files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from compensator.errors import InputError, Issue, did_you_mean
from compensator.files import named
from compensator.problem import Problem, build
from compensator.spreadsheet import FILE_LIMIT, MIB, Table
from compensator.workbook.excel import read_excel
from compensator.workbook.folder import read_folder

EXPECTED: Final = "a workbook (.xlsx) or a folder of CSV files"


@dataclass(frozen=True, slots=True)
class Source:
    """The raw tables of a workbook or folder, and where they come from."""

    name: str
    """Name of the file or folder, for messages."""
    title: str
    """Its name without ending: what outputs are called unless the settings say otherwise."""
    tables: Mapping[str, Table]
    """By canonical sheet name, in the workbook's order; only those that are there."""
    sha256: str
    """Of the workbook's bytes; of a folder, of the names and bytes of the CSV files read."""


def read_workbook(path: str | Path) -> Problem:
    """Read and check a problem.

    Args:
        path: An Excel workbook (.xlsx), or a folder with ``segments.csv``, ``offers.csv``, ….

    Raises:
        InputError: If there is no such file or folder, or anything in it is wrong; it lists everything.
    """
    source, issues = _opened(Path(path))
    return build(
        source.tables,
        source=source.name,
        title=source.title,
        input_sha256=source.sha256,
        issues=issues,
    )


def read_tables(path: str | Path) -> Source:
    """Read the tables of a workbook or folder without believing their cells yet.

    Args:
        path: An Excel workbook (.xlsx), or a folder with ``segments.csv``, ``offers.csv``, ….

    Raises:
        InputError: If there is no such file or folder, or its form is wrong; it lists everything.
    """
    source, issues = _opened(Path(path))
    if issues:
        raise InputError(source.name, issues)
    return source


def _opened(path: Path) -> tuple[Source, list[Issue]]:
    try:
        return _read(path)
    except OSError as error:
        found = f"what cannot be read ({error.strerror or error})"
        _refuse(path, found)


def _read(path: Path) -> tuple[Source, list[Issue]]:
    if path.is_dir():
        name = named(path.resolve())
        tables, issues, sha256 = read_folder(path, name)
        return Source(name, name, tables, sha256), issues
    content = _content(path)
    name = named(path)
    tables, issues = read_excel(content, name)
    title = name.removesuffix(path.suffix)
    return Source(name, title, tables, hashlib.sha256(content).hexdigest()), issues


def _content(path: Path) -> bytes:
    """Return the bytes of a file; read once, so that what is checked is what is read."""
    if not path.exists():
        _refuse(path, "no such file or folder", did_you_mean(path.name, _beside(path)))
    if not path.is_file():
        _refuse(path, "neither a file nor a folder")
    size = path.stat().st_size
    if size > FILE_LIMIT:
        issue = Issue(
            path.name, f"{size / MIB:,.0f} MiB", f"a workbook of at most {FILE_LIMIT // MIB} MiB"
        )
        raise InputError(path.name, [issue])
    return path.read_bytes()


def _beside(path: Path) -> list[str]:
    """Return the workbooks and folders that stand where a path was looked for."""
    folder = path.parent
    if not folder.is_dir():
        return []
    return [one.name for one in folder.iterdir() if one.suffix.lower() == ".xlsx" or one.is_dir()]


def _refuse(path: Path, found: str, hint: str = "") -> NoReturn:
    raise InputError(named(path), [Issue(str(path), found, f"{EXPECTED}{hint}")])
