"""The ladder: the steps of an exact budget curve, in the order in which money is best spent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from typing_extensions import TypedDict

from compensator.economics import Economics, Form, Vector, objective
from compensator.knapsack import Curve
from compensator.plan import Case
from compensator.story import frame

if TYPE_CHECKING:
    import pandas as pd

Step = TypedDict(
    "Step",
    {
        "segment": str,
        "from": Annotated[
            str | None, Field(description="Offer that is left; null where the segment starts.")
        ],
        "to": str,
        "users": Annotated[int, Field(ge=0, description="Users who step.")],
        "cost": Annotated[float, Field(description="What the step costs.")],
        "value": Annotated[float, Field(description="What it brings, of what is maximized.")],
        "value_per_cost": Annotated[
            float | None, Field(description="Value ÷ cost; null at no cost.")
        ],
        "cumulative_cost": Annotated[float, Field(description="Cost of this step and all before.")],
    },
)
"""One step of the ladder as it is printed; ``from`` is no name in Python."""
COLUMNS = tuple(Step.__annotations__)


@dataclass(frozen=True, eq=False)
class Ladder:
    """Steps by falling value per cost; the first rows put each segment on its cheapest offer.

    Users who have an offer already and keep it are rows of their own after these. Segments that must have
    equal shares step together, one row each.
    """

    names: tuple[str, ...]
    """Segments by position."""
    offers: tuple[str, ...]
    """Offers by position, ``none`` first."""
    segment: NDArray[np.intp]
    source: NDArray[np.intp]
    """Offer that is left; −1 at the start."""
    target: NDArray[np.intp]
    kept: NDArray[np.bool_]
    """Whether the row's users have the offer already."""
    users: Vector
    cost: Vector
    """Money; so ``cumulative_cost``."""
    value: Vector
    """In the measure named by ``maximize``."""
    cumulative_cost: Vector
    ratio: Vector
    """Value per cost of the whole step, all segments that step together; infinite where no step is made."""

    def value_per_cost(self) -> Vector:
        """Return what each step brings per unit of money, NaN where it costs nothing."""
        ratio: Vector = np.divide(
            self.value, self.cost, out=np.full(len(self.cost), np.nan), where=self.cost != 0
        )
        return ratio

    def rows(self) -> list[dict[str, Any]]:
        """Return the steps as plain Python data."""
        return [dict(zip(COLUMNS, row, strict=True)) for row in self.cells()]

    def cells(self) -> list[tuple[Any, ...]]:
        """Return the steps as rows of ``COLUMNS``; absent figures are None."""
        offers = np.array([*self.offers, None], dtype=object)  # −1 is the last one
        ratio = [None if np.isnan(r) else r for r in self.value_per_cost().tolist()]
        return list(
            zip(
                np.array(self.names, dtype=object)[self.segment].tolist(),
                offers[self.source].tolist(),
                offers[self.target].tolist(),
                self.users.astype(int).tolist(),
                self.cost.tolist(),
                self.value.tolist(),
                ratio,
                self.cumulative_cost.tolist(),
                strict=True,
            )
        )

    def to_frame(self) -> pd.DataFrame:
        """Return the steps, one row each."""
        return frame(self.cells(), COLUMNS)


def ladder_of(case: Case, curve: Curve) -> Ladder:
    """Return the steps of a curve by segment."""
    economics = case.economics
    moves = _moves(economics, curve)
    everything = Form(economics.total("cost"), economics.setup)
    cost = _figure(economics, moves, everything)
    return Ladder(
        case.problem.segment_rows.names,
        case.problem.offer_rows.names,
        moves.segment,
        moves.source,
        moves.target,
        moves.kept,
        _users(economics, moves),
        cost,
        _figure(economics, moves, objective(case.problem, economics)),
        np.cumsum(cost),
        moves.ratio,
    )


@dataclass(frozen=True, eq=False)
class _Moves:
    """Who goes from which offer to which, row by row, as in ``Ladder``."""

    segment: NDArray[np.intp]
    source: NDArray[np.intp]
    target: NDArray[np.intp]
    kept: NDArray[np.bool_]
    ratio: Vector


def _moves(economics: Economics, curve: Curve) -> _Moves:
    """Return the start of each segment, what is kept, then the steps of each segment of a class."""
    group = economics.group
    order = np.argsort(group, kind="stable")  # segments by class
    sizes = np.bincount(group)
    first = np.concatenate([[0], np.cumsum(sizes)])
    counts = sizes[curve.group]
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    stepping = order[np.repeat(first[curve.group], counts) + within]
    having, had = np.nonzero(np.zeros((0, 0)) if economics.given is None else economics.given)
    nowhere = np.full(len(group) + len(had), -1)
    segment = np.concatenate([np.arange(len(group)), having, stepping])
    source = np.concatenate([nowhere, np.repeat(curve.source, counts)])
    target = np.concatenate([curve.start[group], had, np.repeat(curve.target, counts)])
    ratio = np.concatenate([np.full(len(nowhere), np.inf), np.repeat(curve.ratio, counts)])
    places = np.arange(len(segment))
    return _Moves(segment, source, target, (places >= len(group)) & (places < len(nowhere)), ratio)


def _users(economics: Economics, moves: _Moves) -> Vector:
    """Return the users of each row."""
    users: Vector = (economics.users * economics.left)[moves.segment]
    if economics.given is not None:
        had = economics.users[:, None] * economics.given
        users = np.where(moves.kept, had[moves.segment, moves.target], users)
    return np.rint(users)


def _figure(economics: Economics, moves: _Moves, form: Form) -> Vector:
    """Return what each row adds to a form; the users of an offer that is kept share its set-up cost."""
    segment, source, target = moves.segment, moves.source, moves.target
    own = form.shares * economics.left[:, None]
    figure: Vector = own[segment, target] - np.where(source >= 0, own[segment, source], 0.0)
    if economics.given is None:
        return figure
    had = economics.users[:, None] * economics.given
    part = np.divide(had, had.sum(axis=0), out=np.zeros(had.shape), where=had.sum(axis=0) > 0)
    there = form.shares * economics.given + form.used * part
    return np.where(moves.kept, there[segment, target], figure)
