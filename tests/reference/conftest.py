"""Where the reference data stands: beside the project, never in it."""

from __future__ import annotations

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of reference data."""
    if not DATA.is_dir():
        pytest.skip(f"no reference data in {DATA}: its files may not be shipped with the project")
    return DATA
