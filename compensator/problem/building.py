"""From raw tables to a problem, or to all that is wrong in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from compensator.errors import InputError, Issue
from compensator.language import denotes, is_money, visible
from compensator.problem.oddities import oddities
from compensator.problem.parsing import Parsed, parse_rows
from compensator.problem.problem import Problem, all_issues, from_parsed
from compensator.problem.records import SHEETS, Settings
from compensator.problem.settings_table import parse_settings
from compensator.spreadsheet import Table

REQUIRED = ("Segments", "Offers")


def build(
    tables: Mapping[str, Table],
    *,
    source: str,
    title: str,
    input_sha256: str | None = None,
    issues: Sequence[Issue] = (),
) -> Problem:
    """Return the problem that raw tables describe.

    Args:
        tables: By sheet name as in ``SHEETS``; only Segments and Offers are required.
        source: Name of the file or folder, for messages.
        title: Used where the settings have none.
        input_sha256: Of the file's bytes.
        issues: What is wrong with the file itself, to be told with the rest.

    Raises:
        InputError: If any cell is wrong; it lists every one.
    """
    settings = parse_settings(tables["Settings"]) if "Settings" in tables else Parsed((Settings(),))
    currency = settings.records[0].currency
    parsed = {
        name: parse_rows(tables[name], record, currency) if name in tables else Parsed(())
        for name, record in SHEETS.items()
        if name != "Settings"
    }
    if not set(REQUIRED) <= set(tables):
        found = [i for one in (settings, *parsed.values()) for i in one.issues]
        raise InputError(source, [*(issues or _missing(tables, source)), *found])
    if "title" not in settings.records[0].model_fields_set:
        titled = settings.records[0].model_copy(update={"title": title})
        settings = Parsed((titled,), settings.bad, settings.issues, settings.at)
    sheets = {**parsed, "Settings": settings}
    if issues:
        raise InputError(source, [*issues, *all_issues(sheets)])
    ordered = [tables[name] for name in SHEETS if name in tables]
    seen = (note for table in ordered for note in (*table.notes, *_signs(table, currency)))
    notes = chain(seen, oddities(sheets))
    return from_parsed(sheets, source=source, input_sha256=input_sha256, notes=notes)


def _signs(table: Table, currency: str) -> Iterator[str]:
    """Yield a note for each column whose numbers are shown as money of another currency."""
    seen: set[tuple[int, str]] = set()
    for row, column, sign in sorted(table.around.signs):
        if (column, sign) not in seen and is_money(sign) and not denotes(sign, currency):
            seen.add((column, sign))
            yield f"{table.where(row, column)} is shown with {visible(sign)!r} by its number format: it is taken as {currency}, the workbook's currency."


def _missing(tables: Mapping[str, Table], source: str) -> list[Issue]:
    found = ", ".join(tables) or "no known sheet"
    return [Issue(source, found, f"a sheet {name!r}") for name in REQUIRED if name not in tables]
