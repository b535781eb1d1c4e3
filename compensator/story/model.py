"""What a reader gets to see of an answer, whatever the medium: sentences, figures, charts, tables, notes.

One story serves the terminal, the workbook, the page and the CSV file; each answer has one function that
tells it, and each medium one that draws any story.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal[
    "text",
    "state",
    "money",
    "unit money",
    "users",
    "rate",
    "small rate",
    "ratio",
    "number",
    "count",
    "tolerance",
]
"""How a figure is written: money in the story's currency (that of a unit with cents), users and counts
whole, rates as percent (small ones with more digits in a workbook), ratios as multiples; a state is a word that may be a miss, a tolerance as small as floats go."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What made an answer."""

    input_sha256: str | None
    """Of the workbook, or of the folder's files; null for tables in memory."""
    compensator: str
    pulp: str
    solver: str
    """Name and, where known, version."""
    seed: int | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Formula:
    """A figure that a workbook works out itself, and what it is now for every other medium."""

    text: str
    """An Excel expression. Braces hold a reference: ``{cost}`` a figure of the story by its key,
    ``{.actual}`` this row's cell of a column, ``{Plan.users}`` the whole column of a table."""
    value: float | str


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure whose kind is not that of its column."""

    value: float | Formula | None
    kind: Kind
    told: float | None = None
    """What people read, where the digits of the value are only noise."""


Plain = str | float | int | bool | None
"""None is shown as an absent figure."""
Cell = Plain | Amount | Formula
HELD, MISSED = "OK", "FAILED"
"""What a live check says."""
MISSES: Final = frozenset({MISSED, "MISSED", "missed, only told"})
"""States that a reader must not overlook."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    """Header, as in the JSON document."""
    kind: Kind = "number"
    brief: bool = True
    """Whether a terminal of 80 columns has room for it; files hold every column."""
    under: bool = False
    """Whether a terminal writes it below the column before it, in the same cell."""
    before: str = ""
    """A sign that people see before each figure, such as ≥."""
    once: bool = False
    """Whether people see a text only where it differs from the one above."""
    live: bool = False
    """Whether only a workbook has it: it serves formulas."""
    typed: bool = False
    """Whether its figures are the analyst's own, which a workbook shows in blue."""


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
    title: str = ""
    """Heading, where it is not the name."""
    remarks: tuple[str, ...] = ()
    """Sentences below it."""
    filed: bool = True
    """Whether files hold it; one that picks rows of another is for screens alone."""
    live: bool = False
    """Whether only files of cells have it: it consists of formulas."""
    on_top: bool = False
    """Whether a workbook has it on its first sheet, beside the figures."""
    keys: int = 0
    """Columns that say whose a row is: a workbook keeps them in view, and on each printed page."""
    shaded: bool = False
    """Whether its figures, all but those of the first column, are colored from low to high."""

    @property
    def heading(self) -> str:
        """Return what stands above the table."""
        return self.title or self.name

    def readable(self) -> list[tuple[int, Column]]:
        """Return the columns that people read, each with its place."""
        return [(place, one) for place, one in enumerate(self.columns) if not one.live]


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure of an answer."""

    key: str
    """Formulas refer to it."""
    label: str
    kind: Kind
    amount: float | None
    """None keeps its place in a workbook, and is not shown elsewhere."""
    part: bool = False
    """Whether it is a part of the one above."""
    beside: str = ""
    """What a reader is told beside it, such as its share."""
    explained: str = ""
    """Its label where there is room for a longer one, as in a workbook."""
    signed: bool = False
    """Whether people see that it is a gain."""
    brief: bool = True
    """Whether a terminal shows it; where a sentence says it already it does not."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences under a heading of their own."""

    title: str
    sentences: tuple[str, ...]


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
class Bars:
    """One bar for each name of a chart."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars from zero: one for each name, or one of each series for each name."""

    title: str
    x: Axis
    names: tuple[str, ...]
    series: tuple[Bars, ...]
    stacked: bool = False
    """Whether a name's bars follow each other, as parts of a whole do."""
    brief: bool = True
    """Whether a terminal shows it; where a table says the same in fewer lines it does not."""


Chart = LineChart | HeatMap | TornadoChart | BarChart


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One answer as its reader sees it, the answer first."""

    schema: str
    """Of the answer's document."""
    title: str
    headline: tuple[str, ...]
    """Sentences with units: the answer."""
    standing: str
    """A few words on how far the answer is proven or complete."""
    currency: str
    manifest: Manifest | None
    """What made the answer."""
    proven: bool = True
    """Whether nothing about the answer asks for caution."""
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    """The first one is what a CSV file holds."""
    passages: tuple[Passage, ...] = ()
    gist: tuple[str, ...] = ()
    """The most telling rows, as lines of a summary."""
    notes: tuple[str, ...] = ()
    brief: bool = True
    """Whether a terminal leaves out what files hold."""
    checked: Callable[[], Formula] | None = None
    """Returns what the live checks of a workbook say together."""
    entries: Mapping[str, object] = field(default_factory=dict)
    """What a workbook tells of the answer beside what made it."""

    @property
    def filed(self) -> bool:
        """Return whether there is anything that a file of tables or pictures holds."""
        return bool(self.charts) or any(table.filed for table in self.tables)
