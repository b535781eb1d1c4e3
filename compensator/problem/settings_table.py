"""The Settings table: one setting a row, the value beside it."""

from __future__ import annotations

from compensator.errors import Issue, did_you_mean
from compensator.problem.cells import CellError, is_blank, show, to_text
from compensator.problem.filters import fold
from compensator.problem.headers import is_near
from compensator.problem.parsing import Parsed, parse_rows
from compensator.problem.records import Settings
from compensator.spreadsheet import Table


def parse_settings(table: Table) -> Parsed:
    """Read the Settings table: one setting a row, the value beside it."""
    columns = [fold(c) if isinstance(c, str) else "" for c in table.columns]
    issues = [
        Issue(table.where(-1, i), show(c), "one of the columns setting, value")
        for i, c in enumerate(table.columns)
        if columns[i] not in ("setting", "value") or columns[i] in columns[:i]
    ]
    if not {"setting", "value"} <= set(columns):
        issues.append(
            Issue(
                table.where(-1, None), ", ".join(columns) or "no header", "columns setting, value"
            )
        )
    if issues:
        return Parsed((Settings(),), frozenset([0]), tuple(issues))
    name_at, value_at = columns.index("setting"), columns.index("value")
    one_row = _settings_row(table, name_at, value_at, issues)
    header = tuple(one_row)
    places = [row for row, _ in one_row.values()]
    wide = Table(
        table.name,
        header,
        [[cell for _, cell in one_row.values()]],
        lambda _, c: table.where(-1, None) if c is None else table.where(places[c], value_at),
        table.typed,
    )
    parsed = parse_rows(wide, Settings)
    if not parsed.records:
        parsed = Parsed((Settings(),), at=parsed.at)
    found = (*issues, *parsed.issues)
    return Parsed(parsed.records, frozenset([0]) if found else frozenset(), found, parsed.at)


def _settings_row(
    table: Table, name_at: int, value_at: int, issues: list[Issue]
) -> dict[str, tuple[int, object]]:
    """Return each known setting's row and cell; say which names are not settings."""
    settings = list(Settings.model_fields)
    found: dict[str, tuple[int, object]] = {}
    for i, row in enumerate(table.rows):
        if all(map(is_blank, row)):
            continue
        cell, where = row[name_at], table.where(i, name_at)
        try:
            name = fold(to_text(cell)) if not is_blank(cell) else ""
        except CellError as error:
            issues.append(Issue(where, error.found, "the name of a setting"))
            continue
        if name in found:
            issues.append(Issue(where, show(cell), "each setting once"))
        elif name in settings:
            found[name] = (i, row[value_at])
        else:
            near = [s for s in settings if is_near(name, s)]
            hint = f"; did you mean {near[0]!r}?" if near else did_you_mean(name, settings)
            issues.append(
                Issue(where, show(cell), f"one of the settings {', '.join(settings)}{hint}")
            )
    return found
