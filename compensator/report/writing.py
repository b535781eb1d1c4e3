"""Results into files: the extension says how, and a file is written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import Final

from compensator.errors import UsageError
from compensator.files import write_whole
from compensator.plan.document import Plan
from compensator.plan.sentences import standing


def write(plan: Plan, path: str | PathLike[str], *, force: bool = False) -> None:
    """Write a plan to a file of the kind that its extension names.

    Args:
        plan: A finished plan; an infeasible one only goes to ``.json``.
        path: ``.xlsx`` for a workbook with live checks, ``.csv`` for the allocations,
            ``.json`` for the whole document.
        force: Replace a file that exists.

    Raises:
        UsageError: If the extension is not known, the file exists, or there is no plan to write.
    """
    target = Path(path)
    writer = WRITERS.get(target.suffix.lower())
    if writer is None:
        found = f"extension {target.suffix!r}" if target.suffix else "no extension"
        msg = f"{target}: expected a file that ends in {', '.join(WRITERS)}, found {found}"
        raise UsageError(msg)
    if plan.totals is None and writer is not _write_json:
        msg = f"{target}: {standing(plan)}; only .json holds such an answer"
        raise UsageError(msg)
    write_whole(target, lambda temporary: writer(plan, temporary), force=force)


def _write_json(plan: Plan, path: Path) -> None:
    path.write_text(plan.to_json() + "\n", encoding="utf-8")


def _write_csv(plan: Plan, path: Path) -> None:
    from compensator.report.tables import write_csv  # noqa: PLC0415 - only where asked for

    write_csv(plan, path)


def _write_excel(plan: Plan, path: Path) -> None:
    from compensator.report.excel import write_excel  # noqa: PLC0415 - xlsxwriter takes its time

    write_excel(plan, path)


WRITERS: Final[Mapping[str, Callable[[Plan, Path], None]]] = {
    ".xlsx": _write_excel,
    ".csv": _write_csv,
    ".json": _write_json,
}
"""What writes each kind of file."""
