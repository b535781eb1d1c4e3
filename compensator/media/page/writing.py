"""Any view as one page that opens offline: the answer, its pictures, its tables, its notes."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

from compensator.language import visible
from compensator.story import (
    Cell,
    Chart,
    Column,
    LineChart,
    Manifest,
    Story,
    Table,
    aligned,
    figures,
    heading,
    marked,
    origin,
    titled,
)

_UNSAFE: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
"""What could end a script, as JSON writes it where it is only a letter."""


def write_page(view: Story, manifest: Manifest, path: Path) -> None:
    """Write a view as one HTML file that needs nothing else."""
    path.write_text(page(view, manifest), encoding="utf-8", newline="\n")


def page(view: Story, manifest: Manifest) -> str:
    """Return a view as a page: all of the user's text escaped, no request ever made."""
    scripts = _scripts() if view.charts else []
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_safe(view.title)}</title>",
            f"<style>\n{_shipped('page.css')}</style>\n</head>\n<body>\n<main>",
            *_body(view, manifest),
            "</main>",
            *(f"<script>{script}</script>" for script in scripts),
            "</body>\n</html>\n",
        ]
    )


def _body(view: Story, manifest: Manifest) -> Iterator[str]:
    yield f"<header>\n<h1>{_safe(view.title)}</h1>"
    for place, sentence in enumerate(view.headline):
        look = "more" if place else "answer"
        yield f'<p class="{look}">{_safe(sentence)}</p>'
    yield f'<p class="standing">{_safe(view.standing)}</p>\n</header>'
    for chart in view.charts:
        yield _figure(chart, view.currency)
    for table in view.tables:
        yield from _table(table, view.currency)
    if view.notes:
        yield "<section>\n<h2>Notes</h2>\n<ul>"
        yield from (f"<li>{_safe(note)}</li>" for note in view.notes)
        yield "</ul>\n</section>"
    yield f"<footer>{_safe(origin(manifest))}</footer>"


def _figure(chart: Chart, currency: str) -> str:
    from compensator.media.figures import draw  # noqa: PLC0415 - plotly takes its time

    data = draw([chart], currency, titled=False).to_json()
    for sign, letter in _UNSAFE.items():
        data = data.replace(sign, letter)
    title = _safe(titled(chart.title))
    return (
        f"<figure>\n<figcaption>{title}</figcaption>\n"
        f'<div role="img" aria-label="Chart: {title}"></div>\n'
        "<noscript><p>The picture needs JavaScript; the tables below hold its figures.</p></noscript>\n"
        f'<script type="application/json">{data}</script>\n'
        f"{_marks(chart, currency)}</figure>"
    )


def _marks(chart: Chart, currency: str) -> str:
    if not isinstance(chart, LineChart) or not chart.marks:
        return ""
    words = (html.escape(marked(chart, mark, currency)) for mark in chart.marks)
    return f"<ol>{''.join(f'<li>{each}</li>' for each in words)}</ol>\n"


def _table(table: Table, currency: str) -> Iterator[str]:
    name = _safe(titled(table.name))
    yield f"<section>\n<h2>{name}</h2>"
    if not table.rows:
        yield "<p>No rows.</p>\n</section>"
        return
    rows = table.rows[: table.shown]
    columns = [
        figures([row[place] for row in rows], column.kind, currency)
        for place, column in enumerate(table.columns)
    ]
    yield f'<div class="scroll" role="region" aria-label="{name}" tabindex="0">\n<table>'
    yield f'<caption class="lesser">{_size(table)}</caption>\n<thead><tr>'
    for column in table.columns:
        yield f'<th scope="col"{_look(column)}>{_safe(heading(column))}</th>'
    yield "</tr></thead>\n<tbody>"
    for cells in zip(*columns, strict=True):
        yield _row(table.columns, cells)
    yield "</tbody>\n</table>\n</div>\n</section>"


def _row(columns: Sequence[Column], cells: Sequence[Cell]) -> str:
    parts = []
    for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        tag, scope = ("td", "") if place else ("th", ' scope="row"')
        parts.append(f"<{tag}{scope}{_look(column)}>{html.escape(str(cell))}</{tag}>")
    return f"<tr>{''.join(parts)}</tr>"


def _size(table: Table) -> str:
    many = len(table.rows)
    if many <= table.shown:
        return f"{many:,} {'row' if many == 1 else 'rows'}"
    return f"The first {table.shown:,} of {many:,} rows; a .csv, .xlsx or .json file holds all"


def _look(column: Column) -> str:
    return ' class="figure"' if aligned(column) else ""


def _scripts() -> list[str]:
    from plotly.offline import get_plotlyjs  # noqa: PLC0415 - plotly takes its time

    return [get_plotlyjs(), _shipped("page.js")]


def _policy(scripts: Sequence[str]) -> str:
    """Return what the page may do: run these scripts, style itself, and nothing else."""
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    hashes = [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
    sources = " ".join(hashes) or "'none'"
    return (
        f"default-src 'none'; script-src {sources}; style-src 'unsafe-inline';"
        " img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _shipped(name: str) -> str:
    return files("compensator.media.page").joinpath(name).read_text(encoding="utf-8")


def _safe(text: str) -> str:
    return html.escape(visible(text))
