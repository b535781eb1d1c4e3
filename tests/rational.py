"""A problem in rational numbers: its figures as they are typed, its best plan by enumeration and exact vertices.

Nothing is rounded: 0.1 is a tenth. Curves and delays are left out, whose powers are no fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, is_dataclass
from fractions import Fraction
from itertools import combinations, product
from types import SimpleNamespace
from typing import Any

from pydantic import BaseModel

from compensator.problem import Problem
from tests.exact import Line, greatest
from tests.formulas import Pair
from tests.frozen import Frozen
from tests.naive import Found, Sum


def exactly(problem: Problem) -> Any:
    """Return a problem's records with every number as the fraction that is typed."""
    sheets = ("segments", "offers", "responses", "limits", "given")
    records = {name: [_exact(one) for one in getattr(problem, name)] for name in sheets}
    rows = {"segment_rows": problem.segment_rows, "offer_rows": problem.offer_rows}
    return SimpleNamespace(**records, **rows, settings=_exact(problem.settings))


def _exact(cell: Any) -> Any:
    if isinstance(cell, BaseModel):
        return SimpleNamespace(
            **{name: _exact(getattr(cell, name)) for name in type(cell).model_fields}
        )
    if is_dataclass(cell) and not isinstance(cell, type):
        return SimpleNamespace(**{name: _exact(value) for name, value in asdict(cell).items()})
    if isinstance(cell, dict):
        return {name: _exact(value) for name, value in cell.items()}
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return Fraction(repr(cell)) if is_number else cell


@dataclass(frozen=True)
class Flat:
    """A figure over the shares of who is still to be decided on."""

    shares: list[Fraction]
    used: dict[int, Fraction]
    constant: Fraction


class Rational(Frozen):
    """A problem in exact numbers; users who have an offer already keep it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(exactly(problem))

    @property
    def leaders(self) -> list[int]:
        """Segments that stand for their class: themselves, or the first of equal tags."""
        count = range(len(self.problem.segments))
        if self.problem.settings.same_offer_within is None:
            return list(count)
        return [s for s in count if self.mates(s)[0] == s]

    def group(self, s: int) -> list[int]:
        """Return the segments of a leader's class."""
        return [s] if self.problem.settings.same_offer_within is None else self.mates(s)

    def rest(self, s: int) -> Fraction:
        """Return the users of a leader's class who are still to be decided on."""
        return sum(
            (self.problem.segments[t].users * self.left(t) for t in self.group(s)), Fraction(0)
        )

    @property
    def cells(self) -> list[Pair]:
        """Leaders' pairs that may be given; none where all users of a class have an offer already."""
        eligible, found = self.eligible(), []
        for s in self.leaders:
            full = not self.rest(s) and any(self.problem.segments[t].users for t in self.group(s))
            offers = range(len(self.problem.offers) + 1)
            found += [(s, j) for j in offers if (j == 0 if full else eligible[s, j])]
        return found

    @property
    def in_use(self) -> set[int]:
        """Offers that somebody has already."""
        count = range(1, len(self.problem.offers) + 1)
        return {j for j in count if any(self.kept(s, j) for s in range(len(self.problem.segments)))}

    def flat(self, form: Sum) -> Flat:
        """Return a figure over the cells, with what is kept as its constant."""
        in_use = self.in_use
        constant = sum((a * self.kept(*pair) for pair, a in form.shares.items()), Fraction(0))
        constant += sum(a for j, a in form.used.items() if j in in_use)
        figures = [
            sum((form.shares.get((t, j), 0) * self.left(t) for t in self.group(s)), Fraction(0))
            for s, j in self.cells
        ]
        return Flat(figures, {j: a for j, a in form.used.items() if j not in in_use}, constant)

    def best(  # type: ignore[override]
        self, *, aim: Sum | None = None, extra: Collection[tuple[Sum, str, Fraction]] = ()
    ) -> Found:
        """Return the plan of greatest aim (the problem's own by default), exact.

        Args:
            aim: What to maximize.
            extra: Further rows: form, side, right-hand side.
        """
        goal = self.flat(aim or self.sum(self.problem.settings.maximize))
        rows = [(form, side, rhs) for _, side, form, rhs in self.rows()]
        flat = [(self.flat(form), side, rhs) for form, side, rhs in (*rows, *extra)]
        plans = self._whole if self.problem.settings.whole_segments else self._split
        found = max(plans(goal, flat), key=lambda one: one[0], default=None)
        if found is None:
            return Found(False, float("nan"), {})
        return Found(True, found[0], self._spread(dict(zip(self.cells, found[1], strict=True))))

    def _spread(self, decided: dict[Pair, Fraction]) -> dict[Pair, Fraction]:
        """Return the shares of all users of all segments."""
        shares = {}
        for s in self.leaders:
            for t, j in product(self.group(s), range(len(self.problem.offers) + 1)):
                shares[t, j] = self.kept(t, j) + self.left(t) * decided.get((s, j), Fraction(0))
        return shares

    @property
    def linked(self) -> list[int]:
        """Offers whose use matters and is not settled."""
        counted = self.problem.settings.max_offers is not None
        offers = enumerate(self.problem.offers, 1)
        return [j for j, o in offers if (counted or o.setup_cost) and j not in self.in_use]

    def _uses(self) -> Iterator[set[int]]:
        """Yield every set of further offers that may be used together."""
        most = self.problem.settings.max_offers
        room = len(self.linked) if most is None else int(most) - len(self.in_use)
        for count in range(min(room, len(self.linked)) + 1):
            yield from map(set, combinations(self.linked, count))

    def _split(self, goal: Flat, rows: Any) -> Iterator[tuple[Fraction, Any]]:
        """Yield the best vertex of each set of used offers."""
        cells, linked = self.cells, self.linked
        one: list[Line] = [
            ([Fraction(t == s) for t, _ in cells], "==", Fraction(1)) for s in self.leaders
        ]
        for used in self._uses():
            lines = [(f.shares, side, rhs - _fixed(f, used)) for f, side, rhs in rows]
            for j in linked:
                given = [self.rest(s) * (i == j) for s, i in cells]
                lines.append(
                    (given, "min", Fraction(1)) if j in used else (given, "max", Fraction(0))
                )
            found = greatest(goal.shares, [*one, *lines])
            if found is not None:
                yield found.value + _fixed(goal, used), found.x

    def _whole(self, goal: Flat, rows: Any) -> Iterator[tuple[Fraction, Any]]:
        """Yield every plan that keeps the limits and gives each class one offer."""
        cells, linked, uses = self.cells, self.linked, list(self._uses())
        own = [[i for i, (t, _) in enumerate(cells) if t == s] for s in self.leaders]
        for choice in product(*own):
            used = {cells[i][1] for i in choice if self.rest(cells[i][0])} & set(linked)
            if used in uses and all(_kept(f, side, rhs, choice, used) for f, side, rhs in rows):
                value = sum(goal.shares[i] for i in choice) + _fixed(goal, used)
                yield value, [Fraction(i in choice) for i in range(len(cells))]


def _fixed(form: Flat, used: set[int]) -> Fraction:
    """Return what a figure is before anybody is given anything."""
    return form.constant + sum(a for j, a in form.used.items() if j in used)


def _kept(form: Flat, side: str, rhs: Fraction, choice: Any, used: set[int]) -> bool:
    figure = sum(form.shares[i] for i in choice) + _fixed(form, used)
    holds: Callable[[Any, Any], bool] = Fraction.__le__ if side == "max" else Fraction.__ge__
    return holds(Fraction(figure), rhs)
