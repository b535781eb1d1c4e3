"""LibreOffice as a second pair of eyes: workbooks recalculated by a program that is not ours."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest


def needs_office(test: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a test that asks LibreOffice, and skip it where there is none."""
    lacking = shutil.which("soffice") is None
    skipped = pytest.mark.skipif(lacking, reason="needs LibreOffice to recalculate")
    return pytest.mark.office(skipped(test))


def recalculated(path: Path) -> openpyxl.Workbook:
    """Return a workbook with the figures that LibreOffice works out."""
    folder = path.parent / "recalculated"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", folder, path]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return openpyxl.load_workbook(folder / path.name, data_only=True)
