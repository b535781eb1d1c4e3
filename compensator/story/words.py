"""Figures, headings and axes of a story in words, the same in the terminal and on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Final

from compensator.language import (
    ABSENT,
    DIGITS,
    MINUS,
    SCALES,
    count,
    money,
    number,
    percent,
    scale_of,
    scaled,
    sign,
    three_digits,
    times,
    visible,
)
from compensator.story.model import (
    Amount,
    Cell,
    Column,
    Figure,
    Formula,
    Kind,
    LineChart,
    Manifest,
    Mark,
    Plain,
    Table,
)
from compensator.story.scales import shade_of

SEEN: Final = 0.01
"""Part of a unit that an amount has to reach to be told in it."""


def figure(cell: Cell, kind: Kind, currency: str) -> str:
    """Return one cell in words.

    Args:
        cell: Text, a figure, yes or no, or nothing.
        kind: What the figure counts.
        currency: ISO 4217 code of money.

    >>> figure(1_200_000, "money", "USD"), figure(0.5, "rate", "USD"), figure(None, "count", "")
    ('$1,200,000', '50%', '–')
    """
    content, kind = _read(cell), kind_of(cell, kind)
    match content:
        case None:
            return ABSENT
        case bool():
            return "yes" if content else "no"
        case str():
            return visible(content)
    return _figure(content, kind, currency)


def content_of(cell: Cell) -> Plain:
    """Return what a cell holds now."""
    match cell:
        case Amount():
            return content_of(cell.value)
        case Formula():
            return cell.value
    return cell


def _read(cell: Cell) -> Plain:
    """Return what people read in a cell."""
    cleaned = cell.told if isinstance(cell, Amount) else None
    return content_of(cell) if cleaned is None else cleaned


def kind_of(cell: Cell, kind: Kind) -> Kind:
    """Return how a cell is written in a column of a kind."""
    return cell.kind if isinstance(cell, Amount) else kind


def _figure(cell: float, kind: Kind, currency: str) -> str:
    match kind:
        case "money" | "unit money":
            if _typed(cell) and round(cell, 2) != cell:
                return _digits(cell, kind, currency)
            return money(cell, currency)
        case "rate" | "small rate":
            return percent(cell)
        case "ratio":
            return times(cell)
        case "users" | "count":
            return count(cell).split(" ")[0]
        case _:
            return _digits(cell, kind, currency) if _typed(cell) else number(cell)


def worded(one: Figure, currency: str) -> str:
    """Return a key figure in words, and what is told beside it.

    >>> worded(Figure("recipients", "Get an offer", "count", 1_000, beside="10%"), "USD")
    '1,000 (10%)'
    """
    amount = figure(one.amount, one.kind, currency)
    if one.signed and (one.amount or 0.0) > 0 and amount != "0":
        amount = f"+{amount}"
    return f"{amount} ({one.beside})" if one.beside else amount


def compact(value: float | None, kind: Kind, currency: str) -> str:
    """Return a figure in three digits, for charts whose figures are seen rather than read.

    >>> compact(265_170, "money", "USD"), compact(1_500_000, "money", "USD")
    ('$265k', '$1.5M')
    """
    if value is None or kind != "money":
        return figure(value, kind, currency)
    return three_digits(value, currency)


def figures(
    cells: Sequence[Cell], kind: Kind, currency: str, *, short: bool = False
) -> tuple[str, ...]:
    """Return a column's cells in words, with more digits where rounded ones would look alike.

    Args:
        cells: Of one column.
        kind: What the figures count.
        currency: ISO 4217 code of money.
        short: Word money in thousands, millions or billions, one of them for the whole column.

    >>> figures([0.105, 0.11], "money", "USD"), figures([1e3, 2e6], "money", "USD", short=True)
    (('$0.105', '$0.11'), ('$1k', '$2,000k'))
    """
    if any(isinstance(cell, Amount) for cell in cells):
        return tuple(_mixed(cell, kind, currency, short=short) for cell in cells)
    contents = [content_of(cell) for cell in cells]
    if short and kind == "money" and (unit := _unit(contents)) is not None:
        return tuple(_in_unit(cell, *unit, contents, currency) for cell in contents)
    words = tuple(figure(cell, kind, currency) for cell in contents)
    if len(set(words)) == len(set(contents)) or not all(map(_typed, contents)):
        return words
    return tuple(_digits(cell, kind, currency) for cell in contents)


def _mixed(cell: Cell, kind: Kind, currency: str, *, short: bool) -> str:
    """Return a cell of a column whose figures are of several kinds: each in a unit of its own."""
    content, own = _read(cell), kind_of(cell, kind)
    if short and own == "money" and isinstance(content, int | float):
        unit, letter = scale_of(abs(content))
        if letter:
            return scaled(content, currency, unit, letter, 2)
    return figure(cell, kind, currency)


def _unit(cells: Sequence[Plain]) -> tuple[float, str] | None:
    """Return the unit in which a column's largest amount is short and its smallest still seen."""
    sizes = [abs(cell) for cell in cells if isinstance(cell, int | float) and cell]
    for start, scale, letter in SCALES:
        if max(sizes, default=0) >= start and min(sizes) >= SEEN * scale:
            return scale, letter
    return None


