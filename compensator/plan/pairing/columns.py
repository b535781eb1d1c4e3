"""The pairs as a table: figures for everybody, and in a workbook the formulas that make them, row by row.

What was typed stands in the row too: a row can be redone by hand, and sorting harms none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from compensator.economics import Array, curve
from compensator.language import MEASURES, OUTCOMES, unit_of
from compensator.plan.ledger import Ledger, listed
from compensator.plan.pairing.formulas import formulas_of
from compensator.plan.pairing.inputs import inputs_of
from compensator.plan.pairing.origins import in_words, sources
from compensator.plan.reasons import why_not
from compensator.story import Cell, Column, Formula, Kind, Lazy, Table

LIVE: Final = 20_000
"""Most pairs whose figures are formulas."""
KINDS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys((*OUTCOMES, *(f"lift_{one}" for one in OUTCOMES)), "small rate"),
    **dict.fromkeys(("redemption", "decay"), "small rate"),
    **dict.fromkeys(("cost", "liability", "value", "net_value"), "unit money"),
}
"""The figures of a pair, and how each is written."""
TOTALS: Final = ("cost", "value", "net_value")
"""Those that are told for a whole segment too."""
BRIEF: Final = frozenset(("cost", "value", "net_value", "total_value"))
"""Those for which a terminal of 80 columns has room."""
TOO_LARGE: Final = 300.0
"""Powers of ten beyond which a cell may not hold a curve's."""


@dataclass(frozen=True, slots=True)
class Part:
    """One column, and what stands in it for each pair."""

    column: Column
    cells: Array | Callable[[], Sequence[Cell]]
    formula: str = ""

    def made(self) -> Sequence[Cell]:
        """Return the cells, as formulas where they are worked out."""
        if callable(self.cells):
            return self.cells()
        flat = listed(self.cells)
        if not self.formula:
            return flat
        return [None if one is None else Formula(self.formula, one) for one in flat]


def sheet(ledger: Ledger) -> Table:
    """Return all pairs in the order of the sheets, with formulas where they are not too many."""
    live = len(ledger) <= LIVE
    parts = [*_parts(ledger, live=live)]
    told = (
        "A workbook works each figure out from the blue ones in its row."
        if live
        else f"These are figures only: up to {LIVE:,} pairs, a workbook has their formulas."
    )
    return Table(
        "Pairs",
        tuple(part.column for part in parts),
        Lazy(lambda: [*zip(*(part.made() for part in parts), strict=True)], tuple),
        brief=False,
        title="Each segment with each offer",
        remarks=(f"Per user, none included; totals are for all users of the segment. {told}",),
        keys=2,
    )


def _parts(ledger: Ledger, *, live: bool) -> Iterator[Part]:
    """Yield the columns: who, what, and what only a workbook with formulas has."""
    typed = [*inputs_of(ledger)] if live else []
    curved = _curved(ledger) if live and any(name == "half value" for name, *_ in typed) else {}
    texts = formulas_of({name for name, *_ in typed}, steep=_steep(ledger)) if live else {}
    yield from _who(ledger)
    users = np.repeat(ledger.users, len(ledger.names)).tolist
    yield Part(Column("users", "count", typed=live), users)
    yield from _figures(ledger, texts, live=live)
    for name, kind, cells in typed:
        yield Part(Column(name, kind, live=True, typed=True), cells)
    more = [*_more(ledger, texts, live=live)]
    yield from (part for part in more if part.column.name in MEASURES)
    for name, cells in curved.items():
        yield Part(Column(name, "small rate", live=True), cells, texts[name])
    yield from (part for part in more if part.column.name not in MEASURES)


def _who(ledger: Ledger) -> Iterator[Part]:
    eligible = ledger.economics.eligible.ravel
    yield Part(Column("segment", "text"), lambda: [one for one, _ in ledger.pairs()])
    yield Part(Column("offer", "text"), lambda: [one for _, one in ledger.pairs()])
    yield Part(Column("eligible", "text", brief=False), lambda: eligible().tolist())
    yield Part(Column("why", "text", under=True), lambda: why_not(ledger))


def _figures(ledger: Ledger, texts: Mapping[str, str], *, live: bool) -> Iterator[Part]:
    figures = ledger.figures()
    for name, kind in KINDS.items():
        yield Part(Column(name, kind, brief=name in BRIEF), figures[name], texts.get(name, ""))
    yield Part(Column("source", "text", brief=False), lambda: [*map(in_words, sources(ledger))])
    for name in TOTALS:
        total, text = f"total_{name}", f"{{.users}}*{{.{name}}}" if live else ""
        column = Column(total, "money", brief=total in BRIEF)
        yield Part(column, ledger.users[:, None] * figures[name], text)


def _more(ledger: Ledger, texts: Mapping[str, str], *, live: bool) -> Iterator[Part]:
    """Yield the other measures; those of the analyst's own stand last, where no formula looks."""
    for name, cells in ledger.measures().items():
        kind: Kind = "unit money" if unit_of(name) == "money" else "number"
        formula = texts.get(name, "") if name in MEASURES else ""
        yield Part(Column(name, kind, brief=False, typed=live and not formula), cells, formula)


def _curved(ledger: Ledger) -> dict[str, Array]:
    """Return how far each offer goes on its segment's curve, and how much of that is felt."""
    columns = ledger.economics.columns
    half, steepness = (ledger.base(name) for name in ("half_value", "steepness"))
    way = curve(columns.face_value, half, steepness)
    return {
        "curve": way,
        "share felt": np.where(np.isnan(half), np.nan, ledger.whole(columns.felt)),
    }


def _steep(ledger: Ledger) -> bool:
    """Return whether a curve has powers that no cell holds."""
    half, steepness = (ledger.base(name) for name in ("half_value", "steepness"))
    face = ledger.whole(ledger.economics.columns.face_value)
    some = (face > 0) & ~np.isnan(half)
    powers = steepness[some] * np.log10(half[some] / face[some])
    return bool(np.abs(powers).max(initial=0.0) > TOO_LARGE)
