"""The ladder: the steps of an exact budget curve, in the order in which money is best spent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from compensator.economics.measures import Vector
from compensator.knapsack import Curve
from compensator.optimizer.case import Case

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "segment",
    "from",
    "to",
    "users",
    "cost",
    "value",
    "value_per_cost",
    "cumulative_cost",
)


@dataclass(frozen=True, eq=False)
class Ladder:
    """Steps by falling value per cost; the first rows put each segment on its cheapest offer.

    Segments that must have equal shares step together, one row each.
    """

    names: tuple[str, ...]
    """Segments by position."""
    offers: tuple[str, ...]
    """Offers by position, ``none`` first."""
    segment: NDArray[np.intp]
    source: NDArray[np.intp]
    """Offer that is left; −1 at the start."""
    target: NDArray[np.intp]
    users: Vector
    cost: Vector
    """Money; so ``cumulative_cost``."""
    value: Vector
    """In the measure named by ``maximize``."""
    cumulative_cost: Vector

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
        import pandas as pd  # noqa: PLC0415 - heavy, and only needed here

        return pd.DataFrame(self.cells(), columns=list(COLUMNS))


def ladder_of(case: Case, curve: Curve) -> Ladder:
    """Return the steps of a curve by segment."""
    economics, group = case.economics, case.economics.group
    cost = case.economics.total("cost")
    value = case.economics.total(case.problem.settings.maximize)
    order = np.argsort(group, kind="stable")  # segments by class
    sizes = np.bincount(group)
    first = np.concatenate([[0], np.cumsum(sizes)])
    counts = sizes[curve.group]
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    stepping = order[np.repeat(first[curve.group], counts) + within]
    segment = np.concatenate([np.arange(len(group)), stepping])
    source = np.concatenate([np.full(len(group), -1), np.repeat(curve.source, counts)])
    target = np.concatenate([curve.start[group], np.repeat(curve.target, counts)])
    held = source >= 0
    step_cost = cost[segment, target] - np.where(held, cost[segment, source], 0.0)
    step_value = value[segment, target] - np.where(held, value[segment, source], 0.0)
    return Ladder(
        case.problem.segment_rows.names,
        case.problem.offer_rows.names,
        segment,
        source,
        target,
        economics.users[segment],
        step_cost,
        step_value,
        np.cumsum(step_cost),
    )
