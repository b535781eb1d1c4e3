"""Results into files: the extension says how, and a file is written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Final

from compensator.errors import UsageError
from compensator.files import write_whole
from compensator.media.views import view_of
from compensator.plan import Plan, standing
from compensator.story import Answer


def write(result: Answer, path: str | PathLike[str], *, force: bool = False) -> None:
    """Write a result to a file of the kind that its extension names.

    Args:
        result: What ``solve``, ``frontier``, ``tornado``, … returned; a plan that is infeasible
            only goes to ``.json``.
        path: ``.xlsx`` for a workbook (of a plan with live checks), ``.csv`` for the main table,
            ``.json`` for the whole document, ``.html`` for a page that opens offline (not of a plan).
        force: Replace a file that exists.

    Raises:
        UsageError: If this is no result, the extension is not known, the file exists, or there is
            nothing to write.
    """
    target = Path(path)
    known = PLAN_WRITERS if isinstance(result, Plan) else WRITERS
    answer = _answer(result)
    writer = known.get(target.suffix.lower())
    if writer is None:
        found = f"extension {target.suffix!r}" if target.suffix else "no extension"
        msg = f"{target}: expected a file that ends in {', '.join(known)}, found {found}"
        raise UsageError(msg)
    if answer is not None and writer is not _write_json:
        msg = f"{target}: {answer}; only .json holds such an answer"
        raise UsageError(msg)
    write_whole(target, lambda temporary: writer(result, temporary), force=force)


def _answer(result: Answer) -> str | None:
    """Return the words of an answer that holds nothing to show, such as an infeasible one."""
    if isinstance(result, Plan):
        return standing(result) if result.totals is None else None
    view = view_of(result)
    return None if view.charts or view.tables else view.standing


def _write_json(result: Answer, path: Path) -> None:
    path.write_text(result.to_json() + "\n", encoding="utf-8")


def _write_plan_csv(plan: Any, path: Path) -> None:
    from compensator.media.csv_files import write_csv  # noqa: PLC0415 - only where asked for

    write_csv(plan, path)


def _write_plan_excel(plan: Any, path: Path) -> None:
    from compensator.media.excel import write_excel  # noqa: PLC0415 - xlsxwriter takes its time

    write_excel(plan, path)


def _write_csv(result: Any, path: Path) -> None:
    from compensator.media.csv_files import write_view_csv  # noqa: PLC0415 - only where asked for

    write_view_csv(view_of(result), path)


def _write_excel(result: Any, path: Path) -> None:
    from compensator.media.excel import write_view  # noqa: PLC0415 - xlsxwriter takes its time

    write_view(view_of(result), result.SCHEMA, result.manifest, path)


def _write_page(result: Any, path: Path) -> None:
    from compensator.media.page import write_page  # noqa: PLC0415 - plotly takes its time

    write_page(view_of(result), result.manifest, path)


Writers = Mapping[str, Callable[[Any, Path], None]]
PLAN_WRITERS: Final[Writers] = {
    ".xlsx": _write_plan_excel,
    ".csv": _write_plan_csv,
    ".json": _write_json,
}
WRITERS: Final[Writers] = {
    ".xlsx": _write_excel,
    ".csv": _write_csv,
    ".json": _write_json,
    ".html": _write_page,
}
"""What writes each kind of file, of a plan and of any other result."""
