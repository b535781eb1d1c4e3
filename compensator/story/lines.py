"""Lines of a chart as runs of points: gaps end a run, texts become places on the axis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from compensator.story.model import LineChart, Series

Point = tuple[float, float]
DRAWN: Final = 2_000
"""Most points of a run that are drawn: more than a screen can show; tables hold all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One series, its gaps known."""

    name: str
    runs: tuple[tuple[Point, ...], ...]
    """Points without a gap between them."""

    @property
    def points(self) -> list[Point]:
        """All points."""
        return [point for run in self.runs for point in run]

    def with_gaps(self) -> list[tuple[float | None, float | None]]:
        """Return all points, a blank one between two runs."""
        return [point for run in self.runs for point in (*run, (None, None))][:-1]

    def at(self, x: float) -> float | None:
        """Return the height of the line at a place, if it passes there."""
        for run in self.runs:
            for (x0, y0), (x1, y1) in pairwise(run):
                if min(x0, x1) <= x <= max(x0, x1) and x0 != x1:
                    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        return None


def categories(chart: LineChart) -> tuple[str, ...]:
    """Return the texts of the horizontal axis in order, or none where it has numbers."""
    found = dict.fromkeys(x for series in chart.series for x in series.x if isinstance(x, str))
    return tuple(found)


def lines_of(chart: LineChart) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """Return the lines, and the texts of the horizontal axis if it has any."""
    names = categories(chart)
    places = {name: float(place) for place, name in enumerate(names)}
    return tuple(Line(each.name, tuple(_runs(each, places))) for each in chart.series), names


def _runs(series: Series, places: dict[str, float]) -> Iterator[tuple[Point, ...]]:
    run: list[Point] = []
    for x, y in zip(series.x, series.y, strict=True):
        if y is not None:
            run.append((places[x] if isinstance(x, str) else float(x), float(y)))
        elif run:
            yield _thinned(run)
            run = []
    if run:
        yield _thinned(run)


def _thinned(run: list[Point]) -> tuple[Point, ...]:
    """Return at most as many points as are drawn, the ends among them."""
    if len(run) <= DRAWN:
        return tuple(run)
    step = (len(run) - 1) / (DRAWN - 1)
    return tuple(run[round(place * step)] for place in range(DRAWN))
