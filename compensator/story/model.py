"""What a reader gets to see of a what-if result, whatever the medium: sentences, charts, tables, notes.

One view serves the terminal, the workbook, the page and the CSV file; each result has one function that
makes its view, and each medium one that draws any view.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "money", "users", "rate", "number", "count"]
"""How a figure is written: money in the view's currency, users and counts whole, rates as percent."""
Cell = str | float | int | bool | None
"""None is shown as an absent figure."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    """Header, as in the JSON document."""
    kind: Kind = "number"
    brief: bool = True
    """Whether a terminal of 80 columns has room for it; files hold every column."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a sheet of the workbook, a block of the terminal."""

    name: str
    """At most 31 characters: it names a sheet."""
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    shown: int = 20
    """Rows in the terminal and on the page; the rest is counted there and written to files."""
    brief: bool = True
    """Whether a terminal shows it; files hold every table."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or one set of bars."""

    name: str
    x: Sequence[float | str]
    y: Sequence[float | None]
    """None leaves a gap."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One point worth naming."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis shows."""

    title: str
    """Without its unit: the medium adds the currency, or %."""
    kind: Kind = "number"


@dataclass(frozen=True, slots=True)
class LineChart:
    """Values over one input."""

    title: str
    x: Axis
    y: Axis
    series: tuple[Series, ...]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A value over two inputs: ``z[i][k]`` belongs to ``y_values[i]``, ``x_values[k]``."""

    title: str
    x: Axis
    y: Axis
    z: Axis
    x_values: Sequence[float]
    y_values: Sequence[float]
    values: Sequence[Sequence[float | None]]


@dataclass(frozen=True, slots=True)
class Bar:
    """From one end to the other, about the base."""

    name: str
    low: float | None
    """Value at the low input; so ``high``."""
    high: float | None


@dataclass(frozen=True, slots=True)
class TornadoChart:
    """Horizontal bars about a base, the widest first."""

    title: str
    x: Axis
    base: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars from zero."""

    title: str
    x: Axis
    names: tuple[str, ...]
    values: tuple[float | None, ...]
    brief: bool = True
    """Whether a terminal shows it; where a table says the same in fewer lines it does not."""


Chart = LineChart | HeatMap | TornadoChart | BarChart


@dataclass(frozen=True, slots=True)
class Story:
    """One result as its reader sees it, the answer first."""

    title: str
    headline: tuple[str, ...]
    """Sentences with units: the answer."""
    standing: str
    """A few words on how far the answer is proven or complete."""
    currency: str
    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]
    """The first one is what a CSV file holds."""
    notes: tuple[str, ...] = ()