def _in_unit(cell: Plain, scale: float, letter: str, cells: Sequence[Plain], currency: str) -> str:
    if not isinstance(cell, int | float) or not cell:
        return figure(cell, "money", currency)
    whole = all(float(one / scale).is_integer() for one in cells if isinstance(one, int | float))
    return scaled(cell, currency, scale, letter, 0 if whole else 2)


def shades(table: Table) -> Iterator[Sequence[int | None]]:
    """Yield each row's shades, none where nothing is shaded: the first column, texts, absent figures.

    >>> list(shades(Table("t", (Column("x"), Column("y")), [(1, 10), (2, 20)], shaded=True)))
    [[None, 0], [None, 4]]
    """
    if not table.shaded:
        yield from repeat([None] * len(table.columns), len(table.rows))
        return
    rows = [[_amount(cell) for cell in row[1:]] for row in table.rows]
    amounts = [amount for row in rows for amount in row if amount is not None]
    ends = (min(amounts, default=0.0), max(amounts, default=0.0))
    for row in rows:
        yield [None, *(shade_of(amount, ends) for amount in row)]


def _amount(cell: Cell) -> float | None:
    content = content_of(cell)
    return None if isinstance(content, (str, bool)) else content


def aligned(column: Column) -> bool:
    """Return whether a column holds figures, which stand to the right."""
    return column.kind not in {"text", "state"}


def heading(column: Column) -> str:
    """Return a column's heading: a plain key in words, a path of the user's as it is.

    >>> heading(Column("value_per_cost")), heading(Column("offers[a_b].unit_cost"))
    ('value per cost', 'offers[a_b].unit_cost')
    """
    name = visible(column.name)
    return name.replace("_", " ") if name.isidentifier() else name


def marked(chart: LineChart, mark: Mark, currency: str) -> str:
    """Return a mark of a chart in words."""
    x = figure(mark.x, chart.x.kind, currency)
    y = figure(mark.y, chart.y.kind, currency)
    return visible(f"{mark.name}: {chart.x.title} {x}, {chart.y.title} {y}")


def titled(name: str) -> str:
    """Return a name as a heading begins.

    >>> titled("inputs")
    'Inputs'
    """
    text = visible(name)
    return text[:1].upper() + text[1:]


def origin(manifest: Manifest) -> str:
    """Return what made a result, in one line."""
    source = f" · input {manifest.input_sha256[:12]}" if manifest.input_sha256 else ""
    seed = "" if manifest.seed is None else f" · seed {manifest.seed}"
    made = f"compensator {manifest.compensator} · pulp {manifest.pulp} · {manifest.solver}"
    return f"{made}{seed}{source} · {manifest.seconds:,.2f} s"


def _typed(cell: Plain) -> bool:
    """Return whether a cell is a figure of few digits, or none at all."""
    if cell is None or isinstance(cell, int):
        return True
    return isinstance(cell, float) and float(f"{cell:.{DIGITS}g}") == cell


def _digits(cell: Plain, kind: Kind, currency: str) -> str:
    if cell is None or isinstance(cell, (str, bool)):
        return figure(cell, kind, currency)
    rate = kind in {"rate", "small rate"}
    size = abs(100 * cell if rate else cell)
    digits = f"{size:,.12f}".rstrip("0").rstrip(".")
    before = sign(currency) if kind in {"money", "unit money"} else ""
    return f"{MINUS if cell < 0 else ''}{before}{digits}{'%' if rate else ''}"
