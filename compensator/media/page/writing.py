"""Any story as one page that opens offline: the answer, its pictures, its tables, its notes."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

from compensator.language import ABSENT, visible
from compensator.story import (
    MISSES,
    Cell,
    Chart,
    Column,
    LineChart,
    Story,
    Table,
    aligned,
    figures,
    heading,
    marked,
    origin,
    shades,
    titled,
    worded,
)

_UNSAFE: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
"""What could end a script, as JSON writes it where it is only a letter."""


def write_story(told: Story, path: Path) -> None:
    """Write a story as one HTML file that needs nothing else."""
    path.write_text(page(told), encoding="utf-8", newline="\n")


def page(told: Story) -> str:
    """Return a story as a page: all of the user's text escaped, no request ever made."""
    scripts = _scripts() if told.charts else []
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_safe(told.title)}</title>",
            f"<style>\n{_shipped('page.css')}</style>\n</head>\n<body>\n<main>",
            *_body(told, [_figure(chart, told.currency) for chart in told.charts]),
            "</main>",
            *(f"<script>{script}</script>" for script in scripts),
            "</body>\n</html>\n",
        ]
    )


def fragment(told: Story) -> str:
    """Return a story as notebooks show it: no script, and so without its pictures (``plot`` has them)."""
    return "\n".join(["<div>", *_body(told, []), "</div>"])


def _body(told: Story, pictures: Sequence[str]) -> Iterator[str]:
    yield f"<header>\n<h1>{_safe(told.title)}</h1>"
    for place, sentence in enumerate(told.headline):
        look = "more" if place else "answer"
        yield f'<p class="{look}">{_safe(sentence)}</p>'
    look = "standing" if told.proven else "standing caution"
    yield f'<p class="{look}">{_safe(told.standing)}</p>\n</header>'
    yield from _key_figures(told)
    yield from pictures
    for table in told.tables:
        if not table.live:
            yield from _table(table, told.currency)
    for passage in told.passages:
        yield "<section>"
        yield from (f"<h2>{_safe(title)}</h2>" for title in [passage.title] if title)
        yield from (f"<p>{_safe(sentence)}</p>" for sentence in passage.sentences)
        yield "</section>"
    if told.notes:
        yield "<section>\n<h2>Notes</h2>\n<ul>"
        yield from (f"<li>{_safe(note)}</li>" for note in told.notes)
        yield "</ul>\n</section>"
    if told.manifest is not None:
        yield f"<footer>{_safe(origin(told.manifest))}</footer>"


def _key_figures(told: Story) -> Iterator[str]:
    shown = [one for one in told.figures if one.brief and one.amount is not None]
    if not shown:
        return
    yield '<dl class="figures">'
    for one in shown:
        amount = html.escape(worded(one, told.currency))
        look = ' class="part"' if one.part else ""
        yield f"<div{look}><dt>{_safe(one.label)}</dt><dd>{amount}</dd></div>"
    yield "</dl>"


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
    name = _safe(titled(table.heading))
    yield f"<section>\n<h2>{name}</h2>"
    if not table.rows:
        yield "<p>No rows.</p>\n</section>"
        return
    rows, shown = table.rows[: table.shown], table.readable()
    words = [_words(column, [row[place] for row in rows], currency) for place, column in shown]
    yield f'<div class="scroll" role="region" aria-label="{name}" tabindex="0">\n<table>'
    yield f'<caption class="lesser">{_size(table)}</caption>\n<thead><tr>'
    for _, column in shown:
        yield f'<th scope="col"{_look(column)}>{_safe(heading(column))}</th>'
    yield "</tr></thead>\n<tbody>"
    for cells, colors in zip(zip(*words, strict=True), shades(table), strict=False):
        looks = [
            _look(column, cell, colors[place])
            for cell, (place, column) in zip(cells, shown, strict=True)
        ]
        yield _row(cells, looks)
    yield "</tbody>\n</table>\n</div>"
    yield from (f'<p class="lesser">{_safe(remark)}</p>' for remark in table.remarks)
    yield "</section>"


def _words(column: Column, cells: Sequence[Cell], currency: str) -> Sequence[str]:
    words = figures(cells, column.kind, currency)
    return [text if text == ABSENT else f"{column.before}{text}" for text in words]


def _row(cells: Sequence[str], looks: Sequence[str]) -> str:
    parts = []
    for place, (cell, look) in enumerate(zip(cells, looks, strict=True)):
        tag, scope = ("td", "") if place else ("th", ' scope="row"')
        parts.append(f"<{tag}{scope}{look}>{html.escape(cell)}</{tag}>")
    return f"<tr>{''.join(parts)}</tr>"


def _size(table: Table) -> str:
    many = len(table.rows)
    if many <= table.shown:
        return f"{many:,} {'row' if many == 1 else 'rows'}"
    return f"The first {table.shown:,} of {many:,} rows; a .csv, .xlsx or .json file holds all"


def _look(column: Column, cell: str = "", shade: int | None = None) -> str:
    classes = ["figure"] if aligned(column) else []
    if cell in MISSES:
        classes = ["missed"]
    if shade is not None:
        classes.append(f"shade{shade}")
    return f' class="{" ".join(classes)}"' if classes else ""


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
